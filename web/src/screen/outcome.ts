// What is told of an announced ballot: the result that holds, and what stands beside it and is never mixed into it.
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

/** The result that holds now: the newest corrected one, else the one that was aired. */
export function result_now(ballot: BallotView): ResultView | null {
  const corrected = (ballot.errata ?? []).filter((erratum) => erratum.result);
  return corrected.length > 0 ? corrected[corrected.length - 1].result! : (ballot.result ?? null);
}

/** The rounds before this one, the newest first. */
export function earlier_rounds(inquiry: InquiryView, ballot: BallotView): BallotView[] {
  const found: BallotView[] = [];
  let follows = ballot.follows;
  while (follows !== undefined) {
    const before = inquiry.ballots.find((candidate) => candidate.id === follows);
    if (!before || found.includes(before)) break;
    found.push(before);
    follows = before.follows;
  }
  return found;
}

function aside_of_round(ballot: BallotView): Aside[] {
  const { id, round } = ballot;
  if (ballot.state === "void") return [{ kind: "void", key: id, round, reason: ballot.void_reason ?? "" }];
  const figures = ballot.state === "revealed" ? result_now(ballot) : null;
  return figures ? [{ kind: "earlier", key: id, round, figures }] : [];
}

export function asides_of(inquiry: InquiryView, ballot: BallotView): Aside[] {
  const result = result_now(ballot);
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
