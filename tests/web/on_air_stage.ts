// A real server, an operator at its console, deputies, and four screens in Chromium whose own clocks are hours off.
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Layout, ScreenAnswer, View } from '../../web/src/shared/messages.generated';
import { ballot, definition } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { good } from '../integration/support/http';
import type { Deputy, Operator } from '../integration/support/people';
import { Server } from '../integration/support/server';
import { Complaints } from './support/surfaces';

const hour = 3_600_000;
/** What the clocks of the four pages are off by. */
export const clocksAreOff: Record<string, number> = { hall: 0, rostrum: 3 * hour + 1_234, caption: -5 * hour - 777, result: 26 * 60_000 };
export const layouts = ['hall', 'rostrum', 'caption', 'result'] as const;

// Runs in the page before anything of it: its clock is off, and what it shows is noted with the machine's own time.
function watchPage({ shift }: { shift: number }): void {
  const Real = Date;
  class Shifted extends Real {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(Real.now() + shift);
      else super(...(given as [number]));
    }
    static override now(): number {
      return Real.now() + shift;
    }
  }
  globalThis.Date = Shifted as DateConstructor;
  const seen: { scenes: string[]; firstCounts: string[]; revealedAt: number[] } = { scenes: [], firstCounts: [], revealedAt: [] };
  (window as unknown as { seen: typeof seen }).seen = seen;
  let scene = '';
  let revealed: string | undefined;
  const look = (): void => {
    const stage = document.querySelector<HTMLElement>('.stage');
    if (!stage) return;
    const now = `${stage.dataset.testid}:${stage.dataset.scene}`;
    if (now !== scene) seen.scenes.push((scene = now));
    const count = document.querySelector('[data-testid="result"] [data-choice="satisfied"] b')?.firstChild?.textContent;
    if (count && seen.firstCounts[seen.firstCounts.length - 1] !== count) seen.firstCounts.push(count);
    if (stage.dataset.revealedAt !== revealed) {
      revealed = stage.dataset.revealedAt;
      if (revealed !== undefined) seen.revealedAt.push(Real.now());
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

export interface Seen {
  /** Each picture in turn, as `layout:scene`. */
  scenes: string[];
  /** What the bar of the first choice said, in turn. */
  firstCounts: string[];
  /** The machine's time of each reveal's first frame. */
  revealedAt: number[];
}

export class Stage {
  readonly complaints = new Complaints();
  readonly pages = new Map<string, Page>();
  readonly ids = new Map<string, string>();
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    public server: Server,
    readonly hall: Hall,
    public operator: Operator,
    readonly deputies: Deputy[],
  ) {}

  static async begin(): Promise<Stage> {
    const server = await Server.start({ args: Stage.args });
    try {
      const ballots = ['b1', 'b2', 'b3'].map((id) => ballot(id, { title: `对答复的满意度测评 ${id}`, duration_ms: 600_000 }));
      const hall = await Hall.open(server, definition(9, ballots));
      const operator = await hall.console();
      await operator.do('open_checkin', {});
      const deputies = await hall.present(['d001', 'd002', 'd003', 'd004', 'd005', 'd006', 'd007']);
      await operator.do('start', {});
      await operator.do('select_item', { item: 'i1' });
      return new Stage(server, hall, operator, deputies);
    } catch (error) {
      await server.destroy();
      throw error;
    }
  }

  /** The pages of one's own build, where there is one. */
  private static get args(): string[] {
    return process.env.WENZHENG_PAGES ? ['--web-dir', process.env.WENZHENG_PAGES] : [];
  }

  async screens(browser: Browser, query: string): Promise<Page[]> {
    for (const layout of layouts) await this.screen(browser, layout, query);
    return layouts.map((layout) => this.page(layout));
  }

  private async screen(browser: Browser, layout: Layout, query: string): Promise<void> {
    const made = good<ScreenAnswer>(await this.hall.admin.post(`${this.hall.path}/screens`, { name: layout, layout }), 201, 'screen_answer');
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.addInitScript(watchPage, { shift: clocksAreOff[layout] ?? 0 });
    this.complaints.watch(page, layout);
    this.contexts.push(context);
    this.pages.set(layout, page);
    this.ids.set(layout, made.id);
    await page.goto(`${this.server.url}/screen${query}#${this.hall.id}/${made.key}`);
    await expect(page.locator('.stage')).toHaveAttribute('data-scene', /./);
  }

  page(layout: string): Page {
    return this.pages.get(layout)!;
  }

  get everyPage(): Page[] {
    return [...this.pages.values()];
  }

  seen(page: Page): Promise<Seen> {
    return page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  }

  async vote(id: string, choices: string[]): Promise<void> {
    await this.operator.do('open_ballot', { ballot: id });
    await Promise.all(choices.map((choice, n) => this.deputies[n]!.press(id, choice)));
  }

  async count(id: string): Promise<void> {
    await this.operator.do('close_ballot', { ballot: id });
  }

  reveal(id: string): Promise<View> {
    return this.operator.do('reveal_ballot', { ballot: id });
  }

  /** All of them at once: nothing gets in or out. */
  async offline(off: boolean): Promise<void> {
    this.complaints.lineMayBreak = true;
    await Promise.all(this.contexts.map((context) => context.setOffline(off)));
  }

  crash(): Promise<void> {
    this.complaints.lineMayBreak = true;
    return this.server.crash();
  }

  /** At the same address, on the same data; the operator is back as well. */
  async comeBack(): Promise<void> {
    this.server = await this.server.restart({ listen: new URL(this.server.url).host, args: Stage.args });
    this.hall.moveTo(this.server);
    this.operator = await this.hall.console();
  }

  async end(): Promise<void> {
    await this.hall.leave().catch(() => undefined);
    for (const context of this.contexts) await context.close();
    await this.server.destroy();
    this.complaints.expectNone();
  }
}

export const test = base.extend<{ stage: Stage }>({
  stage: async ({}, use) => {
    const stage = await Stage.begin();
    await use(stage);
    await stage.end();
  },
});
export { expect };
