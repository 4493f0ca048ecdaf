// Evidence and emblems: uploaded in pieces, told by their content, served in ranges.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmblemAnswer, EvidenceAnswer } from '../../web/src/shared/messages.generated';
import { until, within } from './support/deadline';
import { ballot, definition } from './support/definitions';
import { Hall } from './support/hall';
import { ask, errorOf, good, type Answer, type Browser } from './support/http';
import { failOnViolations } from './support/recorder';
import { RawConnection } from './support/raw_socket';
import { Server, temporaryFolder } from './support/server';

failOnViolations();

let server: Server;
let hall: Hall;
let folder: string;
beforeAll(async () => {
  server = await Server.start();
  hall = await Hall.open(server, definition(1, [ballot('b1')]));
  folder = join(server.dataDir, 'evidence');
});
afterAll(() => server?.destroy());

const octets = { 'content-type': 'application/octet-stream' };
const pngHead = Buffer.from('89504e470d0a1a0a0000000d494844520000078000000438080600000012345678', 'hex');
const mp4Head = Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from('ftypisom\0\0\x02\0mp41', 'latin1')]);
const picture = (bytes = 4_096) => Buffer.concat([pngHead, randomBytes(bytes - pngHead.length)]);
const film = (bytes: number) => Buffer.concat([mp4Head, randomBytes(bytes - mp4Head.length)]);
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function upload(what: string, body: Buffer, who: Browser = hall.admin, headers: Record<string, string> = {}): Promise<Answer> {
  return who.ask(`${hall.path}/${what}`, { method: 'POST', body, headers: { ...octets, ...headers } });
}
const evidence = (name = '现场.png', item = 'i1') => `evidence?item=${item}&name=${encodeURIComponent(name)}`;
const leftovers = () => readdirSync(folder).filter((name) => name.startsWith('.'));

// The bytes of an answer, which need not be text.
function bytesOf(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const outgoing = request(server.url + path, { headers, method, agent: false }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts) }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  return within(answer, path);
}

describe('a picture', () => {
  it('is kept under the digest of its content, whatever it is called', async () => {
    const body = picture();
    const answer = good<EvidenceAnswer>(await upload(evidence('../../etc/passwd'), body), 201, 'evidence_answer');
    expect(answer).toMatchObject({ file: `${digestOf(body)}.png`, type: 'image/png', bytes: body.length });
    expect(readFileSync(join(folder, answer.file))).toEqual(body);
    const served = await bytesOf(`/evidence/${answer.file}`);
    expect(served.status).toBe(200);
    expect(served.body).toEqual(body);
    expect(served.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
      'content-disposition': 'inline',
      'accept-ranges': 'bytes',
      etag: `"${digestOf(body)}"`,
    });
    const known = await bytesOf(`/evidence/${answer.file}`, { 'if-none-match': `"${digestOf(body)}"` });
    expect([known.status, known.body.length]).toEqual([304, 0]);
  });

  it('that is uploaded twice is evidence twice and one file', async () => {
    const body = picture();
    const one = good<EvidenceAnswer>(await upload(evidence('一'), body), 201, 'evidence_answer');
    const other = good<EvidenceAnswer>(await upload(evidence('二', 'i2'), body), 201, 'evidence_answer');
    expect(other.file).toBe(one.file);
    expect(other.id).not.toBe(one.id);
    expect(other.rev).toBeGreaterThan(one.rev);
  });

  it('is in the view of screens and consoles, in nobody else’s', async () => {
    const added = good<EvidenceAnswer>(await upload(evidence('漏水的墙'), picture()), 201, 'evidence_answer');
    const screen = await hall.screen();
    const live = await hall.live();
    const view = await screen.viewOf(added.rev);
    expect(view.inquiry.evidence).toContainEqual({
      id: added.id, item: 'i1', name: '漏水的墙', type: 'image/png', url: `/evidence/${added.file}`, bytes: added.bytes,
    });
    expect((await live.viewOf(0)).inquiry.evidence).toBeUndefined();
    await hall.leave();
  });

  it('as an emblem is kept and is no evidence', async () => {
    const body = picture();
    const answer = good<EmblemAnswer>(await upload('emblem', body), 201, 'emblem_answer');
    expect(answer).toEqual({ file: `${digestOf(body)}.png`, type: 'image/png', bytes: body.length });
    expect((await bytesOf(`/evidence/${answer.file}`)).status).toBe(200);
    expect(JSON.stringify(await hall.detail())).not.toContain(answer.file);
  });
});

describe('a film of 30 MiB', () => {
  const body = film(30 * 1024 * 1024);
  let answer: EvidenceAnswer;

  it('is taken in pieces while others are served, and the memory of the server stays small', async () => {
    const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) * 1024;
    const before = resident();
    let most = 0;
    const progress: number[] = [];
    const done = new Promise<string>((resolve, reject) => {
      const headers = { ...octets, ...hall.admin.cookieHeader, 'content-length': String(body.length), expect: '100-continue' };
      const outgoing = request(`${server.url}${hall.path}/${evidence('暗访.mp4')}`, { method: 'POST', headers, agent: false }, (incoming) => {
        let text = '';
        incoming.on('data', (part: Buffer) => (text += part.toString()));
        incoming.on('end', () => resolve(text));
      });
      outgoing.on('error', reject);
      // The server has looked at the head before the first byte is on its way.
      outgoing.on('continue', () => {
        let at = 0;
        const next = () => {
          if (at >= body.length) return outgoing.end();
          const piece = body.subarray(at, (at += 1024 * 1024));
          outgoing.write(piece, () => {
            progress.push(at);
            most = Math.max(most, resident());
            if (progress.length === 15) void ask(`${server.url}/healthz`).then(({ status }) => (status === 200 ? next() : reject(new Error(`healthz ${status}`))), reject);
            else next();
          });
        };
        next();
      });
    });
    answer = JSON.parse(await within(done, 'the upload', 30_000)) as EvidenceAnswer;
    expect(answer).toMatchObject({ file: `${digestOf(body)}.mp4`, type: 'video/mp4', bytes: body.length });
    expect(progress).toHaveLength(30);
    expect(most - before).toBeLessThan(15 * 1024 * 1024);
    expect(statSync(join(folder, answer.file)).size).toBe(body.length);
  });

  it('is served whole, and in ranges', async () => {
    const path = `/evidence/${answer.file}`;
    expect((await bytesOf(path)).body.equals(body)).toBe(true);
    const part = await bytesOf(path, { range: 'bytes=1000000-1999999' });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 1000000-1999999/${body.length}`);
    expect(part.body.equals(body.subarray(1_000_000, 2_000_000))).toBe(true);
    const tail = await bytesOf(path, { range: 'bytes=-5' });
    expect([tail.status, tail.body.equals(body.subarray(-5))]).toEqual([206, true]);
    const rest = await bytesOf(path, { range: `bytes=${body.length - 7}-` });
    expect([rest.status, rest.body.length]).toEqual([206, 7]);
    const beyond = await bytesOf(path, { range: `bytes=${body.length}-` });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${body.length}`]);
    const head = await bytesOf(path, {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, String(body.length), 0]);
  });

  it('is served from the start where the range is of something else', async () => {
    const path = `/evidence/${answer.file}`;
    const same = await bytesOf(path, { range: 'bytes=0-3', 'if-range': `"${digestOf(body)}"` });
    expect([same.status, same.body.length]).toEqual([206, 4]);
    for (const other of ['"another"', `W/"${digestOf(body)}"`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      const whole = await bytesOf(path, { range: 'bytes=0-3', 'if-range': other }, 'GET');
      expect([whole.status, whole.body.length], other).toEqual([200, body.length]);
    }
    const several = await bytesOf(path, { range: 'bytes=0-3,8-9' });
    expect([several.status, several.body.length]).toEqual([200, body.length]);
  });

  it('can be given up half way, and the server goes on', async () => {
    for (let times = 0; times < 5; times++) {
      const raw = new RawConnection(server.url);
      raw.write(`GET /evidence/${answer.file} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await raw.wait(() => (raw.received.length > 1_000_000 ? true : undefined), 'a part');
      raw.destroy();
    }
    expect((await bytesOf(`/evidence/${answer.file}`, { range: 'bytes=0-0' })).body.equals(body.subarray(0, 1))).toBe(true);
  });
});

describe('what is no evidence', () => {
  const liars: [string, Buffer][] = [
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a program', Buffer.concat([Buffer.from('MZ'), randomBytes(5_000)])],
    ['an archive', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(5_000)])],
    ['a part of a head', pngHead.subarray(0, 20)],
    ['a GIF', Buffer.concat([Buffer.from('GIF89a'), randomBytes(500)])],
    ['nothing much', Buffer.from('x')],
  ];
  it.each(liars)('is refused, whatever it is called: %s', async (_, body) => {
    expect(errorOf(await upload(evidence('真的是图片.png'), body))).toBe('415 unsupported_media');
    expect(errorOf(await upload('emblem', body))).toBe('415 unsupported_media');
    expect(leftovers()).toEqual([]);
  });

  it('is a film as an emblem', async () => {
    expect(errorOf(await upload('emblem', film(1_000)))).toBe('415 unsupported_media');
  });

  it('is a picture that is too large, told before it is read', async () => {
    expect(errorOf(await upload('emblem', picture(2 * 1024 * 1024 + 1)))).toBe('413 too_large');
    expect(errorOf(await upload(evidence(), picture(20 * 1024 * 1024 + 1)))).toBe('413 too_large');
    expect(good<EmblemAnswer>(await upload('emblem', picture(2 * 1024 * 1024)), 201, 'emblem_answer').bytes).toBe(2 * 1024 * 1024);
    const raw = new RawConnection(server.url);
    const cookie = hall.admin.cookieHeader.cookie;
    raw.write(`POST ${hall.path}/${evidence('a')} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${1024 ** 3 + 1}\r\n\r\n`);
    await raw.wait(() => /^HTTP\/1\.1 413 .*"too_large"/s.test(raw.received.toString()) || undefined, 'the answer 413');
    raw.destroy();
    expect(leftovers()).toEqual([]);
  });
});

describe('an upload', () => {
  // The head alone: whoever may not upload is told so before a byte of the body.
  async function answerToHead(who: Browser | undefined, target: string, headers: Record<string, string> = {}): Promise<string> {
    const all = { host: new URL(server.url).host, ...octets, 'content-length': '5000', ...who?.cookieHeader, ...headers };
    const raw = new RawConnection(server.url);
    raw.write(`POST ${target} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    const found = await raw.wait(() => /^HTTP\/1\.1 (\d+) .*"code":"(\w+)"/s.exec(raw.received.toString()) ?? undefined, target);
    raw.destroy();
    return `${found[1]} ${found[2]}`;
  }

  it('is for administrators and directors', async () => {
    const target = `${hall.path}/${evidence('a')}`;
    expect(await answerToHead(undefined, target)).toBe('401 not_signed_in');
    for (const role of ['moderator', 'scrutineer'] as const) {
      expect(await answerToHead(await hall.account(role), target), role).toBe('403 not_allowed');
    }
    const director = await hall.account('director');
    good(await upload(evidence('导播'), picture(), director), 201, 'evidence_answer');
    const deputy = await hall.join('d001');
    expect(await answerToHead(deputy, target)).toBe('401 not_signed_in');
  });

  it('is from our own pages', async () => {
    const target = `${hall.path}/${evidence('a')}`;
    expect(await answerToHead(hall.admin, target, { origin: 'http://evil.example' })).toBe('403 foreign_origin');
    expect(await answerToHead(hall.admin, target, { 'content-type': 'image/png' })).toBe('415 unsupported_media_type');
    expect(await answerToHead(hall.admin, target, { 'content-type': 'multipart/form-data; boundary=x' })).toBe('415 unsupported_media_type');
    good(await upload(evidence('自己'), picture(), hall.admin, { origin: server.url }), 201, 'evidence_answer');
  });

  it('is of an item of an inquiry, and has a name', async () => {
    const of = (query: string) => answerToHead(hall.admin, `${hall.path}/evidence${query}`);
    expect(await of('?item=i9&name=a')).toBe('404 no_such_item');
    expect(await of('')).toBe('400 missing_field');
    expect(await of('?item=i1')).toBe('400 missing_field');
    expect(await of('?item=i1&name=')).toBe('400 bad_field');
    expect(await of('?item=i1&name=%E3%80%80+')).toBe('400 bad_field');
    expect(await of('?item=i1&name=a%00b')).toBe('400 bad_field');
    expect(await of('?item=i1&name=%ff%fe')).toBe('400 bad_field');
    expect(await of(`?item=i1&name=${'x'.repeat(201)}`)).toBe('400 bad_field');
    expect(await of('?item=%2e%2e&name=a')).toBe('400 bad_field');
    expect(await answerToHead(hall.admin, '/api/v1/inquiries/nowhere/evidence?item=i1&name=a')).toBe('404 no_such_inquiry');
    expect(await answerToHead(hall.admin, '/api/v1/inquiries/nowhere/emblem')).toBe('404 no_such_inquiry');
    expect(await answerToHead(hall.admin, '/api/v1/inquiries/..%2f..%2fx/emblem')).toBe('404 no_such_inquiry');
  });

  it('says how long it is', async () => {
    const target = `${hall.path}/emblem`;
    expect(await answerToHead(hall.admin, target, { 'content-length': '0' })).toBe('400 bad_request');
    const raw = new RawConnection(server.url);
    raw.write(`POST ${target} HTTP/1.1\r\nHost: x\r\nCookie: ${hall.admin.cookieHeader.cookie}\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n`);
    await raw.wait(() => /^HTTP\/1\.1 400 /.test(raw.received.toString()) || undefined, 'the answer 400');
    raw.destroy();
  });

  it('that breaks off leaves nothing behind', async () => {
    const before = readdirSync(folder).length;
    const raw = new RawConnection(server.url);
    raw.write(`POST ${hall.path}/${evidence('半')} HTTP/1.1\r\nHost: x\r\nCookie: ${hall.admin.cookieHeader.cookie}\r\nContent-Type: application/octet-stream\r\nContent-Length: 5000000\r\n\r\n`);
    raw.write(film(1_000_000));
    await until(async () => leftovers()[0], 'a file that is being written');
    raw.destroy();
    await until(async () => (leftovers().length === 0 ? true : undefined), 'nothing left');
    expect(readdirSync(folder)).toHaveLength(before);
  });

  it('keeps its connection for what comes next', async () => {
    const body = picture();
    const raw = new RawConnection(server.url);
    raw.write(`POST ${hall.path}/emblem HTTP/1.1\r\nHost: x\r\nCookie: ${hall.admin.cookieHeader.cookie}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${body.length}\r\n\r\n`);
    raw.write(body);
    raw.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await raw.wait(() => /HTTP\/1\.1 201 .*HTTP\/1\.1 200 /s.test(raw.received.toString()) || undefined, 'both answers');
    raw.destroy();
  });
});

describe('the folder', () => {
  it('gives out nothing but evidence', async () => {
    writeFileSync(join(folder, 'secret.png'), pngHead);
    writeFileSync(join(folder, `${'a'.repeat(64)}.svg`), '<svg/>');
    const digest = 'a'.repeat(64);
    for (const name of [
      'secret.png', '.upload-abcdef', '', '.', '..', '../evidence/secret.png', '..%2f..%2fetc%2fpasswd', `${digest}.svg`, `${digest}.png`,
      `${digest}.png%00`, `${digest.toUpperCase()}.png`, `${digest}`, `${digest}.png/`, `./${digest}.png`, `%2e%2e/${digest}.png`,
    ]) {
      const raw = new RawConnection(server.url);
      raw.write(`GET /evidence/${name} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await raw.wait(() => /^HTTP\/1\.1 404 /.test(raw.received.toString()) || undefined, `the answer to ${name}`);
      raw.destroy();
    }
    expect(errorOf(await ask(`${server.url}/evidence/${digest}.png`, { method: 'DELETE', headers: { 'content-type': 'application/json' } }))).toBe('400 method_not_allowed');
    expect(errorOf(await hall.admin.get(`${hall.path}/evidence`))).toBe('400 method_not_allowed');
  });

  it('is where it was asked for, is kept over a restart, and is freed of what a dead server left', async () => {
    const place = join(temporaryFolder(), 'pictures');
    const first = await Server.start({ args: ['--evidence-dir', place] });
    const own = await Hall.open(first, definition(1, []));
    const body = picture();
    const { file } = good<EvidenceAnswer>(
      await own.admin.ask(`${own.path}/evidence?item=i1&name=a`, { method: 'POST', body, headers: octets }), 201, 'evidence_answer');
    const raw = new RawConnection(first.url);
    raw.write(`POST ${own.path}/emblem HTTP/1.1\r\nHost: x\r\nCookie: ${own.admin.cookieHeader.cookie}\r\nContent-Type: application/octet-stream\r\nContent-Length: 500000\r\n\r\n`);
    raw.write(picture(300_000));
    await until(async () => readdirSync(place).find((name) => name.startsWith('.upload-')), 'a file that is being written');
    await first.crash();
    raw.destroy();
    expect(readdirSync(place)).toHaveLength(2);
    const second = await first.restart({ args: ['--evidence-dir', place] });
    try {
      expect(readdirSync(place)).toEqual([file]);
      expect((await ask(`${second.url}/evidence/${file}`)).status).toBe(200);
      expect(existsSync(join(second.dataDir, 'evidence'))).toBe(false);
    } finally {
      await second.destroy();
      rmSync(place, { recursive: true, force: true });
    }
  });
});
