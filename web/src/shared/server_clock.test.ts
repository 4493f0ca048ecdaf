import { expect, test } from "vitest";
import { ServerClock } from "./server_clock";

function clock_at(start: number) {
  let local = start;
  const clock = new ServerClock(() => local);
  return { clock, at: (instant: number) => (local = instant) };
}

test("a welcome is enough to know the time roughly", () => {
  const { clock } = clock_at(1000);
  clock.take_welcome(501_000);
  expect(clock.now()).toBe(501_000);
});

test("a pong counts half its round trip, and the quickest one wins", () => {
  const { clock, at } = clock_at(1000);
  clock.take_welcome(500_900);
  at(1400);
  clock.take_pong(1000, 501_300); // 400 ms there and back: offset 500 100 ± 200
  expect(clock.offset_ms).toBe(500_100);
  at(2040);
  clock.take_pong(2000, 502_020);
  expect(clock.offset_ms).toBe(500_000);
  at(3900);
  clock.take_pong(3000, 503_500);
  expect(clock.offset_ms).toBe(500_000);
});

test("when one of the clocks was set, older samples are thrown away", () => {
  const { clock, at } = clock_at(1000);
  clock.take_pong(980, 500_990);
  at(61_000);
  clock.take_pong(60_600, 3_000_000);
  expect(clock.now()).toBe(3_000_200);
});

test("a local clock that was set back in the middle of a ping spoils nothing", () => {
  const { clock } = clock_at(1000);
  clock.take_pong(5000, 500_000);
  expect(clock.known).toBe(false);
});
