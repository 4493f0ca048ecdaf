// What the address asks of a screen page: `/screen?theme=blue&hold=20&still=1&sound=1&monitor=1`.
export interface ScreenOptions {
  /** Before the body's own; null: as the inquiry says. */
  theme: Theme | null;
  /** After this long without the server the neutral card replaces a picture that nobody vouches for. */
  hold_ms: number;
  /** No animation at all. */
  still: boolean;
  /** Videos are heard. */
  sound: boolean;
  /** Draws what the page around it says, without a connection. */
  monitor: boolean;
}

export type Theme = "red" | "blue";

const HOLD_S = { least: 5, usual: 20, most: 120 };
const THEMES = new Map<string, Theme>([
  ["red", "red"],
  ["blue", "blue"],
  ["navy", "blue"],
]);

export function options_of(search: string): ScreenOptions {
  const asked = new URLSearchParams(search);
  const hold_s = Number(asked.get("hold") ?? HOLD_S.usual);
  return {
    theme: THEMES.get(asked.get("theme") ?? "") ?? null,
    hold_ms: 1000 * (Number.isFinite(hold_s) ? Math.min(HOLD_S.most, Math.max(HOLD_S.least, hold_s)) : HOLD_S.usual),
    still: asked.get("still") === "1",
    sound: asked.get("sound") === "1",
    monitor: asked.get("monitor") === "1",
  };
}
