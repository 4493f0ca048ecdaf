// Keeps a video where the hall's clock says: a small drift is made good by playing a little faster or slower, which nobody
// sees; a larger one by a jump.
export const JUMP_FROM_MS = 80;
/** A still picture is either the right one or not. */
const STILL_JUMP_FROM_MS = 20;
const STEADY_WITHIN_MS = 12;
const MOST_NUDGE = 0.03;
/** About how long a small drift is given. */
const MADE_GOOD_IN_MS = 1_500;
/** A jump takes a moment to be seen: none is added to one that still goes on. */
const BETWEEN_JUMPS_MS = 900;
const LONGEST_LEAD_MS = 600;

export interface Correction {
  /** Where to go at once; null: nowhere. */
  jump_to_ms: number | null;
  rate: number;
}

export class VideoStep {
  private jumped_at = -Infinity;
  private jumped = false;
  /** How much later than asked a jump takes effect here, as seen so far. */
  private lead_ms = 0;

  /** `at_ms`: where the video is. `wanted_ms`: where it should be. `now`: any clock in milliseconds. */
  correct(at_ms: number, wanted_ms: number, playing: boolean, now: number): Correction {
    const drift = at_ms - wanted_ms;
    if (!playing) {
      this.jumped = false;
      return { jump_to_ms: Math.abs(drift) > STILL_JUMP_FROM_MS ? wanted_ms : null, rate: 1 };
    }
    if (now - this.jumped_at < BETWEEN_JUMPS_MS) return { jump_to_ms: null, rate: this.nudge(drift) };
    if (this.jumped) this.lead_ms = Math.min(LONGEST_LEAD_MS, Math.max(0, this.lead_ms - drift));
    this.jumped = Math.abs(drift) > JUMP_FROM_MS;
    if (!this.jumped) return { jump_to_ms: null, rate: this.nudge(drift) };
    this.jumped_at = now;
    return { jump_to_ms: wanted_ms + this.lead_ms, rate: 1 };
  }

  private nudge(drift: number): number {
    if (Math.abs(drift) <= STEADY_WITHIN_MS) return 1;
    return 1 - Math.min(MOST_NUDGE, Math.max(-MOST_NUDGE, drift / MADE_GOOD_IN_MS));
  }
}
