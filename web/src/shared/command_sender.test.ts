import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CommandSender } from "./command_sender";
import { test_connection } from "./test_socket";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a command keeps its id over connections until it is done", async () => {
  const { connection, newest } = test_connection();
  const sender = new CommandSender(connection);
  connection.start();
  newest().welcome();
  const outcome = sender.send({ type: "command", name: "start", args: {}, expect: 7 });
  const [text] = newest().sent.filter((sent) => sent.includes('"command"'));
  newest().break_off(1012);
  vi.advanceTimersByTime(1_000);
  newest().welcome();
  expect(newest().sent).toContain(text);
  const { id } = JSON.parse(text) as { id: string };
  newest().say({ type: "done", id, rev: 8 });
  expect(await outcome).toEqual({ ok: true, id, rev: 8 });
  expect(sender.waiting).toBe(0);
  connection.stop();
});

test("a check-in goes on while the store is away, an operator's command is told so", async () => {
  const { connection, newest } = test_connection();
  const sender = new CommandSender(connection);
  connection.start();
  newest().welcome();
  void sender.send({ type: "checkin" });
  const command = sender.send({ type: "command", name: "finish", args: {}, expect: 1 });
  const [checkin] = newest().sent_of("checkin");
  const [finish] = newest().sent_of("command");
  for (const { id } of [checkin, finish]) {
    newest().say({ type: "refused", id: id as string, code: "unavailable", message: "" });
  }
  expect(await command).toMatchObject({ ok: false, code: "unavailable" });
  vi.advanceTimersByTime(2_000);
  expect(newest().sent_of("checkin")).toHaveLength(2);
  sender.dispose();
  connection.stop();
});
