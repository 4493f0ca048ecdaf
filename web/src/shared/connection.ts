// One WebSocket that comes back by itself, as the close codes of the contract ask.
import { Emitter } from "./emitter";
import type { ClientMessage, ServerMessage } from "./messages.generated";
import { ServerClock } from "./server_clock";

/**
 * idle: not started. connecting: no `welcome` yet. online: `welcome` came. waiting: between two tries.
 * stopped: the server said not to come back by ourselves (4500 and up); `close_code` tells why.
 */
export type ConnectionState = "idle" | "connecting" | "online" | "waiting" | "stopped";

export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface ConnectionOptions {
  url: string;
  /** Asked anew for every try: a ticket may have been renewed. */
  protocols?: () => string[];
  clock?: ServerClock;
  ping_every_ms?: number;
  /** A ping that stays unanswered for so long means that the connection is gone. */
  silence_limit_ms?: number;
  open_socket?: (url: string, protocols: string[]) => SocketLike;
  random?: () => number;
  local_now?: () => number;
}

type MessageEvents = { [Type in ServerMessage["type"]]: Extract<ServerMessage, { type: Type }> };

export interface ConnectionEvents extends MessageEvents {
  state: { state: ConnectionState; close_code: number | null };
  /** Every message, after its own event. */
  message: ServerMessage;
}

const PING_EVERY_MS = 10_000;
const SILENCE_LIMIT_MS = 8_000;
const WAKE_SILENCE_LIMIT_MS = 3_000;
const WELCOME_LIMIT_MS = 10_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 10_000;
const RESTART_JITTER_MS = 1_000;
/** A connection that lived for this long was a good one: the next break starts with a short wait again. */
const STEADY_AFTER_MS = 5_000;

export class Connection {
  readonly clock: ServerClock;
  state: ConnectionState = "idle";
  close_code: number | null = null;
  /** Local instant of the newest frame, or null: how old what is shown may be. */
  heard_at: number | null = null;

  private readonly events = new Emitter<ConnectionEvents>();
  private readonly open_socket: (url: string, protocols: string[]) => SocketLike;
  private readonly random: () => number;
  private readonly local_now: () => number;
  private readonly ping_every_ms: number;
  private readonly silence_limit_ms: number;
  private socket: SocketLike | null = null;
  private tries = 0;
  private online_since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ping_timer: ReturnType<typeof setTimeout> | undefined;
  private silence_timer: ReturnType<typeof setTimeout> | undefined;
  private unwatch: (() => void) | null = null;

  constructor(private readonly options: ConnectionOptions) {
    this.local_now = options.local_now ?? Date.now;
    this.clock = options.clock ?? new ServerClock(this.local_now);
    this.open_socket = options.open_socket ?? ((url, protocols) => new WebSocket(url, protocols) as unknown as SocketLike);
    this.random = options.random ?? Math.random;
    this.ping_every_ms = options.ping_every_ms ?? PING_EVERY_MS;
    this.silence_limit_ms = options.silence_limit_ms ?? SILENCE_LIMIT_MS;
  }

  on<Name extends keyof ConnectionEvents>(name: Name, listener: (event: ConnectionEvents[Name]) => void): () => void {
    return this.events.on(name, listener);
  }

  get online(): boolean {
    return this.state === "online";
  }

  start(): void {
    if (this.state !== "idle" && this.state !== "stopped") return;
    this.unwatch ??= this.watch_page();
    this.tries = 0;
    this.connect();
  }

  /** Closes for good; `start` may be called again. */
  stop(): void {
    this.unwatch?.();
    this.unwatch = null;
    this.drop_socket(1000);
    this.enter("idle", null);
  }

  /** False when there's no connection: whoever sends keeps the text until it was answered. */
  send(message: ClientMessage | string): boolean {
    if (this.state !== "online" || !this.socket) return false;
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return true;
  }

  /** The page was asleep, or the network came back: look at once whether the connection still lives. */
  wake(): void {
    if (this.state === "waiting") this.connect();
    else if (this.state === "online") this.ping(Math.min(WAKE_SILENCE_LIMIT_MS, this.silence_limit_ms), true);
  }

  private connect(): void {
    this.drop_socket(1000);
    this.enter("connecting", this.close_code);
    let socket: SocketLike;
    try {
      socket = this.open_socket(this.options.url, this.options.protocols?.() ?? []);
    } catch {
      this.come_back(null);
      return;
    }
    this.socket = socket;
    this.timer = setTimeout(() => this.lost(socket, null), WELCOME_LIMIT_MS);
    socket.onmessage = (event) => this.heard(socket, event.data);
    socket.onclose = (event) => this.lost(socket, event.code);
    socket.onerror = () => undefined; // a close follows
  }

  private heard(socket: SocketLike, data: unknown): void {
    if (socket !== this.socket || typeof data !== "string") return;
    let message: ServerMessage;
    try {
      message = JSON.parse(data) as ServerMessage;
    } catch {
      return;
    }
    this.heard_at = this.local_now();
    clearTimeout(this.silence_timer);
    this.silence_timer = undefined;
    if (message.type === "welcome") this.welcomed(message.server_time);
    if (message.type === "pong") this.clock.take_pong(message.t, message.server_time);
    this.events.emit(message.type, message as never);
    this.events.emit("message", message);
  }

  private welcomed(server_time: number): void {
    clearTimeout(this.timer);
    this.clock.take_welcome(server_time);
    this.online_since = this.local_now();
    this.enter("online", null);
    this.ping(this.silence_limit_ms);
  }

  private ping(silence_limit_ms: number, woken = false): void {
    clearTimeout(this.ping_timer);
    const socket = this.socket;
    if (!socket || !this.send({ type: "ping", t: this.local_now() })) return;
    // Pings may come faster than the limit: then the first that is unanswered counts.
    if (woken) clearTimeout(this.silence_timer);
    if (woken || this.silence_timer === undefined) this.silence_timer = setTimeout(() => this.lost(socket, null), silence_limit_ms);
    this.ping_timer = setTimeout(() => this.ping(this.silence_limit_ms), this.ping_every_ms);
  }

  private lost(socket: SocketLike, code: number | null): void {
    if (socket !== this.socket) return;
    if (this.state === "online" && this.local_now() - this.online_since >= STEADY_AFTER_MS) this.tries = 0;
    this.drop_socket();
    if (code !== null && code >= 4500 && code <= 4999) {
      this.enter("stopped", code);
      return;
    }
    this.come_back(code);
  }

  private come_back(code: number | null): void {
    const wait_ms = this.wait_before_next_try(code);
    this.tries += 1;
    this.enter("waiting", code);
    this.timer = setTimeout(() => this.connect(), wait_ms);
  }

  private wait_before_next_try(code: number | null): number {
    if (code === 1012 && this.tries === 0) return this.random() * RESTART_JITTER_MS;
    const limit_ms = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(this.tries, 10));
    return limit_ms / 2 + (this.random() * limit_ms) / 2;
  }

  private drop_socket(code?: number): void {
    clearTimeout(this.timer);
    clearTimeout(this.ping_timer);
    clearTimeout(this.silence_timer);
    this.silence_timer = undefined;
    const socket = this.socket;
    if (!socket) return;
    this.socket = null;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    try {
      socket.close(code);
    } catch {
      // closed already
    }
  }

  private enter(state: ConnectionState, close_code: number | null): void {
    this.state = state;
    this.close_code = close_code;
    this.events.emit("state", { state, close_code });
  }

  private watch_page(): () => void {
    const woken = () => {
      if (document.visibilityState !== "hidden") this.wake();
    };
    document.addEventListener("visibilitychange", woken);
    window.addEventListener("online", woken);
    window.addEventListener("offline", woken);
    window.addEventListener("pageshow", woken);
    return () => {
      document.removeEventListener("visibilitychange", woken);
      window.removeEventListener("online", woken);
      window.removeEventListener("offline", woken);
      window.removeEventListener("pageshow", woken);
    };
  }
}

export function socket_url(inquiry: string, role: "deputy" | "console" | "screen" | "live"): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/ws/${encodeURIComponent(inquiry)}/${role}`;
}
