// What the map shows of a deputy at this moment. Pure.
import type { BallotView, DeputyView } from "@shared/messages.generated";

export type DeputyState = "absent" | "present" | "away" | "voted";
export const DEPUTY_STATES: readonly DeputyState[] = ["absent", "present", "away", "voted"];

/** Never colour alone. */
export const MARKS: Record<DeputyState, string> = { absent: "–", present: "●", away: "!", voted: "✓" };

/** `not_voted`: of the open ballot, null where none is open. */
export function state_of(
  deputy: DeputyView,
  ballot: BallotView | null,
  not_voted: ReadonlySet<string> | null,
  connected: ReadonlySet<string>,
): DeputyState {
  if (!deputy.checked_in) return "absent";
  const votes = ballot !== null && not_voted !== null && deputy.electorates.includes(ballot.electorate);
  if (votes && !not_voted.has(deputy.id)) return "voted";
  return connected.has(deputy.id) ? "present" : "away";
}

/** By name, number or delegation. */
export function matches(deputy: DeputyView, wanted: string): boolean {
  return `${deputy.name} ${deputy.id} ${deputy.group}`.toLowerCase().includes(wanted.trim().toLowerCase());
}
