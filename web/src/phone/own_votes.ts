// A deputy's own votes as the server has confirmed them: `you` brings them whole, a receipt may come before it.
import { reactive, watch } from "vue";
import type { Feed } from "@shared/feed";
import type { RefusedCode } from "@shared/messages.generated";
import type { PendingVote, VoteSender } from "@shared/vote_sender";

export interface OwnVote {
  choice: string;
  attempt: number;
  receipt: string;
}

export function use_own_votes(feed: Feed, sender: VoteSender) {
  const confirmed = reactive(new Map<string, OwnVote>());
  const pending = reactive(new Map<string, PendingVote>());
  const refused = reactive(new Map<string, RefusedCode>());

  function take(ballot: string, vote: OwnVote): void {
    if ((confirmed.get(ballot)?.attempt ?? 0) <= vote.attempt) confirmed.set(ballot, vote);
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
      for (const [ballot, { choice, attempt, receipt }] of Object.entries(you?.votes ?? {})) {
        take(ballot, { choice: choice ?? "", attempt, receipt });
      }
    },
    { immediate: true, flush: "sync" },
  );
  sender.on("changed", read_pending);
  sender.on("confirmed", ({ vote, receipt }) => {
    refused.delete(vote.ballot);
    take(vote.ballot, { choice: vote.choice, attempt: vote.attempt, receipt: receipt.receipt });
  });
  sender.on("refused", ({ vote, code }) => refused.set(vote.ballot, code));
  for (const ballot of sender.ballots()) read_pending(ballot);

  function press(ballot: string, choice: string): void {
    refused.delete(ballot);
    if (!pending.has(ballot) && confirmed.get(ballot)?.choice === choice) return;
    sender.press(ballot, choice, confirmed.get(ballot)?.attempt ?? 0);
  }

  return { confirmed, pending, refused, press };
}

export type OwnVotes = ReturnType<typeof use_own_votes>;
