import { describe, expect, test } from "vitest";
import { after_key, after_step, score_of } from "./score_entry";

const range = { min: 0, max: 100 };
const typed = (...keys: string[]) => keys.reduce((text, key) => after_key(text, key, range), "");

describe("a score", () => {
  test("is typed digit by digit and corrected", () => {
    expect(typed("8", "7")).toBe("87");
    expect(typed("8", "7", "back")).toBe("8");
    expect(typed("back")).toBe("");
  });

  test("never goes beyond the scale", () => {
    expect(typed("1", "0", "0")).toBe("100");
    expect(typed("1", "0", "1")).toBe("10");
    expect(typed("9", "9", "9")).toBe("99");
  });

  test("has no leading zero", () => {
    expect(typed("0", "7")).toBe("7");
    expect(typed("0", "0")).toBe("0");
  });

  test("goes up and down by one point inside the scale", () => {
    expect(after_step("87", 1, range)).toBe("88");
    expect(after_step("87", -1, range)).toBe("86");
    expect(after_step("100", 1, range)).toBe("100");
    expect(after_step("0", -1, range)).toBe("0");
    expect(after_step("", 1, range)).toBe("");
    expect(after_step("6", 1, { min: 60, max: 100 })).toBe("60");
  });

  test("can be sent once there is one", () => {
    expect(score_of("", range)).toBeNull();
    expect(score_of("0", range)).toBe(0);
    expect(score_of("100", range)).toBe(100);
    expect(score_of("101", range)).toBeNull();
    expect(score_of("40", { min: 60, max: 100 })).toBeNull();
  });
});
