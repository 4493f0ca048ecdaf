// What is told of an announced ballot: the result that holds, and what stands beside it and is never mixed into it.
import { earlier_rounds, standing_result, void_reason } from "@shared/ballots";
import type { AdvisoryView, BallotView, ErratumView, InquiryView, ResultView } from "@shared/messages.generated";

/** Figures that are shown smaller, beside the result: never the same electorate, round and state of knowledge as that. */
export type Aside =
  | { kind: "advisory"; key: string; figures: AdvisoryView; weight: number | null }
  | { kind: "earlier"; key: string; round: number; figures: ResultView }
  | { kind: "void"; key: string; round: number; reason: string }
  | { kind: "aired"; key: string; figures: ResultView };

export function last_erratum(ballot: BallotView): ErratumView | null {
  return ballot.errata && ballot.errata.length > 0 ? ballot.errata[ballot.errata.length - 1] : null;
}

function aside_of_round(ballot: BallotView): Aside[] {
  const { id, round } = ballot;
  if (ballot.state === "void") return [{ kind: "void", key: id, round, reason: void_reason(ballot) }];
  const figures = ballot.state === "revealed" ? standing_result(ballot) : null;
  return figures ? [{ kind: "earlier", key: id, round, figures }] : [];
}

export function asides_of(inquiry: InquiryView, ballot: BallotView): Aside[] {
  const result = standing_result(ballot);
  if (!result) return [];
  const aired: Aside[] =
    ballot.result && result !== ballot.result ? [{ kind: "aired", key: "aired", figures: ballot.result }] : [];
  const advisory = (result.advisory ?? []).map((figures): Aside => ({
    kind: "advisory",
    key: figures.electorate,
    figures,
    weight: result.combined?.weights[figures.electorate] ?? null,
  }));
  return [...aired, ...advisory, ...earlier_rounds(inquiry, ballot).flatMap(aside_of_round)];
}
