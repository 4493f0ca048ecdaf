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
  /** Files under /evidence/, by name; what is not here is missing. */
  readonly files = new Map<string, { type: string; body: string | Buffer }>();

  private constructor(private readonly role: 'screen' | 'live') {}

  static async open(page: Page, role: 'screen' | 'live', query: string): Promise<PictureServer> {
    const server = new PictureServer(role);
    await page.routeWebSocket(/\/ws\//, (socket) => server.take(socket));
    await page.route(`${origin}/**`, (route) => server.answer(route));
    await page.goto(role === 'screen' ? `${origin}/screen${query}#pictures/0123456789abcdef` : `${origin}/live/pictures${query}`);
    await server.connection;
    return server;
  }

  private take(socket: WebSocketRoute): void {
    this.socket = socket;
    socket.onMessage((text) => {
      const message = JSON.parse(String(text)) as ClientMessage;
      if (message.type === 'ping') this.send({ type: 'pong', t: message.t, server_time: Date.now() });
      if (message.type === 'painted') this.painted.get(message.rev)?.();
    });
    const you = this.role === 'screen' ? { you: screen } : {};
    this.send({ type: 'welcome', protocol: 1, role: this.role, server_time: Date.now(), epoch: 'pictures', ...you });
    this.connected();
  }

  private answer(route: Route): Promise<void> {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('/screens/join')) return route.fulfill({ json: { ...screen, layout: 'hall' } });
    if (pathname.startsWith('/evidence/')) {
      const file = this.files.get(pathname.slice('/evidence/'.length));
      return file ? route.fulfill({ body: file.body, contentType: file.type }) : route.fulfill({ status: 404, body: '' });
    }
    const page = pathname.startsWith('/live/') ? '/live' : pathname;
    const file = join(pages, /\.\w+$/.test(page) ? page : `${page}.html`);
    if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ body: readFileSync(file), headers: { 'Content-Type': types[extname(file)] ?? 'text/plain', 'Content-Security-Policy': policy } });
  }

  send(message: ServerMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  tell(inquiry: InquiryView): number {
    this.rev += 1;
    this.send({ type: 'view', epoch: 'pictures', rev: this.rev, server_time: Date.now(), inquiry });
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
