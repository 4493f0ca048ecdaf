// A real server with an inquiry that runs, its operators at their consoles in Chromium, and screens on the walls.
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { AccountRole, Layout, ScreenAnswer } from '../../web/src/shared/messages.generated';
import { ballot, definition } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { good } from '../integration/support/http';
import type { Deputy } from '../integration/support/people';
import { adminPassword, Server } from '../integration/support/server';
import { Complaints, signIn } from './support/surfaces';

export interface Wall {
  id: string;
  url: string;
  page: Page;
}

export class Studio {
  readonly complaints = new Complaints();
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    private readonly browser: Browser,
    public server: Server,
    readonly hall: Hall,
    readonly deputies: Deputy[],
  ) {}

  /** The pages of one's own build, where there is one. */
  private static get args(): string[] {
    return process.env.WENZHENG_PAGES ? ['--web-dir', process.env.WENZHENG_PAGES] : [];
  }

  static async begin(browser: Browser): Promise<Studio> {
    const server = await Server.start({ args: Studio.args });
    try {
      const told = definition(5, [ballot('b1', { duration_ms: 600_000 })]);
      const statement = '已完成十七个小区的兜底管理。';
      const hall = await Hall.open(server, { ...told, items: told.items.map((item) => (item.id === 'i1' ? { ...item, statement } : item)) });
      const operator = await hall.console();
      await operator.do('open_checkin', {});
      const deputies = await hall.present(['d001', 'd002', 'd003', 'd004', 'd005']);
      await operator.do('start', {});
      await operator.do('select_item', { item: 'i1' });
      return new Studio(browser, server, hall, deputies);
    } catch (error) {
      await server.destroy();
      throw error;
    }
  }

  async page(who: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
    const context = await this.browser.newContext({ viewport });
    this.contexts.push(context);
    const page = await context.newPage();
    this.complaints.watch(page, who);
    return page;
  }

  /** What this page's browser says by itself in a test that provokes it. */
  forgive(what: RegExp): void {
    const { found } = this.complaints;
    found.splice(0, found.length, ...found.filter((said) => !what.test(said)));
  }

  /** Signed in and at the desk of this inquiry. */
  async console(role: AccountRole): Promise<Page> {
    const account = role === 'admin' ? 'admin' : `${role}-here`;
    if (role !== 'admin') good(await this.hall.admin.post('/api/v1/accounts', { account, password: adminPassword, role }), 201, 'login_answer');
    const page = await this.page(role);
    await page.goto(`${this.server.url}/console`);
    await signIn(page, adminPassword, this.hall.id, account);
    return page;
  }

  async link(name: string, layout: Layout): Promise<{ id: string; url: string }> {
    const { id, key } = good<ScreenAnswer>(await this.hall.admin.post(`${this.hall.path}/screens`, { name, layout }), 201, 'screen_answer');
    return { id, url: `${this.server.url}/screen#${this.hall.id}/${key}` };
  }

  async wall(name: string, layout: Layout): Promise<Wall> {
    const { id, url } = await this.link(name, layout);
    const page = await this.page(name, { width: 1280, height: 720 });
    await page.goto(url);
    await expect(page.locator('.stage')).toHaveAttribute('data-scene', /./);
    return { id, url, page };
  }

  async vote(choices: string[]): Promise<void> {
    await Promise.all(choices.map((choice, n) => this.deputies[n]!.press('b1', choice)));
  }

  crash(): Promise<void> {
    this.complaints.lineMayBreak = true;
    return this.server.crash();
  }

  /** At the same address, on the same data. */
  async comeBack(): Promise<void> {
    this.server = await this.server.restart({ listen: new URL(this.server.url).host, args: Studio.args });
    this.hall.moveTo(this.server);
  }

  async end(): Promise<void> {
    await this.hall.leave().catch(() => undefined);
    for (const context of this.contexts) await context.close();
    await this.server.destroy();
  }
}

/** What a screen shows, in its own words. */
export async function expectScene(wall: Wall, scene: string): Promise<void> {
  await expect(wall.page.locator('.stage')).toHaveAttribute('data-scene', scene);
}

/** A picture of the browser's own making. */
export async function madePicture(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 120, height: 120 });
    const draw = canvas.getContext('2d')!;
    draw.fillStyle = '#ffe08a';
    draw.arc(60, 60, 56, 0, 7);
    draw.fill();
    const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!), 'image/png'));
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  });
  return { name: '标志.png', mimeType: 'image/png', buffer: Buffer.from(bytes) };
}

/** A picture and a film as a body would hand them in: made by the browser, of a few seconds. */
export async function madeEvidence(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const made = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 640, height: 360 });
    const draw = canvas.getContext('2d')!;
    let frame = 0;
    const step = (): void => {
      draw.fillStyle = `hsl(${frame * 6} 50% 35%)`;
      draw.fillRect(0, 0, 640, 360);
      draw.fillStyle = '#fff';
      draw.font = '160px sans-serif';
      draw.fillText(String(frame++), 200, 240);
    };
    step();
    const bytes = async (blob: Blob): Promise<number[]> => Array.from(new Uint8Array(await blob.arrayBuffer()));
    const picture = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!), 'image/png'));
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
    const chunks: Blob[] = [];
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    const ended = new Promise((done) => (recorder.onstop = done));
    const moving = setInterval(step, 40);
    recorder.start();
    setTimeout(() => recorder.stop(), 6_000);
    await ended;
    clearInterval(moving);
    return { picture: await bytes(picture), film: await bytes(new Blob(chunks)) };
  });
  return [
    { name: '公示栏.png', mimeType: 'image/png', buffer: Buffer.from(made.picture) },
    { name: '居民采访.webm', mimeType: 'video/webm', buffer: Buffer.from(made.film) },
  ];
}

export const test = base.extend<{ studio: Studio }>({
  studio: async ({ browser }, use) => {
    const studio = await Studio.begin(browser);
    await use(studio);
    await studio.end();
    studio.complaints.expectNone();
  },
});
export { expect };
