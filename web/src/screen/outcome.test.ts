import { describe, expect, it } from "vitest";
import type { BallotView, InquiryView, ResultView } from "@shared/messages.generated";
import { asides_of } from "./outcome";
import { pages_of } from "./paging";

const figures = (cast: number, more: Partial<ResultView> = {}): ResultView => ({ cast, counts: {}, percent: {}, ...more }) as ResultView;

function ballot(id: string, more: Partial<BallotView>): BallotView {
  return { id, round: 1, state: "revealed", ...more } as BallotView;
}

function told(of: BallotView, ...others: BallotView[]): string[] {
  const inquiry = { ballots: [...others, of] } as InquiryView;
  return asides_of(inquiry, of).map((aside) => `${aside.kind} ${aside.kind === "void" ? aside.reason : aside.figures.cast}`);
}

describe("what stands beside a result", () => {
  it("is nothing for a first result that nobody corrected", () => {
    expect(told(ballot("b1", { result: figures(9) }))).toEqual([]);
  });

  it("is what was aired, once a correction has other figures; a correction of words changes none", () => {
    const result = figures(9);
    expect(told(ballot("b1", { result, errata: [{ reason: "r", at: 1, result: figures(10) }] }))).toEqual(["aired 9"]);
    expect(told(ballot("b1", { result, errata: [{ reason: "r", at: 1 }] }))).toEqual([]);
  });

  it("has the advisory electorates of the result that holds, with their weights where they have any", () => {
    const advisory = [{ electorate: "public", cast: 40 }] as ResultView["advisory"];
    const apart = ballot("b1", { result: figures(9, { advisory }) });
    expect(told(apart)).toEqual(["advisory 40"]);
    expect(asides_of({ ballots: [apart] } as unknown as InquiryView, apart)[0]).toMatchObject({ weight: null });
    const weighted = ballot("b1", { result: figures(9, { advisory, combined: { score: "1.00", weights: { deputies: 60, public: 40 } } }) });
    expect(asides_of({ ballots: [weighted] } as unknown as InquiryView, weighted)[0]).toMatchObject({ weight: 40 });
  });

  it("has every round before, the newest first, of a void one the reason alone", () => {
    const first = ballot("b1", { result: figures(9) });
    const second = ballot("b2", { round: 2, follows: "b1", state: "void", void_reason: "no sound", result: figures(5) });
    const third = ballot("b3", { round: 3, follows: "b2", result: figures(8) });
    expect(told(third, first, second)).toEqual(["void no sound", "earlier 9"]);
  });
});

it("cuts a list into pages as equal as possible", () => {
  expect(pages_of([1, 2, 3, 4, 5, 6, 7], 4)).toEqual([[1, 2, 3, 4], [5, 6, 7]]);
  expect(pages_of([1, 2, 3], 4)).toEqual([[1, 2, 3]]);
  expect(pages_of([], 4)).toEqual([[]]);
  for (let length = 1; length <= 20; length += 1) {
    const list = Array.from({ length }, (_, n) => n);
    expect(pages_of(list, 4).flat()).toEqual(list);
    expect(Math.max(...pages_of(list, 4).map((page) => page.length))).toBeLessThanOrEqual(4);
  }
});
