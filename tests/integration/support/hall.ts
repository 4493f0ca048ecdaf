// One inquiry on a server, with everyone who can connect to it.
import type {
  AccountRole,
  BallotView,
  Definition,
  InquiryDetail,
  KeysAnswer,
  Layout,
  ResultView,
  ScreenAnswer,
  SocketRole,
  View,
} from '../../../web/src/shared/messages.generated';
import { Client, type ClientOptions } from './client';
import { freshId } from './definitions';
import { Browser, good } from './http';
import { Deputy, Operator } from './people';
import { adminPassword, type Server } from './server';

const accountPassword = 'another password for tests';
type Constructor<C extends Client> = new (url: string, role: SocketRole, options?: ClientOptions) => C;

export async function signIn(server: Server, account = 'admin', password = adminPassword): Promise<Browser> {
  const browser = new Browser(server.url);
  good(await browser.post('/api/v1/login', { account, password }), 200, 'login_answer');
  return browser;
}

export class Hall {
  readonly clients: Client[] = [];
  readonly browsers = new Map<string, Browser>();
  readonly keys = new Map<string, string>();
  // Made once: new keys would revoke those that others are just using.
  private allKeys: Promise<void> | undefined;

  private constructor(
    public server: Server,
    readonly definition: Definition,
    readonly admin: Browser,
  ) {}

  static async open(server: Server, definition: Definition, admin?: Browser): Promise<Hall> {
    const browser = admin ?? (await signIn(server));
    good(await browser.post('/api/v1/inquiries', definition), 201, 'inquiry_created');
    return new Hall(server, definition, browser);
  }

  // One that is on the server already, like a rehearsal.
  static enter(server: Server, definition: Definition, admin: Browser): Hall {
    return new Hall(server, definition, admin);
  }

  get id(): string {
    return this.definition.id;
  }
  get path(): string {
    return `/api/v1/inquiries/${this.id}`;
  }

  // After a restart: the same people, who go to another address.
  moveTo(server: Server): void {
    this.server = server;
    this.admin.base = server.url;
    for (const browser of this.browsers.values()) browser.base = server.url;
  }

  connectAs<C extends Client>(kind: Constructor<C>, role: SocketRole, browser?: Browser, more: ClientOptions = {}): C {
    const headers = { ...browser?.cookieHeader, ...more.headers };
    const client = new kind(`${this.server.websocketUrl}/ws/${this.id}/${role}`, role, { ...more, headers });
    this.clients.push(client);
    return client;
  }

  // A client that has had its first view.
  private async arrived<C extends Client>(client: C): Promise<C> {
    await client.viewOf(0);
    return client;
  }

  async account(role: AccountRole): Promise<Browser> {
    const account = freshId(role);
    good(await this.admin.post('/api/v1/accounts', { account, password: accountPassword, role }), 201, 'login_answer');
    const browser = await signIn(this.server, account, accountPassword);
    this.browsers.set(account, browser);
    return browser;
  }

  async console(who: Browser | AccountRole = this.admin): Promise<Operator> {
    const browser = typeof who === 'string' ? await this.account(who) : who;
    return this.arrived(this.connectAs(Operator, 'console', browser));
  }

  async issueKeys(deputies?: string[]): Promise<void> {
    const body = deputies ? { deputies } : {};
    const answer = good<KeysAnswer>(await this.admin.post(`${this.path}/keys`, body), 200, 'keys_answer');
    for (const { id, key } of answer.keys) this.keys.set(id, key);
  }

  async join(id: string): Promise<Browser> {
    const known = this.browsers.get(id);
    if (known) return known;
    if (!this.keys.has(id)) await (this.allKeys ??= this.issueKeys());
    const browser = new Browser(this.server.url);
    good(await browser.post(`${this.path}/join`, { key: this.keys.get(id) }), 200, 'join_answer');
    this.browsers.set(id, browser);
    return browser;
  }

  async deputy(id: string, more: ClientOptions = {}): Promise<Deputy> {
    const browser = await this.join(id);
    return this.arrived(this.connectAs(Deputy, 'deputy', browser, { who: id, ...more }));
  }

  async addScreen(name: string, layout: Layout): Promise<{ id: string; browser: Browser }> {
    const made = good<ScreenAnswer>(await this.admin.post(`${this.path}/screens`, { name, layout }), 201, 'screen_answer');
    const browser = new Browser(this.server.url);
    good(await browser.post(`${this.path}/screens/join`, { key: made.key }), 200, 'screen_join_answer');
    this.browsers.set(made.id, browser);
    return { id: made.id, browser };
  }

  async screen(name = '大屏', layout: Layout = 'hall'): Promise<Client> {
    const { browser } = await this.addScreen(name, layout);
    return this.arrived(this.connectAs(Client, 'screen', browser));
  }

  live(): Promise<Client> {
    return this.arrived(this.connectAs(Client, 'live'));
  }

  // Deputies who have checked in; the inquiry has to be open for that.
  async present(ids: string[]): Promise<Deputy[]> {
    const deputies = await Promise.all(ids.map((id) => this.deputy(id)));
    await Promise.all(deputies.map((deputy) => deputy.checkIn()));
    return deputies;
  }

  async detail(): Promise<InquiryDetail> {
    return good<InquiryDetail>(await this.admin.get(this.path), 200, 'inquiry_detail');
  }

  async leave(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.close()));
  }
}

export function ballotIn(view: View, id: string): BallotView {
  const found = view.inquiry.ballots.find((ballot) => ballot.id === id);
  if (!found) throw new Error(`no ballot ${id} in the view`);
  return found;
}

export function resultIn(view: View, id: string): ResultView {
  const { result, state } = ballotIn(view, id);
  if (!result) throw new Error(`ballot ${id} is ${state} and has no result`);
  return result;
}
