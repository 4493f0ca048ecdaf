// Two nodes on Redis under Sentinel behind each proxy of scripts/deploy, all by the files as they are deployed: one node
// after the other is restarted while everybody votes, and phones go from one to the other without a vote noticing.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Proxy, type Kind } from '../abuse/support/proxy';
import { Server } from '../integration/support/server';
import { Evening, expectClean, moment } from './support/evening';
import { long } from './support/report';
import { ready } from './store/support/evening';
import { RedisGroup } from './store/support/redis_group';

let group: RedisGroup;
let nodes: [Server, Server];
let proxy: Proxy | undefined;
let evening: Evening | undefined;
const settings = 'trusted_proxies = ["127.0.0.1"]\n';
const args = (): string[] => ['--redis', group.url(), '--replicas', '1', '--workers', '2'];

beforeAll(async () => {
  group = await RedisGroup.start();
  nodes = [await Server.start({ args: args(), settings }), await Server.start({ args: args(), settings })];
  for (const node of nodes) await ready(node);
});
afterEach(async () => {
  await evening?.leave();
  await proxy?.destroy();
  proxy = evening = undefined;
});
afterAll(async () => {
  for (const node of nodes ?? []) await node.destroy();
  await group?.destroy();
});

// What everybody knows is the proxy's address alone.
function behind({ url }: Proxy): Server {
  return Object.create(nodes[0], { url: { value: url }, websocketUrl: { value: url.replace(/^http/, 'ws') } }) as Server;
}

async function restart(which: 0 | 1): Promise<void> {
  const { host } = new URL(nodes[which].url);
  await nodes[which].stop();
  // The other one has them all now.
  await evening!.everybodyConnected();
  nodes[which] = await nodes[which].restart({ args: args(), settings, listen: host });
  await ready(nodes[which]);
}

const rounds = long ? 12 : 1;

describe.each<Kind>(['haproxy', 'nginx'])('behind %s', (kind) => {
  it(`one node after the other is restarted in a ballot, ${rounds} times`, async () => {
    proxy = await Proxy.start(kind, nodes);
    const front = behind(proxy);
    evening = await Evening.begin(front, { deputies: 40, at: () => front.websocketUrl });
    for (let n = 0; n < rounds; n += 1) {
      for (const which of [0, 1] as const) {
        await evening.round(async () => {
          await moment(evening!.random() * 120);
          await restart(which);
        });
      }
    }
    // Whoever was on the first went to the second, and all of them back.
    expect(evening.phones.every((phone) => phone.losses >= rounds)).toBe(true);
    expectClean(await evening.end(`rolling restart of two nodes behind ${kind}, Sentinel behind them`, rounds * 2));
  }, 120_000 + rounds * 60_000);
});
