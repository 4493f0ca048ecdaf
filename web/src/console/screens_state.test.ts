import { describe, expect, test } from "vitest";
import type { Presence, ScreenView } from "@shared/messages.generated";
import { control_of, remember, truth_of } from "./screens_state";

const screen = (id: string, more: Partial<ScreenView> = {}): ScreenView => ({ id, name: id, layout: "hall", panic: false, ...more });
const four = ["s1", "s2", "s3", "s4"].map((id) => screen(id));
const told = (painted: Record<string, number | null>): Presence => ({
  type: "presence",
  server_time: 0,
  deputies: [],
  screens: Object.entries(painted).map(([id, rev]) => ({ id, painted: rev })) as Presence["screens"],
  viewers: 0,
  store: "ready",
});
const seen = [
  { rev: 116, at: 10_000 },
  { rev: 117, at: 20_000 },
  { rev: 118, at: 30_000 },
];

describe("the truth about screens", () => {
  test("three of four show the newest, one lags since what it first missed", () => {
    const truth = truth_of(four, told({ s1: 118, s2: 118, s3: 116, s4: 118 }), seen, 33_000);
    expect([truth.up_to_date, truth.rev]).toEqual([3, 118]);
    expect(truth.lagging.map(({ id, behind_ms, painted }) => [id, behind_ms, painted])).toEqual([["s3", 13_000, 116]]);
    expect(truth.away).toEqual([]);
  });

  test("nobody lags in the first two seconds of a picture, and the revision that is named is the one before it", () => {
    const truth = truth_of(four, told({ s1: 117, s2: 118, s3: 117, s4: 117 }), seen, 32_000);
    expect([truth.up_to_date, truth.rev, truth.lagging.length]).toEqual([4, 117, 0]);
    const later = truth_of(four, told({ s1: 117, s2: 118, s3: 117, s4: 117 }), seen, 32_001);
    expect([later.up_to_date, later.rev, later.lagging.length]).toEqual([1, 118, 3]);
  });

  test("when all have the newest it is named at once", () => {
    expect(truth_of(four, told({ s1: 118, s2: 118, s3: 118, s4: 118 }), seen, 30_100).rev).toBe(118);
  });

  test("one that isn't connected is away, not lagging", () => {
    const truth = truth_of(four, told({ s1: 118, s2: 118, s3: 118 }), seen, 60_000);
    expect([truth.up_to_date, truth.away.map((one) => one.id), truth.lagging.length]).toEqual([3, ["s4"], 0]);
  });

  test("one that is connected and has drawn nothing lags since the first picture there was", () => {
    const truth = truth_of(four.slice(0, 1), told({ s1: null }), seen, 31_000);
    expect(truth.lagging.map((one) => one.behind_ms)).toEqual([21_000]);
  });

  test("before the first picture nothing is wrong, and no screens are no fault", () => {
    expect(truth_of([], null, [], 5)).toEqual({ screens: [], rev: 0, up_to_date: 0, lagging: [], away: [] });
    expect(truth_of(four, null, seen, 40_000).away.length).toBe(4);
  });

  test("what was seen is remembered once and in order", () => {
    const after = remember(remember(seen, 118, 40_000), 119, 41_000);
    expect(after.map((one) => one.rev)).toEqual([116, 117, 118, 119]);
    expect(after[2]?.at).toBe(30_000);
    let long = seen;
    for (let rev = 119; rev < 900; rev += 1) long = remember(long, rev, rev);
    expect([long.length, long[long.length - 1]?.rev]).toEqual([200, 899]);
  });
});

test("who has a screen in hand", () => {
  expect(control_of(screen("s"))).toBe("follows");
  expect(control_of(screen("s", { layout: "result" }))).toBe("follows");
  expect(control_of(screen("s", { layout: "qr" }))).toBe("director");
  expect(control_of(screen("s", { picture: { layout: "hall", scene: "title" } }))).toBe("director");
  expect(control_of(screen("s", { layout: "result", picture: { layout: "result", ballot: "b1" } }))).toBe("director");
  expect(control_of(screen("s", { panic: true, picture: { layout: "hall", scene: "title" } }))).toBe("panic");
});
