// More connections than there is room for, and addresses that ask too often.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { long as longForm, report, reportsTests } from '../faults/support/report';
import { Client } from '../integration/support/client';
import { until } from '../integration/support/deadline';
import { ballot, definition, deputyId } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { Browser, errorOf } from '../integration/support/http';
import { RawConnection, RawWebSocket } from '../integration/support/raw_socket';
import { failOnViolations } from '../integration/support/recorder';
import { adminPassword, Server } from '../integration/support/server';

failOnViolations();

describe('a node with few descriptors', () => {
  reportsTests('more connections than descriptors');
  // 64 are its own; a fifth of the rest is kept for deputies and consoles.
  const descriptors = 264;
  const places = descriptors - 64;
  const forViewers = places - places / 5;
  let server: Server;
  let hall: Hall;
  beforeAll(async () => {
    server = await Server.start({ descriptors });
    hall = await Hall.open(server, definition(30, [ballot('b1')]));
    for (let i = 1; i <= 30; i += 1) await hall.join(deputyId(i));
  });
  afterAll(() => server?.destroy());
  afterEach(() => hall?.leave());

  const live = () => hall.connectAs(Client, 'live');

  it('lets viewers in as far as their part goes, then nobody but deputies and consoles; for those the newest viewers go', async () => {
    const viewers: Client[] = [];
    while (viewers.length < forViewers - 10) {
      const some = Array.from({ length: 25 }, live);
      await Promise.all(some.map((viewer) => viewer.viewOf(0)));
      viewers.push(...some);
    }
    const refused = Array.from({ length: 40 }, live);
    const codes = await Promise.all(refused.map((viewer) => viewer.viewOf(0).then(() => 0, async () => (await viewer.closes()).code)));
    expect(codes.filter((code) => code !== 0).every((code) => code === 4013)).toBe(true);
    expect(codes.filter((code) => code === 4013).length).toBeGreaterThan(10);

    const deputies = [];
    for (let i = 1; i <= 30; i += 1) deputies.push(await hall.deputy(deputyId(i)));
    deputies.push(await hall.console());
    const gone = async () => ([...viewers, ...refused].filter((viewer) => !viewer.isOpen).length >= 40 ? true : undefined);
    await until(gone, 'viewers make room');
    for (const one of deputies) await one.settle();
    expect(viewers[0]!.isOpen).toBe(true);
    const left = viewers.filter((viewer) => !viewer.isOpen);
    for (const viewer of left) expect((await viewer.closes()).code).toBe(4013);
    // The newest go: nobody of the first half.
    for (const viewer of viewers.slice(0, 50)) expect(viewer.isOpen).toBe(true);
  });

  it('answers 503 with Retry-After when the last places are being taken, and watchers all the same', async () => {
    const idle: RawConnection[] = [];
    try {
      const full = async () => {
        idle.push(...Array.from({ length: 8 }, () => new RawConnection(server.url)));
        const answer = await new Browser(server.url).get('/live').catch(() => undefined);
        return answer?.status === 503 ? answer : undefined;
      };
      const answer = await until(full, 'there is no room');
      expect(errorOf(answer)).toBe('503 unavailable');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.headers.connection).toBe('close');
      expect((await new Browser(server.url).get('/healthz')).status).toBe(200);
      const deputy = await hall.deputy('d001');
      await deputy.settle();
    } finally {
      for (const one of idle) one.destroy();
    }
    const roomAgain = async () => ((await new Browser(server.url).get('/live')).status === 503 ? undefined : true);
    await until(roomAgain, 'there is room again');
  });
});

describe('an address', () => {
  reportsTests('an address that asks too often');
  let server: Server;
  let hall: Hall;
  beforeAll(async () => {
    // This test is the proxy, and says who asks.
    server = await Server.start({ settings: 'trusted_proxies = ["127.0.0.1"]\n' });
    hall = await Hall.open(server, definition(2, [ballot('b1')]));
    await hall.issueKeys();
  });
  afterAll(() => server?.destroy());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const tryKey = (key: string, address: string) => new Browser(server.url).post(`${hall.path}/join`, { key }, from(address));

  it('that tries key after key is told to come again, and a good key is good all the same', async () => {
    const wrong = async () => (await Promise.all(Array.from({ length: 30 }, () => tryKey('0'.repeat(32), '198.51.100.9')))).find((answer) => answer.status === 429);
    const refused = await until(wrong, 'too many keys');
    expect(errorOf(refused)).toBe('429 too_many_requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await tryKey(hall.keys.get('d001')!, '198.51.100.9')).status).toBe(200);
    expect(errorOf(await tryKey('0'.repeat(32), '198.51.100.10'))).toBe('401 bad_key');
  });

  it('of IPv6 is its household', async () => {
    const wrong = async () => (await Promise.all(Array.from({ length: 30 }, (_, i) => tryKey('0'.repeat(32), `2001:db8:1:1::${i + 1}`)))).find((answer) => answer.status === 429);
    await until(wrong, 'too many keys');
    expect(errorOf(await tryKey('0'.repeat(32), '2001:db8:1:2::1'))).toBe('401 bad_key');
  });

  it('is not what limits deputies: a hall behind one address comes in at once', async () => {
    const deputy = await hall.join('d002');
    const sockets = await Promise.all(Array.from({ length: 30 }, () => RawWebSocket.open(server.url, `/ws/${hall.id}/deputy`, { ...deputy.cookieHeader, ...from('198.51.100.9') })));
    await Promise.all(sockets.slice(-3).map((socket) => socket.message('view')));
    for (const socket of sockets) socket.destroy();
  });

  it('that signs in without end has to wait, with the right password too, and nobody else has', async () => {
    const login = (account: string, password: string, address: string) => new Browser(server.url).post('/api/v1/login', { account, password }, from(address));
    // Of one account that isn't there, so that hardly any is a failure of the address.
    const refused = async () => {
      await Promise.all(Array.from({ length: 60 }, () => login('nobody', 'a wrong password', '198.51.100.20')));
      const answer = await login('admin', adminPassword, '198.51.100.20');
      return answer.status === 200 ? undefined : answer;
    };
    expect(errorOf(await until(refused, 'too many tries'))).toBe('429 too_many_requests');
    expect((await login('admin', adminPassword, '198.51.100.21')).status).toBe(200);
  });

  it('says nothing about who a deputy is: one who connects without end is closed with 4013, and the others are not', async () => {
    const [loud, quiet] = [await hall.join('d001'), await hall.join('d002')];
    const open = async (who: Browser) => {
      const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/deputy`, { ...who.cookieHeader, ...from('198.51.100.30') });
      const first = await Promise.race([socket.message('welcome').then(() => 0), socket.closeCode()]);
      socket.destroy();
      return first;
    };
    const crowded = async () => ((await Promise.all(Array.from({ length: 40 }, () => open(loud)))).includes(4013) ? true : undefined);
    await until(crowded, 'too many sockets', 30_000);
    expect(await open(quiet)).toBe(0);
  });

  it.runIf(longForm)('that opens viewers without end is closed with 4013', async () => {
    const open = async () => {
      const socket = await RawWebSocket.open(server.url, `/ws/${hall.id}/live`, from('198.51.100.77'));
      const first = await Promise.race([socket.message('welcome').then(() => 0), socket.closeCode()]);
      socket.destroy();
      return first;
    };
    const refused = async () => ((await Promise.all(Array.from({ length: 200 }, open))).includes(4013) ? true : undefined);
    await until(refused, 'too many viewers', 120_000);
  }, 150_000);
});

it('idle connections by the thousand cost nobody else anything', async () => {
  const wanted = longForm ? 10_000 : 2_000;
  const server = await Server.start();
  const idle: RawWebSocket[] = [];
  try {
    const hall = await Hall.open(server, definition(2, [ballot('b1')]));
    const operator = await hall.console();
    const deputy = await hall.deputy('d001');
    await operator.do('open_checkin', {});
    await deputy.checkIn();
    await operator.do('start', {});
    while (idle.length < wanted) {
      const some = Array.from({ length: 100 }, () => RawWebSocket.open(server.url, `/ws/${hall.id}/live`));
      idle.push(...(await Promise.all(some)));
    }
    await operator.do('open_ballot', { ballot: 'b1' });
    await deputy.viewWithBallot('b1', 'open');
    await deputy.press('b1', 'satisfied');
    await operator.do('close_ballot', { ballot: 'b1' });
    await Promise.all(idle.map((socket) => socket.frame((f) => f.payload.includes('"state":"closed"'), 'the close')));
    await hall.leave();
    report(`${wanted} idle connections`, idle.length, { cast: 1, confirmed: 1 });
  } finally {
    for (const socket of idle) socket.destroy();
    await server.destroy();
  }
}, longForm ? 180_000 : 60_000);
