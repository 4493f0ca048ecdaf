// A deputy's phone as web/src/phone behaves: it keeps what was pressed, sends the same bytes until there is a final answer,
// and comes back by itself with growing pauses. What it sent and heard is all that the judge believes.
import { WebSocket } from 'ws';
import type { ServerMessage, You } from '../../../web/src/shared/messages.generated';
import { freshNonce } from '../../integration/support/people';
import type { SentVote } from './oracle';

// Everybody on one worker of a node is sent the same view, and one of them may as well read it for all.
const views_kept = 8;
const views: { bytes: Buffer; view: ServerMessage }[] = [];
function read(bytes: Buffer): ServerMessage {
  const known = views.find((one) => one.bytes.equals(bytes));
  if (known) return known.view;
  const message = JSON.parse(bytes.toString('utf8')) as ServerMessage;
  if (message.type === 'view') views.unshift({ bytes, view: message });
  if (views.length > views_kept) views.pop();
  return message;
}

const retry_ms = 400;
const back_first_ms = 30;
const back_most_ms = 600;

export class Phone {
  readonly log: SentVote[] = [];
  // Connections that were lost.
  losses = 0;
  // Votes with a receipt that a node did not know any more when this phone came back to it.
  readonly forgotten: string[] = [];
  private socket: WebSocket | undefined;
  private pending = new Map<string, { text: string; vote: SentVote }>();
  private timer: NodeJS.Timeout | undefined;
  private back: NodeJS.Timeout | undefined;
  private pause = back_first_ms;
  private leaving = false;
  // By ballot: the highest attempt that had its receipt before this connection was begun.
  private known = new Map<string, number>();
  private readonly closed = new Set<string>();
  private readonly attempts = new Map<string, number>();
  private readonly confirmed = new Map<string, number>();
  private waiters: (() => void)[] = [];
  private checkedIn: (() => void) | undefined;

  constructor(
    readonly deputy: string,
    // Asked at each connection: a proxy, or another node.
    private readonly url: () => string,
    private readonly headers: Record<string, string>,
    private readonly random: () => number,
  ) {}

  connect(): void {
    if (this.leaving) return;
    const socket = new WebSocket(this.url(), { headers: this.headers, perMessageDeflate: false, handshakeTimeout: 5_000, rejectUnauthorized: false });
    this.socket = socket;
    this.known = new Map(this.confirmed);
    socket.on('error', () => undefined);
    socket.on('message', (bytes: Buffer) => {
      // What is told again and again, of every ballot, is looked at after coming back only.
      if (this.known.size > 0 || !bytes.includes('"type":"you"')) this.hear(read(bytes));
    });
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

  // Connects, and comes back if need be, until the server has it that this deputy is here.
  arrive(): Promise<void> {
    return new Promise((resolve) => {
      this.checkedIn = resolve;
      this.connect();
    });
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
      if (this.checkedIn) this.send(JSON.stringify({ type: 'checkin', id: `in-${this.deputy}` }));
      for (const { text } of this.pending.values()) this.send(text);
    }
    if (message.type === 'view') {
      for (const ballot of message.inquiry.ballots) if (!['draft', 'open'].includes(ballot.state)) this.closed.add(ballot.id);
    }
    if (message.type === 'done') this.checkedIn = void this.checkedIn?.();
    if (message.type === 'you') this.compare(message.votes);
    if (message.type === 'receipt') this.answered(message.nonce, { receipt: message.receipt, ...(message.late && { late: true }) });
    if (message.type === 'refused' && message.nonce !== undefined && message.code !== 'unavailable') this.answered(message.nonce, { refused: message.code });
  }

  private compare(votes: You['votes']): void {
    for (const [ballot, attempt] of this.known) {
      if ((votes[ballot]?.attempt ?? 0) < attempt) this.forgotten.push(`${ballot}/${this.deputy}: attempt ${attempt} had a receipt, and ${votes[ballot]?.attempt ?? 'none'} is known`);
    }
    this.known.clear();
  }

  private answered(nonce: string, answer: { receipt?: string; late?: boolean; refused?: string }): void {
    for (const vote of this.log.filter((one) => one.nonce === nonce)) {
      const before = vote.receipt ?? vote.refused;
      if (before !== undefined && before !== (answer.receipt ?? answer.refused)) vote.changed = true;
      Object.assign(vote, answer);
      if (vote.receipt !== undefined && !vote.late) this.confirmed.set(vote.ballot, Math.max(vote.attempt, this.confirmed.get(vote.ballot) ?? 0));
    }
    this.pending.delete(nonce);
    if (this.pending.size > 0) return;
    clearTimeout(this.timer);
    for (const done of this.waiters.splice(0)) done();
  }
}
