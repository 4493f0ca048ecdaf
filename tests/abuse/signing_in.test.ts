// Guessing at passwords, keys and cookies.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audit, InquiryDetail } from '../../web/src/shared/messages.generated';
import { reportsTests } from '../faults/support/report';
import { Client } from '../integration/support/client';
import { until } from '../integration/support/deadline';
import { ballot, definition, freshId } from '../integration/support/definitions';
import { Hall, signIn } from '../integration/support/hall';
import { Browser, errorOf, good, type Answer } from '../integration/support/http';
import { RawWebSocket } from '../integration/support/raw_socket';
import { OuterRedis } from '../integration/support/outer_redis';
import { failOnViolations } from '../integration/support/recorder';
import { adminPassword, Server } from '../integration/support/server';
import { StoreClock } from './support/store_clock';

failOnViolations();

let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
  hall = await Hall.open(server, definition(3, [ballot('b1')]), admin);
});
afterAll(() => server?.destroy());

const password = 'a password for an account';
const login = (account: string, words: string) => new Browser(server.url).post('/api/v1/login', { account, password: words });

async function guess(account: string): Promise<Answer[]> {
  const answers = [];
  for (let i = 0; i < 5; i += 1) answers.push(await login(account, `guess ${i}`));
  return answers;
}

describe('guessing a password', () => {
  reportsTests('guessed passwords');
  it('has to wait after a few tries, and learns nothing of whether the account exists', async () => {
    const account = freshId('clerk');
    good(await admin.post('/api/v1/accounts', { account, password, role: 'moderator' }), 201, 'login_answer');
    const [real, nobody] = [await guess(account), await guess(freshId('nobody'))];
    expect(real.map(errorOf)).toEqual(nobody.map(errorOf));
    expect(real.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429]);
    expect(real.map(({ text }) => text)).toEqual(nobody.map(({ text }) => text));
    expect(real[3]!.headers['retry-after']).toBe('1');
    const waitsLong = async () => (Number((await login(account, 'wrong')).headers['retry-after'] ?? 0) >= 4 ? true : undefined);
    await until(waitsLong, 'a longer wait');
    // Not even the right one is looked at before.
    expect(errorOf(await login(account, password))).toBe('429 too_many_requests');
    const signedIn = async () => ((await login(account, password)).status === 200 ? true : undefined);
    await until(signedIn, 'the right password after the wait');
    expect(errorOf(await login(account, 'wrong again'))).toBe('401 bad_credentials');
    expect((await login(account, password)).status).toBe(200);
  });

  it('holds up no other account', async () => {
    await guess(freshId('nobody'));
    await signIn(server);
  });

  it('many at once is no way round', async () => {
    const account = freshId('nobody');
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => login(account, `guess ${i}`)));
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3);
  });

  it('stands in the list of acts, without what was typed', async () => {
    const account = freshId('clerk');
    const typed = randomBytes(8).toString('hex');
    good(await admin.post('/api/v1/accounts', { account, password, role: 'moderator' }), 201, 'login_answer');
    await login(account, typed);
    await login(typed, 'x');
    const answer = await admin.get('/api/v1/audit?limit=20');
    const { entries } = good<Audit>(answer, 200, 'audit');
    expect(entries.slice(0, 3)).toMatchObject([
      { what: 'signed_in', account: '', result: 'bad_credentials', address: '127.0.0.1' },
      { what: 'signed_in', account, result: 'bad_credentials' },
      { what: 'account_made', account: 'admin', subject: account, result: 'done' },
    ]);
    expect(answer.text).not.toContain(typed);
  });
});

describe('the list of acts', () => {
  reportsTests('acts that must be listed');
  it('is for administrators, names who did what even to himself, and is read a page at a time', async () => {
    const account = freshId('chief');
    good(await admin.post('/api/v1/accounts', { account, password, role: 'admin' }), 201, 'login_answer');
    const chief = await signIn(server, account, password);
    await chief.get(`${hall.path}/record`);
    good(await chief.post(`${hall.path}/keys`, { deputies: ['d001', 'd002'] }), 200, 'keys_answer');
    good(await chief.post('/api/v1/logout', {}), 200, 'empty');
    const again = await signIn(server, account, password);
    good(await again.sendText('DELETE', `/api/v1/accounts/${account}`, '{}'), 200, 'empty');
    const wanted = [
      { what: 'account_removed', subject: account },
      { what: 'signed_in' },
      { what: 'signed_out' },
      { what: 'keys_issued', inquiry: hall.id, count: 2 },
      { what: 'record_exported', inquiry: hall.id },
      { what: 'signed_in' },
    ].map((entry) => ({ account, result: 'done', ...entry }));
    let before = '';
    for (const entry of wanted) {
      const page = good<Audit>(await admin.get(`/api/v1/audit?limit=1${before}`), 200, 'audit');
      expect(page.entries).toMatchObject([entry]);
      expect(page.more).toBe(true);
      before = `&before=${page.entries[0]!.id}`;
    }
    const browser = await hall.account('moderator');
    expect(errorOf(await browser.get('/api/v1/audit'))).toBe('403 not_allowed');
    expect(errorOf(await new Browser(server.url).get('/api/v1/audit'))).toBe('401 not_signed_in');
    for (const bad of ['limit=0', 'limit=201', 'limit=x', 'before=x', 'before=1', 'before=1-']) {
      expect(errorOf(await admin.get(`/api/v1/audit?${bad}`)), bad).toBe('400 bad_field');
    }
    expect(errorOf(await admin.post('/api/v1/audit', {}))).toBe('400 method_not_allowed');
  });

  it('keeps acts back that it cannot take', async () => {
    const redis = await OuterRedis.start();
    const own = await Server.start({ args: redis.args });
    try {
      const chief = await signIn(own);
      redis.kill();
      const refused = async () => {
        const answer = await chief.post('/api/v1/accounts', { account: freshId('no'), password, role: 'director' });
        return answer.status === 503 ? answer : undefined;
      };
      expect(errorOf(await until(refused, 'the act is refused'))).toBe('503 unavailable');
      expect(errorOf(await new Browser(own.url).post('/api/v1/login', { account: 'admin', password: adminPassword }))).toBe('503 unavailable');
    } finally {
      await own.destroy();
      await redis.destroy();
    }
  });
});

it('passwords are kept as Argon2id, and nowhere else', async () => {
  const account = freshId('clerk');
  const secret = randomBytes(12).toString('hex');
  good(await admin.post('/api/v1/accounts', { account, password: secret, role: 'moderator' }), 201, 'login_answer');
  const inStore = (...words: string[]) => spawnSync('redis-cli', ['-s', '/proc/self/cwd/redis.sock', ...words], { cwd: server.dataDir }).stdout.toString();
  expect(inStore('HGET', 'wz:accounts', account)).toMatch(/\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
  for (const file of readdirSync(server.dataDir, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes(secret), file.name).toBe(false);
  }
});

describe('keys', () => {
  reportsTests('keys of others: replayed, revoked, of another inquiry');
  const join = (path: string, key: string) => new Browser(server.url).post(`${path}/join`, { key });

  it('have 128 bits, stand behind the # of their link, and are kept as hashes only', async () => {
    const { keys } = JSON.parse((await admin.post(`${hall.path}/keys`, {})).text) as { keys: { key: string; url: string }[] };
    const record = await admin.get(`${hall.path}/record`);
    for (const { key, url } of keys) {
      expect(new URL(url).hash).toBe(`#${hall.id}/${key}`);
      expect(new URL(url).pathname + new URL(url).search).toBe('/phone');
      expect(Buffer.from(key, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
      expect(record.text).not.toContain(key);
    }
    expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
    expect(record.text).toContain(createHash('sha256').update(keys[0]!.key).digest('hex'));
  });

  it('of another inquiry, revoked or of a screen are no good', async () => {
    const other = await Hall.open(server, definition(1, []), admin);
    await other.issueKeys();
    expect(errorOf(await join(hall.path, other.keys.get('d001')!))).toBe('401 bad_key');
    await hall.issueKeys(['d001']);
    const old = hall.keys.get('d001')!;
    await hall.issueKeys(['d001']);
    expect(errorOf(await join(hall.path, old))).toBe('401 bad_key');
    expect((await join(hall.path, hall.keys.get('d001')!)).status).toBe(200);
    const screen = JSON.parse((await admin.post(`${hall.path}/screens`, { name: '大屏', layout: 'hall' })).text) as { key: string };
    expect(errorOf(await join(hall.path, screen.key))).toBe('401 bad_key');
    for (const key of ['', 'x', '0'.repeat(200)]) expect([400, 401]).toContain((await join(hall.path, key)).status);
  });

  it('that were revoked end what was joined with them: the cookie is no good any more', async () => {
    await hall.issueKeys(['d002']);
    const browser = await hall.join('d002');
    const phone = await hall.deputy('d002');
    await hall.issueKeys(['d002']);
    expect((await phone.closes()).code).toBe(4505);
    const replayed = hall.connectAs(Client, 'deputy', browser);
    expect((await replayed.closes()).code).toBe(4501);
  });
});

describe('cookies', () => {
  reportsTests('cookies: forged, expired, signed out, of another store');
  it('of one who signed out are no good to who has kept them, and another of the same account is', async () => {
    const account = freshId('clerk');
    good(await admin.post('/api/v1/accounts', { account, password, role: 'moderator' }), 201, 'login_answer');
    const [leaving, staying] = [await signIn(server, account, password), await signIn(server, account, password)];
    const kept = { ...leaving.cookieHeader };
    const consoles = [hall.connectAs(Client, 'console', leaving), hall.connectAs(Client, 'console', staying)];
    for (const one of consoles) await one.viewOf(0);
    good(await leaving.post('/api/v1/logout', {}), 200, 'empty');
    expect((await consoles[0]!.closes()).code).toBe(4505);
    // Every worker knows it within a second; this asks until each has said no, many times over.
    const refused = async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => new Browser(server.url).get(hall.path, kept)));
      return answers.every((answer) => errorOf(answer) === '401 not_signed_in') ? true : undefined;
    };
    await until(refused, 'the kept cookie is refused');
    const replayed = hall.connectAs(Client, 'console', undefined, { headers: kept });
    expect((await replayed.closes()).code).toBe(4501);
    await consoles[1]!.settle();
    good(await staying.get(hall.path), 200, 'inquiry_detail');
    const restarted = await signIn(server, account, password);
    good(await restarted.get(hall.path), 200, 'inquiry_detail');
  });

  it('are no good any more once they have expired, by the store’s clock', async () => {
    const redis = await OuterRedis.start();
    const clock = await StoreClock.before(redis);
    const own = await Server.start({ args: clock.args });
    try {
      const chief = await signIn(own);
      const there = await Hall.open(own, definition(1, []), chief);
      const deputy = await there.join('d001');
      const { browser: screen } = await there.addScreen('大屏', 'hall');
      // Each kind's own time: an operator's evening, and a deputy's and a screen's three days.
      const clients = { console: chief, deputy, screen } as const;
      const codeOf = async (role: keyof typeof clients) => {
        const client = there.connectAs(Client, role, clients[role]);
        const code = await client.viewOf(0).then(() => 0, async () => (await client.closes()).code);
        client.terminate();
        return code;
      };
      const codes = async () => [await codeOf('console'), await codeOf('deputy'), await codeOf('screen')];
      const becomes = (wanted: number[]) => until(async () => (String(await codes()) === String(wanted) ? true : undefined), String(wanted));
      await becomes([0, 0, 0]);
      clock.hours = 15;
      await becomes([0, 0, 0]);
      clock.hours = 17;
      await becomes([4501, 0, 0]);
      expect(errorOf(await chief.get(there.path))).toBe('401 not_signed_in');
      clock.hours = 73;
      await becomes([4501, 4501, 4501]);
    } finally {
      await own.destroy();
      clock.close();
      await redis.destroy();
    }
  }, 60_000);

  it('that were changed by hand sign nobody in', async () => {
    const deputy = await hall.join('d003');
    const value = deputy.cookies.get('wz_deputy')!;
    const [payload, signature] = value.split('.');
    const forged = Buffer.from(Buffer.from(payload!, 'base64url').toString().replace('d003', 'd001')).toString('base64url');
    const late = Buffer.from(Buffer.from(payload!, 'base64url').toString().replace(/"until":\d+/, '"until":9999999999999')).toString('base64url');
    for (const wrong of [`${forged}.${signature}`, `${late}.${signature}`, `${payload}.`, `${payload}.${'A'.repeat(43)}`, payload!]) {
      const client = hall.connectAs(Client, 'deputy', undefined, { headers: { cookie: `wz_deputy=${wrong}` } });
      expect((await client.closes()).code, wrong).toBe(4501);
    }
  });

  it('under the name that only TLS can set are none without TLS', async () => {
    const headers = { cookie: `__Host-wz_operator=${admin.cookies.get('wz_operator')}` };
    expect(errorOf(await new Browser(server.url).get(hall.path, headers))).toBe('401 not_signed_in');
    const client = hall.connectAs(Client, 'console', undefined, { headers });
    expect((await client.closes()).code).toBe(4501);
  });

  it('of another store are none', async () => {
    const other = await Server.start();
    try {
      const stranger = await signIn(other);
      stranger.base = server.url;
      expect(errorOf(await stranger.get(hall.path))).toBe('401 not_signed_in');
    } finally {
      await other.destroy();
    }
  });
});

describe('an origin', () => {
  reportsTests('foreign, missing and null origins');
  const foreign = ['null', 'http://evil.example', 'file://', 'http://127.0.0.1', 'http://127.0.0.1.evil.example', 'https://evil.example:443', 'x'];

  it('that is not ours changes nothing and hears nothing', async () => {
    for (const origin of foreign) {
      const answer = await admin.post('/api/v1/accounts', { account: freshId('no'), password, role: 'admin' }, { origin });
      expect(errorOf(answer), origin).toBe('403 foreign_origin');
      const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/console`, { ...admin.cookieHeader, origin });
      expect(await socket.closeCode(), origin).toBe(4503);
      expect(socket.frames.some(({ opcode }) => opcode === 1), origin).toBe(false);
      socket.destroy();
    }
  });

  it('that the settings name is let in as well, as it is written there', async () => {
    const studio = 'https://studio.example';
    const own = await Server.start({ settings: `allowed_origins = ["${studio}"]\n` });
    try {
      const chief = await signIn(own);
      const there = await Hall.open(own, definition(1, []), chief);
      const tries = async (origin: string) => {
        const { status } = await chief.post(`${there.path}/keys`, {}, { origin });
        const socket = await RawWebSocket.open(own.url, `/ws/${there.id}/console`, { ...chief.cookieHeader, origin });
        const code = await Promise.race([socket.message('view').then(() => 0), socket.closeCode()]);
        socket.destroy();
        return [status, code];
      };
      expect(await tries(studio)).toEqual([200, 0]);
      for (const origin of ['http://studio.example', 'https://studio.example:8443', 'https://studio.example.evil', 'https://www.studio.example', 'null'])
        expect(await tries(origin), origin).toEqual([403, 4503]);
    } finally {
      await own.destroy();
    }
  });

  it('of our own pages, or none, is let in', async () => {
    for (const headers of [{ origin: server.url }, {}] as Record<string, string>[]) {
      good<InquiryDetail>(await admin.get(hall.path, headers), 200, 'inquiry_detail');
      const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/console`, { ...admin.cookieHeader, ...headers });
      await socket.message('view');
      socket.destroy();
    }
  });
});
