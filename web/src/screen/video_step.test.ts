import { describe, expect, it } from "vitest";
import { VideoStep } from "./video_step";

/** A player that takes a moment to jump, and plays at the rate it was given. */
function play(step: VideoStep, { start = 0, jump_takes = 0, seconds = 20, rate = 1 } = {}): { drift: number; jumps: number } {
  let at = start;
  let jumps = 0;
  let until = 0;
  let told = 1;
  for (let now = 0; now < seconds * 1000; now += 100) {
    const { jump_to_ms, rate: asked } = step.correct(at, now, true, now);
    told = asked;
    if (jump_to_ms !== null) {
      jumps += 1;
      at = jump_to_ms;
      until = now + jump_takes;
    }
    if (now >= until) at += 100 * told * rate;
  }
  return { drift: at - seconds * 1000, jumps };
}

describe("a video in step", () => {
  it("makes a small drift good without a jump", () => {
    const { drift, jumps } = play(new VideoStep(), { start: 70 });
    expect(jumps).toBe(0);
    expect(Math.abs(drift)).toBeLessThanOrEqual(15);
  });

  it("is never played so fast or slow that one would see it", () => {
    const step = new VideoStep();
    for (const drift of [-80, -40, 40, 80]) {
      const { rate } = step.correct(1000 + drift, 1000, true, 0);
      expect(Math.abs(rate - 1)).toBeGreaterThan(0);
      expect(Math.abs(rate - 1)).toBeLessThan(0.0301);
    }
  });

  it("jumps once when it is far off", () => {
    expect(play(new VideoStep(), { start: 5_000 })).toMatchObject({ jumps: 1 });
  });

  it("learns how long a jump takes here, instead of jumping for ever", () => {
    const { drift, jumps } = play(new VideoStep(), { start: 5_000, jump_takes: 300 });
    expect(jumps).toBeLessThanOrEqual(3);
    expect(Math.abs(drift)).toBeLessThanOrEqual(80);
  });

  it("keeps up with a player whose own clock is off", () => {
    expect(Math.abs(play(new VideoStep(), { rate: 1.01 }).drift)).toBeLessThanOrEqual(80);
  });

  it("stands exactly where it was paused", () => {
    const step = new VideoStep();
    expect(step.correct(1_000, 1_500, false, 0)).toEqual({ jump_to_ms: 1_500, rate: 1 });
    expect(step.correct(1_500, 1_500, false, 100)).toEqual({ jump_to_ms: null, rate: 1 });
  });
});
