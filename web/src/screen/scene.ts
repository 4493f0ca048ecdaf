// What a screen shows for a state: a pure function, so that every picture can be tested without a browser.
import type { BallotView, CommitmentView, InquiryView, ItemView, Layout, QuorumView } from "@shared/messages.generated";

export type SceneKind =
  | "card" // the holding card: nothing but the inquiry's title
  | "title" // before the start, at check-in, between items, and after the end
  | "question"
  | "voting"
  | "tallying"
  | "result"
  | "void";

export interface Scene {
  kind: SceneKind;
  item: ItemView | null;
  ballot: BallotView | null;
}

const CARD: Scene = { kind: "card", item: null, ballot: null };

export interface SceneOptions {
  panic: boolean;
  /** The server has been out of reach for so long that figures on the picture can't be vouched for. */
  stale: boolean;
}

function item_of(inquiry: InquiryView, id: string | null): ItemView | null {
  return inquiry.items.find((item) => item.id === id) ?? null;
}

/** The ballot that belongs to the present moment: the open one, else the newest of the item that is up. */
export function current_ballot(inquiry: InquiryView): BallotView | null {
  const open = inquiry.ballots.find((ballot) => ballot.state === "open");
  if (open) return open;
  const of_item = inquiry.ballots.filter((ballot) => ballot.item === inquiry.item);
  const ended = of_item.filter((ballot) => ballot.state !== "draft");
  const newest = ended.reduce<BallotView | null>(
    (found, ballot) => (found && (found.opens_at ?? 0) > (ballot.opens_at ?? 0) ? found : ballot),
    null,
  );
  // A drafted re-vote of a void ballot means that the hall is back at the question.
  if (newest?.state === "void" && of_item.some((ballot) => ballot.state === "draft" && ballot.follows === newest.id)) {
    return null;
  }
  return newest;
}

/** When something was last announced of a ballot: a correction is news as well. */
function announced_at(ballot: BallotView): number {
  return Math.max(ballot.closes_at ?? 0, ...(ballot.errata ?? []).map((erratum) => erratum.at));
}

/** The result that was announced last, over all items. */
export function newest_result(inquiry: InquiryView): BallotView | null {
  return inquiry.ballots
    .filter((ballot) => ballot.state === "revealed" && ballot.result)
    .reduce<BallotView | null>((found, ballot) => (found && announced_at(found) > announced_at(ballot) ? found : ballot), null);
}

/** What is still to come or was dealt with tonight: an item that was passed over is on no picture's run of show. */
export function items_of_the_evening(inquiry: InquiryView): ItemView[] {
  return inquiry.items.filter((item) => !item.skipped);
}

export function promises_of(inquiry: InquiryView, item: string): CommitmentView[] {
  return (inquiry.commitments ?? []).filter((commitment) => commitment.item === item);
}

/** The hardest quorum among the ballots to come; null where none has one. */
export function quorum_to_meet(inquiry: InquiryView): QuorumView | null {
  return inquiry.ballots.reduce<QuorumView | null>((found, { state, quorum }) => {
    if (state !== "draft" || !quorum) return found;
    return found && found.needed - found.present >= quorum.needed - quorum.present ? found : quorum;
  }, null);
}

function automatic(inquiry: InquiryView): Scene {
  const title: Scene = { kind: "title", item: null, ballot: null };
  if (inquiry.state !== "running") return title;
  const ballot = current_ballot(inquiry);
  if (!ballot) {
    const item = item_of(inquiry, inquiry.item);
    return item ? { kind: "question", item, ballot: null } : title;
  }
  const item = item_of(inquiry, ballot.item);
  switch (ballot.state) {
    case "open":
      return { kind: "voting", item, ballot };
    case "revealed":
      return ballot.result ? { kind: "result", item, ballot } : { kind: "tallying", item, ballot };
    case "void":
      return { kind: "void", item, ballot };
    default:
      return { kind: "tallying", item, ballot };
  }
}

export function scene_of(inquiry: InquiryView, layout: Layout, options: SceneOptions): Scene {
  if (options.panic || options.stale || layout === "card") return CARD;
  if (layout === "result") {
    const ballot = newest_result(inquiry);
    return ballot ? { kind: "result", item: item_of(inquiry, ballot.item), ballot } : CARD;
  }
  return automatic(inquiry);
}

/** Two scenes with one key are the same picture with newer figures: no transition between them. */
export function scene_key(scene: Scene): string {
  return `${scene.kind}:${scene.item?.id ?? ""}:${scene.ballot?.id ?? ""}`;
}
