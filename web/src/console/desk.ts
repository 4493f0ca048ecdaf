// What every part of the console reads and does, handed down from the desk.
import { inject, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { AccountRole, Count, InquiryView, Presence, Progress } from "@shared/messages.generated";
import type { Change } from "./changes";
import type { CommandName, Tab } from "./roles";

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
  /** What every screen should have painted by now: the revision of a moment ago. */
  due_rev: Ref<number>;
  progress: Readonly<Ref<Progress | null>>;
  /** To a scrutineer only: what was counted, by ballot. */
  counts: ReadonlyMap<string, Count>;
  presence: Ref<Presence | null>;
  account: Readonly<Ref<string>>;
  role: Readonly<Ref<AccountRole | null>>;
  /** The server's clock, ticking. */
  now: Ref<number>;
  link: Readonly<Ref<Link>>;
  /** The command that is waiting for its answer. */
  busy: Ref<CommandName | null>;
  message: Ref<DeskMessage | null>;
  /** The ballot that the operator has taken up beside the next step; never while one is open. */
  looked_at: Ref<string | null>;
  tab: Ref<Tab>;
  roll_filter: Ref<RollFilter>;
  can: (name: CommandName) => boolean;
  why_not: (name: CommandName) => string;
  send: (name: CommandName, args?: Record<string, unknown>) => Promise<boolean>;
  say: (message: Omit<DeskMessage, "at">) => void;
}

export const DESK: InjectionKey<Desk> = Symbol("desk");

export function use_desk(): Desk {
  const desk = inject(DESK);
  if (!desk) throw new Error("no desk above this part");
  return desk;
}
