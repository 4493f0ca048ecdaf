import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Receipt } from "./messages.generated";
import { test_connection } from "./test_socket";
import { VoteSender, type PendingVote } from "./vote_sender";

const whose = { inquiry: "evening", deputy: "d001" };

function receipt_for(vote: PendingVote): Receipt {
  const { nonce, ballot, attempt, press } = vote;
  return { type: "receipt", nonce, ballot, attempt, ...press, receipt: "ab12cd34ef", at: 1 };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a vote", () => {
  test("is sent again, byte for byte, until its receipt comes", () => {
    const { connection, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    connection.start();
    newest().welcome();
    const vote = sender.press("b1", { choice: "satisfied" }, 0);
    vi.advanceTimersByTime(3_000);
    newest().say({ type: "pong", t: Date.now(), server_time: Date.now() });
    const texts = newest().sent.filter((text) => text.includes('"vote"'));
    expect(texts).toEqual([vote.text, vote.text]);
    expect(vote.nonce).toMatch(/^[0-9a-f]{32}$/);

    const confirmed = vi.fn();
    sender.on("confirmed", confirmed);
    newest().say(receipt_for(vote));
    expect(confirmed).toHaveBeenCalledOnce();
    expect(sender.pending_of("b1")).toBeNull();
    sender.compare({ b1: { attempt: 1 } }, new Set());
    expect(localStorage.length).toBe(0);
    vi.advanceTimersByTime(7_000);
    expect(newest().sent_of("vote")).toHaveLength(2);
    connection.stop();
  });

  test("goes out on the next connection when this one breaks", () => {
    const { connection, sockets, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    connection.start();
    newest().welcome();
    const vote = sender.press("b1", { choice: "satisfied" }, 0);
    newest().break_off(1012);
    vi.advanceTimersByTime(1_000);
    newest().welcome();
    expect(sockets).toHaveLength(2);
    expect(newest().sent).toContain(vote.text);
    sender.dispose();
    connection.stop();
  });

  test("survives a reload of the page", () => {
    const before = test_connection();
    const vote = new VoteSender({ connection: before.connection, ...whose }).press("b1", { choice: "satisfied" }, 0);
    before.connection.stop();

    const { connection, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    expect(sender.pending_of("b1")).toEqual(vote);
    connection.start();
    newest().welcome();
    expect(newest().sent).toContain(vote.text);
    sender.dispose();
    connection.stop();
  });

  test("of another deputy on the same phone is never sent", () => {
    const { connection } = test_connection();
    new VoteSender({ connection, ...whose }).press("b1", { choice: "satisfied" }, 0);
    expect(new VoteSender({ connection, inquiry: "evening", deputy: "d002" }).ballots()).toEqual([]);
  });

  test("that is refused is over, and told with its code", () => {
    const { connection, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    const refused = vi.fn();
    sender.on("refused", refused);
    connection.start();
    newest().welcome();
    const vote = sender.press("b1", { choice: "satisfied" }, 0);
    newest().say({ type: "refused", nonce: vote.nonce, code: "ballot_not_open", message: "" });
    expect(refused).toHaveBeenCalledWith({ vote, code: "ballot_not_open" });
    expect(sender.pending_of("b1")).toBeNull();
    connection.stop();
  });

  test("that met a store which is away is kept and sent again", () => {
    const { connection, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    connection.start();
    newest().welcome();
    const vote = sender.press("b1", { choice: "satisfied" }, 0);
    newest().say({ type: "refused", nonce: vote.nonce, code: "unavailable", message: "" });
    expect(sender.pending_of("b1")).toEqual(vote);
    vi.advanceTimersByTime(3_000);
    expect(newest().sent.filter((text) => text === vote.text)).toHaveLength(2);
    sender.dispose();
    connection.stop();
  });

  test("pressed anew before an answer has a higher attempt and takes the place of the first", () => {
    const { connection, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    connection.start();
    newest().welcome();
    const first = sender.press("b1", { choice: "satisfied" }, 4);
    const second = sender.press("b1", { choice: "dissatisfied" }, 4);
    expect([first.attempt, second.attempt]).toEqual([5, 6]);
    expect(sender.press("b1", { choice: "dissatisfied" }, 4)).toBe(second);
    newest().say(receipt_for(first));
    expect(sender.pending_of("b1")).toEqual(second);
    expect(localStorage.length).toBe(1);
    sender.dispose();
    connection.stop();
  });

  test("works without any storage", () => {
    const { connection } = test_connection();
    const sender = new VoteSender({ connection, ...whose, storage: null });
    expect(sender.press("b1", { choice: "satisfied" }, 0).attempt).toBe(1);
    sender.dispose();
  });
});

describe("a confirmed vote that a store has lost", () => {
  function confirmed() {
    const { connection, newest } = test_connection();
    const sender = new VoteSender({ connection, ...whose });
    connection.start();
    newest().welcome();
    const vote = sender.press("b1", { choice: "satisfied" }, 0);
    newest().say(receipt_for(vote));
    const next_epoch = () => newest().say({ type: "welcome", protocol: 1, role: "deputy", server_time: 1, epoch: "e2", you: { id: "d001", name: "d001", checked_in: true } } as never);
    const sent = () => newest().sent.filter((text) => text === vote.text).length;
    return { connection, sender, vote, newest, next_epoch, sent };
  }
  const open = new Set(["b1"]);

  test("is sent again, byte for byte, and kept as confirmed by the new one", () => {
    const { connection, sender, vote, newest, next_epoch, sent } = confirmed();
    sender.compare({}, open);
    expect(sent()).toBe(1);
    next_epoch();
    sender.compare({}, open);
    expect(sent()).toBe(2);
    expect(sender.pending_of("b1")).toEqual(vote);
    newest().say(receipt_for(vote));
    sender.compare({}, open);
    expect(sent()).toBe(2);
    connection.stop();
  });

  test("is not sent again where it is there, or its ballot has ended", () => {
    const there = confirmed();
    there.next_epoch();
    there.sender.compare({ b1: { attempt: 1 } }, open);
    there.sender.compare({}, open);
    expect(there.sent()).toBe(1);
    there.connection.stop();
    const ended = confirmed();
    ended.next_epoch();
    ended.sender.compare({}, new Set());
    ended.sender.compare({}, open);
    expect(ended.sent()).toBe(1);
    expect(localStorage.length).toBe(0);
    ended.connection.stop();
  });

  test("survives a reload of the page until then", () => {
    const { connection, vote } = confirmed();
    connection.stop();
    const again = test_connection();
    const sender = new VoteSender({ connection: again.connection, ...whose });
    again.connection.start();
    again.newest().say({ type: "welcome", protocol: 1, role: "live", server_time: 1, epoch: "e2" } as never);
    sender.compare({}, open);
    expect(again.newest().sent).toContain(vote.text);
    again.connection.stop();
  });

  test("is left where another was pressed meanwhile", () => {
    const { connection, sender, next_epoch, sent } = confirmed();
    next_epoch();
    sender.press("b1", { choice: "dissatisfied" }, 1);
    sender.compare({}, open);
    expect(sent()).toBe(1);
    connection.stop();
  });
});
