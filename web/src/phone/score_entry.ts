// A score typed digit by digit on big keys: never more than the scale allows, never a leading zero. Pure.
export interface ScoreRange {
  min: number;
  max: number;
}

/** What is on the display after that key: digits, or "back". A digit that would go beyond the scale changes nothing. */
export function after_key(typed: string, key: string, { max }: ScoreRange): string {
  if (key === "back") return typed.slice(0, -1);
  const next = typed === "0" ? key : typed + key;
  return Number(next) > max ? typed : next;
}

/** One point up or down from what is on the display, inside the scale; nothing where there is no score yet. */
export function after_step(typed: string, by: 1 | -1, range: ScoreRange): string {
  if (typed === "") return typed;
  return String(Math.min(range.max, Math.max(range.min, Number(typed) + by)));
}

/** The score, or null while there is none that could be sent. */
export function score_of(typed: string, { min, max }: ScoreRange): number | null {
  if (!/^[0-9]{1,4}$/.test(typed)) return null;
  const score = Number(typed);
  return score >= min && score <= max ? score : null;
}
