// The wire between two machine rooms is cut: the master, a sentinel, a node and its phones on one side, the replicas, two
// sentinels, another node and its phones on the other. Both sides have a master for a while; only one may confirm.
import { afterEach, describe, expect } from 'vitest';
import { until } from '../../integration/support/deadline';
import { Server } from '../../integration/support/server';
import { Evening, expectClean, moment } from '../support/evening';
import type { Phone } from '../support/phone';
import { itWhere, long } from '../support/report';
import { ready } from './support/evening';
import { RedisGroup, type RedisNode } from './support/redis_group';
import { TwoSides, type Side } from './support/two_sides';

let sides: TwoSides | undefined;
let group: RedisGroup | undefined;
let nodes: Server[] = [];
let evening: Evening | undefined;
afterEach(async () => {
  await evening?.leave();
  for (const node of nodes.splice(0)) await node.destroy();
  await group?.destroy();
  sides?.remove();
  sides = group = evening = undefined;
});

const rounds = long ? 8 : 1;
const scenario = 'the master is cut off with its node and their phones (network namespaces)';
const impossible = TwoSides.impossible();

async function begin(): Promise<void> {
  sides = TwoSides.make();
  const { a, b } = sides;
  // Preferred by sentinels, so that the master can be brought back to its side for the next cut.
  group = await RedisGroup.start({ places: { redis: [a, b, b], sentinels: [a, b, b] }, first: ['--replica-priority', '10'] });
  const args = ['--redis', group.url(), '--replicas', '1', '--workers', '2'];
  const node = ({ outer, inside }: Side) => Server.start({ args, listen: `${outer}:0`, inside });
  nodes = [await node(a), await node(b)];
  for (const one of nodes) await ready(one);
  evening = await Evening.begin(nodes[1]!, { deputies: 24, at: (deputy) => nodes[deputy % 2]!.websocketUrl });
}

// One press too early to be counted or refused yet.
const unanswered = (one: { receipt?: string; refused?: string }): boolean => one.receipt === undefined && one.refused === undefined;

// The master moves to its first place again, with nothing broken: a failover that was asked for.
async function bringBack(first: RedisNode): Promise<void> {
  await until(async () => {
    if ((await first.ask(['ROLE']).catch(() => '')).startsWith('master')) return true;
    await group!.sentinels[1]!.ask(['SENTINEL', 'FAILOVER', 'wenzheng'], []).catch(() => '');
    return undefined;
  }, 'the master on its first side', 60_000);
  await group!.linked(first, 2);
  for (const node of nodes) await ready(node);
}

async function cutInABallot(closeMeanwhile: boolean): Promise<void> {
  const hall = evening!;
  const [master] = group!.all as [RedisNode];
  const here: Phone[] = [];
  const there: Phone[] = [];
  hall.phones.forEach((phone, i) => ((i + 1) % 2 === 0 ? here : there).push(phone));
  await hall.open();
  const pressing = hall.press();
  await moment(hall.random() * 150);
  sides!.cut();
  // Nothing of this can be on a replica.
  const cutOff = here.map((phone) => phone.press(hall.current, 'dissatisfied'));
  await pressing;
  const next = await group!.master(master);
  await Promise.all(there.map((phone) => phone.settled()));
  expect(cutOff.every(unanswered)).toBe(true);
  if (closeMeanwhile) await hall.close();
  // It still takes itself for the master, and so does the sentinel beside it.
  expect(await master.ask(['ROLE'])).toMatch(/^master/);
  expect(cutOff.every(unanswered)).toBe(true);
  sides!.mend();
  await hall.settled();
  if (!closeMeanwhile) await hall.close();
  await hall.announce();
  expect(cutOff.every((one) => (closeMeanwhile ? one.refused === 'ballot_not_open' : !unanswered(one)))).toBe(true);
  await group!.linked(next, 2);
  await bringBack(master);
}

describe('two machine rooms', () => {
  itWhere(impossible === undefined, scenario, impossible ?? '')(`are cut apart in a ballot, ${rounds} times`, async () => {
    await begin();
    for (let n = 0; n < rounds; n += 1) await cutInABallot(n % 2 === 1);
    expectClean(await evening!.end(scenario, rounds));
  }, 60_000 + rounds * 180_000);
});
