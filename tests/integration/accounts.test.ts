// Accounts after they were made: changed, deleted, signed out, on one node and on another.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AccountRole, Accounts } from '../../web/src/shared/messages.generated';
import { until } from './support/deadline';
import { ballot, definition, freshId } from './support/definitions';
import { Hall, signIn } from './support/hall';
import { Browser, errorOf, good } from './support/http';
import { OuterRedis } from './support/outer_redis';
import { Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

const password = 'a password for an account';
// What "within a second or so" may take at most on a busy machine.
const signOutDeadline = 5_000;

interface Somebody {
  account: string;
  browser: Browser;
}

async function make(admin: Browser, server: Server, role: AccountRole): Promise<Somebody> {
  const account = freshId(role);
  good(await admin.post('/api/v1/accounts', { account, password, role }), 201, 'login_answer');
  return { account, browser: await signIn(server, account, password) };
}

const pathOf = (account: string) => `/api/v1/accounts/${account}`;
const remove = (admin: Browser, account: string) => admin.sendText('DELETE', pathOf(account), '{}');
const login = (server: Server, account: string, words = password) =>
  new Browser(server.url).post('/api/v1/login', { account, password: words });

describe('on one node', () => {
  let server: Server;
  let admin: Browser;
  let hall: Hall;
  beforeAll(async () => {
    // More than one worker, whatever the machine: each has to hear of a change.
    server = await Server.start({ args: ['--workers', '3'] });
    admin = await signIn(server);
    hall = await Hall.open(server, definition(2, [ballot('b1')]), admin);
  });
  afterAll(() => server?.destroy());
  afterEach(() => hall.leave());

  const staysGood = async (browser: Browser) => expect((await browser.get(hall.path)).status).toBe(200);
  const isSignedOut = (browser: Browser) =>
    until(
      async () => ((await browser.get(hall.path)).status === 401 ? true : undefined),
      'the cookie is no good any more',
      signOutDeadline,
    );

  describe('the list', () => {
    it('names every account and its role, to administrators', async () => {
      const director = await make(admin, server, 'director');
      const { accounts } = good<Accounts>(await admin.get('/api/v1/accounts'), 200, 'accounts');
      expect(accounts).toContainEqual({ account: 'admin', role: 'admin' });
      expect(accounts).toContainEqual({ account: director.account, role: 'director' });
      expect(errorOf(await director.browser.get('/api/v1/accounts'))).toBe('403 not_allowed');
      expect(errorOf(await new Browser(server.url).get('/api/v1/accounts'))).toBe('401 not_signed_in');
    });
  });

  describe('a change', () => {
    it('of the role signs out: cookie, console, and then it is another role', async () => {
      const { account, browser } = await make(admin, server, 'director');
      const console = await hall.console(browser);
      const answer = await admin.put(pathOf(account), { role: 'moderator' });
      expect(good(answer, 200, 'login_answer')).toEqual({ account, role: 'moderator' });
      expect((await console.closes(signOutDeadline)).code).toBe(4505);
      await isSignedOut(browser);
      const refused = hall.connectAs(Operator, 'console', browser);
      expect((await refused.closes()).code).toBe(4501);
      const again = await signIn(server, account, password);
      const back = await hall.console(again);
      expect(back.all('welcome')[0]!.you).toEqual({ account, role: 'moderator' });
    });

    it('of the password signs out, and the old password is no good', async () => {
      const { account, browser } = await make(admin, server, 'moderator');
      const console = await hall.console(browser);
      const changed = 'quite another password';
      good(await admin.put(pathOf(account), { password: changed }), 200, 'login_answer');
      expect((await console.closes(signOutDeadline)).code).toBe(4505);
      await isSignedOut(browser);
      expect(errorOf(await login(server, account))).toBe('401 bad_credentials');
      await staysGood(await signIn(server, account, changed));
    });

    it('leaves everybody else where they are', async () => {
      const changed = await make(admin, server, 'director');
      const other = await make(admin, server, 'moderator');
      const consoles = [await hall.console(changed.browser), await hall.console(other.browser)];
      await admin.put(pathOf(changed.account), { role: 'scrutineer' });
      expect((await consoles[0]!.closes(signOutDeadline)).code).toBe(4505);
      await consoles[1]!.settle();
      expect(consoles[1]!.isOpen).toBe(true);
      await staysGood(other.browser);
    });

    it('to what it is already changes nothing', async () => {
      const same = await make(admin, server, 'director');
      const other = await make(admin, server, 'director');
      const kept = await hall.console(same.browser);
      const closed = await hall.console(other.browser);
      for (const body of [{ role: 'director' }, {}]) {
        const answer = await admin.put(pathOf(same.account), body);
        expect(good(answer, 200, 'login_answer')).toEqual({ account: same.account, role: 'director' });
      }
      good(await admin.put(pathOf(other.account), { role: 'moderator' }), 200, 'login_answer');
      await closed.closes(signOutDeadline);
      await staysGood(same.browser);
      expect(kept.isOpen).toBe(true);
    });

    it('is good at once for who signs in behind it, whichever worker answers', async () => {
      const { account } = await make(admin, server, 'director');
      for (const role of ['moderator', 'scrutineer', 'director'] as const) {
        good(await admin.put(pathOf(account), { role }), 200, 'login_answer');
        const browser = await signIn(server, account, password);
        const answers = await Promise.all(Array.from({ length: 9 }, () => browser.get(hall.path)));
        expect(answers.map((answer) => answer.status)).toEqual(Array(9).fill(200));
      }
    });

    it('is refused where it is no good', async () => {
      const { account, browser } = await make(admin, server, 'director');
      const change = (body: unknown) => admin.put(pathOf(account), body);
      expect(errorOf(await change({ role: 'king' }))).toBe('400 bad_field');
      expect(errorOf(await change({ password: 'short' }))).toBe('400 bad_field');
      expect(errorOf(await change({ role: 'admin', colour: 'red' }))).toBe('400 unknown_field');
      expect(errorOf(await admin.sendText('PUT', pathOf(account), 'role'))).toBe('400 bad_json');
      expect(errorOf(await browser.put(pathOf(account), { role: 'admin' }))).toBe('403 not_allowed');
      expect(errorOf(await new Browser(server.url).put(pathOf(account), { role: 'admin' }))).toBe('401 not_signed_in');
      expect(errorOf(await admin.post(pathOf(account), {}))).toBe('400 method_not_allowed');
      await staysGood(browser);
    });
  });

  describe('deleting', () => {
    it('signs out, and the same name made anew is somebody else', async () => {
      const { account, browser } = await make(admin, server, 'moderator');
      const console = await hall.console(browser);
      good(await remove(admin, account), 200, 'empty');
      expect((await console.closes(signOutDeadline)).code).toBe(4505);
      await isSignedOut(browser);
      expect(errorOf(await login(server, account))).toBe('401 bad_credentials');
      good(await admin.post('/api/v1/accounts', { account, password, role: 'admin' }), 201, 'login_answer');
      await staysGood(await signIn(server, account, password));
      expect(errorOf(await browser.get(hall.path))).toBe('401 not_signed_in');
    });

    it('is for administrators', async () => {
      const { account } = await make(admin, server, 'director');
      const { browser } = await make(admin, server, 'moderator');
      expect(errorOf(await remove(browser, account))).toBe('403 not_allowed');
      expect(errorOf(await remove(new Browser(server.url), account))).toBe('401 not_signed_in');
    });
  });

  it('an account that is not there can not be changed or deleted', async () => {
    for (const account of ['nobody', 'No-Id', 'a'.repeat(41)]) {
      expect(errorOf(await admin.put(pathOf(account), { role: 'admin' })), account).toBe('404 no_such_account');
      expect(errorOf(await remove(admin, account)), account).toBe('404 no_such_account');
    }
  });

  it('an administrator is always left', async () => {
    const own = await Server.start();
    try {
      const first = await signIn(own);
      expect(errorOf(await remove(first, 'admin'))).toBe('409 last_admin');
      expect(errorOf(await first.put(pathOf('admin'), { role: 'moderator' }))).toBe('409 last_admin');
      const second = await make(first, own, 'admin');
      expect((await remove(second.browser, 'admin')).status).toBe(200);
      expect(errorOf(await remove(second.browser, second.account))).toBe('409 last_admin');
      // A new password for the last one is no loss.
      good(await second.browser.put(pathOf(second.account), { password: 'quite another password' }), 200, 'login_answer');
      await signIn(own, second.account, 'quite another password');
    } finally {
      await own.destroy();
    }
  });

  it('signing out leaves no cookie, and no harm to who has none', async () => {
    const { browser } = await make(admin, server, 'moderator');
    good(await browser.post('/api/v1/logout', {}), 200, 'empty');
    expect(browser.cookieLines.at(-1)).toMatch(/^wz_operator=;.*Max-Age=0/);
    expect(errorOf(await browser.get(hall.path))).toBe('401 not_signed_in');
    good(await new Browser(server.url).post('/api/v1/logout', {}), 200, 'empty');
    expect(errorOf(await browser.post('/api/v1/logout', { all: true }))).toBe('400 unknown_field');
    expect(errorOf(await browser.get('/api/v1/logout'))).toBe('400 method_not_allowed');
    expect(errorOf(await browser.post('/api/v1/logout', {}, { origin: 'http://evil.example' }))).toBe('403 foreign_origin');
  });
});

describe('on two nodes', () => {
  let redis: OuterRedis;
  let nodes: [Server, Server];
  let hall: Hall;
  beforeAll(async () => {
    redis = await OuterRedis.start();
    // One worker: without the store only one that has the inquiry open can tell of it.
    const args = [...redis.args, '--workers', '1'];
    nodes = [await Server.start({ args }), await Server.start({ args })];
    hall = await Hall.open(nodes[0], definition(2, [ballot('b1')]));
  });
  afterAll(async () => {
    await hall?.leave();
    for (const node of nodes ?? []) await node.destroy();
    await redis?.destroy();
  });

  it('a change on one signs out on the other; without the store what was known holds', async () => {
    const { account, browser } = await make(hall.admin, nodes[0], 'moderator');
    const other = await make(hall.admin, nodes[0], 'director');
    for (const one of [browser, other.browser]) one.base = nodes[1].url;
    hall.server = nodes[1];
    const console = await hall.console(browser);
    const kept = await hall.console(other.browser);
    good(await hall.admin.put(pathOf(account), { role: 'director' }), 200, 'login_answer');
    expect((await console.closes(signOutDeadline)).code).toBe(4505);
    expect(errorOf(await browser.get(hall.path))).toBe('401 not_signed_in');

    redis.kill();
    const notReady = async () => ((await other.browser.get('/readyz')).status === 503 ? true : undefined);
    await until(notReady, 'the node notices');
    expect((await other.browser.get(hall.path)).status).toBe(200);
    // It can't be known whether this cookie is an old one or one of a newer version.
    expect(errorOf(await browser.get(hall.path))).toBe('503 unavailable');
    const waiting = hall.connectAs(Operator, 'console', browser);
    expect((await waiting.closes()).code).toBe(1012);
    await kept.settle();
    expect(kept.isOpen).toBe(true);
    expect((await hall.console(other.browser)).isOpen).toBe(true);
    expect(errorOf(await hall.admin.get('/api/v1/accounts'))).toBe('503 unavailable');
  });
});
