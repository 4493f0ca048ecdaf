// Processes that die or stand still in the middle of a ballot.
import { afterEach, describe, it, expect } from 'vitest';
import { ask } from '../integration/support/http';
import { until } from '../integration/support/deadline';
import { isAlive, Server } from '../integration/support/server';
import { Evening, expectClean, moment } from './support/evening';
import { long } from './support/report';

let server: Server;
let evening: Evening;
afterEach(async () => {
  await evening?.leave();
  await server?.destroy();
});

async function begin(deputies: number): Promise<void> {
  server = await Server.start({ args: ['--workers', '2'] });
  evening = await Evening.begin(server, { deputies });
}

function ready(): Promise<true> {
  return until(async () => ((await ask(`${server.url}/readyz`).catch(() => undefined))?.status === 200 ? (true as const) : undefined), 'readyz 200', 30_000);
}

describe('in the middle of a ballot', () => {
  const deaths = long ? 200 : 4;
  it(`its Redis is killed, ${deaths} times`, async () => {
    await begin(24);
    for (let n = 0; n < deaths; n += 1) {
      await evening.round(async () => {
        await moment(evening.random() * 200);
        const redis = server.redisPid();
        process.kill(redis, 'SIGKILL');
        await until(async () => (isAlive(redis) ? undefined : (true as const)), 'its end');
        await ready();
      });
    }
    expectClean(await evening.end('kill -9 of Redis', deaths));
  }, 3_600_000);

  const crashes = long ? 60 : 3;
  it(`the node is killed, ${crashes} times`, async () => {
    await begin(24);
    for (let n = 0; n < crashes; n += 1) {
      await evening.round(async () => {
        await moment(evening.random() * 200);
        await server.crash();
        server = await server.restart({ args: ['--workers', '2'] });
        evening.moveTo(server);
      });
    }
    expectClean(await evening.end('kill -9 of a node', crashes));
  }, 3_600_000);

  const between = long ? 60 : 3;
  it(`the node is killed between the store’s answer and the receipt, ${between} times`, async () => {
    await begin(24);
    for (let n = 0; n < between; n += 1) {
      await evening.round(async () => {
        // It stands still while the store goes on: whatever the store answers now is never passed on.
        await moment(evening.random() * 120);
        process.kill(server.pid, 'SIGSTOP');
        await moment(20 + evening.random() * 60);
        await server.crash();
        server = await server.restart({ args: ['--workers', '2'] });
        evening.moveTo(server);
      });
    }
    expectClean(await evening.end('node killed between answer and receipt', between));
  }, 3_600_000);

  const standstill_ms = long ? 10_000 : 1_500;
  it(`Redis stands still for ${standstill_ms / 1000} s, then the node does`, async () => {
    await begin(24);
    const rounds = long ? 5 : 1;
    for (let n = 0; n < rounds; n += 1) {
      for (const pid of [() => server.redisPid(), () => server.pid]) {
        await evening.round(async () => {
          await moment(evening.random() * 100);
          const standing = pid();
          process.kill(standing, 'SIGSTOP');
          await moment(standstill_ms);
          process.kill(standing, 'SIGCONT');
        });
      }
    }
    expectClean(await evening.end(`SIGSTOP of Redis and of a node, ${standstill_ms / 1000} s`, rounds * 2));
  }, 3_600_000);

  it('everybody comes back at once after a restart', async () => {
    await begin(long ? 5_000 : 100);
    const before = evening.phones.map((phone) => phone.losses);
    await evening.round(async () => {
      await moment(80);
      await server.crash();
      server = await server.restart({ args: ['--workers', '2'] });
      evening.moveTo(server);
      await evening.everybodyConnected();
    });
    expect(evening.phones.every((phone, n) => phone.losses > before[n]!)).toBe(true);
    expectClean(await evening.end(`${evening.phones.length} phones reconnect at once`, 1));
  }, 3_600_000);
});
