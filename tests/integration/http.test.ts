// Health, signing in, accounts, and what every HTTP call has in common.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExamples, type InvalidExample } from '../protocol/support/examples';
import { Client } from './support/client';
import { until } from './support/deadline';
import { ballot, definition, freshId } from './support/definitions';
import { Hall, signIn } from './support/hall';
import { ask, Browser, errorOf, good } from './support/http';
import { RawConnection } from './support/raw_socket';
import { failOnViolations } from './support/recorder';
import { adminPassword, Server } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());

const json = { 'content-type': 'application/json' };
const login = { account: 'admin', password: adminPassword };

describe('health', () => {
  it('is told', async () => {
    expect((await ask(`${server.url}/healthz`)).status).toBe(200);
    expect((await ask(`${server.url}/readyz`)).status).toBe(200);
  });

  it('has metrics for Prometheus', async () => {
    const { status, headers, text } = await ask(`${server.url}/metrics`);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(/^# TYPE \w+ (counter|gauge|histogram|summary)$/m);
  });
});

describe('login', () => {
  it('gives account, role and a cookie that scripts can not read', async () => {
    const browser = new Browser(server.url);
    const answer = await browser.post('/api/v1/login', login);
    expect(good(answer, 200, 'login_answer')).toEqual({ account: 'admin', role: 'admin' });
    expect([...browser.cookies.keys()]).toEqual(['wz_operator']);
    expect(browser.cookieLines[0]).toMatch(/HttpOnly/i);
    expect(browser.cookieLines[0]).toMatch(/SameSite=(Lax|Strict)/i);
  });

  it('says the same of a wrong password and of a wrong account', async () => {
    const browser = new Browser(server.url);
    const wrong = await browser.post('/api/v1/login', { ...login, password: 'not the password' });
    const nobody = await browser.post('/api/v1/login', { ...login, account: 'nobody' });
    expect(errorOf(wrong)).toBe('401 bad_credentials');
    expect(nobody.text).toBe(wrong.text);
    expect(nobody.status).toBe(401);
    expect(browser.cookies.size).toBe(0);
  });

  it('does not take a cookie that was changed', async () => {
    const value = admin.cookies.get('wz_operator')!;
    const changed = value.slice(0, -1) + (value.endsWith('A') ? 'B' : 'A');
    for (const cookie of [changed, '', 'x', value.slice(0, value.length / 2), value.repeat(20)]) {
      const answer = await ask(`${server.url}/api/v1/inquiries`, { headers: { cookie: `wz_operator=${cookie}` } });
      expect(errorOf(answer)).toBe('401 not_signed_in');
    }
  });
});

describe('accounts', () => {
  const password = 'a password for an account';

  it('exist once', async () => {
    const account = { account: freshId('director'), password, role: 'director' };
    good(await admin.post('/api/v1/accounts', account), 201, 'login_answer');
    expect(errorOf(await admin.post('/api/v1/accounts', account))).toBe('409 exists');
    await signIn(server, account.account, password);
  });

  it('are made by the administrator only', async () => {
    const body = { account: freshId('x'), password, role: 'admin' };
    expect(errorOf(await new Browser(server.url).post('/api/v1/accounts', body))).toBe('401 not_signed_in');
    const account = freshId('moderator');
    await admin.post('/api/v1/accounts', { account, password, role: 'moderator' });
    const moderator = await signIn(server, account, password);
    expect(errorOf(await moderator.post('/api/v1/accounts', body))).toBe('403 not_allowed');
  });
});

describe.each([
  ['login', 'POST', '/api/v1/login'],
  ['account', 'POST', '/api/v1/accounts'],
  ['account_change', 'PUT', '/api/v1/accounts/admin'],
  ['empty', 'POST', '/api/v1/logout'],
  ['empty', 'POST', '/api/v1/inquiries/nowhere/rehearsals'],
])('the body of %s', (message, method, path) => {
  it(`gets the code of the golden example where it is bad: ${path}`, async () => {
    for (const { file, value } of readExamples<InvalidExample>(`${message}/invalid`)) {
      expect(errorOf(await admin.sendText(method, path, value.text)), file).toBe(`400 ${value.code}`);
    }
  });
});

describe('a state-changing call', () => {
  it('needs JSON as its content type', async () => {
    const body = JSON.stringify(login);
    const types: Record<string, string>[] = [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/x-www-form-urlencoded' }];
    for (const headers of types) {
      const answer = await ask(`${server.url}/api/v1/login`, { method: 'POST', headers, body });
      expect(errorOf(answer)).toBe('415 unsupported_media_type');
    }
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await ask(`${server.url}/api/v1/login`, { method: 'POST', headers, body })).status).toBe(200);
  });

  it('is refused from a foreign origin, and taken from our own', async () => {
    const browser = new Browser(server.url);
    for (const origin of ['http://evil.example', 'https://127.0.0.1:1', 'null', `${server.url}.evil.example`]) {
      expect(errorOf(await browser.post('/api/v1/login', login, { origin })), origin).toBe('403 foreign_origin');
    }
    expect((await browser.post('/api/v1/login', login, { origin: server.url })).status).toBe(200);
  });

  it('has a limit to its size', async () => {
    const long = JSON.stringify({ ...login, password: 'x'.repeat(100_000) });
    expect(errorOf(await admin.sendText('POST', '/api/v1/login', long))).toBe('413 too_large');
    const raw = new RawConnection(server.url);
    raw.write(
      'POST /api/v1/inquiries HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{',
    );
    await raw.wait(() => /^HTTP\/1\.1 413 /.test(raw.received.toString()) || undefined, 'the answer 413');
    raw.destroy();
  });

  it('with bytes that are no UTF-8 is no JSON', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
    const answer = await ask(`${server.url}/api/v1/login`, { method: 'POST', headers: json, body });
    expect(errorOf(answer)).toBe('400 bad_json');
  });
});

describe('addresses', () => {
  it('that do not exist get an error of ours', async () => {
    expect(errorOf(await admin.get('/api/v1/nothing'))).toMatch(/^404 /);
    expect(errorOf(await admin.get('/api/v1/inquiries/no-such-one'))).toBe('404 no_such_inquiry');
    expect(errorOf(await admin.get('/api/v1/inquiries/no-such-one/live'))).toBe('404 no_such_inquiry');
    expect(errorOf(await admin.post('/api/v1/inquiries/no-such-one/keys', {}))).toBe('404 no_such_inquiry');
    expect((await admin.get('/no-such-page')).status).toBe(404);
    expect((await admin.get('/../../etc/passwd')).status).toBeGreaterThanOrEqual(400);
    expect((await admin.get('/assets/..%2f..%2fetc%2fpasswd')).status).toBeGreaterThanOrEqual(400);
  });

  it('that hold something else than an id do not exist either', async () => {
    for (const id of ['Big', 'a%2Fb', '%E7%9F%B3', 'a'.repeat(41), 'a:b', '%7Btag%7D']) {
      expect((await admin.get(`/api/v1/inquiries/${id}`)).status, id).toBe(404);
    }
  });

  it('are called in their own way', async () => {
    expect(errorOf(await admin.get('/api/v1/login'))).toBe('400 method_not_allowed');
    expect(errorOf(await admin.sendText('DELETE', '/api/v1/inquiries', '{}'))).toBe('400 method_not_allowed');
  });
});

describe('what is no HTTP', () => {
  it.each([
    ['a word', 'hello\r\n\r\n'],
    ['a header without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['two lengths', 'POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
    ['bytes', Buffer.from([0, 1, 2, 3, 255, 254, 13, 10, 13, 10])],
  ])('ends the connection, not the server: %s', async (_, bytes) => {
    const raw = new RawConnection(server.url);
    raw.write(bytes);
    await raw.untilEnd();
    expect(raw.received.toString()).not.toMatch(/^HTTP\/1\.1 2/);
    expect((await ask(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('many at once', () => {
  it('who sign in are all answered, some with 429, and the server goes on', async () => {
    const body = { ...login, password: 'not the password' };
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => new Browser(server.url).post('/api/v1/login', body)),
    );
    const codes = new Set(answers.map((answer) => errorOf(answer)));
    expect([...codes].filter((code) => !['401 bad_credentials', '429 too_many_requests'].includes(code))).toEqual([]);
    // Whoever knows the password waits like the one who guessed, a little.
    await until(() => signIn(server).catch(() => undefined), 'the right password after the wait', 40_000);
  }, 60_000);
});

// Only where the pages have been built.
const pages = fileURLToPath(new URL('../../build/web', import.meta.url));
describe.skipIf(!existsSync(`${pages}/phone.html`))('pages', () => {
  it.each(['phone', 'console', 'screen', 'live'])('/%s is served, safe to be kept by nobody for long', async (page) => {
    const own = await Server.start({ args: ['--web-dir', pages] });
    try {
      const { status, headers, text } = await ask(`${own.url}/${page}`);
      expect(status).toBe(200);
      expect(headers['content-type']).toContain('text/html');
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      const assets = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
      expect(assets.length).toBeGreaterThan(0);
      for (const asset of assets) expect((await ask(own.url + asset)).status, asset).toBe(200);
    } finally {
      await own.destroy();
    }
  });
});

describe('cookies', () => {
  it('are good after a restart', async () => {
    const first = await Server.start();
    const hall = await Hall.open(first, definition(1, [ballot('b1')]));
    await hall.join('d001');
    const { id, browser: screen } = await hall.addScreen('大屏', 'hall');
    await first.stop();
    const second = await first.restart();
    try {
      hall.moveTo(second);
      expect((await hall.admin.get('/api/v1/inquiries')).status).toBe(200);
      const everyone = [
        hall.connectAs(Client, 'console', hall.admin),
        await hall.deputy('d001'),
        hall.connectAs(Client, 'screen', screen),
      ];
      for (const client of everyone) await client.viewOf(0);
      expect(everyone[2]!.all('welcome')[0]!.you).toMatchObject({ id });
      await hall.leave();
    } finally {
      await second.destroy();
    }
  });
});
