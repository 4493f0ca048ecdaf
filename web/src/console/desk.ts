// What every part of the console reads and does, handed down from the desk.
import { inject, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { AccountRole, Count, InquiryView, Presence, Progress } from "@shared/messages.generated";
import type { Change } from "./changes";
import type { CommandName, Tab } from "./roles";
import type { Truth } from "./screens_state";

export interface DeskMessage {
  kind: "done" | "refused" | "look_again";
  /** Keys and values, not words, so that a message follows a change of language. */
  key: string;
  values?: Record<string, string | number>;
  /** What somebody else has done meanwhile. */
  changes?: Change[];
  at: number;
}

export type RollFilter = "all" | "missing" | "away";

export type Link = "connecting" | "live" | "lost";

export interface Desk {
  inquiry: ComputedRef<InquiryView>;
  rev: Ref<number>;
  /** Which screens have painted what they should have by now. */
  truth: ComputedRef<Truth>;
  progress: Readonly<Ref<Progress | null>>;
  progress_of: (ballot: string | undefined) => Progress | null;
  /** To a scrutineer only: what was counted, by ballot. */
  counts: ReadonlyMap<string, Count>;
  presence: Ref<Presence | null>;
  account: Readonly<Ref<string>>;
  role: Readonly<Ref<AccountRole | null>>;
  /** The server's clock, ticking. */
  now: Ref<number>;
  /** The server's clock minus this machine's. */
  offset_ms: () => number;
  link: Readonly<Ref<Link>>;
  /** The command that is waiting for its answer. */
  busy: Ref<CommandName | null>;
  message: Ref<DeskMessage | null>;
  /** The ballot that the operator has taken up beside the next step; never while one is open. */
  looked_at: Ref<string | null>;
  tab: Ref<Tab>;
  /** An administrator or moderator has the screens' desk before him. */
  on_air: Ref<boolean>;
  roll_filter: Ref<RollFilter>;
  can: (name: CommandName) => boolean;
  why_not: (name: CommandName) => string;
  send: (name: CommandName, args?: Record<string, unknown>) => Promise<boolean>;
  /** For what can't wait: beside a command that is under way, and again by itself when somebody else was quicker, as long
      as `still` finds that what it was meant for is unchanged. */
  urge: (name: CommandName, args?: Record<string, unknown>, still?: (before: InquiryView, now: InquiryView) => boolean) => Promise<boolean>;
  say: (message: Omit<DeskMessage, "at">) => void;
}

export const DESK: InjectionKey<Desk> = Symbol("desk");

export function use_desk(): Desk {
  const desk = inject(DESK);
  if (!desk) throw new Error("no desk above this part");
  return desk;
}
