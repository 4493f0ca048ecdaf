// The truth about the screens: which have drawn what they should have by now, which lag and for how long, which aren't there.
// Pure, from what each has reported as painted against the revisions that this console has seen, and when.
import type { Layout, Presence, ScreenView } from "@shared/messages.generated";

export const LAYOUTS: readonly Layout[] = ["hall", "rostrum", "caption", "result", "ranking", "qr", "card"];

/** A screen paints and reports within this, or it lags. */
export const LAG_AFTER_MS = 2_000;

/** A revision, and the instant at which it came here. */
export interface Seen {
  rev: number;
  at: number;
}

const REMEMBERED = 200;

/** What was seen, with one more at its end. */
export function remember(seen: readonly Seen[], rev: number, at: number): Seen[] {
  const newest = seen[seen.length - 1];
  if (newest && newest.rev >= rev) return [...seen];
  return [...seen, { rev, at }].slice(-REMEMBERED);
}

/** Follows the moderator, is a director's, or has the holding card. */
export type Control = "follows" | "director" | "panic";

export interface ScreenState extends ScreenView {
  connected: boolean;
  painted: number | null;
  /** How long ago came what it should show and doesn't; 0 where it shows the newest. */
  behind_ms: number;
  lagging: boolean;
  control: Control;
}

export interface Truth {
  screens: ScreenState[];
  /** The revision that every screen should show by now. */
  rev: number;
  up_to_date: number;
  lagging: ScreenState[];
  away: ScreenState[];
}

const OF_ITS_OWN: readonly Layout[] = ["card", "ranking", "qr"];

export function control_of(screen: ScreenView): Control {
  if (screen.panic) return "panic";
  const { layout, scene, ballot } = screen.picture ?? { layout: screen.layout };
  return scene !== undefined || ballot !== undefined || OF_ITS_OWN.includes(layout) ? "director" : "follows";
}

export function truth_of(screens: readonly ScreenView[], presence: Presence | null, seen: readonly Seen[], now: number): Truth {
  const newest = seen[seen.length - 1]?.rev ?? 0;
  const due = seen.reduce((found, one) => (now - one.at > LAG_AFTER_MS ? one.rev : found), seen[0]?.rev ?? 0);
  const painted = new Map((presence?.screens ?? []).map((screen) => [screen.id, screen.painted]));
  const states = screens.map((screen): ScreenState => {
    const at = painted.get(screen.id) ?? null;
    const missing = seen.find((one) => one.rev > (at ?? 0));
    const behind_ms = missing ? Math.max(0, now - missing.at) : 0;
    const connected = painted.has(screen.id);
    return { ...screen, connected, painted: at, behind_ms, lagging: connected && behind_ms > LAG_AFTER_MS, control: control_of(screen) };
  });
  const good = states.filter((state) => state.connected && !state.lagging);
  const all_there = good.length > 0 && good.every((state) => (state.painted ?? 0) >= newest);
  return {
    screens: states,
    rev: all_there ? newest : due,
    up_to_date: good.length,
    lagging: states.filter((state) => state.lagging),
    away: states.filter((state) => !state.connected),
  };
}
