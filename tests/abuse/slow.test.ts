// Clients that take their time: each kind is given so much and no more, and nobody else waits.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsTests } from '../faults/support/report';
import { until } from '../integration/support/deadline';
import { ballot, definition } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { encodeFrame, isServed, opcodes, RawConnection, RawWebSocket } from '../integration/support/raw_socket';
import { failOnViolations } from '../integration/support/recorder';
import { Server, withoutRates } from '../integration/support/server';

failOnViolations();
reportsTests('slowloris in head, body and read; readers that still send');

let server: Server;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start({ settings: withoutRates });
  hall = await Hall.open(server, definition(2, [ballot('b1')]));
});
afterAll(() => server?.destroy());

// One byte after the other, until the server has had enough; how long that was.
async function drip(socket: RawConnection, bytes: string, everyMs = 250, deadline = 25_000): Promise<number> {
  const begun = performance.now();
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length && !socket.ended) socket.write(bytes[at++]!);
  }, everyMs);
  try {
    await socket.untilEnd(deadline);
  } finally {
    clearInterval(timer);
    socket.destroy();
  }
  return performance.now() - begun;
}

const endless = `GET / HTTP/1.1\r\nX: ${'x'.repeat(4000)}`;

describe.concurrent('a client that', () => {
  it('says nothing is closed', async () => {
    const begun = performance.now();
    const socket = new RawConnection(server.url);
    await socket.untilEnd(15_000);
    expect(performance.now() - begun).toBeGreaterThan(4_900);
  });

  it('drips its head is closed at the time of a head, however much comes', async () => {
    const took = await drip(new RawConnection(server.url), endless);
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(15_000);
  });

  it('drips its second head as well: the first one buys no time', async () => {
    const socket = new RawConnection(server.url);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await socket.wait(() => (socket.received.includes('alive') ? true : undefined), 'the first answer');
    expect(await drip(socket, endless)).toBeLessThan(15_000);
  });

  it('drips its body is closed at the time of a body', async () => {
    const socket = new RawConnection(server.url);
    socket.write('POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n');
    expect(await drip(socket, 'x'.repeat(4000))).toBeLessThan(24_000);
  });

  it('asks to be upgraded a letter at a time is closed like any head', async () => {
    const socket = new RawConnection(server.url);
    socket.write(`GET /ws/${hall.id}/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n`);
    expect(await drip(socket, 'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n')).toBeLessThan(15_000);
  });

  it('reads no answer is closed, and not before it had its time', async () => {
    const socket = new RawConnection(server.url);
    const begun = performance.now();
    socket.socket.pause();
    // More answers than all buffers between here and there hold.
    socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20_000));
    await (await hall.live()).settle();
    await until(async () => (isServed(socket.socket) ? undefined : true), 'the server gives it up', 25_000);
    expect(performance.now() - begun).toBeGreaterThan(4_900);
    socket.destroy();
  });

  // Both ways of a closing handshake: ours first, and one behind a broken frame, where the server says no more.
  it.each([
    ['a message that we do not take', () => encodeFrame(opcodes.binary, Buffer.from('x')), 1003],
    ['a broken frame', () => encodeFrame(opcodes.text, Buffer.from('x'), { reserved: 1 }), 1002],
  ])('does not answer the close after %s is reset, and not before its time', async (_, frame, code) => {
    const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/live`);
    socket.socket.allowHalfOpen = true;
    await socket.message('view');
    socket.write(frame());
    const begun = performance.now();
    expect(await socket.closeCode()).toBe(code);
    await until(async () => (isServed(socket.socket) ? undefined : true), 'the server gives it up', 25_000);
    expect(performance.now() - begun).toBeGreaterThan(2_900);
    socket.destroy();
  });

  it('sends but never reads is not read either, and ends with 4008 or a reset; others are answered at once', async () => {
    const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/live`);
    await socket.message('view');
    socket.socket.pause();
    const nonsense = encodeFrame(opcodes.text, Buffer.from('{"type":"nonsense"}'));
    const burst = Buffer.concat(Array.from({ length: 2_000 }, () => nonsense));
    const timer = setInterval(() => socket.write(burst), 50);
    try {
      const other = await hall.deputy('d001');
      for (let i = 0; i < 20; i += 1) await other.settle();
      await until(async () => (isServed(socket.socket) ? undefined : true), 'the server gives it up', 25_000);
      for (let i = 0; i < 20; i += 1) await other.settle();
    } finally {
      clearInterval(timer);
      socket.destroy();
    }
  });
});
