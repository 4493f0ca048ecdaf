// Lines that lose, delay and tear what goes over them: between the node and its store, and between phones and the node.
import { afterEach, describe, it } from 'vitest';
import { OuterRedis } from '../integration/support/outer_redis';
import { Server } from '../integration/support/server';
import { Evening, expectClean, moment } from './support/evening';
import { Proxy, type Line } from './support/proxy';
import { long } from './support/report';

let server: Server;
let redis: OuterRedis | undefined;
let proxy: Proxy;
let evening: Evening;
afterEach(async () => {
  await evening?.leave();
  await server?.destroy();
  await proxy?.stop();
  await redis?.destroy();
  redis = undefined;
});

const rounds = long ? 25 : 1;
// A while of bad line, or a line that is cut.
const troubles: (Line | 'cut')[] = ['cut', 'deaf', 'silent', 'slow', 'crumbs'];

async function trouble(kind: Line | 'cut'): Promise<void> {
  await moment(evening.random() * 120);
  if (kind !== 'cut') {
    proxy.line = kind;
    await moment(250 + evening.random() * 250);
    proxy.line = 'good';
  }
  // What was lost on the way never comes: the connection is of no use any more, as TCP finds out in the end.
  if (kind !== 'slow' && kind !== 'crumbs') proxy.cut();
}

describe('a bad line', () => {
  it('between the node and its store loses no vote', async () => {
    redis = await OuterRedis.start();
    proxy = await Proxy.start({ path: redis.socket });
    server = await Server.start({ args: ['--redis', `redis://127.0.0.1:${proxy.port}`, '--workers', '2'] });
    evening = await Evening.begin(server, { deputies: 20 });
    for (let n = 0; n < rounds; n += 1) for (const kind of troubles) await evening.round(() => trouble(kind));
    expectClean(await evening.end('bad line between node and store', rounds * troubles.length));
  }, 3_600_000);

  const answers = long ? 40 : 2;
  it(`takes the store’s answers, and then the node is killed, ${answers} times`, async () => {
    redis = await OuterRedis.start();
    proxy = await Proxy.start({ path: redis.socket });
    const args = ['--redis', `redis://127.0.0.1:${proxy.port}`, '--workers', '2'];
    server = await Server.start({ args });
    evening = await Evening.begin(server, { deputies: 20 });
    for (let n = 0; n < answers; n += 1) {
      await evening.round(async () => {
        // What the store has done from here on, the node never hears, nor does any phone.
        await moment(evening.random() * 120);
        proxy.line = 'deaf';
        await moment(40 + evening.random() * 80);
        await server.crash();
        proxy.cut();
        proxy.line = 'good';
        server = await server.restart({ args });
        evening.moveTo(server);
      });
    }
    expectClean(await evening.end('the store’s answers lost with the node', answers));
  }, 3_600_000);

  it('between phones and the node loses no vote', async () => {
    server = await Server.start({ args: ['--workers', '2'] });
    proxy = await Proxy.start({ port: Number(new URL(server.url).port) });
    evening = await Evening.begin(server, { deputies: 20, at: () => `ws://127.0.0.1:${proxy.port}` });
    for (let n = 0; n < rounds; n += 1) for (const kind of troubles) await evening.round(() => trouble(kind));
    expectClean(await evening.end('bad line between phones and node', rounds * troubles.length));
  }, 3_600_000);
});
