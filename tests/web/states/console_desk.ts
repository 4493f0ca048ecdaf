// A console before a server that a test plays: signed in or not, with the HTTP calls that a desk makes.
import { expect, type Page } from '@playwright/test';
import type { AccountRole, Command, InquiryView } from '../../../web/src/shared/messages.generated';
import { FakeServer, origin, type HttpAnswer } from '../support/fake_server';
import { deskStates, type DeskState } from './console_states';
import { speaking, type Language } from './picture_data';

const refused: HttpAnswer = { status: 401, json: { code: 'not_signed_in', message: '' } };

export class Desk {
  readonly posts: { path: string; body: unknown }[] = [];
  signedIn = true;
  readonly server: FakeServer;
  private simulated = 0;

  private constructor(private readonly page: Page, private readonly role: AccountRole, private readonly inquiry: InquiryView) {
    this.server = new FakeServer({
      role: 'console',
      inquiry,
      you: { account: `${role}1`, role },
      http: (method, path, body) => this.call(method, path, body),
    });
  }

  static async open(page: Page, role: AccountRole, inquiry: InquiryView, { query = '', signedIn = true, chosen = true } = {}): Promise<Desk> {
    const desk = new Desk(page, role, inquiry);
    desk.signedIn = signedIn;
    await desk.server.open(page, `/console${query}${chosen ? `#${inquiry.id}` : ''}`);
    if (signedIn && chosen) await expect(page.getByTestId(role === 'director' ? 'director' : 'next-action')).toBeVisible();
    return desk;
  }

  /** A title of its own tells when the page has taken this state and not still the one before it. */
  async put({ name, inquiry, progress, presence, count }: DeskState): Promise<void> {
    const title = `${inquiry.title} ${name}`;
    // As the server does: a count goes to scrutineers only.
    for (const message of [progress, presence, this.role === 'scrutineer' ? count : undefined]) if (message) this.server.send(message);
    this.server.tell({ ...inquiry, title });
    await expect(this.page.locator('.bar h1')).toHaveText(title);
  }

  /** The newest command, once that many have come. */
  async commanded(times = 1): Promise<Pick<Command, 'name' | 'args'>> {
    const { name, args } = await this.server.came('command', times);
    return { name, args } as Pick<Command, 'name' | 'args'>;
  }

  private call(method: string, path: string, body: unknown): HttpAnswer | undefined {
    if (method === 'POST') this.posts.push({ path, body });
    if (path.endsWith('/login')) {
      this.signedIn = true;
      return { json: { account: `${this.role}1`, role: this.role } };
    }
    if (!this.signedIn) return refused;
    if (path.endsWith('/logout')) {
      this.signedIn = false;
      return { json: {} };
    }
    if (path.endsWith('/simulation')) {
      if (method === 'POST') this.simulated = (body as { running: boolean }).running ? 150 : 0;
      return { json: { running: this.simulated > 0, deputies: this.simulated } };
    }
    const { id, title, state, present, entitled, rehearsal } = this.inquiry;
    if (path.endsWith('/keys')) return { json: { keys: (body as { deputies: string[] }).deputies.map((one) => ({ id: one, key: 'k', url: `${origin}/phone#${id}/k-${one}` })) } };
    if (path.endsWith('/screens')) return { status: 201, json: { id: 's9', key: 'k', url: `${origin}/screen#${id}/k-s9` } };
    if (path !== '/api/v1/inquiries') return undefined;
    const again = { id: 'pictures-r1', title, state: 'running', rev: 7, present: 0, entitled, rehearsal: true };
    return { json: { inquiries: [{ id, title, state, rev: 40, present, entitled, rehearsal }, again] } };
  }
}

/** By the end of its name. */
export function state(name: string, language: Language = 'zh-CN'): DeskState {
  const found = deskStates(speaking(language), Date.now()).find((one) => one.name.endsWith(name));
  if (!found) throw new Error(`no state ${name}`);
  return found;
}

/** At the desk in this state. */
export async function at(page: Page, role: AccountRole, name: string, query = ''): Promise<Desk> {
  const told = state(name, query.includes('en') ? 'en' : 'zh-CN');
  const desk = await Desk.open(page, role, told.inquiry, { query });
  await desk.put(told);
  return desk;
}
