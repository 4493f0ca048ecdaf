// Questions that every page asks of a view.
import { t, t_maybe, translate, type MessageKey } from "./i18n";
import type { BallotView, ChoiceView, InquiryView, ItemView, ResultView } from "./messages.generated";

export function item_of(inquiry: InquiryView, id: string | null): ItemView | null {
  return inquiry.items.find((item) => item.id === id) ?? null;
}

export function open_ballot(inquiry: InquiryView): BallotView | null {
  return inquiry.ballots.find((ballot) => ballot.state === "open") ?? null;
}

/** The ballot of the present moment: the open one, else the newest that was opened for the item that is up. */
export function current_ballot(inquiry: InquiryView): BallotView | null {
  return (
    open_ballot(inquiry) ??
    newest(inquiry.ballots.filter((ballot) => ballot.item === inquiry.item && ballot.state !== "draft"))
  );
}

/** Announced results, the newest first. */
export function announced(inquiry: InquiryView): BallotView[] {
  return inquiry.ballots
    .filter((ballot) => ballot.state === "revealed" && ballot.result !== undefined)
    .sort((one, other) => (other.closes_at ?? 0) - (one.closes_at ?? 0));
}

function newest(ballots: BallotView[]): BallotView | null {
  return ballots.reduce<BallotView | null>(
    (found, ballot) => (found && (found.opens_at ?? 0) >= (ballot.opens_at ?? 0) ? found : ballot),
    null,
  );
}

/** A rule of weights alone gives no verdict: then there is no name, and nothing that was missed. */
export const has_verdict = ({ name, margin }: ResultView["verdict"]): boolean => name !== null || margin !== 0;

/** How near the verdict was, as a key of the catalogue with its number; an "otherwise" needs nothing itself, so what is
    short is short of the verdict before it. */
export function margin_words(verdict: ResultView["verdict"]): { key: MessageKey; n: number | string } {
  const { margin, name } = verdict;
  if (verdict.margin_unit === "hundredths") {
    const n = (Math.abs(margin) / 100).toFixed(2);
    if (margin === 0) return { key: "verdict.points_exact", n };
    if (margin > 0) return { key: "verdict.points_over", n };
    return { key: name === null ? "verdict.points_short" : "verdict.points_short_of_better", n };
  }
  if (margin === 0) return { key: "verdict.margin_exact", n: 0 };
  if (margin > 0) return { key: "verdict.margin_over", n: margin };
  return { key: name === null ? "verdict.margin_short" : "verdict.margin_short_of_better", n: -margin };
}

/** The result that holds now: the newest correction that has figures, else the one that was aired. */
export function standing_result(ballot: BallotView): ResultView | null {
  const corrected = (ballot.errata ?? []).filter((erratum) => erratum.result !== undefined);
  return corrected[corrected.length - 1]?.result ?? ballot.result ?? null;
}

/** What the weighted figure is called: the reader's word for it, unless the rule has one of its own. */
export function score_label(result: ResultView): string {
  const label = result.score_label;
  const usual = [translate("zh-CN", "result.score"), translate("en", "result.score")];
  return label === undefined || usual.includes(label) ? t("result.score") : label;
}

/** The ballots that this one repeats, the nearest first. */
export function earlier_rounds(inquiry: InquiryView, ballot: BallotView): BallotView[] {
  const found: BallotView[] = [];
  for (let id = ballot.follows; id !== undefined && found.length < inquiry.ballots.length; ) {
    const before = inquiry.ballots.find((candidate) => candidate.id === id);
    if (!before) break;
    found.push(before);
    id = before.follows;
  }
  return found;
}

/** Why a ballot is void, in the reader's language where the system itself has said so. */
export function void_reason(ballot: BallotView): string {
  const reason = ballot.void_reason ?? "";
  return t_maybe(`void.${reason}`) ?? reason;
}

export interface ResultRow {
  choice: ChoiceView;
  count: number;
  /** Null where the choice is outside the denominator. */
  percent: string | null;
  /** 0 … 1, for the length of a bar only: share of the votes cast. */
  share: number;
}

export function result_rows(ballot: BallotView, result: Pick<ResultView, "counts" | "percent" | "cast">): ResultRow[] {
  return ballot.scale.choices.map((choice) => {
    const count = result.counts[choice.id] ?? 0;
    const percent = result.percent[choice.id] ?? null;
    return { choice, count, percent, share: result.cast > 0 ? count / result.cast : 0 };
  });
}
