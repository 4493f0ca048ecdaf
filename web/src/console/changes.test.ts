import { describe, expect, it } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { what_changed } from "./changes";

const item = (id: string) => ({ id, department: `dep ${id}`, respondent: "", title: `title ${id}`, question: "", skipped: false });
const ballot = (id: string, more: Partial<BallotView> = {}) => ({ id, title: `on ${id}`, item: "i1", round: 1, state: "open", closes_at: 5, confirmations: 0, ...more }) as BallotView;
const before = {
  state: "running",
  item: "i1",
  items: [item("i1"), item("i2")],
  ballots: [ballot("b1")],
  timer: null,
  commitments: [],
  speaker: null,
  requests: [{ id: "r1", deputy: "d1", name: "one", group: "g", kind: "speak", item: "i1", at: 1, state: "waiting" }],
  screens: [{ id: "s1", name: "hall", layout: "hall", panic: false }],
  deputies: [{ id: "d1", name: "one", group: "g", electorates: [], checked_in: true }],
} as unknown as InquiryView;
const keys = (now: Partial<InquiryView>, from = before) => what_changed(from, { ...from, ...now }).map((change) => change.key.replace("console.changed.", ""));

describe("what somebody else has changed", () => {
  it("is nothing between equal views", () => expect(keys({})).toEqual([]));

  it("names the ballot and its new state", () => {
    const [change] = what_changed(before, { ...before, ballots: [ballot("b1", { state: "closed" })] });
    expect(change).toEqual({ key: "console.changed.ballot", values: { ballot: "on b1" }, words: { state: "ballot.state.closed" } });
  });

  it("tells a new round, more time, a confirmation, a paper count and a correction apart", () => {
    expect(keys({ ballots: [...before.ballots, ballot("b2")] })).toEqual(["ballot_added"]);
    expect(keys({ ballots: [ballot("b1", { closes_at: 9 })] })).toEqual(["extended"]);
    expect(keys({ ballots: [ballot("b1", { confirmations: 1 })] })).toEqual(["confirmed"]);
    expect(keys({ ballots: [ballot("b1", { paper: { state: "waiting", entries: 1, by: ["a"] } })] })).toEqual(["paper"]);
    expect(keys({ ballots: [ballot("b1", { erratum_waiting: { reason: "x", confirmations: 0 } })] })).toEqual(["erratum"]);
  });

  it("knows the item that went up and what became of the agenda", () => {
    expect(keys({ item: "i2" })).toEqual(["item"]);
    expect(keys({ items: [item("i2"), item("i1")] })).toEqual(["agenda"]);
    expect(keys({ items: [{ ...item("i1"), skipped: true }, item("i2")] })).toEqual(["agenda"]);
    expect(keys({ items: [item("i1"), item("i3"), item("i2")] })).toEqual(["item_added"]);
  });

  it("follows the floor, the timer, the screens, the roll and the state of the evening", () => {
    const speaker = { deputy: "d1", name: "one", group: "g", kind: "speak", item: "i1", since: 7 } as const;
    expect(keys({ speaker })).toEqual(["speaker"]);
    expect(keys({ speaker: null, requests: [] }, { ...before, speaker })).toEqual(["speech_ended"]);
    expect(keys({ requests: [] })).toEqual(["request_closed"]);
    expect(keys({ timer: { kind: "answer", state: "running", duration_ms: 1, ends_at: 1, remaining_ms: null } })).toEqual(["timer"]);
    expect(keys({ screens: [{ id: "s1", name: "hall", layout: "hall", panic: true }] })).toEqual(["screen"]);
    const screen = before.screens![0]!;
    expect(keys({ screens: [{ ...screen, preview: { layout: "qr" } }] })).toEqual(["screen"]);
    expect(keys({ screens: [{ ...screen, picture: { layout: "hall", scene: "title" } }] })).toEqual(["screen"]);
    expect(keys({ showing: { evidence: "e1", beside: false, playing: false, position_ms: 0, at: 1 } })).toEqual(["evidence"]);
    expect(keys({ deputies: [{ ...before.deputies![0]!, checked_in: false }] })).toEqual(["checked_out"]);
    expect(keys({ state: "finished" })).toEqual(["inquiry"]);
    expect(keys({ commitments: [{}] as InquiryView["commitments"] })).toEqual(["commitment"]);
  });
});
