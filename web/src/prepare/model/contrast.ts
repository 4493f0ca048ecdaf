// Whether a screen's colours can be read from the last row: the ratio of WCAG 2.2, as the server checks it.
import type { DraftAppearance } from "./draft";

/** The stage where a body has no background of its own, and the accent that goes with it. */
export const THEMES: Record<DraftAppearance["theme"], { background: string; accent: string }> = {
  red: { background: "#5d0812", accent: "#f6d491" },
  blue: { background: "#0a2148", accent: "#bfe0ff" },
};

/** White text; and what is large or only a shape. */
export const TEXT_CONTRAST = 4.5;
export const SHAPE_CONTRAST = 3;

export const is_colour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

function luminance(colour: string): number {
  const part = (at: number): number => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Both colours as the screens will have them. */
export const colours_of = ({ theme, background, accent }: DraftAppearance) => ({
  background: is_colour(background) ? background : THEMES[theme].background,
  accent: is_colour(accent) ? accent : THEMES[theme].accent,
});

export interface LookProblem {
  field: "background" | "accent";
  code: "bad_colour" | "text_unreadable" | "accent_unreadable";
}

export function look_problems(appearance: DraftAppearance): LookProblem[] {
  const found: LookProblem[] = [];
  for (const field of ["background", "accent"] as const) {
    if (appearance[field] !== "" && !is_colour(appearance[field])) found.push({ field, code: "bad_colour" });
  }
  if (found.length > 0) return found;
  const { background, accent } = colours_of(appearance);
  if (contrast("#ffffff", background) < TEXT_CONTRAST) found.push({ field: "background", code: "text_unreadable" });
  else if (contrast(accent, background) < SHAPE_CONTRAST) found.push({ field: "accent", code: "accent_unreadable" });
  return found;
}
