import { describe, expect, test } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { link_of } from "./session";
import { next_quorum, page_of, stage_of } from "./stage";

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

describe("the page is drawn anew", () => {
  const page = (inquiry: InquiryView) => page_of(stage_of(inquiry, true, ["deputies"]));
  const open = evening("running", "i1", [ballot("b1", "i1", "open")]);

  test("for another item, ballot, state or correction", () => {
    const pages = [
      evening("running", null),
      evening("running", "i1"),
      evening("running", "i2"),
      open,
      evening("running", "i1", [ballot("b2", "i1", "open")]),
      evening("running", "i1", [ballot("b1", "i1", "closed")]),
      evening("running", "i1", [ballot("b1", "i1", "revealed")]),
      evening("running", "i1", [ballot("b1", "i1", "revealed", { errata: [{ reason: "x", at: 1 }] })]),
    ].map(page);
    expect(new Set(pages).size).toBe(pages.length);
  });

  test("not when a deadline, a promise or the number of people changes", () => {
    const later = { ...open, present: 9, ballots: [{ ...open.ballots[0], closes_at: 99 }], commitments: [{ id: "c1", item: "i1", text: "", due: "", at: 1, deputy: null }] };
    expect(page(later)).toBe(page(open));
    expect(page(evening("running", "i1", [ballot("b1", "i1", "confirmed")]))).toBe(page(evening("running", "i1", [ballot("b1", "i1", "closed")])));
  });
});

test("the quorum is that of the ballot that may be opened next", () => {
  const quorum = (needed: number) => ({ needed, present: 1, met: false });
  const ballots = [ballot("b1", "i1", "revealed", { quorum: quorum(1) }), ballot("b2", "i1", "draft", { quorum: quorum(2) }), ballot("b3", "i2", "draft", { quorum: quorum(3) })];
  expect(next_quorum(evening("running", null, ballots))?.needed).toBe(2);
  expect(next_quorum(evening("running", "i2", ballots))?.needed).toBe(3);
  expect(next_quorum(evening("running", "i2", [ballot("b4", "i2", "draft")]))).toBeNull();
});

test("a personal link names an inquiry and a key", () => {
  expect(link_of("#evening-1/aZ_-09")).toEqual({ inquiry: "evening-1", key: "aZ_-09" });
  expect(link_of("#evening-1%2FaZ")).toEqual({ inquiry: "evening-1", key: "aZ" });
  for (const wrong of ["", "#evening", "#evening/", "#Evening/x", "#e/x y"]) expect(link_of(wrong)).toBeNull();
});
