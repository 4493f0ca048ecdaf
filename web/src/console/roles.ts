// Which account may do what, as protocol/README.md has it. The server decides; this only keeps buttons honest.
export type OperatorRole = "admin" | "moderator" | "director" | "scrutineer";

export type CommandName =
  | "open_checkin"
  | "start"
  | "select_item"
  | "open_ballot"
  | "extend_ballot"
  | "close_ballot"
  | "draft_ballot"
  | "confirm_count"
  | "reveal_ballot"
  | "void_ballot"
  | "start_timer"
  | "pause_timer"
  | "stop_timer"
  | "show"
  | "panic"
  | "record_commitment"
  | "check_in"
  | "check_out"
  | "finish"
  | "extend_timer"
  | "reorder_items"
  | "skip_item"
  | "add_item"
  | "add_ballot"
  | "add_request"
  | "call_request"
  | "close_request"
  | "give_floor"
  | "end_speech"
  | "vote_for_deputy"
  | "enter_paper_count"
  | "publish_erratum"
  | "admit_late_votes"
  | "preview"
  | "take"
  | "release"
  | "show_evidence"
  | "hide_evidence"
  | "play_evidence"
  | "pause_evidence"
  | "seek_evidence"
  | "order_evidence"
  | "remove_evidence";

export type Tab = "deputies" | "requests" | "commitments" | "keys";

/** What each has on the side: a director his screens, a scrutineer nothing but the count. */
export function tabs_of(role: OperatorRole | null): Tab[] {
  if (role === "admin") return ["deputies", "requests", "commitments", "keys"];
  return role === "moderator" ? ["deputies", "requests", "commitments"] : [];
}

const SHOWING: readonly CommandName[] = ["show_evidence", "hide_evidence", "play_evidence", "pause_evidence", "seek_evidence"];
const DIRECTOR: readonly CommandName[] = ["show", "panic", "preview", "take", "release", "order_evidence", "remove_evidence"];
export const SCRUTINEER: readonly CommandName[] = ["confirm_count", "enter_paper_count"];

/** Whose a command is, for those who may not give it. */
export function owner_of(command: CommandName): "scrutineer" | "director" | "moderator" {
  if (SCRUTINEER.includes(command)) return "scrutineer";
  return DIRECTOR.includes(command) ? "director" : "moderator";
}

export function may(role: OperatorRole | null, command: CommandName): boolean {
  switch (role) {
    case "admin":
      return true;
    case "director":
      return DIRECTOR.includes(command) || SHOWING.includes(command);
    case "scrutineer":
      return SCRUTINEER.includes(command);
    case "moderator":
      return !DIRECTOR.includes(command) && !SCRUTINEER.includes(command);
    default:
      return false;
  }
}
