import { expect, test } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { moment_of } from "./moment";

const ballot = (id: string, state: BallotView["state"], more: Partial<BallotView> = {}) => ({ id, item: "i1", state, opens_at: 10, closes_at: 20, ...more }) as BallotView;
const showing = { evidence: "e1", beside: false, playing: false, position_ms: 0, at: 1 };
const at = (more: Partial<InquiryView>) => {
  const { kind, item, ballot } = moment_of({ state: "running", item: "i1", item_at: 5, items: [{ id: "i1" }, { id: "i2" }], ballots: [], ...more } as InquiryView);
  return [kind, item?.id, ballot?.id].filter(Boolean).join(" ");
};

test("the hall shows the first that holds", () => {
  expect(at({ state: "checkin" })).toBe("title");
  expect(at({ item: null })).toBe("title");
  expect(at({})).toBe("question i1");
  expect(at({ showing })).toBe("evidence i1");
  expect(at({ showing, ballots: [ballot("b1", "revealed")] })).toBe("evidence i1");
  expect(at({ showing, ballots: [ballot("b1", "confirmed")] })).toBe("tallying i1 b1");
  expect(at({ showing, ballots: [ballot("b0", "revealed"), ballot("b2", "open", { item: "i2" })] })).toBe("voting i2 b2");
  expect(at({ ballots: [ballot("b1", "revealed")] })).toBe("result i1 b1");
  expect(at({ ballots: [ballot("b1", "void")] })).toBe("void i1 b1");
});

test("an item that is put up again begins with its question; what ended since is newer", () => {
  const ended = ballot("b1", "revealed", { closes_at: 20, revealed_at: 30 });
  expect(at({ item_at: 31, ballots: [ended] })).toBe("question i1");
  expect(at({ item_at: 25, ballots: [ended] })).toBe("result i1 b1");
  expect(at({ item_at: 31, ballots: [ended, ballot("b2", "revealed", { opens_at: 40, closes_at: 50 })] })).toBe("result i1 b2");
  expect(at({ item: "i2", ballots: [ended] })).toBe("question i2");
});

test("a drafted re-vote of a void ballot is the question again", () => {
  expect(at({ ballots: [ballot("b1", "void"), ballot("b1-2", "draft", { follows: "b1" })] })).toBe("question i1");
});
