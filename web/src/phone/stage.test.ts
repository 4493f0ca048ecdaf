import { describe, expect, test } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { link_of } from "./session";
import { stage_of } from "./stage";

function ballot(id: string, item: string, state: BallotView["state"], more: Partial<BallotView> = {}): BallotView {
  return {
    id, item, state, title: id, round: 1, opens_at: state === "draft" ? null : 10, closes_at: null, duration_ms: null,
    electorate: "deputies", secrecy: "named", press: "last", display: "delayed", scrutineers: 0, confirmations: 0,
    show_not_voted: false, rule: "", scale: { id: "satisfaction3", kind: "choices", choices: [] }, ...more,
  } as BallotView;
}

function evening(state: InquiryView["state"], item: string | null, ballots: BallotView[] = []): InquiryView {
  const items = ["i1", "i2"].map((id) => ({ id, department: id, respondent: "", title: id, question: "", skipped: false }));
  return {
    id: "e", title: "e", language: "zh-CN", state, item, present: 0, entitled: 0, items, ballots, timer: null, commitments: [], rehearsal: false, speaker: null,
  };
}

const kind = (inquiry: InquiryView, checked_in = true, electorates = ["deputies"]) =>
  stage_of(inquiry, checked_in, electorates).kind;

describe("the phone shows", () => {
  test("check-in to whoever has not checked in, even while a ballot is open", () => {
    expect(kind(evening("draft", null), false)).toBe("draft");
    expect(kind(evening("checkin", null), false)).toBe("checkin");
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "open")]), false)).toBe("checkin");
  });

  test("the question until its ballot opens, then the buttons, the count and the result", () => {
    expect(kind(evening("running", null))).toBe("soon");
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "draft")]))).toBe("question");
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "open")]))).toBe("ballot");
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "closed")]))).toBe("counting");
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "confirmed")]))).toBe("counting");
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "revealed")]))).toBe("result");
    expect(kind(evening("running", "i2", [ballot("b1", "i1", "revealed")]))).toBe("question");
    expect(kind(evening("finished", "i1", [ballot("b1", "i1", "revealed")]))).toBe("finished");
  });

  test("no buttons to those who attend without a vote", () => {
    expect(kind(evening("running", "i1", [ballot("b1", "i1", "open")]), true, ["public"])).toBe("question");
  });

  test("the void ballot until it is to be repeated", () => {
    const gone = ballot("b1", "i1", "void", { void_reason: "x" });
    expect(kind(evening("running", "i1", [gone]))).toBe("void");
    expect(kind(evening("running", "i1", [gone, ballot("b1-2", "i1", "draft", { follows: "b1" })]))).toBe("question");
    const repeat = ballot("b1-2", "i1", "open", { follows: "b1", opens_at: 20 });
    expect(stage_of(evening("running", "i1", [gone, repeat]), true, ["deputies"]).ballot?.id).toBe("b1-2");
  });
});

test("a personal link names an inquiry and a key", () => {
  expect(link_of("#evening-1/aZ_-09")).toEqual({ inquiry: "evening-1", key: "aZ_-09" });
  expect(link_of("#evening-1%2FaZ")).toEqual({ inquiry: "evening-1", key: "aZ" });
  for (const wrong of ["", "#evening", "#evening/", "#Evening/x", "#e/x y"]) expect(link_of(wrong)).toBeNull();
});
