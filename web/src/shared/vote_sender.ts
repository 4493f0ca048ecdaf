// Votes that have no answer yet. Each is kept in the phone's storage and sent again, byte for byte, until the server
// has confirmed or refused it. Nothing here ever says "failed": an unanswered vote may well have been counted.
import type { Connection } from "./connection";
import { Emitter } from "./emitter";
import type { Receipt, RefusedCode } from "./messages.generated";
import { same_press, type Press } from "./press";
import { random_nonce } from "./random";

export interface PendingVote {
  nonce: string;
  ballot: string;
  press: Press;
  attempt: number;
  /** What goes over the wire, the first time and every time. */
  text: string;
}

/** A vote with a receipt, kept until its ballot has ended: a store that lost it is given it again. */
export interface GivenVote {
  vote: PendingVote;
  /** The run of the store that is known to have it. */
  epoch: string;
}

export interface VoteEvents {
  /** `pending` of this ballot is another one than before. */
  changed: string;
  confirmed: { vote: PendingVote; receipt: Receipt };
  refused: { vote: PendingVote; code: RefusedCode };
}

export interface VoteStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface VoteSenderOptions {
  connection: Connection;
  inquiry: string;
  deputy: string;
  storage?: VoteStorage | null;
  random?: () => number;
}

const FIRST_RETRY_MS = 2_500;
const LONGEST_RETRY_MS = 10_000;

export class VoteSender {
  private readonly events = new Emitter<VoteEvents>();
  private readonly pending = new Map<string, PendingVote>();
  private readonly given = new Map<string, GivenVote>();
  private readonly prefix: string;
  private readonly given_prefix: string;
  private readonly connection: Connection;
  private readonly storage: VoteStorage | null;
  private readonly random: () => number;
  private readonly ended: (() => void)[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retries = 0;
  private epoch = "";

  constructor(options: VoteSenderOptions) {
    this.connection = options.connection;
    this.storage = options.storage === undefined ? page_storage() : options.storage;
    this.random = options.random ?? Math.random;
    this.prefix = `wenzheng.vote/${options.inquiry}/${options.deputy}/`;
    this.given_prefix = `wenzheng.given/${options.inquiry}/${options.deputy}/`;
    this.load();
    this.ended = [
      this.connection.on("state", ({ state }) => {
        clearTimeout(this.timer);
        if (state === "online") this.send_all(0);
      }),
      this.connection.on("welcome", ({ epoch }) => (this.epoch = epoch)),
      this.connection.on("receipt", (receipt) => this.confirmed(receipt)),
      this.connection.on("refused", ({ nonce, code }) => {
        if (nonce !== undefined) this.refused(nonce, code);
      }),
    ];
    if (this.connection.online) this.send_all(0);
  }

  on<Name extends keyof VoteEvents>(name: Name, listener: (event: VoteEvents[Name]) => void): () => void {
    return this.events.on(name, listener);
  }

  pending_of(ballot: string): PendingVote | null {
    return this.pending.get(ballot) ?? null;
  }

  /** Ballots with a vote that was not answered. */
  ballots(): string[] {
    return [...this.pending.keys()];
  }

  /**
   * `last_attempt`: of the vote that counts now, 0 without one. A press after an unanswered one takes its place here:
   * whether the earlier was counted is for the server to say (`you`), and the later one replaces it there as well.
   */
  press(ballot: string, press: Press, last_attempt: number): PendingVote {
    const before = this.pending.get(ballot);
    if (before && same_press(before.press, press) && before.attempt > last_attempt) return before;
    const attempt = Math.max(last_attempt, before?.attempt ?? 0) + 1;
    const nonce = random_nonce();
    const text = JSON.stringify({ type: "vote", nonce, ballot, ...press, attempt });
    const vote = { nonce, ballot, press, attempt, text };
    this.pending.set(ballot, vote);
    this.store(vote);
    this.connection.send(text);
    this.plan_retry(0);
    this.events.emit("changed", ballot);
    return vote;
  }

  /**
   * `votes`: what the store has of this deputy; `open`: the ballots that can be voted on now. In another epoch than that
   * of its receipt a vote may be missing: then the same bytes go out again.
   */
  compare(votes: Readonly<Record<string, { attempt: number }>>, open: ReadonlySet<string>): void {
    for (const [ballot, { vote, epoch }] of [...this.given]) {
      if (!open.has(ballot)) this.drop_given(ballot);
      else if (epoch !== this.epoch && (votes[ballot]?.attempt ?? 0) >= vote.attempt) this.keep_given(vote);
      else if (epoch !== this.epoch) this.give_again(vote);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const end of this.ended) end();
  }

  private confirmed(receipt: Receipt): void {
    const vote = this.answered(receipt.nonce);
    if (!vote) return;
    this.keep_given(vote);
    this.events.emit("confirmed", { vote, receipt });
  }

  private refused(nonce: string, code: RefusedCode): void {
    if (code === "unavailable") return; // the retry is planned already
    const vote = this.answered(nonce);
    if (!vote) return;
    if (this.given.get(vote.ballot)?.vote.nonce === nonce) this.drop_given(vote.ballot);
    this.events.emit("refused", { vote, code });
  }

  private give_again(vote: PendingVote): void {
    const pressed = this.pending.get(vote.ballot);
    if (pressed) return; // pressed anew meanwhile, and on its way
    this.pending.set(vote.ballot, vote);
    this.store(vote);
    this.connection.send(vote.text);
    this.plan_retry(0);
    this.events.emit("changed", vote.ballot);
  }

  private keep_given(vote: PendingVote): void {
    const kept = { vote, epoch: this.epoch };
    this.given.set(vote.ballot, kept);
    this.put(this.given_prefix + vote.ballot, kept);
  }

  private drop_given(ballot: string): void {
    this.given.delete(ballot);
    try {
      this.storage?.removeItem(this.given_prefix + ballot);
    } catch {
      // forbidden: it was never stored
    }
  }

  private answered(nonce: string): PendingVote | null {
    const vote = [...this.pending.values()].find((candidate) => candidate.nonce === nonce);
    if (!vote) return null;
    this.pending.delete(vote.ballot);
    this.forget(vote);
    if (this.pending.size === 0) clearTimeout(this.timer);
    this.events.emit("changed", vote.ballot);
    return vote;
  }

  private send_all(retries: number): void {
    if (this.pending.size === 0) return;
    for (const vote of this.pending.values()) this.connection.send(vote.text);
    this.plan_retry(retries);
  }

  private plan_retry(retries: number): void {
    clearTimeout(this.timer);
    this.retries = retries;
    const limit_ms = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.retries, 4));
    this.timer = setTimeout(() => this.send_all(this.retries + 1), limit_ms * (0.8 + 0.4 * this.random()));
  }

  private store(vote: PendingVote): void {
    this.put(this.prefix + vote.ballot, vote);
  }

  private put(key: string, value: PendingVote | GivenVote): void {
    try {
      this.storage?.setItem(key, JSON.stringify(value));
    } catch {
      // Storage is full or forbidden: the vote lives as long as the page does.
    }
  }

  private forget(vote: PendingVote): void {
    try {
      const kept = this.storage?.getItem(this.prefix + vote.ballot);
      // Another tab may have pressed something newer.
      if (kept && (JSON.parse(kept) as PendingVote).nonce === vote.nonce) this.storage?.removeItem(this.prefix + vote.ballot);
    } catch {
      // as above
    }
  }

  private load(): void {
    const storage = this.storage;
    if (!storage) return;
    for (let index = 0; index < storage.length; index += 1) {
      const key = storage.key(index);
      if (!key) continue;
      try {
        if (key.startsWith(this.prefix)) {
          const vote = JSON.parse(storage.getItem(key) ?? "null") as PendingVote | null;
          if (is_vote(vote)) this.pending.set(vote.ballot, vote);
        } else if (key.startsWith(this.given_prefix)) {
          const kept = JSON.parse(storage.getItem(key) ?? "null") as GivenVote | null;
          if (kept?.epoch && is_vote(kept.vote)) this.given.set(kept.vote.ballot, kept);
        }
      } catch {
        // not ours
      }
    }
  }
}

function is_vote(vote: PendingVote | null): vote is PendingVote {
  return Boolean(vote?.nonce && vote.ballot && vote.text && vote.press);
}

function page_storage(): VoteStorage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
