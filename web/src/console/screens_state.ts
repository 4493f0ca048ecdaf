// Which screens have drawn the newest picture, and which lag: from what each has reported as painted.
import type { Layout, Presence, ScreenView } from "@shared/messages.generated";

export const LAYOUTS: readonly Layout[] = ["hall", "rostrum", "caption", "result", "card"];

export interface ScreenState extends ScreenView {
  connected: boolean;
  painted: number | null;
  behind: number;
}

export function screen_states(screens: ScreenView[], presence: Presence | null, rev: number): ScreenState[] {
  const seen = new Map((presence?.screens ?? []).map((screen) => [screen.id, screen.painted]));
  return screens.map((screen) => {
    const painted = seen.get(screen.id) ?? null;
    return {
      ...screen,
      connected: seen.has(screen.id),
      painted,
      behind: painted === null ? rev : Math.max(0, rev - painted),
    };
  });
}

export function up_to_date(states: ScreenState[]): number {
  return states.filter((state) => state.connected && state.behind === 0).length;
}
