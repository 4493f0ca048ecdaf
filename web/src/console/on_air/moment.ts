// What a screen that follows the moderator shows at this moment, in the order that the contract gives. Pure.
import type { BallotView, InquiryView, ItemView } from "@shared/messages.generated";

export type MomentKind = "title" | "question" | "voting" | "tallying" | "evidence" | "result" | "void";

export interface Moment {
  kind: MomentKind;
  item: ItemView | null;
  ballot: BallotView | null;
}

export function moment_of(inquiry: InquiryView): Moment {
  const item_by = (id: string | null) => inquiry.items.find((one) => one.id === id) ?? null;
  const of = (kind: MomentKind, ballot: BallotView | null = null): Moment => ({ kind, item: item_by(ballot?.item ?? inquiry.item), ballot });
  if (inquiry.state !== "running") return { kind: "title", item: null, ballot: null };
  const open = inquiry.ballots.find((ballot) => ballot.state === "open");
  if (open) return of("voting", open);
  const own = inquiry.ballots.filter((ballot) => ballot.item === inquiry.item && ballot.state !== "draft");
  const counted = own.find((ballot) => ballot.state === "closed" || ballot.state === "confirmed");
  if (counted) return of("tallying", counted);
  if (inquiry.showing) return of("evidence");
  const ended = own.filter((ballot) => (ballot.revealed_at ?? ballot.closes_at ?? 0) >= (inquiry.item_at ?? 0) && !repeat_is_drafted(inquiry, ballot));
  const newest = ended.sort((one, other) => (other.opens_at ?? 0) - (one.opens_at ?? 0))[0];
  if (newest) return of(newest.state === "void" ? "void" : "result", newest);
  return of(inquiry.item ? "question" : "title");
}

/** Once a re-vote is drafted the hall is back at the question. */
function repeat_is_drafted(inquiry: InquiryView, ballot: BallotView): boolean {
  return ballot.state === "void" && inquiry.ballots.some((other) => other.state === "draft" && other.follows === ballot.id);
}
