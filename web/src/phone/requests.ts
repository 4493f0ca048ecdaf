// What a deputy has asked for beside voting: to speak, a follow-up question, help with his phone. One of each kind at a time.
import { computed, ref } from "vue";
import type { CommandOutcome } from "@shared/command_sender";
import type { OwnRequest, RequestKind } from "@shared/messages.generated";

export const newest = (requests: readonly OwnRequest[], kind: RequestKind): OwnRequest | null =>
  requests.find((request) => request.kind === kind) ?? null;

export const is_open = (request: OwnRequest | null): boolean => request?.state === "waiting" || request?.state === "called";

/** Answered by an operator, and not yet taken note of. */
export function unread_answer(requests: readonly OwnRequest[], read: readonly string[]): OwnRequest | null {
  return requests.find(({ id, state, answer }) => state === "done" && Boolean(answer) && !read.includes(id)) ?? null;
}

interface Asking {
  requests: () => readonly OwnRequest[];
  ask: (kind: RequestKind) => Promise<CommandOutcome>;
  withdraw: (request: string) => Promise<CommandOutcome>;
  words_of: (code: string) => string;
  /** Where to keep which answers were taken note of. */
  keep_as: string;
}

export function use_requests({ requests, ask, withdraw, words_of, keep_as }: Asking) {
  const busy = ref(false);
  const problem = ref("");
  const read = ref(kept(keep_as));

  async function settle(what: Promise<CommandOutcome>): Promise<void> {
    busy.value = true;
    problem.value = "";
    const outcome = await what;
    busy.value = false;
    if (!outcome.ok) problem.value = words_of(outcome.code);
  }

  return {
    busy,
    problem,
    of: (kind: RequestKind) => newest(requests(), kind),
    ask(kind: RequestKind): void {
      if (!busy.value && !is_open(newest(requests(), kind))) void settle(ask(kind));
    },
    withdraw(kind: RequestKind): void {
      const own = newest(requests(), kind);
      if (!busy.value && own && is_open(own)) void settle(withdraw(own.id));
    },
    answer: computed(() => unread_answer(requests(), read.value)),
    take_note(id: string): void {
      read.value = [...read.value.slice(-20), id];
      try {
        localStorage.setItem(keep_as, JSON.stringify(read.value));
      } catch {
        // noted by the page alone, then
      }
    },
  };
}

export type OwnRequests = ReturnType<typeof use_requests>;

function kept(key: string): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return [];
  }
}
