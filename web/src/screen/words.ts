// Words of the screens that depend on more than one field.
import { margin_words } from "@shared/ballots";
import { t } from "@shared/i18n";
import type { BallotView, VerdictView } from "@shared/messages.generated";

/** How near it was: whole votes, or points to the hundredth. `brief`: without what it was short of. */
export function margin_text(verdict: VerdictView, brief = false): string {
  const { key, n } = margin_words(brief && verdict.margin < 0 ? { ...verdict, name: null } : verdict);
  return t(key, { n });
}

/** What a bar counts: votes for a choice, people in a band of scores. */
export function unit_of(ballot: BallotView): string {
  return ballot.scale.kind === "score" ? t("screen.people") : t("screen.votes");
}
