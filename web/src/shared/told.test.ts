import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, shallowRef } from "vue";
import type { BallotView, InquiryView, RankingView } from "./messages.generated";
import { held_back, use_told, without_results } from "./told";

const result = { cast: 9 } as BallotView["result"];

function revealed(id: string, revealed_at?: number, more: Partial<BallotView> = {}): BallotView {
  return { id, state: "revealed", scrutineers: 0, result, ...(revealed_at !== undefined && { revealed_at }), ...more } as BallotView;
}

function entry(place: number, ballot: string, figure: string): RankingView {
  return { place, ballot, figure, item: `i-${ballot}`, department: ballot, label: "percent" };
}

function inquiry(ballots: BallotView[], ranking: RankingView[] = []): InquiryView {
  return { id: "q", ballots, ranking } as unknown as InquiryView;
}

describe("a result before its instant", () => {
  it("is held back until then, and one of an old record never", () => {
    const view = inquiry([revealed("b1", 500), revealed("b2", 501), revealed("b3")]);
    expect(held_back(view, 500).map(({ id }) => id)).toEqual(["b2"]);
  });

  it("is a ballot that is counted, with no figure of it anywhere", () => {
    const view = inquiry([revealed("b1", 9), revealed("b2", 9, { scrutineers: 2, errata: [] as never })]);
    const told = without_results(view, new Set(["b1", "b2"]));
    expect(told.ballots.map(({ state }) => state)).toEqual(["closed", "confirmed"]);
    expect(JSON.stringify(told)).not.toMatch(/cast|errata|revealed/);
  });

  it("has no place in the ranking, and leaves no gap there", () => {
    const view = inquiry([revealed("b1", 9)], [entry(1, "b1", "90.00"), entry(2, "b2", "80.00"), entry(2, "b3", "80.00"), entry(4, "b4", "70.00")]);
    expect(without_results(view, new Set(["b1"])).ranking!.map(({ ballot, place }) => `${place} ${ballot}`)).toEqual(["1 b2", "1 b3", "3 b4"]);
  });
});

describe("what may be shown", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("changes by itself at the instant on the store's clock, not at the arrival", () => {
    const scope = effectScope();
    const clock = { now: () => Date.now() + 3_600_000 };
    const newest = shallowRef<InquiryView | null>(inquiry([{ id: "b1", state: "closed" } as BallotView], [entry(1, "b0", "60.00")]));
    const told = scope.run(() => use_told(newest, clock))!;
    newest.value = inquiry([revealed("b1", 3_600_400)], [entry(1, "b1", "90.00"), entry(2, "b0", "60.00")]);
    expect(told.value!.ballots[0].state).toBe("closed");
    expect(told.value!.ranking).toEqual([entry(1, "b0", "60.00")]);
    vi.advanceTimersByTime(399);
    expect(told.value!.ballots[0].state).toBe("closed");
    vi.advanceTimersByTime(1);
    expect(told.value!.ballots[0].result).toEqual(result);
    expect(told.value!.ranking).toHaveLength(2);
    scope.stop();
  });

  it("follows a clock that is measured anew while it waits, and never takes back what was shown", () => {
    const scope = effectScope();
    let offset = 0;
    const newest = shallowRef<InquiryView | null>(inquiry([revealed("b1", 1_500)]));
    const told = scope.run(() => use_told(newest, { now: () => Date.now() + offset }))!;
    offset = -100;
    vi.advanceTimersByTime(1_599);
    expect(told.value!.ballots[0].state).toBe("closed");
    vi.advanceTimersByTime(1);
    expect(told.value!.ballots[0].state).toBe("revealed");
    offset = -5_000;
    newest.value = inquiry([revealed("b1", 1_500)]);
    expect(told.value!.ballots[0].state).toBe("revealed");
    scope.stop();
  });

  it("is all of a page that is opened after the instant", () => {
    const scope = effectScope();
    vi.setSystemTime(2_000);
    const told = scope.run(() => use_told(shallowRef<InquiryView | null>(inquiry([revealed("b1", 1_500)])), { now: Date.now }))!;
    expect(told.value!.ballots[0].state).toBe("revealed");
    scope.stop();
  });
});
