// A WebSocket client: keeps every frame, and waits for the one that a test wants.
import { WebSocket } from 'ws';
import type {
  ClientMessage,
  ServerMessage,
  SocketRole,
  View,
} from '../../../web/src/shared/messages.generated';
import { within, usualDeadline } from './deadline';
import { Recorder } from './recorder';

export type OfType<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

export interface Closed {
  code: number;
  reason: string;
}

export interface ClientOptions {
  headers?: Record<string, string>;
  origin?: string;
  who?: string;
  autoPong?: boolean;
}

interface Waiter {
  match: (message: ServerMessage) => boolean;
  resolve: (message: ServerMessage) => void;
  reject: (error: Error) => void;
}

export class Client {
  readonly frames: ServerMessage[] = [];
  // When each frame came, on this process's clock.
  readonly times: number[] = [];
  readonly texts: string[] = [];
  readonly closed: Promise<Closed>;
  private readonly taken = new Set<ServerMessage>();
  private readonly waiters = new Set<Waiter>();
  private readonly socket: WebSocket;
  private over: Closed | undefined;

  constructor(
    url: string,
    readonly role: SocketRole,
    options: ClientOptions = {},
  ) {
    const recorder = new Recorder(role, options.who ?? role);
    this.socket = new WebSocket(url, {
      headers: options.headers,
      ...(options.origin !== undefined && { origin: options.origin }),
      autoPong: options.autoPong ?? true,
      perMessageDeflate: false,
      rejectUnauthorized: false,
    });
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      const message = recorder.take(text);
      this.texts.push(text);
      this.times.push(performance.now());
      this.frames.push(message);
      for (const waiter of [...this.waiters]) {
        if (this.taken.has(message) || !waiter.match(message)) continue;
        this.taken.add(message);
        this.waiters.delete(waiter);
        waiter.resolve(message);
      }
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        this.over = { code, reason: reason.toString() };
        for (const waiter of this.waiters) waiter.reject(new Error(`closed with ${code} ${this.over.reason}`));
        this.waiters.clear();
        resolve(this.over);
      });
    });
  }

  get isOpen(): boolean {
    return this.over === undefined;
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  sendBinary(bytes: Buffer): void {
    this.socket.send(bytes, { binary: true });
  }

  send(message: ClientMessage): void {
    this.sendText(JSON.stringify(message));
  }

  // The first frame that matches and that no other wait has taken.
  next<T extends ServerMessage>(match: (message: ServerMessage) => message is T, what: string, ms?: number): Promise<T>;
  next(match: (message: ServerMessage) => boolean, what: string, ms?: number): Promise<ServerMessage>;
  next(match: (message: ServerMessage) => boolean, what: string, ms = usualDeadline): Promise<ServerMessage> {
    const found = this.frames.find((frame) => !this.taken.has(frame) && match(frame));
    if (found) {
      this.taken.add(found);
      return Promise.resolve(found);
    }
    if (this.over) return Promise.reject(new Error(`${what}: closed with ${this.over.code} ${this.over.reason}`));
    let waiter: Waiter | undefined;
    const message = new Promise<ServerMessage>((resolve, reject) => {
      waiter = { match, resolve, reject };
      this.waiters.add(waiter);
    });
    return within(message, `${this.role}: ${what}`, ms).catch((error: unknown) => {
      if (waiter) this.waiters.delete(waiter);
      throw error;
    });
  }

  nextOf<T extends ServerMessage['type']>(
    type: T,
    match: (message: OfType<T>) => boolean = () => true,
    ms?: number,
  ): Promise<OfType<T>> {
    const wanted = (message: ServerMessage): message is OfType<T> =>
      message.type === type && match(message as OfType<T>);
    return this.next(wanted, type, ms);
  }

  all<T extends ServerMessage['type']>(type: T): OfType<T>[] {
    return this.frames.filter((frame): frame is OfType<T> => frame.type === type);
  }

  // What came so far, but for the newest view: an evening of thousands would fill the memory.
  forget(): void {
    const kept = this.frames.findLastIndex((frame) => frame.type === 'view');
    for (const all of [this.frames, this.times, this.texts]) all.splice(0, kept < 0 ? all.length : kept);
    this.taken.clear();
  }

  get view(): View | undefined {
    return this.frames.findLast((frame): frame is View => frame.type === 'view');
  }

  // The newest view, once one is such as wanted; it may have come already.
  async viewWhere(match: (view: View) => boolean, ms?: number): Promise<View> {
    if (this.view && match(this.view)) return this.view;
    return this.nextOf('view', match, ms);
  }

  viewOf(rev: number, ms?: number): Promise<View> {
    return this.viewWhere((view) => view.rev >= rev, ms);
  }

  viewWithBallot(id: string, state: string, ms?: number): Promise<View> {
    return this.viewWhere((view) => view.inquiry.ballots.some((b) => b.id === id && b.state === state), ms);
  }

  // Waits until the server has dealt with everything sent before.
  async settle(): Promise<void> {
    const t = Date.now() * 1000 + Math.floor(Math.random() * 1000);
    this.send({ type: 'ping', t });
    await this.nextOf('pong', (pong) => pong.t === t);
  }

  closes(ms?: number): Promise<Closed> {
    return within(this.closed, `${this.role}: the close`, ms);
  }

  async close(): Promise<void> {
    this.socket.close(1000);
    await within(this.closed, 'an ordinary close', 5_000).catch(() => this.socket.terminate());
  }

  terminate(): void {
    this.socket.terminate();
  }
}
