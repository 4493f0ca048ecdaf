import { describe, expect, test } from "vitest";
import { contrast, look_problems, THEMES } from "./contrast";
import { blank_appearance } from "./draft";

const look = (more: Partial<ReturnType<typeof blank_appearance>>) => look_problems({ ...blank_appearance(), ...more });

describe("the contrast of colours", () => {
  test("is that of WCAG", () => {
    expect(contrast("#ffffff", "#000000")).toBe(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
    expect(contrast("#AABBCC", "#aabbcc")).toBe(1);
  });

  test("both themes have enough of their own", () => {
    for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) expect(look({ theme })).toEqual([]);
  });

  test("is asked of white text on the background, just so", () => {
    expect(look({ background: "#767676", accent: "#000000" })).toEqual([]);
    expect(look({ background: "#777777", accent: "#000000" })).toEqual([{ field: "background", code: "text_unreadable" }]);
  });

  test("is asked of the accent on what it will stand on, the theme's where there is no other", () => {
    expect(look({ accent: "#7a1a24" })).toEqual([{ field: "accent", code: "accent_unreadable" }]);
    expect(look({ theme: "blue", background: "#8a6a20" })).toEqual([]);
    expect(look({ background: "#005544", accent: "#f6d491" })).toEqual([]);
  });

  test("is asked of colours only", () => {
    expect(look({ background: "red", accent: "#12345" })).toEqual([
      { field: "background", code: "bad_colour" },
      { field: "accent", code: "bad_colour" },
    ]);
  });
});
