import { describe, expect, it } from "vitest";
import { colours_of, contrast, dress, rgb_of, theme_of } from "./appearance";

const rgb = (colour: string) => rgb_of(colour)!;

describe("a body's own colours", () => {
  // The contrasts that a definition must have: white on the background 4.5, the accent on it 3.
  const pairs = [
    ["#96131c", "#f6d491"],
    ["#0a5c36", "#ffe28a"],
    ["#16324f", "#ff9f43"],
    ["#5b2a86", "#c9b6ff"],
  ];

  it.each(pairs)("%s with %s stay readable on every shade that is derived from them", (background, accent) => {
    const colours = colours_of({ background, accent });
    for (const shade of ["--stage-high", "--stage-mid", "--stage-deep"]) {
      expect(contrast(rgb("#ffffff"), rgb(colours[shade]))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(colours["--ink-soft"]), rgb(colours[shade]))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(accent), rgb(colours[shade]))).toBeGreaterThanOrEqual(3);
    }
    for (const ground of ["--accent", "--accent-deep"]) {
      expect(contrast(rgb(colours["--on-accent"]), rgb(colours[ground]))).toBeGreaterThanOrEqual(3);
    }
  });

  it("leave to the theme what they don't say", () => {
    expect(colours_of(undefined)).toEqual({});
    expect(colours_of({ theme: "blue" })).toEqual({});
    expect(Object.keys(colours_of({ accent: "#ffe28a" }))).not.toContain("--stage-high");
    expect(colours_of({ background: "red; --ink: #000" as never })).toEqual({});
  });
});

it("the address's theme goes before the body's, and that before red", () => {
  expect(theme_of("red", { theme: "blue" })).toBe("red");
  expect(theme_of(null, { theme: "blue" })).toBe("blue");
  expect(theme_of(null, undefined)).toBe("red");
});

it("colours that are no longer asked for are taken away", () => {
  const root = document.documentElement;
  dress(root, "blue", { "--accent": "#ffffff", "--ink": "#eeeeee" });
  expect(root.dataset.theme).toBe("blue");
  dress(root, "red", { "--ink": "#eeeeee" });
  expect(root.style.getPropertyValue("--accent")).toBe("");
  expect(root.style.getPropertyValue("--ink")).toBe("#eeeeee");
});
