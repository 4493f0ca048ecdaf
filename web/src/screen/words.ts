// Words of the screens that depend on more than one field.
import { margin_words } from "@shared/ballots";
import { t, t_maybe, translate } from "@shared/i18n";
import type { BallotView, Id, ResultView, VerdictView } from "@shared/messages.generated";

/** Well-known electorates by name, others by the id that the body gave them. */
export function electorate_name(id: Id): string {
  return t_maybe(`screen.electorate.${id}`) ?? id;
}

/** What the weighted figure is called; the usual name is translated, a body's own is kept. */
export function score_label(result: Pick<ResultView, "score_label">): string {
  const label = result.score_label;
  return !label || label === translate("zh-CN", "result.score") ? t("result.score") : label;
}

/** How near it was: whole votes, or points to the hundredth. `brief`: without what it was short of. */
export function margin_text(verdict: VerdictView, brief = false): string {
  if (verdict.margin_unit === "hundredths") {
    const points = (Math.abs(verdict.margin) / 100).toFixed(2);
    if (verdict.margin === 0) return t("verdict.margin_exact");
    if (verdict.margin > 0) return t("screen.points_over", { n: points });
    return t(brief || verdict.name === null ? "screen.points_short" : "screen.points_short_of_better", { n: points });
  }
  const { key, n } = margin_words(brief && verdict.margin < 0 ? { ...verdict, name: null } : verdict);
  return t(key, { n });
}

/** Why a ballot was voided: the rule's own reasons from the catalogue, an operator's as it was written. */
export function void_reason(reason: string): string {
  return t_maybe(`screen.void_reason.${reason}`) ?? reason;
}

/** What a bar counts: votes for a choice, people in a band of scores. */
export function unit_of(ballot: BallotView): string {
  return ballot.scale.kind === "score" ? t("screen.people") : t("screen.votes");
}
