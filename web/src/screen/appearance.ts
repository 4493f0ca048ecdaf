// A body's own colours as the variables of a theme. Everything that is not asked for stays as the theme has it; what is
// derived keeps the contrast that the body's two colours have, because it only moves away from the other one.
import type { Appearance } from "@shared/messages.generated";
import type { Theme } from "./options";

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

export function rgb_of(hex: string): Rgb | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return found && [parseInt(found[1], 16), parseInt(found[2], 16), parseInt(found[3], 16)];
}

function mix(one: Rgb, other: Rgb, part: number): Rgb {
  const at = (n: 0 | 1 | 2): number => Math.round(one[n] + (other[n] - one[n]) * part);
  return [at(0), at(1), at(2)];
}

const hex = (colour: Rgb): string => `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
const with_alpha = (colour: Rgb, alpha: number): string => `rgba(${colour.join(", ")}, ${alpha})`;

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => (part <= 10.31475 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function of_background(colour: Rgb): Record<string, string> {
  const deep = mix(colour, BLACK, 0.66);
  return {
    "--stage-high": hex(colour),
    "--stage-mid": hex(mix(colour, BLACK, 0.34)),
    "--stage-deep": hex(deep),
    "--glow": with_alpha(WHITE, 0.08),
    "--ink": "#ffffff",
    "--ink-soft": hex(mix(WHITE, colour, 0.16)),
    "--panel": with_alpha(mix(colour, BLACK, 0.8), 0.6),
    "--track": with_alpha(WHITE, 0.14),
    "--strip": with_alpha(mix(colour, BLACK, 0.3), 0.96),
    "--strip-deep": with_alpha(deep, 0.95),
  };
}

function of_accent(colour: Rgb): Record<string, string> {
  const dark = mix(colour, BLACK, 0.82);
  return {
    "--accent": hex(colour),
    "--accent-deep": hex(mix(colour, BLACK, 0.18)),
    "--on-accent": contrast(dark, mix(colour, BLACK, 0.18)) >= 4.5 ? hex(dark) : contrast(colour, BLACK) >= contrast(colour, WHITE) ? "#000000" : "#ffffff",
    "--panel-line": with_alpha(colour, 0.28),
  };
}

/** What the stage is drawn with, besides the theme. */
export function colours_of(appearance: Appearance | undefined): Record<string, string> {
  const background = rgb_of(appearance?.background ?? "");
  const accent = rgb_of(appearance?.accent ?? "");
  return { ...(background && of_background(background)), ...(accent && of_accent(accent)) };
}

export function theme_of(asked: Theme | null, appearance: Appearance | undefined): Theme {
  return asked ?? appearance?.theme ?? "red";
}

let own: string[] = [];

/** Set through the object model: the page's policy allows no style attribute. */
export function dress(root: HTMLElement, theme: Theme, colours: Record<string, string>): void {
  root.dataset.theme = theme;
  for (const name of own) if (!(name in colours)) root.style.removeProperty(name);
  for (const [name, value] of Object.entries(colours)) root.style.setProperty(name, value);
  own = Object.keys(colours);
}
