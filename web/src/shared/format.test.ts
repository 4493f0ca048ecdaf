import { expect, test } from "vitest";
import { duration_text, number_text, receipt_code } from "./format";

test("a countdown shows zero only when time is over", () => {
  expect([60_000, 59_001, 59_000, 1, 0, -5].map(duration_text)).toEqual(["1:00", "1:00", "0:59", "0:01", "0:00", "0:00"]);
  expect(duration_text(3_661_000)).toBe("1:01:01");
});

test("a receipt's code is eight characters in two groups", () => {
  expect(receipt_code("ab12cd34ef567890")).toBe("AB12 CD34");
});

test("thousands are set apart", () => {
  expect([0, 999, 1000, 1234567].map(number_text)).toEqual(["0", "999", "1,000", "1,234,567"]);
});
