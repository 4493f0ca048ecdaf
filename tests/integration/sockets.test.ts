// Who may connect, how connections end, and what broken frames and messages get.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClientMessage } from '../../web/src/shared/messages.generated';
import { readExamples, type InvalidExample } from '../protocol/support/examples';
import { Client } from './support/client';
import { ballot, definition, freshId } from './support/definitions';
import { Hall, signIn } from './support/hall';
import type { Browser } from './support/http';
import { Deputy, freshNonce, Operator } from './support/people';
import { opcodes, RawWebSocket } from './support/raw_socket';
import { failOnViolations } from './support/recorder';
import { Server, withoutRates } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start({ settings: withoutRates });
  admin = await signIn(server);
  hall = await Hall.open(server, definition(3, [ballot('b1')]), admin);
});
afterAll(() => server?.destroy());
afterEach(() => hall?.leave());

async function codeOf(client: Client): Promise<number> {
  return (await client.closes()).code;
}

describe('a connection', () => {
  it('without a cookie is closed with 4501, the public one aside', async () => {
    for (const role of ['deputy', 'console', 'screen'] as const) {
      expect(await codeOf(hall.connectAs(Client, role)), role).toBe(4501);
    }
    await hall.live();
  });

  it('with a cookie that nobody gave is closed with 4501', async () => {
    const names = { deputy: 'wz_deputy', console: 'wz_operator', screen: 'wz_screen' } as const;
    for (const role of ['deputy', 'console', 'screen'] as const) {
      for (const value of ['x', 'a.b.c', 'A'.repeat(3000)]) {
        const headers = { cookie: `${names[role]}=${value}` };
        expect(await codeOf(hall.connectAs(Client, role, undefined, { headers })), `${role} ${value}`).toBe(4501);
      }
    }
  });

  it('with a cookie of another inquiry is closed with 4503', async () => {
    const other = await Hall.open(server, definition(1, []), admin);
    const deputy = await other.join('d001');
    const { browser: screen } = await other.addScreen('大屏', 'hall');
    expect(await codeOf(hall.connectAs(Client, 'deputy', deputy))).toBe(4503);
    expect(await codeOf(hall.connectAs(Client, 'screen', screen))).toBe(4503);
  });

  it('with the cookie of another role is not let in', async () => {
    const deputy = await hall.join('d001');
    expect([4501, 4503]).toContain(await codeOf(hall.connectAs(Client, 'console', deputy)));
    expect([4501, 4503]).toContain(await codeOf(hall.connectAs(Client, 'deputy', admin)));
    const headers = { cookie: `wz_operator=${deputy.cookies.get('wz_deputy')}` };
    expect([4501, 4503]).toContain(await codeOf(hall.connectAs(Client, 'console', undefined, { headers })));
  });

  it('from a foreign origin is closed with 4503, also the public one', async () => {
    const origin = 'http://evil.example';
    expect(await codeOf(hall.connectAs(Client, 'live', undefined, { origin }))).toBe(4503);
    expect(await codeOf(hall.connectAs(Client, 'console', admin, { origin }))).toBe(4503);
    const own = hall.connectAs(Client, 'live', undefined, { origin: server.url });
    await own.viewOf(0);
  });

  it('to no such inquiry or role is closed with 4504', async () => {
    const at = (path: string) => new Client(`${server.websocketUrl}/ws/${path}`, 'live');
    expect(await codeOf(at('no-such-inquiry/live'))).toBe(4504);
    expect(await codeOf(at(`${hall.id}/nobody`))).toBe(4504);
    expect(await codeOf(at('No%20Id/live'))).toBe(4504);
  });

  it('begins with welcome, then a whole view', async () => {
    const everyone = [await hall.console(), await hall.deputy('d001'), await hall.screen(), await hall.live()];
    for (const client of everyone) {
      expect(client.frames.slice(0, 2).map((frame) => frame.type)).toEqual(['welcome', 'view']);
      const [welcome, view] = [client.all('welcome')[0]!, client.view!];
      expect(welcome.epoch).toBe(view.epoch);
      expect(Math.abs(welcome.server_time - Date.now())).toBeLessThan(5000);
    }
  });

  it('is the fourth of a deputy: the oldest is closed with 4509', async () => {
    const first = await hall.deputy('d001');
    const others = [await hall.deputy('d001'), await hall.deputy('d001')];
    await first.settle();
    const fourth = await hall.deputy('d001');
    expect(await codeOf(first)).toBe(4509);
    for (const client of [...others, fourth]) await client.settle();
  });

  it('ends in an ordinary way', async () => {
    const live = await hall.live();
    await live.close();
    expect(await codeOf(live)).toBe(1000);
  });
});

describe('ping', () => {
  it('is answered with the time, on every role', async () => {
    for (const client of [await hall.console(), await hall.deputy('d001'), await hall.screen(), await hall.live()]) {
      client.send({ type: 'ping', t: 12345 });
      const pong = await client.nextOf('pong', (p) => p.t === 12345);
      expect(Math.abs(pong.server_time - Date.now())).toBeLessThan(5000);
    }
  });
});

describe('painted', () => {
  it('is told to the console, with who is connected', async () => {
    const own = await Hall.open(server, definition(2, [ballot('b1')]), admin);
    const console = await own.console();
    await own.deputy('d002');
    await own.live();
    const screen = await own.screen();
    const { id } = screen.all('welcome')[0]!.you as { id: string };
    const { rev } = await screen.viewWhere((view) => view.inquiry.screens!.length === 1);
    screen.send({ type: 'painted', rev });
    const presence = await console.nextOf(
      'presence',
      (p) =>
        p.screens.some((s) => s.id === id && s.painted === rev) && p.deputies.includes('d002') && p.viewers === 1,
    );
    expect(presence.store).toBe('ready');
    await own.leave();
  });
});

describe('bad messages', () => {
  const nonce = /[0-9a-f]{32}/g;
  const cases: [string, 'deputy' | 'console' | 'screen' | 'live', string[]][] = [
    ['a deputy', 'deputy', ['checkin', 'vote', 'request', 'withdraw', 'ping', 'unknown']],
    ['an operator', 'console', ['command', 'ping', 'unknown']],
    ['a screen', 'screen', ['painted', 'ping', 'unknown']],
    ['a viewer', 'live', ['ping']],
  ];

  it.each(cases)('from %s get the code of the golden example, and the socket goes on', async (_, role, folders) => {
    const open = { deputy: () => hall.deputy('d001'), console: () => hall.console(), screen: () => hall.screen(), live: () => hall.live() };
    const client = await open[role]();
    for (const folder of folders) {
      for (const { file, value } of readExamples<InvalidExample>(`${folder}/invalid`)) {
        const mine = freshNonce();
        client.sendText(value.text.replace(nonce, (found) => (found.length === 32 ? mine : found)));
        const refused = await client.nextOf('refused');
        expect(refused.code, `${folder} ${file}`).toBe(value.code);
        await client.settle();
      }
    }
  });

  const good: ['deputy' | 'console', string[]][] = [
    ['deputy', ['vote', 'request', 'withdraw']],
    ['console', ['command']],
  ];

  it.each(good)('are not the golden examples of a %s: what they ask for is looked at', async (role, folders) => {
    // What is looked at may be done: an evening of its own.
    const own = await Hall.open(server, definition(2, [ballot('b1')]), admin);
    const client = await (role === 'deputy' ? own.deputy('d001') : own.console());
    for (const folder of folders) {
      for (const { file, value } of readExamples<ClientMessage>(`${folder}/valid`)) {
        const mine = value.type === 'vote' ? { nonce: freshNonce() } : { id: freshId('example') };
        client.send({ ...value, ...mine, ...(value.type === 'command' && { expect: client.view!.rev }) } as ClientMessage);
        const answers = ['done', 'receipt', 'refused'];
        const answer = await client.next((message) => answers.includes(message.type), `an answer to ${file}`);
        expect(answer, `${folder} ${file}`).toMatchObject(mine);
        expect(answer, `${folder} ${file}`).not.toMatchObject({ code: 'bad_message' });
      }
    }
    await own.leave();
  });

  it('are answered with the nonce or the id where those could be read', async () => {
    const deputy = await hall.deputy('d001');
    const nonce = freshNonce();
    deputy.sendText(JSON.stringify({ type: 'vote', nonce, ballot: 'b1', choice: 'satisfied', attempt: 'first' }));
    await deputy.nextOf('refused', (r) => r.nonce === nonce && r.code === 'bad_message');
    const console = await hall.console();
    console.sendText(JSON.stringify({ type: 'command', id: 'cmd-1', expect: 0, name: 'fly', args: {} }));
    await console.nextOf('refused', (r) => r.id === 'cmd-1' && r.code === 'bad_message');
  });

  it('are those of another role', async () => {
    const deputy = await hall.deputy('d001');
    deputy.sendText(JSON.stringify({ type: 'command', id: 'x-1', expect: 0, name: 'start', args: {} }));
    expect(['bad_message', 'not_allowed']).toContain((await deputy.nextOf('refused')).code);
    const console = await hall.console();
    console.sendText(JSON.stringify(Deputy.voteOf('b1', 'satisfied')));
    expect(['bad_message', 'not_allowed']).toContain((await console.nextOf('refused')).code);
    expect((await hall.detail()).state.state).toBe('draft');
  });
});

describe('broken frames', () => {
  const open = () => RawWebSocket.open(server.url, `/ws/${hall.id}/live`);

  it.each<[string, number, (socket: RawWebSocket) => void]>([
    ['binary', 1003, (s) => s.send(opcodes.binary, '{}')],
    ['text that is no UTF-8', 1007, (s) => s.send(opcodes.text, Buffer.from([0x22, 0xc3, 0x28, 0x22]))],
    ['text that ends inside a character', 1007, (s) => s.send(opcodes.text, Buffer.from([0x22, 0xe4, 0xbd]))],
    ['a surrogate in UTF-8', 1007, (s) => s.send(opcodes.text, Buffer.from([0xed, 0xa0, 0x80]))],
    ['too long', 1009, (s) => s.send(opcodes.text, 'x'.repeat(100_000))],
    ['a length beyond all reason', 1009, (s) => s.send(opcodes.text, '{', { length: 2 ** 40 })],
    ['no mask', 1002, (s) => s.send(opcodes.text, '{}', { masked: false })],
    ['a reserved bit', 1002, (s) => s.send(opcodes.text, '{}', { reserved: 4 })],
    ['an unknown opcode', 1002, (s) => s.send(3, '{}')],
    ['a continuation of nothing', 1002, (s) => s.send(opcodes.more, '{}')],
    ['a ping in pieces', 1002, (s) => s.send(opcodes.ping, 'x', { fin: false })],
    ['a ping that is too long', 1002, (s) => s.send(opcodes.ping, 'x'.repeat(126))],
    ['a close code that does not exist', 1002, (s) => s.send(opcodes.close, Buffer.from([0x03, 0xec]))],
  ])('%s: closed with %i', async (_, code, act) => {
    const socket = await open();
    await socket.message('view');
    act(socket);
    expect(await socket.closeCode()).toBe(code);
    await socket.untilEnd();
    await (await hall.live()).settle();
  });

  it('of many pieces that are too long together: closed with 1009', async () => {
    const socket = await open();
    socket.send(opcodes.text, 'x'.repeat(200), { fin: false });
    for (let i = 0; i < 100 && !socket.ended; i += 1) socket.send(opcodes.more, 'x'.repeat(1000), { fin: false });
    expect(await socket.closeCode()).toBe(1009);
  });

  it('are not those in pieces, with a ping between them', async () => {
    const socket = await open();
    await socket.message('view');
    const text = JSON.stringify({ type: 'ping', t: 42 });
    socket.send(opcodes.text, text.slice(0, 5), { fin: false });
    socket.send(opcodes.ping, 'hello');
    socket.send(opcodes.more, text.slice(5));
    expect((await socket.frame((f) => f.opcode === opcodes.pong, 'pong')).payload.toString()).toBe('hello');
    expect((await socket.message('pong')).payload.toString()).toContain('"t":42');
    socket.destroy();
  });

  it('and a cut connection leave the server as it was', async () => {
    for (let i = 0; i < 20; i += 1) {
      const socket = await open();
      socket.write(Buffer.from([0x81, 0xfe, 0x10]));
      socket.destroy();
    }
    const console = hall.connectAs(Operator, 'console', admin);
    await console.viewOf(0);
    await console.settle();
  });
});
