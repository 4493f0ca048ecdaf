// RFC 6455 by raw frames, in the categories of the Autobahn suite: what a client may send is understood, and every other
// thing ends its connection with the right code. Broken frames of the usual kind are in tests/integration/sockets.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsTests } from '../faults/support/report';
import { definition } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { encodeFrame, opcodes, RawWebSocket } from '../integration/support/raw_socket';
import { failOnViolations } from '../integration/support/recorder';
import { Server } from '../integration/support/server';

failOnViolations();
reportsTests('RFC 6455 frame by frame');

let server: Server;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start();
  hall = await Hall.open(server, definition(1, []));
});
afterAll(() => server?.destroy());

async function open(): Promise<RawWebSocket> {
  const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/live`);
  await socket.message('view');
  return socket;
}

const close = (code: number, reason: string | Buffer = '') => {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return Buffer.concat([head, Buffer.from(reason)]);
};
const { text, more, ping, pong } = opcodes;
const question = (t: number, size = 0) => {
  const bare = JSON.stringify({ type: 'ping', t });
  return bare.slice(0, -1) + ' '.repeat(Math.max(0, size - bare.length)) + '}';
};
const answered = (socket: RawWebSocket, t: number) => socket.frame((f) => f.opcode === text && f.payload.includes(`"t":${t}`), `the answer ${t}`);

type Act = (socket: RawWebSocket) => void;
const endsWith = (code: number, cases: [string, Act][]) =>
  it.each(cases)(`%s: ${code}`, async (_, act) => {
    const socket = await open();
    act(socket);
    expect(await socket.closeCode()).toBe(code);
    socket.destroy();
  });
const goesOn = (cases: [string, Act][]) =>
  it.each(cases)('%s: goes on', async (_, act) => {
    const socket = await open();
    act(socket);
    // What comes behind it is answered, so it ended nothing.
    socket.send(text, question(7_777));
    await answered(socket, 7_777);
    socket.destroy();
  });

describe.concurrent('1 framing', () => {
  it('messages of every length up to the limit are read, in one write or byte by byte', async () => {
    const socket = await open();
    for (const [i, size] of [24, 125, 126, 127, 128, 255, 256].entries()) {
      const frame = encodeFrame(text, Buffer.from(question(100 + i, size)));
      if (i % 2 === 0) socket.write(frame);
      else for (const byte of frame) socket.write(Buffer.from([byte]));
      await answered(socket, 100 + i);
    }
    socket.destroy();
  });
  goesOn([
    ['an empty message', (s) => s.send(text, '')],
  ]);
  endsWith(1009, [
    ['one byte over the limit', (s) => s.send(text, 'x'.repeat(257))],
    ['16 bits of length', (s) => s.send(text, 'x', { length: 65_535 })],
    ['64 bits of length', (s) => s.send(text, 'x', { length: 65_536 })],
    ['a length with its highest bit set', (s) => s.write(Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]))],
  ]);
});

describe.concurrent('a message of', () => {
  // Viewers' limit is tried above.
  it.each([
    ['deputy', 4_096],
    ['console', 16_384],
  ] as const)('a %s has %i bytes at most', async (role, most) => {
    const browser = role === 'deputy' ? await hall.join('d001') : hall.admin;
    const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/${role}`, browser.cookieHeader);
    await socket.message('view');
    socket.send(text, question(1, most));
    await answered(socket, 1);
    socket.send(text, question(2, most + 1));
    expect(await socket.closeCode()).toBe(1009);
    socket.destroy();
  });
});

describe.concurrent('2 ping and pong', () => {
  it('every ping is answered with its own bytes, in order', async () => {
    const socket = await open();
    const payloads = [Buffer.alloc(0), Buffer.from('x'), Buffer.from([0, 255, 254, 1]), Buffer.alloc(125, 0xfe)];
    for (const [i, payload] of payloads.entries()) {
      socket.send(ping, payload);
      socket.send(text, question(200 + i));
      await answered(socket, 200 + i);
    }
    expect(socket.frames.filter(({ opcode }) => opcode === pong).map(({ payload }) => payload.toString('hex'))).toEqual(payloads.map((p) => p.toString('hex')));
    socket.destroy();
  });
  goesOn([
    ['a pong that nobody asked for', (s) => s.send(pong, 'hello')],
    ['ten pings in one write', (s) => s.write(Buffer.concat(Array.from({ length: 10 }, () => encodeFrame(ping, Buffer.from('p')))))],
  ]);
  endsWith(1002, [
    ['a pong that is too long', (s) => s.send(pong, 'x'.repeat(126))],
    ['a pong in pieces', (s) => s.send(pong, 'x', { fin: false })],
  ]);
});

describe.concurrent('3 reserved bits', () => {
  endsWith(1002, [
    ...[1, 2, 3, 5, 6, 7].map((reserved): [string, Act] => [`bits ${reserved} of a text`, (s) => s.send(text, '{}', { reserved })]),
    ['a bit of a ping', (s) => s.send(ping, '', { reserved: 1 })],
    ['a bit of a close', (s) => s.send(opcodes.close, close(1000), { reserved: 2 })],
    ['a bit of a continuation', (s) => (s.send(text, '{', { fin: false }), s.send(more, '}', { reserved: 4 }))],
  ]);
});

describe.concurrent('4 opcodes', () => {
  endsWith(1002, [4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Act] => [`${opcode}`, (s) => s.send(opcode, '')]));
});

describe.concurrent('5 fragmentation', () => {
  it('pieces of any size make a message, with control frames between them', async () => {
    const socket = await open();
    const whole = question(500);
    const letters = [...whole];
    letters.forEach((letter, i) => {
      socket.send(i === 0 ? text : more, letter, { fin: i === letters.length - 1 });
      if (i % 5 === 0) socket.send(ping, `${i}`);
    });
    await answered(socket, 500);
    socket.send(text, '', { fin: false });
    socket.send(more, '', { fin: false });
    socket.send(more, question(501));
    await answered(socket, 501);
    socket.destroy();
  });
  endsWith(1002, [
    ['a text inside a text', (s) => (s.send(text, '{', { fin: false }), s.send(text, '}'))],
    ['a continuation behind a whole message', (s) => (s.send(text, question(1)), s.send(more, 'x'))],
    ['the first piece as a continuation', (s) => s.send(more, 'x', { fin: false })],
    ['a last piece twice', (s) => (s.send(text, '{', { fin: false }), s.send(more, '}'), s.send(more, '}'))],
  ]);
});

describe.concurrent('6 UTF-8', () => {
  goesOn([
    ['all lengths of a character', (s) => s.send(text, '{"type":"§é满😀\u{10ffff}"}')],
    ['a character over two pieces', (s) => {
      const bytes = Buffer.from('{"a":"满"}');
      s.send(text, bytes.subarray(0, 7), { fin: false });
      s.send(more, bytes.subarray(7));
    }],
  ]);
  endsWith(1007, [
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong nought', [0xe0, 0x80, 0x80]],
    ['a surrogate pair', [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80]],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x80]],
    ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
    ['the bytes that never are', [0xfe, 0xff]],
  ].map(([name, bytes]): [string, Act] => [name as string, (s) => s.send(text, Buffer.from(bytes as number[]))]));
  endsWith(1007, [['bad bytes in a later piece', (s) => (s.send(text, '{', { fin: false }), s.send(more, Buffer.from([0xff]), { fin: false }))]]);
});

describe.concurrent('7 close', () => {
  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])('%i is answered with itself', async (code) => {
    const socket = await open();
    socket.send(opcodes.close, close(code, 'bye'));
    expect(await socket.closeCode()).toBe(code);
    await socket.untilEnd();
  });
  it('without a code is answered', async () => {
    const socket = await open();
    socket.send(opcodes.close, '');
    expect([1000, 1005]).toContain(await socket.closeCode());
    await socket.untilEnd();
  });
  it('ends it: what comes behind is not answered', async () => {
    const socket = await open();
    socket.write(Buffer.concat([encodeFrame(opcodes.close, close(1000)), encodeFrame(text, Buffer.from(question(700)))]));
    await socket.closeCode();
    await socket.untilEnd();
    expect(socket.frames.some(({ payload }) => payload.includes('"t":700'))).toBe(false);
  });
  endsWith(1002, [
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999].map((code): [string, Act] => [`the code ${code}`, (s) => s.send(opcodes.close, close(code))]),
    ['one byte', (s) => s.send(opcodes.close, Buffer.from([3]))],
    ['too long a reason', (s) => s.send(opcodes.close, close(1000, 'x'.repeat(124)))],
    ['in pieces', (s) => s.send(opcodes.close, close(1000), { fin: false })],
  ]);
  it('with a reason that is no UTF-8 is refused', async () => {
    const socket = await open();
    socket.send(opcodes.close, close(1000, Buffer.from([0xc3, 0x28])));
    expect([1002, 1007]).toContain(await socket.closeCode());
    socket.destroy();
  });
});
