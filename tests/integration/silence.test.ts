// Clients that say nothing, or hear nothing, are let go; the others notice nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballot, definition } from './support/definitions';
import { Hall } from './support/hall';
import { opcodes, RawConnection, RawWebSocket } from './support/raw_socket';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start();
  const long = '问'.repeat(2000);
  const what = definition(1, [ballot('b1')]);
  what.items = Array.from({ length: 100 }, (_, i) => ({ ...what.items[0]!, id: `i${i + 1}`, question: long }));
  hall = await Hall.open(server, what);
});
afterAll(async () => {
  await hall?.leave();
  await server?.destroy();
});

describe.concurrent('a client', () => {
  it('that answers no ping is closed with 4012, not before its time', async () => {
    const begun = performance.now();
    const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/live`);
    await socket.frame((frame) => frame.opcode === opcodes.ping, 'a ping', 29_000);
    expect(performance.now() - begun).toBeGreaterThan(14_900);
    expect(await socket.closeCode(80_000)).toBe(4012);
    expect(performance.now() - begun).toBeGreaterThan(29_900);
  }, 90_000);

  it('that sends half a request is let go', async () => {
    const raw = new RawConnection(server.url);
    raw.write('GET / HTTP/1.1\r\nHost: x\r\n');
    await raw.untilEnd(60_000);
  }, 70_000);

  it('that reads nothing is let go, and the others go on', async () => {
    const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/live`);
    socket.socket.pause();
    const moderator = await hall.console();
    const live = await hall.live();
    await moderator.do('start', {});
    // Each view has 600 kB: soon the kernel takes no more for the one that does not read, and its time runs.
    const began = performance.now();
    for (let i = 1; performance.now() - began < 12_000; i += 1) {
      const { rev } = await moderator.do('select_item', { item: `i${(i % 100) + 1}` });
      await live.viewOf(rev);
    }
    socket.socket.resume();
    await socket.untilEnd();
  }, 90_000);
});
