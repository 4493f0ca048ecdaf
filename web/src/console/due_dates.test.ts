import { expect, test } from "vitest";
import { due_in } from "./due_dates";

const at = (text: string) => new Date(`${text}T20:30:00`).getTime();

test("days are counted on the calendar", () => {
  expect(due_in({ days: 7 }, at("2026-11-23"))).toBe("2026-11-30");
  expect(due_in({ days: 15 }, at("2026-12-20"))).toBe("2027-01-04");
});

test("a month ends on the same day, or on the last one there is", () => {
  expect(due_in({ months: 1 }, at("2026-11-23"))).toBe("2026-12-23");
  expect(due_in({ months: 1 }, at("2027-01-31"))).toBe("2027-02-28");
  expect(due_in({ months: 3 }, at("2026-11-30"))).toBe("2027-02-28");
});
