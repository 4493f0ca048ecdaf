// What every answer tells a browser, and whose word on where a request comes from is believed.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballot, definition } from '../integration/support/definitions';
import { Hall, signIn } from '../integration/support/hall';
import { ask, Browser } from '../integration/support/http';
import { RawConnection } from '../integration/support/raw_socket';
import { failOnViolations } from '../integration/support/recorder';
import { Server } from '../integration/support/server';

failOnViolations();

const pages = fileURLToPath(new URL('../../build/web', import.meta.url));
const built = existsSync(`${pages}/phone.html`);
const frames = "'self' https://obs.example";

let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start({ args: built ? ['--web-dir', pages] : [], settings: `frame_ancestors = "${frames}"\n` });
  admin = await signIn(server);
  hall = await Hall.open(server, definition(2, [ballot('b1')]), admin);
});
afterAll(() => server?.destroy());

// `name: value` of an answer's policy.
function policyOf(headers: Record<string, unknown>): Map<string, string> {
  const parts = String(headers['content-security-policy']).split(';').map((part) => part.trim());
  return new Map(parts.map((part) => [part.split(' ')[0]!, part.slice(part.indexOf(' ') + 1)]));
}

describe('every answer', () => {
  it('is not guessed at, says nobody where it was asked from, and lets nothing run that stands in a page', async () => {
    const asked: [string, number, Parameters<typeof ask>[1]?][] = [
      ['/healthz', 200],
      ['/api/v1/inquiries', 401],
      [`/api/v1/inquiries/${hall.id}/live`, 200],
      ['/nothing', 404],
      ['/api/v1/login', 400, { method: 'POST', body: 'x', headers: { 'content-type': 'application/json' } }],
      ['/api/v1/login', 403, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', origin: 'null' } }],
      ...(built ? ['phone', 'console', 'screen', 'live', 'prepare', 'papers'].map((page): [string, number] => [`/${page}`, 200]) : []),
    ];
    for (const [path, status, how] of asked) {
      const answer = await ask(server.url + path, how);
      expect(answer.status, path).toBe(status);
      expect(answer.headers, path).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      const policy = policyOf(answer.headers);
      expect(policy.get('default-src'), path).toBe("'self'");
      expect(policy.get('object-src'), path).toBe("'none'");
      expect(policy.get('base-uri'), path).toBe("'none'");
      expect(policy.get('frame-ancestors'), path).toBe(path === '/screen' ? undefined : frames);
      expect(String(answer.headers['content-security-policy']), path).not.toMatch(/unsafe|nonce-|sha256-|\*|http:|script-src(?! 'self';)/);
    }
  });

  it('that refuses a request which can’t be read is no exception', async () => {
    const socket = new RawConnection(server.url);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    await socket.untilEnd();
    const text = socket.received.toString();
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
    expect(text).toMatch(/\r\nReferrer-Policy: no-referrer\r\n/);
  });
});

describe.runIf(built)('the pages', () => {
  it.each(built ? readdirSync(pages).filter((name) => name.endsWith('.html')) : [])('%s has no script and no style of its own', async (name) => {
    const { text } = await ask(`${server.url}/${name}`);
    expect(text).toMatch(/<script[^>]* src="/);
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
  });
});

describe('cookies', () => {
  it('are out of scripts’ reach, go to no other site, and end', async () => {
    const browsers = [admin, await hall.join('d001'), (await hall.addScreen('大屏', 'hall')).browser];
    for (const { cookieLines } of browsers) {
      expect(cookieLines).toHaveLength(1);
      expect(cookieLines[0]).toMatch(/^wz_(operator|deputy|screen)=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    }
  });
});

describe('a proxy that nobody named', () => {
  it('is not believed: neither where it says that a request is from, nor that it came over TLS', async () => {
    const lies = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', forwarded: 'for=203.0.113.7;proto=https', 'x-real-ip': '203.0.113.7' };
    const browser = new Browser(server.url);
    const answer = await browser.post('/api/v1/login', { account: 'nobody', password: 'not a password' }, lies);
    expect(answer.status).toBe(401);
    const { entries } = JSON.parse((await admin.get('/api/v1/audit?limit=1')).text) as { entries: { address: string }[] };
    expect(entries[0]!.address).toBe('127.0.0.1');
    const { headers } = await new Browser(server.url).post(`${hall.path}/join`, { key: hall.keys.get('d001') }, lies);
    expect(String(headers['set-cookie'])).toMatch(/^wz_deputy=/);
    expect(String(headers['set-cookie'])).not.toContain('Secure');
  });
});
