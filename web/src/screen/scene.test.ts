import { describe, expect, it } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { items_of_the_evening, newest_result, quorum_to_meet, scene_key, scene_of } from "./scene";

const live = { panic: false, stale: false };

function ballot(more: Partial<BallotView>): BallotView {
  return { id: "b1", item: "i1", state: "draft", opens_at: null, closes_at: null, ...more } as BallotView;
}

function inquiry(more: Partial<InquiryView> = {}): InquiryView {
  return {
    id: "q",
    title: "q",
    state: "running",
    item: "i1",
    items: [{ id: "i1" }, { id: "i2" }],
    ballots: [],
    ...more,
  } as unknown as InquiryView;
}

const result = {} as BallotView["result"];
const kind = (state: InquiryView) => scene_of(state, "hall", live).kind;

describe("the hall's picture", () => {
  it("follows the state by itself", () => {
    expect(kind(inquiry({ state: "draft" }))).toBe("title");
    expect(kind(inquiry({ state: "checkin" }))).toBe("title");
    expect(kind(inquiry({ item: null }))).toBe("title");
    expect(kind(inquiry())).toBe("question");
    expect(kind(inquiry({ ballots: [ballot({ state: "draft" })] }))).toBe("question");
    expect(kind(inquiry({ ballots: [ballot({ state: "open", opens_at: 1 })] }))).toBe("voting");
    expect(kind(inquiry({ ballots: [ballot({ state: "closed", opens_at: 1 })] }))).toBe("tallying");
    expect(kind(inquiry({ ballots: [ballot({ state: "confirmed", opens_at: 1 })] }))).toBe("tallying");
    expect(kind(inquiry({ ballots: [ballot({ state: "revealed", opens_at: 1, result })] }))).toBe("result");
    expect(kind(inquiry({ ballots: [ballot({ state: "void", opens_at: 1 })] }))).toBe("void");
    expect(kind(inquiry({ state: "finished", ballots: [ballot({ state: "revealed", opens_at: 1, result })] }))).toBe("title");
  });

  it("shows the item of an open ballot, not another that is up", () => {
    const scene = scene_of(inquiry({ item: "i2", ballots: [ballot({ state: "open", opens_at: 1 })] }), "hall", live);
    expect(scene.item?.id).toBe("i1");
  });

  it("is back at the question when a re-vote of a void ballot is prepared, and takes the newest round", () => {
    const gone = ballot({ state: "void", opens_at: 1 });
    expect(kind(inquiry({ ballots: [gone, ballot({ id: "b1-2", follows: "b1" })] }))).toBe("question");
    const again = ballot({ id: "b1-2", follows: "b1", state: "revealed", opens_at: 2, result });
    expect(scene_of(inquiry({ ballots: [gone, again] }), "hall", live).ballot?.id).toBe("b1-2");
  });
});

describe("cards", () => {
  it("hide every figure in a panic, and when nobody vouches for the picture any more", () => {
    const open = inquiry({ ballots: [ballot({ state: "open", opens_at: 1 })] });
    for (const options of [{ panic: true, stale: false }, { panic: false, stale: true }]) {
      expect(scene_of(open, "hall", options)).toEqual({ kind: "card", item: null, ballot: null });
    }
    expect(scene_of(open, "card", live).kind).toBe("card");
  });

  it("stand in for a result screen until there is a result", () => {
    expect(scene_of(inquiry(), "result", live).kind).toBe("card");
    const told = inquiry({ item: "i2", ballots: [ballot({ state: "revealed", opens_at: 1, closes_at: 2, result })] });
    expect(scene_of(told, "result", live)).toMatchObject({ kind: "result", item: { id: "i1" } });
  });
});

describe("what is told of the evening", () => {
  const revealed = (id: string, closes_at: number, more: Partial<BallotView> = {}) =>
    ballot({ id, state: "revealed", opens_at: closes_at - 1, closes_at, result, ...more });

  it("takes a correction for news, of a result screen at least", () => {
    const ballots = [revealed("old", 10), revealed("new", 20, { item: "i2" })];
    expect(newest_result(inquiry({ ballots }))?.id).toBe("new");
    ballots[0] = revealed("old", 10, { errata: [{ reason: "r", at: 30 }] });
    expect(newest_result(inquiry({ ballots }))?.id).toBe("old");
    expect(kind(inquiry({ item: "i2", ballots: [ballots[0]] }))).toBe("question");
  });

  it("leaves out what was passed over", () => {
    const items = [{ id: "i1", skipped: true }, { id: "i2", skipped: false }] as InquiryView["items"];
    expect(items_of_the_evening(inquiry({ items })).map(({ id }) => id)).toEqual(["i2"]);
  });

  it("names the hardest quorum of the ballots to come", () => {
    const quorum = (needed: number, present: number) => ({ needed, present, met: present >= needed });
    const ballots = [
      ballot({ id: "gone", state: "revealed", quorum: quorum(99, 0) }),
      ballot({ id: "b1", quorum: quorum(77, 71) }),
      ballot({ id: "b2", quorum: quorum(20, 19) }),
      ballot({ id: "b3" }),
    ];
    expect(quorum_to_meet(inquiry({ ballots }))).toEqual(quorum(77, 71));
    expect(quorum_to_meet(inquiry({ ballots: [ballots[0], ballots[3]] }))).toBeNull();
  });
});

it("keeps one key while only figures change", () => {
  const open = inquiry({ present: 1, ballots: [ballot({ state: "open", opens_at: 1 })] });
  expect(scene_key(scene_of(open, "hall", live))).toBe(scene_key(scene_of({ ...open, present: 9 }, "hall", live)));
});
