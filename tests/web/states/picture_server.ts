// A server for pages that only look: the built pages under our Content-Security-Policy, and a socket over which a test tells views.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Route, WebSocketRoute } from '@playwright/test';
import type { ClientMessage, InquiryView, Layout, Picture, ServerMessage } from '../../../web/src/shared/messages.generated';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = process.env.WENZHENG_PAGES ?? join(root, 'build/web');
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self' ws://hall.test; object-src 'none'; base-uri 'none'";

export const origin = 'http://hall.test';
const screen = { id: 's1', name: '大厅' };

export class PictureServer {
  private socket!: WebSocketRoute;
  private connected!: () => void;
  private readonly connection = new Promise<void>((done) => (this.connected = done));
  private readonly painted = new Map<number, () => void>();
  private rev = 0;
  private newest: ServerMessage | null = null;
  /** Files under /evidence/, by name; what is not here is missing. */
  readonly files = new Map<string, { type: string; body: string | Buffer }>();
  /** Kept waiting until this is fulfilled. */
  filesWaitFor: Promise<void> = Promise.resolve();
  /** The revisions that the screen has reported as drawn. */
  readonly reported: number[] = [];
  connections = 0;
  away = false;

  private constructor(private readonly role: 'screen' | 'live') {}

  /** Answers for this page, which opens nothing yet. */
  static async behind(page: Page, role: 'screen' | 'live'): Promise<PictureServer> {
    const server = new PictureServer(role);
    await page.routeWebSocket(/\/ws\//, (socket) => server.take(socket));
    await page.route(`${origin}/**`, (route) => server.answer(route));
    return server;
  }

  static async open(page: Page, role: 'screen' | 'live', query: string): Promise<PictureServer> {
    const server = await PictureServer.behind(page, role);
    await page.goto(role === 'screen' ? `${origin}/screen${query}#pictures/0123456789abcdef` : `${origin}/live/pictures${query}`);
    await server.connection;
    return server;
  }

  /** The line is cut, and nothing answers until `away` is false again. */
  goAway(): void {
    this.away = true;
    void this.socket.close({ code: 1012 });
  }

  until(): Promise<void> {
    return this.connection;
  }

  private take(socket: WebSocketRoute): void {
    if (this.away) {
      void socket.close({ code: 1012 });
      return;
    }
    this.connections += 1;
    this.socket = socket;
    socket.onMessage((text) => {
      const message = JSON.parse(String(text)) as ClientMessage;
      if (message.type === 'ping') this.send({ type: 'pong', t: message.t, server_time: Date.now() });
      if (message.type !== 'painted') return;
      this.reported.push(message.rev);
      this.painted.get(message.rev)?.();
    });
    const you = this.role === 'screen' ? { you: screen } : {};
    this.send({ type: 'welcome', protocol: 1, role: this.role, server_time: Date.now(), epoch: 'pictures', ...you });
    if (this.newest) this.send(this.newest);
    this.connected();
  }

  private answer(route: Route): Promise<void> {
    const { pathname } = new URL(route.request().url());
    if (this.away && pathname.startsWith('/api/')) return route.abort('connectionrefused');
    // A page with others in frames.
    if (pathname === '/around') return route.fulfill({ body: '<!doctype html><title>around</title>', contentType: 'text/html' });
    if (pathname.endsWith('/screens/join')) return route.fulfill({ json: { ...screen, layout: 'hall' } });
    if (pathname.startsWith('/evidence/')) return this.file(route, pathname.slice('/evidence/'.length));
    const page = pathname.startsWith('/live/') ? '/live' : pathname;
    const file = join(pages, /\.\w+$/.test(page) ? page : `${page}.html`);
    if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ body: readFileSync(file), headers: { 'Content-Type': types[extname(file)] ?? 'text/plain', 'Content-Security-Policy': policy } });
  }

  /** Whole, or the part that was asked for: films are fetched so. */
  private async file(route: Route, name: string): Promise<void> {
    await this.filesWaitFor;
    const file = this.files.get(name);
    if (!file) return route.fulfill({ status: 404, body: '' });
    const body = Buffer.from(file.body);
    const range = /^bytes=(\d+)-(\d*)$/.exec(route.request().headers()['range'] ?? '');
    const common = { 'Accept-Ranges': 'bytes', 'Content-Type': file.type };
    if (!range) return route.fulfill({ body, headers: common });
    const from = Number(range[1]);
    const to = range[2] ? Math.min(Number(range[2]), body.length - 1) : body.length - 1;
    return route.fulfill({ status: 206, body: body.subarray(from, to + 1), headers: { ...common, 'Content-Range': `bytes ${from}-${to}/${body.length}` } });
  }

  send(message: ServerMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  tell(inquiry: InquiryView): number {
    this.rev += 1;
    this.newest = { type: 'view', epoch: 'pictures', rev: this.rev, server_time: Date.now(), inquiry };
    this.send(this.newest);
    return this.rev;
  }

  /** Until the screen says that it has drawn this view. */
  async show(inquiry: InquiryView, shown: Layout | Picture, panic = false): Promise<void> {
    const rev = this.rev + 1;
    const drawn = new Promise<void>((done) => this.painted.set(rev, done));
    const picture = typeof shown === 'string' ? { layout: shown } : shown;
    this.tell({ ...inquiry, screens: [{ ...screen, layout: picture.layout, panic, ...(Object.keys(picture).length > 1 && { picture }) }] });
    await drawn;
  }
}
