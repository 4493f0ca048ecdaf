// A screen's page whose browser keeps no cookies, as in the frame of a local file: it says a ticket instead.
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScreenAnswer, ScreenJoinAnswer } from '../../web/src/shared/messages.generated';
import { ballot, definition } from './support/definitions';
import { within } from './support/deadline';
import { Hall } from './support/hall';
import { ask, Browser, good } from './support/http';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start({ args: ['--workers', '2'] });
  hall = await Hall.open(server, definition(1, [ballot('b1')]));
});
afterAll(() => server?.destroy());

interface Met {
  protocol: string;
  first: { type: string } | null;
  code: number;
}

// Connects with nothing but what is given, until the first message or the close.
function meet(role: string, protocols: string[], headers: Record<string, string> = {}, inquiry = hall.id): Promise<Met> {
  const socket = new WebSocket(`${server.websocketUrl}/ws/${inquiry}/${role}`, protocols, { headers });
  const met = new Promise<Met>((resolve, reject) => {
    let protocol = '';
    socket.on('open', () => (protocol = socket.protocol));
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => resolve({ protocol, first: JSON.parse(data.toString()) as { type: string }, code: 0 }));
    socket.on('close', (code) => resolve({ protocol, first: null, code }));
  });
  return within(met, `what ${role} is answered`).finally(() => socket.terminate());
}

async function joined(): Promise<{ answer: ScreenJoinAnswer; browser: Browser; key: string }> {
  const made = good<ScreenAnswer>(await hall.admin.post(`${hall.path}/screens`, { name: '大屏', layout: 'hall' }), 201, 'screen_answer');
  const browser = new Browser(server.url);
  const answer = good<ScreenJoinAnswer>(await browser.post(`${hall.path}/screens/join`, { key: made.key }), 200, 'screen_join_answer');
  return { answer, browser, key: made.key };
}

describe('a ticket', () => {
  it('lets a screen in without any cookie, and is answered by the protocol alone', async () => {
    const { answer } = await joined();
    expect(answer.ticket).toMatch(/^[A-Za-z0-9_.-]+$/);
    const met = await meet('screen', ['wenzheng.v1', `wenzheng.ticket.${answer.ticket}`]);
    expect(met).toMatchObject({ protocol: 'wenzheng.v1', first: { type: 'welcome', you: { id: answer.id } } });
  });

  it('goes before a cookie of another screen, and is no cookie itself', async () => {
    const one = await joined();
    const other = await joined();
    const met = await meet('screen', ['wenzheng.v1', `wenzheng.ticket.${one.answer.ticket}`], other.browser.cookieHeader);
    expect(met.first).toMatchObject({ you: { id: one.answer.id } });
    const asCookie = await meet('screen', [], { cookie: `wz_screen=${one.answer.ticket}` });
    expect(asCookie).toMatchObject({ first: null, code: 4501 });
  });

  it('that is changed, of another inquiry or absent lets nobody in', async () => {
    const { answer } = await joined();
    const elsewhere = await Hall.open(server, definition(1, []), hall.admin);
    const changed = answer.ticket!.slice(0, -2) + (answer.ticket!.endsWith('AA') ? 'BB' : 'AA');
    for (const protocols of [['wenzheng.v1', `wenzheng.ticket.${changed}`], ['wenzheng.v1', 'wenzheng.ticket.x'], ['wenzheng.v1']]) {
      const met = await meet('screen', protocols);
      expect(met, protocols.join()).toEqual({ protocol: 'wenzheng.v1', first: null, code: 4501 });
    }
    const met = await meet('screen', ['wenzheng.v1', `wenzheng.ticket.${answer.ticket}`], {}, elsewhere.id);
    expect(met.first).toBeNull();
    expect([4501, 4503]).toContain(met.code);
  });

  it('is of use to no other role', async () => {
    const { answer } = await joined();
    for (const role of ['console', 'deputy']) {
      // A client that asks for protocols and is named none gives up.
      await expect(meet(role, ['wenzheng.v1', `wenzheng.ticket.${answer.ticket}`]), role).rejects.toThrow(/subprotocol/i);
    }
  });

  it('stands in no log', async () => {
    const { answer } = await joined();
    await meet('screen', ['wenzheng.v1', `wenzheng.ticket.${answer.ticket}`]);
    expect(server.stderr + server.stdout).not.toContain(answer.ticket);
  });
});

describe('a screen with its cookie', () => {
  it('is served as before, with or without the protocol', async () => {
    const { answer, browser } = await joined();
    const plain = await meet('screen', [], browser.cookieHeader);
    expect(plain).toMatchObject({ protocol: '', first: { type: 'welcome', you: { id: answer.id } } });
    const named = await meet('screen', ['wenzheng.v1'], browser.cookieHeader);
    expect(named).toMatchObject({ protocol: 'wenzheng.v1', first: { type: 'welcome' } });
  });
});

describe('frames', () => {
  it('may be anybody’s around a screen, and only our own around anything else', async () => {
    const policy = async (path: string) => (await ask(server.url + path)).headers['content-security-policy'] as string;
    expect(await policy('/screen')).not.toContain('frame-ancestors');
    expect(await policy('/screen?monitor=1')).not.toContain('frame-ancestors');
    for (const path of ['/console', '/phone', '/live', '/screenshot', '/', '/healthz']) {
      expect(await policy(path), path).toContain("frame-ancestors 'self'");
    }
    expect(await policy('/screen')).toContain("media-src 'self' blob:");
    expect(await policy('/screen')).toContain("img-src 'self' data: blob:");
    expect(await policy('/console')).toContain("frame-src 'self'");
  });
});
