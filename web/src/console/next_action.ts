// The one step that is right now. Pure: the button, its words and the tests all read the same answer.
import { standing_result } from "@shared/ballots";
import type { BallotView, InquiryView, ItemView } from "@shared/messages.generated";
import type { CommandName } from "./roles";

export type StepKey =
  | "open_checkin"
  | "start"
  | "select_item"
  | "open_ballot"
  | "close_ballot"
  | "enter_paper_count"
  | "confirm_count"
  | "confirm_erratum"
  | "reveal_ballot"
  | "draft_ballot"
  | "end_speech"
  | "finish"
  | "over";

export interface Step {
  key: StepKey;
  command: CommandName | null;
  args: Record<string, string>;
  item: ItemView | null;
  ballot: BallotView | null;
  /** It can't be taken back: the button asks for a second press. */
  irreversible: boolean;
}

function step(key: StepKey, args: Record<string, string> = {}, more: Partial<Step> = {}): Step {
  return {
    key,
    command: key === "over" ? null : key === "confirm_erratum" ? "confirm_count" : key,
    args,
    item: null,
    ballot: null,
    irreversible: key === "reveal_ballot" || key === "finish",
    ...more,
  };
}

export function ballots_of(inquiry: InquiryView, item: string | null): BallotView[] {
  return inquiry.ballots.filter((ballot) => ballot.item === item);
}

export function item_by_id(inquiry: InquiryView, id: string | null): ItemView | null {
  return inquiry.items.find((item) => item.id === id) ?? null;
}

function repeated(inquiry: InquiryView, ballot: BallotView): boolean {
  return inquiry.ballots.some((other) => other.follows === ballot.id);
}

export function waits_for_scrutineers(ballot: BallotView): boolean {
  return ballot.state === "closed" && ballot.scrutineers > ballot.confirmations;
}

/** Paper counts were begun and two scrutineers have not entered the same yet. */
export function waits_for_paper(ballot: BallotView): boolean {
  return ["closed", "confirmed"].includes(ballot.state) && ["waiting", "differs"].includes(ballot.paper?.state ?? "");
}

/** Announced, and short of what its verdict needed: one may vote again. */
export function fell_short(inquiry: InquiryView, item: string | null): BallotView | null {
  const last = ballots_of(inquiry, item).filter((ballot) => ballot.state === "revealed" && !repeated(inquiry, ballot)).pop();
  return last && (standing_result(last)?.verdict.margin ?? 0) < 0 ? last : null;
}

/** What an item still needs: counts to be announced come first, then ballots to be opened (the one that the operator has
    chosen before others), then a void one to be repeated. An item that is skipped needs its counts announced only. */
function pending_ballot(inquiry: InquiryView, item: string | null, chosen: string | null = null): BallotView | null {
  const ballots = ballots_of(inquiry, item);
  const counted = ballots.find((ballot) => ballot.state === "closed" || ballot.state === "confirmed");
  if (counted || item_by_id(inquiry, item)?.skipped) return counted ?? null;
  const drafts = ballots.filter((ballot) => ballot.state === "draft");
  return (
    drafts.find((ballot) => ballot.id === chosen) ??
    drafts[0] ??
    ballots.find((ballot) => ballot.state === "void" && !repeated(inquiry, ballot)) ??
    null
  );
}

/** `b1` → `b1-2` → `b1-3`: an id that this inquiry has not seen, of the allowed length. */
export function fresh_ballot_id(inquiry: InquiryView, follows: string): string {
  const stem = follows.replace(/-\d+$/, "").slice(0, 36);
  const taken = new Set(inquiry.ballots.map((ballot) => ballot.id));
  let round = 2;
  while (taken.has(`${stem}-${round}`)) round += 1;
  return `${stem}-${round}`;
}

function step_for_ballot(inquiry: InquiryView, ballot: BallotView): Step {
  const about = { ballot, item: item_by_id(inquiry, ballot.item) };
  const args = { ballot: ballot.id };
  if (waits_for_paper(ballot)) return step("enter_paper_count", args, about);
  if (waits_for_scrutineers(ballot)) return step("confirm_count", args, about);
  if (ballot.state === "draft") return step("open_ballot", args, about);
  if (ballot.state === "void") {
    return step("draft_ballot", { ballot: fresh_ballot_id(inquiry, ballot.id), follows: ballot.id }, about);
  }
  return step("reveal_ballot", args, about);
}

function item_after(inquiry: InquiryView): ItemView | null {
  const at = inquiry.items.findIndex((item) => item.id === inquiry.item);
  const following = inquiry.items.slice(at + 1).find((item) => !item.skipped);
  if (following) return following;
  const waits = (item: ItemView) => item.id !== inquiry.item && !item.skipped && pending_ballot(inquiry, item.id) !== null;
  return inquiry.items.find(waits) ?? null;
}

/** What changes the picture for everybody waits until the one who has the floor has ended. */
function after_speech(inquiry: InquiryView, wanted: Step): Step {
  if (!inquiry.speaker || !["open_ballot", "select_item", "finish"].includes(wanted.key)) return wanted;
  return step("end_speech", {}, { item: item_by_id(inquiry, inquiry.speaker.item ?? inquiry.item) });
}

/** `chosen`: the draft that the operator wants first, where the item that is up has several. */
export function next_step(inquiry: InquiryView, chosen: string | null = null): Step {
  if (inquiry.state === "draft") return step("open_checkin");
  if (inquiry.state === "checkin") return step("start");
  if (inquiry.state === "finished") return step("over");
  const open = inquiry.ballots.find((ballot) => ballot.state === "open");
  if (open) {
    return step("close_ballot", { ballot: open.id }, { ballot: open, item: item_by_id(inquiry, open.item) });
  }
  const corrected = inquiry.ballots.find((ballot) => ballot.erratum_waiting !== undefined);
  if (corrected) {
    return step("confirm_erratum", { ballot: corrected.id }, { ballot: corrected, item: item_by_id(inquiry, corrected.item) });
  }
  if (inquiry.item) {
    const pending = pending_ballot(inquiry, inquiry.item, chosen);
    if (pending) return after_speech(inquiry, step_for_ballot(inquiry, pending));
  }
  const item = item_after(inquiry);
  return after_speech(inquiry, item ? step("select_item", { item: item.id }, { item }) : step("finish"));
}

/** Items that are passed over on the way to this one. */
export function skipped_before(inquiry: InquiryView, item: string): ItemView[] {
  const from = inquiry.items.findIndex((one) => one.id === inquiry.item);
  const to = inquiry.items.findIndex((one) => one.id === item);
  return inquiry.items.slice(from + 1, Math.max(from + 1, to)).filter((one) => one.skipped);
}

/** The ballot that the panel is about: the open one, else the one that the operator looks at, else the one the next step
    is about, else the item's newest. */
export function panel_ballot(inquiry: InquiryView, chosen: string | null = null): BallotView | null {
  const open = inquiry.ballots.find((ballot) => ballot.state === "open");
  if (open) return open;
  const looked_at = inquiry.ballots.find((ballot) => ballot.id === chosen);
  if (looked_at) return looked_at;
  const corrected = inquiry.ballots.find((ballot) => ballot.erratum_waiting !== undefined);
  if (corrected) return corrected;
  const ballots = ballots_of(inquiry, inquiry.item);
  const unannounced = ballots.find((ballot) => ballot.state === "closed" || ballot.state === "confirmed");
  if (unannounced) return unannounced;
  const ended = ballots.filter((ballot) => ballot.state !== "draft");
  const newest = ended.sort((a, b) => (b.opens_at ?? 0) - (a.opens_at ?? 0))[0];
  const repeat = newest && ballots.find((ballot) => ballot.follows === newest.id && ballot.state === "draft");
  return repeat ?? newest ?? ballots[0] ?? null;
}
