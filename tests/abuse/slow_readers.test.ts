// Large answers, with TLS and without: whoever takes nothing any more is reset, and whoever takes little gets all of it.
import { createHash, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectSecure } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsTests } from '../faults/support/report';
import { until, within } from '../integration/support/deadline';
import { ballot, definition } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { failOnViolations } from '../integration/support/recorder';
import { isServed } from '../integration/support/raw_socket';
import { Server, temporaryFolder } from '../integration/support/server';
import { makeCertificate } from './support/certificate';

failOnViolations();

const mebibyte = 1024 * 1024;
// More than all buffers between here and there hold, by far.
const page = randomBytes(48 * mebibyte);
const film = Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from('ftypisom\0\0\x02\0mp41', 'latin1'), page.subarray(0, 30 * mebibyte)]);
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.each(['plain', 'TLS'])('%s: a large answer', (kind) => {
  reportsTests(`large answers read slowly, or no further, ${kind}`);
  let folder: string;
  let server: Server;
  const places: { path: string; bytes: Buffer }[] = [];
  beforeAll(async () => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'large.bin'), page);
    const files = makeCertificate(folder, 'server');
    const secure = kind === 'TLS' ? ['--tls-certificate', files.certificate, '--tls-key', files.key] : [];
    server = await Server.start({ args: ['--web-dir', folder, ...secure] });
    const hall = await Hall.open(server, definition(1, [ballot('b1')]));
    const headers = { 'content-type': 'application/octet-stream' };
    const kept = await hall.admin.ask(`${hall.path}/evidence?item=i1&name=film`, { method: 'POST', body: film, headers });
    expect(kept.status).toBe(201);
    places.push({ path: '/large.bin', bytes: page }, { path: `/evidence/${digestOf(film)}.mp4`, bytes: film });
  });
  afterAll(async () => {
    await server?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  // Asks for it, and reads as `take` says, which is told how many bytes have come.
  async function fetch(path: string, onBytes: (chunk: Buffer, socket: Socket) => void): Promise<Socket> {
    const { hostname, port } = new URL(server.url);
    const at = { host: hostname, port: Number(port) };
    const socket = kind === 'TLS' ? connectSecure({ ...at, rejectUnauthorized: false }) : connectPlain(at);
    socket.on('error', () => undefined);
    const open = new Promise<void>((done) => socket.once(kind === 'TLS' ? 'secureConnect' : 'connect', () => done()));
    await within(open, 'the connection');
    socket.on('data', (chunk: Buffer) => onBytes(chunk, socket));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return socket;
  }

  it.concurrent.each([0, 1])('that is not read any further is ended, and not before 5 s (%i)', async (which) => {
    let come = 0;
    const socket = await fetch(places[which]!.path, (chunk, from) => {
      come += chunk.length;
      if (come > mebibyte) from.pause();
    });
    await until(async () => (come > mebibyte ? true : undefined), 'the beginning');
    const stopped = performance.now();
    await until(async () => (isServed(socket) ? undefined : true), 'the server gives it up', 30_000);
    expect(performance.now() - stopped).toBeGreaterThan(4_900);
    socket.destroy();
  }, 60_000);

  // Longer than any answer as a whole used to have.
  it.concurrent.each([0, 1])('that is read slowly comes whole, however long that takes (%i)', async (which) => {
    const { path, bytes } = places[which]!;
    const digest = createHash('sha256');
    let head: Buffer | undefined = Buffer.alloc(0);
    let come = 0;
    let allowed = 0;
    const socket = await fetch(path, (chunk, from) => {
      let body = chunk;
      if (head !== undefined) {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        body = head.subarray(end + 4);
        head = undefined;
      }
      come += body.length;
      digest.update(body);
      if (come >= allowed) from.pause();
    });
    const ended = new Promise<void>((done) => socket.on('close', () => done()));
    const timer = setInterval(() => {
      allowed += bytes.length / 150;
      if (come < allowed) socket.resume();
    }, 200);
    try {
      await within(ended, 'all of it', 80_000);
    } finally {
      clearInterval(timer);
      socket.destroy();
    }
    expect(come).toBe(bytes.length);
    expect(digest.digest('hex')).toBe(digestOf(bytes));
  }, 90_000);
});
