// What a screen shows for a state: a pure function, so that every picture can be tested without a browser.
// It is given what may be shown at this moment (shared/told.ts): a result before its instant is a ballot that is counted.
import type {
  BallotView,
  CommitmentView,
  EvidenceView,
  InquiryView,
  ItemView,
  Layout,
  Picture,
  QuorumView,
  ShowingView,
} from "@shared/messages.generated";
import { left_behind } from "@shared/told";

export type SceneKind =
  | "card" // a holding card: no figure and no name of an item
  | "title" // before the start, at check-in, between items, and after the end
  | "question"
  | "evidence"
  | "voting"
  | "tallying"
  | "result"
  | "void"
  | "ranking"
  | "qr";

/** `hold`: nobody vouches for more than the title now, in a panic or without the server. */
export type CardKind = "hold" | NonNullable<Picture["card"]>;

export interface Scene {
  kind: SceneKind;
  item: ItemView | null;
  ballot: BallotView | null;
  card?: CardKind;
  evidence?: EvidenceView;
  showing?: ShowingView;
}

/** What of a screen decides on its picture. */
export interface ScreenState {
  layout: Layout;
  panic: boolean;
  picture?: Picture;
}

const TITLE: Scene = { kind: "title", item: null, ballot: null };

const card_of = (card: CardKind): Scene => ({ kind: "card", item: null, ballot: null, card });

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
  return Math.max(ballot.revealed_at ?? ballot.closes_at ?? 0, ...(ballot.errata ?? []).map((erratum) => erratum.at));
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

function scene_of_ballot(inquiry: InquiryView, ballot: BallotView): Scene {
  const item = item_of(inquiry, ballot.item);
  switch (ballot.state) {
    case "open":
      return { kind: "voting", item, ballot };
    case "revealed":
      return { kind: ballot.result ? "result" : "tallying", item, ballot };
    case "void":
      return { kind: "void", item, ballot };
    default:
      return { kind: "tallying", item, ballot };
  }
}

function scene_of_evidence(inquiry: InquiryView): Scene | null {
  const { showing } = inquiry;
  const evidence = showing && inquiry.evidence?.find(({ id }) => id === showing.evidence);
  return evidence ? { kind: "evidence", item: item_of(inquiry, evidence.item), ballot: null, evidence, showing } : null;
}

/** The screen follows the moderator. */
function automatic(inquiry: InquiryView): Scene {
  if (inquiry.state !== "running") return TITLE;
  const ballot = current_ballot(inquiry);
  const ended = ballot?.state === "revealed" || ballot?.state === "void";
  if (ballot && !ended) return scene_of_ballot(inquiry, ballot);
  const evidence = scene_of_evidence(inquiry);
  if (evidence) return evidence;
  if (ballot && !left_behind(inquiry, ballot)) return scene_of_ballot(inquiry, ballot);
  const item = item_of(inquiry, inquiry.item);
  return item ? { kind: "question", item, ballot: null } : TITLE;
}

/** What a director has pinned; null where there is no such thing (any more). */
function pinned(inquiry: InquiryView, picture: Picture): Scene | null {
  switch (picture.scene) {
    case "title":
      return TITLE;
    case "question": {
      const item = item_of(inquiry, picture.item ?? null);
      return item && { kind: "question", item, ballot: null };
    }
    case "result": {
      const ballot = inquiry.ballots.find(({ id }) => id === picture.ballot);
      return ballot && ballot.state !== "draft" && ballot.state !== "open" ? scene_of_ballot(inquiry, ballot) : null;
    }
    case "evidence":
      return scene_of_evidence(inquiry);
    default:
      return null;
  }
}

function result_screen(inquiry: InquiryView, picture: Picture): Scene {
  if (picture.ballot !== undefined) return pinned(inquiry, { ...picture, scene: "result" }) ?? card_of("hold");
  const ballot = newest_result(inquiry);
  return ballot ? scene_of_ballot(inquiry, ballot) : card_of("hold");
}

export function picture_of(inquiry: InquiryView, screen: ScreenState, stale = false): Scene {
  if (screen.panic || stale) return card_of("hold");
  const picture = screen.picture ?? { layout: screen.layout };
  switch (picture.layout) {
    case "card":
      return card_of(picture.card ?? "title");
    case "result":
      return result_screen(inquiry, picture);
    case "ranking":
      return inquiry.ranking?.length ? { kind: "ranking", item: null, ballot: null } : card_of("title");
    case "qr":
      return { kind: "qr", item: null, ballot: null };
    default:
      return pinned(inquiry, picture) ?? automatic(inquiry);
  }
}

/** Two scenes with one key are the same picture with newer figures: no transition between them. */
export function scene_key(scene: Scene): string {
  return `${scene.kind}:${scene.item?.id ?? ""}:${scene.ballot?.id ?? ""}:${scene.evidence?.id ?? ""}:${scene.card ?? ""}`;
}
