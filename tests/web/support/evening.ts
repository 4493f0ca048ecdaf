// A server with one inquiry, and the browsers around it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, type Browser as Chromium } from '@playwright/test';
import type { AccountRole, Definition, DeputyKey, KeysAnswer, ScreenAnswer } from '../../../web/src/shared/messages.generated';
import { Browser, good } from '../../integration/support/http';
import { adminPassword, Server } from '../../integration/support/server';
import { Crowd } from './crowd';
import { Complaints, openSurface, type Opened, type Surface } from './surfaces';

const sample = fileURLToPath(new URL('../../../scripts/sample/inquiry.json', import.meta.url));

// The sample's first two matters, with time enough: who closes a ballot here is the moderator.
export function twoMatters(deputies?: number): Definition {
  const whole = JSON.parse(readFileSync(sample, 'utf8')) as Definition;
  return {
    ...whole,
    id: 'evening',
    deputies: whole.deputies.slice(0, deputies),
    items: whole.items.slice(0, 2),
    ballots: (whole.ballots ?? []).slice(0, 2).map((ballot) => ({ ...ballot, duration_ms: 600_000 })),
  };
}

export class Evening {
  readonly complaints = new Complaints();
  readonly opened: Opened[] = [];
  private crowds: Crowd[] = [];

  private constructor(
    private readonly chromium: Chromium,
    public server: Server,
    readonly definition: Definition,
    private readonly admin: Browser,
    private readonly keys: Map<string, DeputyKey>,
    private readonly screenKey: ScreenAnswer,
  ) {}

  static async begin(chromium: Chromium, definition: Definition): Promise<Evening> {
    const server = await Server.start();
    try {
      const admin = new Browser(server.url);
      good(await admin.post('/api/v1/login', { account: 'admin', password: adminPassword }), 200, 'login_answer');
      good(await admin.post('/api/v1/inquiries', definition), 201, 'inquiry_created');
      const path = `/api/v1/inquiries/${definition.id}`;
      const { keys } = good<KeysAnswer>(await admin.post(`${path}/keys`, {}), 200, 'keys_answer');
      const screen = good<ScreenAnswer>(
        await admin.post(`${path}/screens`, { name: '大厅', layout: 'hall' }),
        201,
        'screen_answer',
      );
      const byId = new Map(keys.map((key) => [key.id, key]));
      return new Evening(chromium, server, definition, admin, byId, screen);
    } catch (error) {
      await server.destroy();
      throw error;
    }
  }

  get id(): string {
    return this.definition.id;
  }
  get screenId(): string {
    return this.screenKey.id;
  }

  private async open(surface: Surface, path: string, who?: string): Promise<Opened> {
    const opened = await openSurface(this.chromium, surface, this.server.url + path, this.complaints, who);
    this.opened.push(opened);
    return opened;
  }

  phone(deputy: string, query = ''): Promise<Opened> {
    return this.open('phone', `/phone${query}#${this.id}/${this.keys.get(deputy)!.key}`, deputy);
  }
  console(query = ''): Promise<Opened> {
    return this.open('console', `/console${query}`);
  }
  screen(query = ''): Promise<Opened> {
    return this.open('screen', `/screen${query}#${this.id}/${this.screenKey.key}`);
  }
  live(query = ''): Promise<Opened> {
    return this.open('live', `/live${query}#${this.id}`);
  }

  // An operator's account; its password is the administrator's.
  async account(account: string, role: AccountRole): Promise<void> {
    good(await this.admin.post('/api/v1/accounts', { account, password: adminPassword, role }), 201, 'login_answer');
  }

  // A link that was read off a console.
  phoneAt(url: string): Promise<Opened> {
    return this.open('phone', url.slice(this.server.url.length), 'new phone');
  }

  async liveView(): Promise<unknown> {
    return JSON.parse((await this.admin.get(`/api/v1/inquiries/${this.id}/live`)).text);
  }

  // Everyone on the roll but those who hold a real phone.
  async crowdWithout(deputies: string[]): Promise<Crowd> {
    const keys = [...this.keys.values()].filter(({ id }) => !deputies.includes(id));
    const crowd = await Crowd.join(this.server.url, this.id, keys);
    this.crowds.push(crowd);
    return crowd;
  }

  // Dies like in a power cut.
  crash(): Promise<void> {
    this.complaints.lineMayBreak = true;
    return this.server.crash();
  }

  // At the same address, on the same data.
  async comeBack(): Promise<void> {
    const before = this.server;
    this.server = await before.restart({ listen: new URL(before.url).host });
  }

  async end(): Promise<void> {
    for (const crowd of this.crowds) crowd.leave();
    for (const { context } of this.opened) await context.close();
    await this.server.destroy();
  }
}

// `begin(definition)` starts an evening; whatever was started is ended, and no page may have complained.
export const test = base.extend<{ begin: (definition: Definition) => Promise<Evening> }>({
  begin: async ({ browser }, use) => {
    const evenings: Evening[] = [];
    await use(async (definition) => {
      const evening = await Evening.begin(browser, definition);
      evenings.push(evening);
      return evening;
    });
    for (const evening of evenings) await evening.end();
    for (const evening of evenings) evening.complaints.expectNone();
  },
});
export { adminPassword };
