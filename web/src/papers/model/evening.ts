// What the papers read of an inquiry that has been, or is being, held.
import type { BallotView, InquiryView, ItemView, ResultView, VerdictView } from "@shared/messages.generated";

/** Ballots that have a count to be put on paper: announced, or void with what was counted. The server sends no other count. */
export function ended(evening: InquiryView): BallotView[] {
  return evening.ballots.filter((ballot) => ballot.state === "revealed" || ballot.state === "void");
}

export const item_of = (evening: InquiryView, id: string | null): ItemView | null => evening.items.find((item) => item.id === id) ?? null;

/** The newest correction that has figures of its own, else what was aired. */
export function standing_result(ballot: BallotView): ResultView | null {
  const corrected = (ballot.errata ?? []).filter((erratum) => erratum.result !== undefined);
  return corrected[corrected.length - 1]?.result ?? ballot.result ?? null;
}

/** A rule of weights alone gives no verdict: then there is no name, and nothing that was missed. */
export const has_verdict = ({ name, margin }: VerdictView): boolean => name !== null || margin !== 0;

/** What is counted alike for everyone, for a group and for a question. */
export type Figures = Pick<ResultView, "counts" | "percent" | "cast" | "valid" | "score">;
