// A deputy's own votes as the server has confirmed them: `you` brings them whole, a receipt may come before it.
import { reactive, watch } from "vue";
import type { Feed } from "@shared/feed";
import type { RefusedCode } from "@shared/messages.generated";
import { press_in, same_press, type Press } from "@shared/press";
import type { PendingVote, VoteSender } from "@shared/vote_sender";

export interface OwnVote {
  press: Press;
  attempt: number;
  receipt: string;
  /** Pressed by staff, on a tablet, with his consent. */
  staff: boolean;
  /** It came after the close: waiting for the moderator, counted, or not. */
  late?: "waiting" | "admitted" | "not_admitted" | undefined;
}

export function use_own_votes(feed: Feed, sender: VoteSender) {
  const confirmed = reactive(new Map<string, OwnVote>());
  const pending = reactive(new Map<string, PendingVote>());
  const refused = reactive(new Map<string, RefusedCode>());

  function take(ballot: string, vote: OwnVote): void {
    const before = confirmed.get(ballot);
    // A late vote that nobody admitted gives way to the one that was in time.
    if (before?.late !== undefined || (before?.attempt ?? 0) <= vote.attempt) confirmed.set(ballot, vote);
  }

  function read_pending(ballot: string): void {
    const vote = sender.pending_of(ballot);
    if (vote) pending.set(ballot, vote);
    else pending.delete(ballot);
  }

  watch(
    () => feed.welcome.value?.epoch,
    (epoch, before) => {
      if (before !== undefined && epoch !== before) confirmed.clear();
    },
    { flush: "sync" },
  );
  watch(
    feed.you,
    (you) => {
      for (const [ballot, vote] of Object.entries(you?.votes ?? {})) {
        const press = press_in(vote);
        if (press) take(ballot, { press, attempt: vote.attempt, receipt: vote.receipt, staff: vote.staff === true, late: vote.late });
      }
    },
    { immediate: true, flush: "sync" },
  );
  // Only what both say of one and the same epoch: `you` and the view of an old one are dropped with it.
  watch([feed.you, feed.inquiry], ([you, inquiry]) => {
    if (!you || !inquiry) return;
    const open = inquiry.ballots.filter((ballot) => ballot.state === "open").map((ballot) => ballot.id);
    sender.compare(you.votes, new Set(open));
  });
  sender.on("changed", read_pending);
  sender.on("confirmed", ({ vote, receipt }) => {
    refused.delete(vote.ballot);
    take(vote.ballot, { press: vote.press, attempt: vote.attempt, receipt: receipt.receipt, staff: false, late: receipt.late ? "waiting" : undefined });
  });
  sender.on("refused", ({ vote, code }) => refused.set(vote.ballot, code));
  for (const ballot of sender.ballots()) read_pending(ballot);

  function press(ballot: string, what: Press): void {
    refused.delete(ballot);
    if (!pending.has(ballot) && same_press(confirmed.get(ballot)?.press, what)) return;
    sender.press(ballot, what, confirmed.get(ballot)?.attempt ?? 0);
  }

  return { confirmed, pending, refused, press };
}

export type OwnVotes = ReturnType<typeof use_own_votes>;
