// The master dies in the middle of a ballot. With the wait for replicas no receipt is lost; without it some are, and this
// test sees them missing: so it would see it, too, if the wait were broken.
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../integration/support/deadline';
import { failOnViolations } from '../../integration/support/recorder';
import { Server } from '../../integration/support/server';
import { long, report } from '../support/report';
import { Evening, ready, says } from './support/evening';
import { RedisGroup, type RedisNode } from './support/redis_group';

failOnViolations();

let group: RedisGroup | undefined;
let nodes: Server[] = [];
let evening: Evening | undefined;
afterEach(async () => {
  await evening?.hall.leave();
  for (const node of nodes.splice(0)) await node.destroy();
  await group?.destroy();
  group = evening = undefined;
});

const rounds = long ? 20 : 1;
const size = 24;

describe('a Sentinel failover', () => {
  it(`loses no receipt, ${rounds} times`, async () => {
    group = await RedisGroup.start();
    const args = ['--redis', group.url(), '--replicas', '1'];
    nodes = [await Server.start({ args }), await Server.start({ args })];
    for (const node of nodes) await ready(node);
    const ballots = Array.from({ length: rounds }, (_, i) => `b${i + 1}`);
    evening = await Evening.begin(nodes[0]!, size, ballots);
    for (const ballot of ballots) {
      const master = await group.master();
      await evening.give('open_ballot', ballot);
      const people = evening.everybody;
      await Promise.all(people.slice(0, size / 3).map((id) => evening!.press(id, ballot)));
      const during = people.slice(size / 3).map((id) => evening!.press(id, ballot));
      await master.kill();
      await Promise.all(during);
      expect(evening.receiptsOf(ballot)).toBe(size);
      evening.hall.moveTo(nodes[ballots.indexOf(ballot) % 2]!);
      expect(await evening.count(ballot)).toBe(size);
      // The old master comes back as a replica of the new one, with what it has.
      const next = await group.master(master);
      group.startAs(master, next);
      await group.linked(next, 2);
      for (const node of nodes) await ready(node);
    }
    await evening.judged('Sentinel failover: the master is killed in a ballot, replicas waited for', rounds);
  }, rounds * 90_000 + 60_000);

  it('loses receipts where replicas are not waited for, which begins another epoch (control)', async () => {
    group = await RedisGroup.start({ extra: ['--min-replicas-to-write', '0'] });
    nodes = [await Server.start({ args: ['--redis', group.url()] })];
    evening = await Evening.begin(nodes[0]!, size);
    await evening.give('open_ballot', 'b1');
    const { epoch } = (await evening.desk()).all('welcome')[0]!;
    const [master, ...replicas] = group.all;
    const offset = (text: string) => /master_repl_offset:(\d+)/.exec(text)?.[1];
    const opened = offset(await master!.ask(['INFO', 'replication']))!;
    for (const replica of replicas) {
      await replica.answers(['INFO', 'replication'], (text) => Number(offset(text)) >= Number(opened), 'a replica that has the opening');
      await replica.kill();
    }
    for (const id of evening.everybody) expect(await evening.tryOnce(id, 'b1', 5_000)).toMatchObject({ type: 'receipt' });
    const phone = await evening.hall.deputy('d001');
    await master!.kill();
    for (const replica of replicas) group.startAs(replica, master);
    await group.master(master);
    expect((await phone.closes(60_000)).code).toBe(1012);
    // Each worker of a node finds it out by itself, within a second: whoever comes earlier is sent away once more.
    await until(async () => ((await evening!.desk()).all('welcome')[0]!.epoch !== epoch ? true : undefined), 'another epoch', 30_000);
    const counted = await evening.count('b1');
    expect(evening.receiptsOf('b1')).toBe(size);
    expect(counted).toBeLessThan(size);
    const found = await evening.judged('Sentinel failover, replicas not waited for', 1, true);
    expect(found.lost).toBe(size - counted);
  }, 120_000);
});

describe('a master', () => {
  it('gives no receipt while it is cut off from its replicas, and the same ones afterwards', async () => {
    group = await RedisGroup.start({ replicas: 1, sentinels: 0 });
    nodes = [await Server.start({ args: ['--redis', group.url(), '--replicas', '1'] })];
    await ready(nodes[0]!);
    evening = await Evening.begin(nodes[0]!, 6);
    await evening.give('open_ballot', 'b1');
    const replica = group.all[1]!;
    replica.signal('SIGSTOP');
    const waiting = evening.everybody.map((id) => evening!.tryOnce(id, 'b1', 4_000));
    for (const answer of await Promise.all(waiting)) expect(['silence', 'unavailable']).toContain(answer);
    await says(nodes[0]!, 'replica_unreachable');
    const again = await evening.hall.deputy('d001');
    expect(again.all('you').some((you) => you.votes.b1)).toBe(false);
    replica.signal('SIGCONT');
    await Promise.all(evening.everybody.map((id) => evening!.press(id, 'b1')));
    expect(await evening.count('b1')).toBe(6);
    await evening.judged('the master is cut off from its replica', 1);
  }, 120_000);

  it('lets no ballot open while a replica is missing, or is being given the whole', async () => {
    group = await RedisGroup.start({ replicas: 1, sentinels: 0 });
    nodes = [await Server.start({ args: ['--redis', group.url(), '--replicas', '1'] })];
    await ready(nodes[0]!);
    evening = await Evening.begin(nodes[0]!, 2);
    const [master, replica] = group.all;
    await replica!.kill();
    await says(nodes[0]!, 'replicas_missing');
    const desk = await evening.desk();
    expect(await desk.refused('open_ballot', { ballot: 'b1' })).toMatch(/store_not_durable|unavailable/);
    // From nothing: a full resync.
    replica!.empty();
    group.startAs(replica!, master);
    await group.linked(master!, 1);
    await ready(nodes[0]!);
    await evening.give('open_ballot', 'b1');
    await Promise.all(evening.everybody.map((id) => evening!.press(id, 'b1')));
    expect(await evening.count('b1')).toBe(2);
    await evening.judged('a replica is emptied and given the whole', 1);
  }, 120_000);

  it('gives no receipt while any replica that may be promoted lacks the vote; others need not have it', async () => {
    group = await RedisGroup.start({ replicas: 2, sentinels: 0 });
    nodes = [await Server.start({ args: ['--redis', group.url(), '--replicas', '1'] })];
    await ready(nodes[0]!);
    evening = await Evening.begin(nodes[0]!, 6, ['b1', 'b2', 'b3']);
    const [master, first, second] = group.all as [RedisNode, RedisNode, RedisNode];
    const nobodyGetsOne = async (ballot: string, without: RedisNode): Promise<void> => {
      await evening!.give('open_ballot', ballot);
      without.signal('SIGSTOP');
      const waiting = evening!.everybody.map((id) => evening!.tryOnce(id, ballot, 4_000));
      for (const answer of await Promise.all(waiting)) expect(['silence', 'unavailable']).toContain(answer);
      without.signal('SIGCONT');
      await Promise.all(evening!.everybody.map((id) => evening!.press(id, ballot)));
      expect(await evening!.count(ballot)).toBe(6);
      await ready(nodes[0]!);
    };
    await nobodyGetsOne('b1', second);
    // One that no sentinel makes the master need not have it, once the node knows so;
    await second.kill();
    group.startAs(second, master, ['--replica-priority', '0']);
    await group.linked(master, 2);
    await ready(nodes[0]!);
    await evening.give('open_ballot', 'b2');
    await until(async () => {
      second.signal('SIGSTOP');
      const answers = await Promise.all(evening!.everybody.map((id) => evening!.tryOnce(id, 'b2', 2_000)));
      second.signal('SIGCONT');
      await ready(nodes[0]!);
      return answers.every((one) => typeof one !== 'string') ? true : undefined;
    }, 'receipts without the one that is never promoted', 60_000);
    expect(await evening.count('b2')).toBe(6);
    await ready(nodes[0]!);
    // and however quick it is, it doesn't stand for the other.
    await nobodyGetsOne('b3', first);
    await evening.judged('one of two replicas stands still', 3);
  }, 180_000);

  it('that comes back with an empty directory is not taken for the store', async () => {
    group = await RedisGroup.start({ replicas: 1, sentinels: 0, extra: ['--min-replicas-to-write', '0'] });
    nodes = [await Server.start({ args: ['--redis', group.url(), '--replicas', '1'] })];
    await ready(nodes[0]!);
    evening = await Evening.begin(nodes[0]!, 2);
    const [master, replica] = group.all;
    // The copy is kept from the emptiness.
    await replica!.kill();
    await master!.kill();
    master!.empty();
    group.startAs(master!);
    await says(nodes[0]!, 'store_emptied');
    const known = (await master!.ask(['INFO', 'keyspace'])).includes('db0:');
    expect(known).toBe(false);
    report('a master comes back with an empty directory', 1);
  }, 120_000);

  it('whose replica is not durable opens no ballot', async () => {
    group = await RedisGroup.start({ replicas: 1, sentinels: 0 });
    const [master, replica] = group.all;
    await replica!.kill();
    group.startAs(replica!, master, ['--appendfsync', 'everysec']);
    await group.linked(master!, 1);
    nodes = [await Server.start({ args: ['--redis', group.url(), '--replicas', '1'] })];
    await says(nodes[0]!, 'replica_not_durable');
    report('a replica whose log is not durable', 1);
  }, 60_000);
});
