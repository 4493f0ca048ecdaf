import { describe, expect, test } from "vitest";
import type { BallotView, InquiryView, ItemView, ScreenView } from "@shared/messages.generated";
import { all_sources, general_sources, home_of, item_sources, picture_of, source_of, takes, targets_of } from "./sources";
import { LEAST_PICTURE, tile_plan } from "./tile_plan";

const item = (id: string) => ({ id, department: id, title: id }) as ItemView;
const ballot = (id: string, of: string, state: BallotView["state"]) => ({ id, item: of, state, ...(state === "revealed" && { result: {} }) }) as BallotView;
const evening = {
  items: [item("i1"), item("i2")],
  ballots: [ballot("b1", "i1", "revealed"), ballot("b2", "i1", "open"), ballot("b3", "i2", "void")],
} as InquiryView;
const screen = (id: string, more: Partial<ScreenView> = {}): ScreenView => ({ id, name: id, layout: "hall", panic: false, ...more });
const hall = screen("s1");
const rostrum = screen("s2", { layout: "rostrum" });
const caption = screen("s3", { layout: "caption" });
const find = (id: string) => all_sources(evening).find((one) => one.id === id)!;

describe("sources", () => {
  test("are every item's question and every revealed result, and nothing that is still secret", () => {
    expect(item_sources(evening).map((one) => [one.question.id, ...one.results.map((each) => each.id)])).toEqual([["question-i1", "result-i1-b1"], ["question-i2"]]);
  });

  test("are empty where there is nothing to show", () => {
    const empty = (inquiry: InquiryView) => general_sources(inquiry).filter((one) => one.empty).map((one) => one.id);
    expect(empty(evening)).toEqual(["evidence", "ranking"]);
    expect(empty({ ...evening, ballots: [] })).toEqual(["evidence", "newest_result", "ranking"]);
  });

  test("keep a screen in its own layout, unless another is asked for", () => {
    expect(picture_of(find("question-i2"), rostrum)).toEqual({ layout: "rostrum", scene: "question", item: "i2" });
    expect(picture_of(find("result-i1-b1"), rostrum, "caption")).toEqual({ layout: "caption", scene: "result", ballot: "b1" });
    expect(picture_of(find("automatic"), caption)).toEqual({ layout: "caption" });
    expect(picture_of(find("title"), screen("s", { layout: "qr", picture: { layout: "qr" } }))).toEqual({ layout: "hall", scene: "title" });
    expect(picture_of(find("evidence"), screen("s", { layout: "card", preview: { layout: "rostrum" } }))).toEqual({ layout: "rostrum", scene: "evidence" });
    expect(picture_of(find("card_wait"), rostrum)).toEqual({ layout: "card", card: "wait" });
    expect(picture_of(find("newest_result"), rostrum)).toEqual({ layout: "result" });
    expect(picture_of(find("qr"), rostrum, "hall")).toEqual({ layout: "qr" });
  });

  test("for all never cover the programme behind captions, for one do what they are told", () => {
    const screens = [hall, rostrum, caption];
    const ids = (chosen: string | null, source: string) => targets_of(screens, chosen, find(source)).map((one) => one.id);
    expect(ids(null, "question-i1")).toEqual(["s1", "s2", "s3"]);
    expect(ids(null, "qr")).toEqual(["s1", "s2"]);
    expect(ids("s3", "qr")).toEqual(["s3"]);
    expect(targets_of(screens, null, null)).toHaveLength(3);
    expect(targets_of(screens, null, find("title"), "hall").map((one) => one.id)).toEqual(["s1", "s2"]);
    expect(targets_of(screens, null, find("title"), "caption")).toHaveLength(3);
  });

  test("bring a screen back from a card to the stage where it was seen before", () => {
    const card = screen("s3", { layout: "card", picture: { layout: "card", card: "wait" } });
    expect(home_of(card)).toBe("hall");
    expect(home_of(card, { s3: "caption" })).toBe("caption");
    expect(picture_of(find("automatic"), card, null, { s3: "caption" })).toEqual({ layout: "caption" });
    expect(targets_of([hall, card], null, find("qr"), null, { s3: "caption" }).map((one) => one.id)).toEqual(["s1"]);
  });

  test("are found again from the pictures that they make", () => {
    for (const one of all_sources(evening)) for (const each of [hall, rostrum, caption]) expect(source_of(picture_of(one, each), all_sources(evening))?.id).toBe(one.id);
    expect(source_of({ layout: "card" }, all_sources(evening))?.id).toBe("card_title");
    expect(source_of({ layout: "hall", scene: "question", item: "gone" }, all_sources(evening))).toBeNull();
  });

  test("the one key takes those that were made ready", () => {
    expect(takes([hall, screen("s4", { preview: { layout: "qr" } })]).map((one) => one.id)).toEqual(["s4"]);
  });
});

describe("tiles", () => {
  const parts = { gap: 8, padding: 18, around: 90, label: 22 };
  const fits = (n: number, width: number, height: number) => {
    const plan = tile_plan(n, width, height, parts);
    const rows = Math.ceil(n / plan.columns);
    const across = plan.columns * ((plan.stacked ? 1 : 2) * plan.picture + (plan.stacked ? 0 : parts.gap) + parts.padding) + parts.gap * (plan.columns - 1);
    const tile = (plan.stacked ? 2 : 1) * ((plan.picture * 9) / 16 + parts.label) + (plan.stacked ? parts.gap : 0) + parts.around;
    return { plan, within: across <= width && rows * tile + parts.gap * (rows - 1) <= height + 1 };
  };

  test("lie within their area, as large as can be", () => {
    for (const n of [1, 2, 3, 4, 6]) expect(fits(n, 960, 520), String(n)).toMatchObject({ within: true });
    expect(fits(3, 960, 520).plan).toEqual({ columns: 3, stacked: true, picture: 296 });
    expect(fits(1, 960, 520).plan.stacked).toBe(false);
  });

  test("never become too small to be read", () => {
    expect(tile_plan(20, 600, 300, parts)).toEqual({ columns: 2, stacked: false, picture: LEAST_PICTURE });
  });
});
