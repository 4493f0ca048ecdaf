// The server's side of one page, played by a test: the built pages under our Content-Security-Policy, a socket that tells
// what the test gives, and answers to votes, commands and requests at once, late, never, or with a refusal.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, type Route, type WebSocketRoute } from '@playwright/test';
import type {
  Checkin,
  ClientMessage,
  Command,
  InquiryView,
  JoinAnswer,
  OwnVote,
  RefusedCode,
  Request as DeputyRequest,
  ServerMessage,
  SocketRole,
  Vote,
  Welcome,
  Withdraw,
  You,
} from '../../../web/src/shared/messages.generated';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** The built pages: `vite build --outDir` of one's own, else build/web. */
const pages = process.env.WENZHENG_PAGES ?? join(root, 'build/web');
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self' ws://hall.test; object-src 'none'; base-uri 'none'";

export const origin = 'http://hall.test';

/** `yes`: done, or a receipt. `late`: kept until `answerNow()`. `never`: no answer at all. Else the code of a refusal. */
export type Answer = 'yes' | 'late' | 'never' | RefusedCode;
export type Asked = Checkin | Command | DeputyRequest | Withdraw;

/** What an HTTP call is answered with; a page's file where it is none of the test's business. */
export type HttpAnswer = { status?: number; json: unknown };

export interface FakeServerOptions {
  role: SocketRole;
  inquiry: InquiryView;
  you?: Welcome['you'];
  /** Of a deputy's phone. */
  electorates?: string[];
  own?: Partial<You>;
  http?: (method: string, path: string, body: unknown) => HttpAnswer | undefined;
}

export class FakeServer {
  /** Every message of the page but pings, in the order they came. */
  readonly heard: Exclude<ClientMessage, { type: 'ping' }>[] = [];
  votes: Answer = 'yes';
  commands: Answer = 'yes';
  /** Called for each vote and command that is answered `yes`, before the answer: the place to change the view. */
  onVote: (vote: Vote) => void = (vote) => this.count(vote);
  onAsked: (asked: Asked) => void = () => undefined;

  private sockets = new Set<WebSocketRoute>();
  private late: (() => void)[] = [];
  private rev = 1;
  private readonly epoch = 'fake';
  private away = false;
  private inquiry: InquiryView;
  private own: You;
  private readonly receipts = new Map<string, string>();

  constructor(private readonly options: FakeServerOptions) {
    this.inquiry = options.inquiry;
    this.own = { type: 'you', checked_in: false, votes: {}, requests: [], ...options.own };
  }

  /** Serves this page from here on. */
  async serve(page: Page): Promise<void> {
    await page.routeWebSocket(/\/ws\//, (socket) => this.take(socket));
    await page.route(`${origin}/**`, (route) => this.respond(route));
  }

  /** `path` as in `/phone?lang=en#pictures/key`. */
  async open(page: Page, path: string): Promise<void> {
    await this.serve(page);
    await page.goto(origin + path);
  }

  /** A new view, to every socket. */
  tell(change: Partial<InquiryView> = {}): number {
    this.inquiry = { ...this.inquiry, ...change };
    this.rev += 1;
    this.send(this.view());
    return this.rev;
  }

  tellYou(change: Partial<You>): void {
    this.own = { ...this.own, ...change };
    this.send(this.own);
  }

  send(message: ServerMessage): void {
    for (const socket of this.sockets) socket.send(JSON.stringify(message));
  }

  /** The line is cut, and stays so until `comeBack`. */
  goAway(): void {
    this.away = true;
    for (const socket of this.sockets) void socket.close({ code: 1012 });
    this.sockets.clear();
  }

  comeBack(): void {
    this.away = false;
  }

  /** Ends every connection with this code, as the server would. */
  close(code: number): void {
    for (const socket of this.sockets) void socket.close({ code });
    this.sockets.clear();
  }

  /** Everything that was asked for while the answer was `late`. */
  answerNow(): void {
    for (const answer of this.late.splice(0)) answer();
  }

  /** Waits until that many messages of this kind came, and gives the last. */
  async came<Type extends ClientMessage['type']>(type: Type, times = 1): Promise<Extract<ClientMessage, { type: Type }>> {
    const found = (): ClientMessage[] => this.heard.filter((one) => one.type === type);
    await expect.poll(() => found().length, `${type} from the page`).toBeGreaterThanOrEqual(times);
    return found()[found().length - 1] as Extract<ClientMessage, { type: Type }>;
  }

  private view(): ServerMessage {
    return { type: 'view', epoch: this.epoch, rev: this.rev, server_time: Date.now(), inquiry: this.inquiry };
  }

  private take(socket: WebSocketRoute): void {
    if (this.away) {
      void socket.close({ code: 1012 });
      return;
    }
    this.sockets.add(socket);
    socket.onMessage((text) => this.listen(JSON.parse(String(text)) as ClientMessage));
    socket.onClose(() => this.sockets.delete(socket));
    const { role, you } = this.options;
    const said = (message: ServerMessage): void => socket.send(JSON.stringify(message));
    said({ type: 'welcome', protocol: 1, role, server_time: Date.now(), epoch: this.epoch, ...(you && { you }) });
    if (role === 'deputy') said(this.own);
    said(this.view());
  }

  private listen(message: ClientMessage): void {
    if (message.type === 'ping') return this.send({ type: 'pong', t: message.t, server_time: Date.now() });
    this.heard.push(message);
    if (message.type === 'vote') this.answer(this.votes, { nonce: message.nonce }, () => this.receive(message));
    else if (message.type !== 'painted') this.answer(this.commands, { id: message.id }, () => this.follow(message));
  }

  private answer(how: Answer, name: { nonce: string } | { id: string }, yes: () => void): void {
    if (how === 'yes') yes();
    else if (how === 'late') this.late.push(yes);
    else if (how !== 'never') this.send({ type: 'refused', ...name, code: how, message: how });
  }

  private receive(vote: Vote): void {
    this.onVote(vote);
    const { nonce, ballot, attempt, choice, choices, score } = vote;
    const pressed = { ...(choice !== undefined && { choice }), ...(choices !== undefined && { choices }), ...(score !== undefined && { score }) };
    this.send({ type: 'receipt', nonce, ballot, attempt, receipt: this.receipt(nonce), at: Date.now(), ...pressed });
    this.send(this.own);
  }

  private follow(asked: Asked): void {
    this.onAsked(asked);
    if (asked.type === 'checkin') this.tellYou({ checked_in: true });
    this.send({ type: 'done', id: asked.id, rev: this.rev });
  }

  private count({ nonce, ballot, attempt, choice, choices, score }: Vote): void {
    const vote: OwnVote = { attempt, receipt: this.receipt(nonce) };
    if (choice !== undefined) vote.choice = choice;
    if (choices !== undefined) vote.choices = choices;
    if (score !== undefined) vote.score = score;
    this.own = { ...this.own, votes: { ...this.own.votes, [ballot]: vote } };
  }

  /** The same nonce has the same receipt for ever. */
  private receipt(nonce: string): string {
    const known = this.receipts.get(nonce) ?? nonce.slice(0, 16);
    this.receipts.set(nonce, known);
    return known;
  }

  private respond(route: Route): Promise<void> {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) {
      if (this.away) return route.abort('connectionrefused');
      const { status = 200, json } = this.options.http?.(request.method(), pathname, request.postData() ? request.postDataJSON() : null) ?? this.joined(pathname);
      return route.fulfill({ status, json });
    }
    const file = join(pages, /\.\w+$/.test(pathname) ? pathname : `${pathname}.html`);
    if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ body: readFileSync(file), headers: { 'Content-Type': types[extname(file)] ?? 'text/plain', 'Content-Security-Policy': policy } });
  }

  private joined(path: string): HttpAnswer {
    const { you, electorates = ['deputies'] } = this.options;
    if (path.endsWith('/screens/join') && you) return { json: { ...you, layout: 'hall' } };
    if (path.endsWith('/join') && you && 'group' in you) {
      const { id, name, group } = you;
      return { json: { id, name, group, electorates } satisfies JoinAnswer };
    }
    return { status: 404, json: { code: 'no_such_page', message: path } };
  }
}
