import { describe, expect, it } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { without_results } from "@shared/told";
import { items_of_the_evening, newest_result, picture_of, quorum_to_meet, scene_key, type ScreenState } from "./scene";

const hall: ScreenState = { layout: "hall", panic: false };
const pinned = (picture: ScreenState["picture"]): ScreenState => ({ layout: picture!.layout, panic: false, picture });

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
const kind = (state: InquiryView) => picture_of(state, hall).kind;

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
    const scene = picture_of(inquiry({ item: "i2", ballots: [ballot({ state: "open", opens_at: 1 })] }), hall);
    expect(scene.item?.id).toBe("i1");
  });

  it("is back at the question when a re-vote of a void ballot is prepared, and takes the newest round", () => {
    const gone = ballot({ state: "void", opens_at: 1 });
    expect(kind(inquiry({ ballots: [gone, ballot({ id: "b1-2", follows: "b1" })] }))).toBe("question");
    const again = ballot({ id: "b1-2", follows: "b1", state: "revealed", opens_at: 2, result });
    expect(picture_of(inquiry({ ballots: [gone, again] }), hall).ballot?.id).toBe("b1-2");
  });
});

describe("the item that is selected again", () => {
  const told = ballot({ state: "revealed", opens_at: 1, closes_at: 10, revealed_at: 20, result });

  it("brings the question back, and leaves a newer result alone", () => {
    expect(kind(inquiry({ item_at: 21, ballots: [told] }))).toBe("question");
    expect(kind(inquiry({ item_at: 15, ballots: [told] }))).toBe("result");
    expect(kind(inquiry({ item_at: 11, ballots: [ballot({ state: "void", opens_at: 1, closes_at: 10 })] }))).toBe("question");
    expect(kind(inquiry({ item_at: 9, ballots: [ballot({ state: "void", opens_at: 1, closes_at: 10 })] }))).toBe("void");
  });

  it("goes by the end of a ballot whose record knows no instant of the reveal", () => {
    const { revealed_at: _, ...old } = told;
    expect(kind(inquiry({ item_at: 11, ballots: [old] }))).toBe("question");
    expect(kind(inquiry({ ballots: [old] }))).toBe("result");
  });

  it("doesn't end the counting of a ballot", () => {
    expect(kind(inquiry({ item_at: 30, ballots: [ballot({ state: "closed", opens_at: 1, closes_at: 10 })] }))).toBe("tallying");
  });
});

it("a result before its instant is a ballot that is counted", () => {
  const state = inquiry({ ballots: [ballot({ state: "revealed", opens_at: 1, closes_at: 10, revealed_at: 20, result })] });
  const before = without_results(state, new Set(["b1"]));
  expect(kind(before)).toBe("tallying");
  expect(picture_of(before, { layout: "result", panic: false }).kind).toBe("card");
  expect(picture_of(before, pinned({ layout: "hall", scene: "result", ballot: "b1" })).kind).toBe("tallying");
});

describe("evidence", () => {
  const evidence = [
    { id: "e1", item: "i1", name: "a.png", type: "image/png", url: "/evidence/a.png", bytes: 1 },
    { id: "e2", item: "i2", name: "b.mp4", type: "video/mp4", url: "/evidence/b.mp4", bytes: 1 },
  ] as InquiryView["evidence"];
  const showing = { evidence: "e2", beside: true, playing: true, position_ms: 0, at: 1 };

  it("is shown with its own item before a question and a result, and after a ballot that runs or is counted", () => {
    expect(picture_of(inquiry({ evidence, showing }), hall)).toMatchObject({ kind: "evidence", item: { id: "i2" }, evidence: { id: "e2" }, showing });
    const of = (state: BallotView["state"]) => kind(inquiry({ evidence, showing, ballots: [ballot({ state, opens_at: 1, result })] }));
    expect(["open", "closed", "confirmed", "revealed", "void"].map((state) => of(state as BallotView["state"]))).toEqual([
      "voting", "tallying", "tallying", "evidence", "evidence",
    ]);
  });

  it("is no picture when it isn't known", () => {
    expect(kind(inquiry({ showing }))).toBe("question");
    expect(kind(inquiry({ evidence, showing, state: "finished" }))).toBe("title");
  });

  it("is a picture of its own for each file", () => {
    const key = (id: string) => scene_key(picture_of(inquiry({ evidence, showing: { ...showing, evidence: id } }), hall));
    expect(key("e1")).not.toBe(key("e2"));
  });
});

describe("what a director pins", () => {
  const told = ballot({ id: "b1", state: "revealed", opens_at: 1, closes_at: 2, result });
  const state = inquiry({ item: "i2", ballots: [told, ballot({ id: "b2", item: "i2", state: "open", opens_at: 3 })] });

  it("stays, whatever the moderator does", () => {
    expect(picture_of(state, pinned({ layout: "hall", scene: "title" })).kind).toBe("title");
    expect(picture_of(state, pinned({ layout: "rostrum", scene: "question", item: "i1" }))).toMatchObject({ kind: "question", item: { id: "i1" } });
    expect(picture_of(state, pinned({ layout: "caption", scene: "result", ballot: "b1" }))).toMatchObject({ kind: "result", ballot: { id: "b1" } });
    expect(picture_of(state, pinned({ layout: "result", ballot: "b1" }))).toMatchObject({ kind: "result", ballot: { id: "b1" } });
  });

  it("is the automatic picture where there is nothing to pin", () => {
    for (const picture of [
      { layout: "hall", scene: "evidence" },
      { layout: "hall", scene: "question", item: "gone" },
      { layout: "hall", scene: "result", ballot: "b2" },
      { layout: "hall" },
    ] as const) {
      expect(picture_of(state, pinned(picture)).kind).toBe("voting");
    }
  });

  it("leaves a panic and a lost server their card", () => {
    for (const picture of [{ layout: "hall", scene: "title" }, { layout: "ranking" }, { layout: "qr" }, { layout: "card", card: "wait" }] as const) {
      expect(picture_of(state, { ...pinned(picture), panic: true })).toMatchObject({ kind: "card", card: "hold" });
      expect(picture_of(state, pinned(picture), true)).toMatchObject({ kind: "card", card: "hold" });
    }
  });
});

describe("cards", () => {
  it("hide every figure in a panic, and when nobody vouches for the picture any more", () => {
    const open = inquiry({ ballots: [ballot({ state: "open", opens_at: 1 })] });
    const card = { kind: "card", item: null, ballot: null, card: "hold" };
    expect(picture_of(open, { ...hall, panic: true })).toEqual(card);
    expect(picture_of(open, hall, true)).toEqual(card);
  });

  it("are the title, the counting and a moment's patience", () => {
    expect(picture_of(inquiry(), { layout: "card", panic: false }).card).toBe("title");
    expect(picture_of(inquiry(), pinned({ layout: "card", card: "tallying" })).card).toBe("tallying");
    expect(picture_of(inquiry(), pinned({ layout: "card", card: "wait" })).card).toBe("wait");
  });

  it("stand in for a result or a ranking until there is one", () => {
    expect(picture_of(inquiry(), { layout: "result", panic: false }).kind).toBe("card");
    expect(picture_of(inquiry(), { layout: "ranking", panic: false }).kind).toBe("card");
    const told = inquiry({ item: "i2", ballots: [ballot({ state: "revealed", opens_at: 1, closes_at: 2, result })] });
    expect(picture_of(told, { layout: "result", panic: false })).toMatchObject({ kind: "result", item: { id: "i1" } });
    const ranking = [{ place: 1 }] as InquiryView["ranking"];
    expect(picture_of(inquiry({ ranking }), { layout: "ranking", panic: false }).kind).toBe("ranking");
  });
});

describe("what is told of the evening", () => {
  const revealed = (id: string, closes_at: number, more: Partial<BallotView> = {}) =>
    ballot({ id, state: "revealed", opens_at: closes_at - 1, closes_at, result, ...more });

  it("takes a correction for news, of a result screen at least", () => {
    const ballots = [revealed("old", 10), revealed("new", 20, { item: "i2" })];
    expect(newest_result(inquiry({ ballots }))?.id).toBe("new");
    // Announced later, though it had ended earlier.
    expect(newest_result(inquiry({ ballots: [revealed("old", 10, { revealed_at: 40 }), revealed("new", 20, { revealed_at: 30 })] }))?.id).toBe("old");
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
  expect(scene_key(picture_of(open, hall))).toBe(scene_key(picture_of({ ...open, present: 9 }, hall)));
});
