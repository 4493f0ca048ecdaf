// A deputy's phone as web/src/phone behaves: it keeps what was pressed, sends the same bytes until there is a final answer,
// and comes back by itself with growing pauses. What it sent and heard is all that the judge believes.
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../web/src/shared/messages.generated';
import { freshNonce } from '../../integration/support/people';
import type { SentVote } from './oracle';

// Everybody in a hall is sent the same bytes, and one of them may as well read them for all.
let readLast: { text: string; message: ServerMessage } | undefined;
function read(text: string): ServerMessage {
  if (readLast?.text !== text) readLast = { text, message: JSON.parse(text) as ServerMessage };
  return readLast.message;
}

const retry_ms = 400;
const back_first_ms = 30;
const back_most_ms = 600;

export class Phone {
  readonly log: SentVote[] = [];
  // Connections that were lost.
  losses = 0;
  private socket: WebSocket | undefined;
  private pending = new Map<string, { text: string; vote: SentVote }>();
  private timer: NodeJS.Timeout | undefined;
  private back: NodeJS.Timeout | undefined;
  private pause = back_first_ms;
  private leaving = false;
  private readonly closed = new Set<string>();
  private readonly attempts = new Map<string, number>();
  private waiters: (() => void)[] = [];

  constructor(
    readonly deputy: string,
    // Asked at each connection: a proxy, or another node.
    private readonly url: () => string,
    private readonly headers: Record<string, string>,
    private readonly random: () => number,
  ) {}

  connect(): void {
    if (this.leaving) return;
    const socket = new WebSocket(this.url(), { headers: this.headers, perMessageDeflate: false, handshakeTimeout: 5_000 });
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.hear(read(data.toString('utf8'))));
    socket.on('close', () => {
      if (this.leaving || this.socket !== socket) return;
      this.losses += 1;
      this.back = setTimeout(() => this.connect(), this.pause * (0.5 + this.random()));
      this.pause = Math.min(this.pause * 2, back_most_ms);
    });
  }

  get connected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  // Another press takes the place of one that was not answered, as on the phone.
  press(ballot: string, choice: string, sameNonce?: string): SentVote {
    const attempt = (this.attempts.get(ballot) ?? 0) + 1;
    this.attempts.set(ballot, attempt);
    const vote: SentVote = { deputy: this.deputy, ballot, nonce: sameNonce ?? freshNonce(), choice, attempt, afterClose: this.closed.has(ballot) };
    this.log.push(vote);
    this.pending.set(vote.nonce, { text: JSON.stringify({ type: 'vote', nonce: vote.nonce, ballot, choice, attempt }), vote });
    this.send(this.pending.get(vote.nonce)!.text);
    this.plan();
    return vote;
  }

  // Until everything that was pressed has its final answer.
  settled(): Promise<void> {
    if (this.pending.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  get waiting(): number {
    return this.pending.size;
  }

  // The line goes, without a word to the server.
  cut(): void {
    this.socket?.terminate();
  }

  leave(): void {
    this.leaving = true;
    clearTimeout(this.timer);
    clearTimeout(this.back);
    this.socket?.terminate();
  }

  private send(text: string): void {
    if (this.connected) this.socket!.send(text);
  }

  private plan(): void {
    clearTimeout(this.timer);
    if (this.pending.size === 0 || this.leaving) return;
    this.timer = setTimeout(() => {
      for (const { text } of this.pending.values()) this.send(text);
      this.plan();
    }, retry_ms * (0.8 + 0.4 * this.random()));
  }

  private hear(message: ServerMessage): void {
    if (message.type === 'welcome') {
      this.pause = back_first_ms;
      for (const { text } of this.pending.values()) this.send(text);
    }
    if (message.type === 'view') {
      for (const ballot of message.inquiry.ballots) if (!['draft', 'open'].includes(ballot.state)) this.closed.add(ballot.id);
    }
    if (message.type === 'receipt') this.answered(message.nonce, { receipt: message.receipt, ...(message.late && { late: true }) });
    if (message.type === 'refused' && message.nonce !== undefined && message.code !== 'unavailable') this.answered(message.nonce, { refused: message.code });
  }

  private answered(nonce: string, answer: { receipt?: string; late?: boolean; refused?: string }): void {
    for (const vote of this.log.filter((one) => one.nonce === nonce)) {
      const before = vote.receipt ?? vote.refused;
      if (before !== undefined && before !== (answer.receipt ?? answer.refused)) vote.changed = true;
      Object.assign(vote, answer);
    }
    this.pending.delete(nonce);
    if (this.pending.size > 0) return;
    clearTimeout(this.timer);
    for (const done of this.waiters.splice(0)) done();
  }
}
