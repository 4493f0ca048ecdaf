// TLS of the server itself: the same limits and promises inside it as without, and a certificate that is renewed.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KeysAnswer } from '../../web/src/shared/messages.generated';
import { reportsTests } from '../faults/support/report';
import { Client } from '../integration/support/client';
import { until, within } from '../integration/support/deadline';
import { ballot, definition } from '../integration/support/definitions';
import { Hall, signIn } from '../integration/support/hall';
import { Browser, errorOf, good } from '../integration/support/http';
import { RawConnection } from '../integration/support/raw_socket';
import { failOnViolations } from '../integration/support/recorder';
import { Server, temporaryFolder } from '../integration/support/server';
import { makeCertificate, type Certificate } from './support/certificate';
import { crowd, rehearse } from './support/rehearsal';

failOnViolations();
reportsTests('TLS: old versions, drips, half-closed, certificates renewed');

let folder: string;
let files: Certificate;
let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  folder = temporaryFolder();
  files = makeCertificate(folder, 'first');
  server = await Server.start({ args: ['--tls-certificate', files.certificate, '--tls-key', files.key] });
  admin = await signIn(server);
  hall = await Hall.open(server, definition(3, [ballot('b1')]), admin);
});
afterAll(async () => {
  await server?.destroy();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => hall?.leave());

async function shake(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false, ...options });
  await within(new Promise<void>((done, fail) => (socket.once('secureConnect', done), socket.once('error', fail))), 'the handshake');
  return socket;
}

const nameOf = (socket: TLSSocket) => (socket.getPeerCertificate().subject as unknown as { CN: string }).CN;

describe('over TLS', () => {
  it('an evening goes on as without it', async () => {
    expect(server.url).toMatch(/^https:/);
    const operator = await hall.console();
    await operator.do('open_checkin', {});
    const deputies = await hall.present(['d001', 'd002', 'd003']);
    const viewer = await hall.live();
    const screen = await hall.screen();
    await operator.do('start', {});
    await operator.do('open_ballot', { ballot: 'b1' });
    await Promise.all(deputies.map((deputy) => deputy.viewWithBallot('b1', 'open')));
    await Promise.all(deputies.map((deputy) => deputy.press('b1', 'satisfied')));
    await operator.do('close_ballot', { ballot: 'b1' });
    await operator.do('reveal_ballot', { ballot: 'b1' });
    for (const one of [viewer, screen]) await one.viewWithBallot('b1', 'revealed');
  });

  it('links, cookies and the policy of pages say so', async () => {
    const { keys } = good<KeysAnswer>(await admin.post(`${hall.path}/keys`, { deputies: ['d003'] }), 200, 'keys_answer');
    expect(keys[0]!.url.startsWith(`${server.url}/phone#`)).toBe(true);
    expect([...admin.cookies.keys()]).toEqual(['__Host-wz_operator']);
    expect(admin.cookieLines[0]).toMatch(/; Secure/);
    const { headers } = await admin.get('/live');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`wss://${new URL(server.url).host}`);
    expect(policy).not.toMatch(/[ ;]ws:/);
    const plainName = { cookie: `wz_operator=${admin.cookies.get('__Host-wz_operator')}` };
    expect(errorOf(await new Browser(server.url).get(hall.path, plainName))).toBe('401 not_signed_in');
    // A page of the same host that came without TLS may be anybody's.
    const origin = server.url.replace('https:', 'http:');
    expect(errorOf(await admin.post(`${hall.path}/keys`, {}, { origin }))).toBe('403 foreign_origin');
    expect((await hall.connectAs(Client, 'live', undefined, { origin }).closes()).code).toBe(4503);
    await hall.connectAs(Client, 'live', undefined, { origin: server.url }).viewOf(0);
  });

  it('old versions and ciphers without forward secrecy are refused', async () => {
    await expect(shake({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' })).rejects.toThrow();
    await expect(shake({ maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' })).rejects.toThrow();
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await shake({ minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] });
      expect(socket.getProtocol()).toBe(version);
      expect(socket.alpnProtocol).toBe('http/1.1');
      socket.destroy();
    }
  });

  it('who does not shake hands, or speaks plainly, is closed in time', async () => {
    const begun = performance.now();
    const silent = new RawConnection(server.url);
    const plain = new RawConnection(server.url);
    plain.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await plain.untilEnd();
    expect(plain.received.includes('HTTP')).toBe(false);
    await silent.untilEnd(15_000);
    expect(performance.now() - begun).toBeGreaterThan(4_900);
  });

  it('a drip inside is closed like one outside', async () => {
    const socket = await shake();
    const ended = new Promise<void>((done) => socket.on('close', () => done()));
    const timer = setInterval(() => socket.write('x'), 250);
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nX: ');
    await within(ended, 'the end', 15_000).finally(() => clearInterval(timer));
  });

  it('who closes his half gets his answer all the same', async () => {
    const socket = await shake({ allowHalfOpen: true } as ConnectionOptions);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<void>((done) => socket.on('end', () => done()));
    socket.end('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await within(ended, 'the answer');
    expect(text).toContain('alive');
    socket.destroy();
  });

  it('large answers come whole, however slowly they are read', async () => {
    const socket = await shake();
    socket.pause();
    const many = 60;
    socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(many - 1) + 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<void>((done) => socket.on('close', () => done()));
    await (await hall.live()).settle();
    socket.resume();
    await within(ended, 'all answers');
    expect(text.match(/HTTP\/1\.1 (200|401)/g)).toHaveLength(many);
    expect(text).toContain('alive');
  });

  it('a viewer that takes nothing any more is given up, and holds up nobody', async () => {
    const { hostname, port } = new URL(server.url);
    const wire = connectPlain(Number(port), hostname);
    const slow = connect({ socket: wire, rejectUnauthorized: false });
    slow.on('error', () => undefined);
    await within(new Promise<void>((done) => slow.once('secureConnect', done)), 'the handshake');
    slow.write(`GET /ws/${hall.id}/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    await within(new Promise<void>((done) => slow.once('data', () => done())), 'the upgrade');
    const gone = new Promise<void>((done) => wire.on('close', () => done()));
    slow.destroy();
    await within(gone, 'the end');
    await (await hall.live()).settle();
  });
});

describe('an evening rehearsed over TLS', () => {
  it('goes through where the certificate is trusted, and every receipt is counted', async () => {
    const { exit, report, stderr } = await rehearse(server.url, ['--ca', files.certificate]);
    expect(exit.code, stderr).toBe(0);
    expect(report).toMatchObject({ passed: true, deputies: crowd.deputies, viewers: crowd.viewers, results: 1, lost: 0, counted_twice: 0, findings: [] });
    expect(stderr).not.toContain('warning');
  }, 100_000);

  it('does not begin where nobody vouches for the certificate, or it is somebody else’s', async () => {
    for (const [url, more, why] of [
      [server.url, [], /not trusted: self.signed certificate/],
      [server.url.replace('127.0.0.1', 'localhost'), ['--ca', files.certificate], /not trusted: hostname mismatch/],
      [server.url, ['--ca', join(folder, 'nobody.pem')], /nobody\.pem/],
    ] as const) {
      const { exit, stdout, stderr } = await rehearse(url, [...more]);
      expect(exit.code, url).toBe(2);
      expect(stdout + stderr).toMatch(why);
    }
  });

  it('goes through unchecked only where that is asked for, with a warning', async () => {
    const { exit, report, stderr } = await rehearse(server.url, ['--insecure']);
    expect(exit.code, stderr).toBe(0);
    expect(report).toMatchObject({ passed: true, lost: 0 });
    expect(stderr).toContain('certificate is not checked');
  }, 100_000);
});

describe('SIGHUP', () => {
  it('brings the new certificate to those who come, keeps those who are here, and refuses a bad one', async () => {
    const viewer = await hall.live();
    const renewed = makeCertificate(folder, 'second');
    writeFileSync(files.certificate, readFileSync(renewed.certificate));
    writeFileSync(files.key, readFileSync(renewed.key));
    server.signal('SIGHUP');
    const named = (name: string) => async () => {
      const socket = await shake();
      const found = nameOf(socket);
      socket.destroy();
      return found === name ? true : undefined;
    };
    await until(named('second'), 'the new certificate');
    await viewer.settle();

    writeFileSync(files.certificate, 'no certificate');
    server.signal('SIGHUP');
    await until(async () => (server.stderr.includes('stays as it was') ? true : undefined), 'a word in the log');
    await until(named('second'), 'the certificate that was good');
    writeFileSync(files.certificate, readFileSync(renewed.certificate));
    // The key of another one.
    writeFileSync(files.key, readFileSync(makeCertificate(folder, 'third').key));
    server.signal('SIGHUP');
    await until(async () => (server.stderr.split('stays as it was').length === 3 ? true : undefined), 'a second word in the log');
    await until(named('second'), 'the certificate that was good');
    await viewer.settle();
    await hall.connectAs(Client, 'live').viewOf(0);
  });

  it('without TLS ends nothing', async () => {
    const plain = await Server.start();
    try {
      plain.signal('SIGHUP');
      await until(async () => (plain.stderr.includes('there is none') ? true : undefined), 'a word in the log');
      expect((await new Browser(plain.url).get('/healthz')).status).toBe(200);
    } finally {
      await plain.destroy();
    }
  });
});

describe('a rehearsal under TLS', () => {
  it('has simulated deputies, who come by the loopback', async () => {
    const { id } = JSON.parse((await admin.post(`${hall.path}/rehearsals`, {})).text) as { id: string };
    const started = await admin.post(`/api/v1/inquiries/${id}/simulation`, { running: true, deputies: 2 });
    expect(started.status).toBe(200);
    const rehearsal = Hall.enter(server, { ...hall.definition, id }, admin);
    const operator = await rehearsal.console();
    await operator.nextOf('presence', (presence) => presence.deputies.length === 2, 20_000);
    await admin.post(`/api/v1/inquiries/${id}/simulation`, { running: false });
    await rehearsal.leave();
  });
});
