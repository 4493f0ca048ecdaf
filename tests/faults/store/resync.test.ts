// The only replica loses all it has in the middle of a ballot, and is given the whole anew: until it has it, and has it on its
// disk, nobody gets a receipt.
import { afterEach, expect, it } from 'vitest';
import { Server } from '../../integration/support/server';
import { Evening, expectClean, moment } from '../support/evening';
import { long } from '../support/report';
import { ready } from './support/evening';
import { RedisGroup, type RedisNode } from './support/redis_group';

let group: RedisGroup | undefined;
let node: Server | undefined;
let evening: Evening | undefined;
afterEach(async () => {
  await evening?.leave();
  await node?.destroy();
  await group?.destroy();
  node = group = evening = undefined;
});

const rounds = long ? 10 : 1;

it(`a replica in full resync is waited for, ${rounds} times`, async () => {
  group = await RedisGroup.start({ replicas: 1, sentinels: 0 });
  const [master, replica] = group.all as [RedisNode, RedisNode];
  node = await Server.start({ args: ['--redis', group.url(), '--replicas', '1', '--workers', '2'] });
  await ready(node);
  evening = await Evening.begin(node, { deputies: 24 });
  for (let n = 0; n < rounds; n += 1) {
    await evening.open();
    const pressing = evening.press();
    await moment(evening.random() * 100);
    await replica.kill();
    replica.empty();
    const alone = evening.phones.map((phone) => phone.press(evening!.current, 'satisfied'));
    await pressing;
    expect(alone.every((vote) => vote.receipt === undefined)).toBe(true);
    group.startAs(replica, master);
    await evening.settled();
    await group.linked(master, 1);
    await ready(node);
    await evening.close();
    await evening.announce();
  }
  expectClean(await evening.end('a replica is emptied in a ballot, then in full resync', rounds));
}, 60_000 + rounds * 60_000);
