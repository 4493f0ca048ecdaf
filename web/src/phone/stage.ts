// The one thing that a deputy's phone shows now. Pure, so that every case can be tested.
import { current_ballot, item_of } from "@shared/ballots";
import type { BallotView, InquiryView, ItemView, QuorumView } from "@shared/messages.generated";

export type StageKind =
  | "draft" // before check-in
  | "checkin"
  | "soon" // nothing is up yet
  | "question"
  | "ballot"
  | "counting"
  | "void"
  | "result"
  | "finished";

export interface Stage {
  kind: StageKind;
  item: ItemView | null;
  ballot: BallotView | null;
  entitled: boolean;
}

/** Whether the vote of someone in these electorates is asked for, binding or for advice. */
export function votes_in(ballot: BallotView, electorates: readonly string[]): boolean {
  return electorates.includes(ballot.electorate) || votes_for_advice(ballot, electorates);
}

/** Whether it is asked for advice only: counted apart. */
export function votes_for_advice(ballot: BallotView, electorates: readonly string[]): boolean {
  return !electorates.includes(ballot.electorate) && (ballot.advisory ?? []).some((one) => electorates.includes(one));
}

export function stage_of(inquiry: InquiryView, checked_in: boolean, electorates: readonly string[]): Stage {
  const ballot = current_ballot(inquiry);
  const item = item_of(inquiry, ballot?.item ?? inquiry.item);
  const entitled = ballot === null || votes_in(ballot, electorates);
  const stage = (kind: StageKind): Stage => ({ kind, item, ballot, entitled });

  if (inquiry.state === "draft") return stage("draft");
  if (inquiry.state === "finished") return stage("finished");
  if (!checked_in) return stage("checkin");
  if (ballot?.state === "open") return stage(entitled ? "ballot" : "question");
  if (repeat_is_drafted(inquiry, ballot)) return stage(item ? "question" : "soon");
  switch (ballot?.state) {
    case "closed":
    case "confirmed":
      return stage("counting");
    case "revealed":
      return stage("result");
    case "void":
      return stage("void");
    default:
      return stage(item ? "question" : "soon");
  }
}

/** A stage is a page of its own: when this changes, the page is drawn anew and nothing on it moves. */
export function page_of({ kind, item, ballot }: Stage): string {
  const about = kind === "question" ? item?.id : ["ballot", "counting", "void", "result"].includes(kind) ? ballot?.id : "";
  return [kind, about, kind === "result" ? (ballot?.errata?.length ?? 0) : ""].join("/");
}

/** Of the ballot that may be opened next: the item's, or before there is one, the first that needs a quorum. */
export function next_quorum({ ballots, item }: InquiryView): QuorumView | null {
  const drafts = ballots.filter((ballot) => ballot.state === "draft" && (item === null || ballot.item === item));
  return drafts.find((ballot) => ballot.quorum !== undefined)?.quorum ?? null;
}

/** A drafted re-vote of a void ballot: the hall is back at the question. */
function repeat_is_drafted(inquiry: InquiryView, ballot: BallotView | null): boolean {
  return (
    ballot?.state === "void" &&
    inquiry.ballots.some((other) => other.state === "draft" && other.follows === ballot.id)
  );
}
