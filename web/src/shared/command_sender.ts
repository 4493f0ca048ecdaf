// Commands and check-in: sent again with the same id until `done` or `refused` came, over any number of connections.
import type { Connection } from "./connection";
import type { Checkin, Command, RefusedCode, Request, Withdraw } from "./messages.generated";
import { random_nonce } from "./random";

export type CommandOutcome =
  | { ok: true; id: string; rev: number }
  | { ok: false; id: string; code: RefusedCode; message: string };

interface Pending {
  text: string;
  retry_unavailable: boolean;
  settle: (outcome: CommandOutcome) => void;
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, "id"> : never;

const RETRY_MS = 2_000;

export class CommandSender {
  private readonly pending = new Map<string, Pending>();
  private readonly ended: (() => void)[];

  constructor(private readonly connection: Connection) {
    this.ended = [
      connection.on("state", ({ state }) => {
        if (state === "online") for (const { text } of this.pending.values()) connection.send(text);
      }),
      connection.on("done", ({ id, rev }) => this.settle(id, { ok: true, id, rev })),
      connection.on("refused", ({ id, code, message }) => {
        if (id === undefined) return;
        const waiting = this.pending.get(id);
        if (waiting && code === "unavailable" && waiting.retry_unavailable) {
          setTimeout(() => this.pending.has(id) && connection.send(waiting.text), RETRY_MS);
        } else {
          this.settle(id, { ok: false, id, code, message });
        }
      }),
    ];
  }

  get waiting(): number {
    return this.pending.size;
  }

  /** `retry_unavailable`: go on when the store is away. An operator would rather be told. */
  send(message: WithoutId<Command | Checkin | Request | Withdraw>, retry_unavailable = message.type !== "command"): Promise<CommandOutcome> {
    const id = random_nonce();
    const { type, ...rest } = message;
    const text = JSON.stringify({ type, id, ...rest });
    return new Promise((settle) => {
      this.pending.set(id, { text, retry_unavailable, settle });
      this.connection.send(text);
    });
  }

  /** What wasn't answered is forgotten, never settled: whether it happened is what the next view says. */
  forget_all(): void {
    this.pending.clear();
  }

  dispose(): void {
    this.forget_all();
    for (const end of this.ended) end();
  }

  private settle(id: string, outcome: CommandOutcome): void {
    const waiting = this.pending.get(id);
    if (!waiting) return;
    this.pending.delete(id);
    waiting.settle(outcome);
  }
}
