// Things that happen at the same moment.
import { afterEach, describe, expect, it } from 'vitest';
import type { Receipt, Refused } from '../../web/src/shared/messages.generated';
import { until } from '../integration/support/deadline';
import { ballot, choices, definition, deputyId, freshId } from '../integration/support/definitions';
import { Hall, signIn } from '../integration/support/hall';
import { OuterRedis } from '../integration/support/outer_redis';
import { Deputy, freshNonce, isVoteAnswer } from '../integration/support/people';
import { Server } from '../integration/support/server';
import { clocksCanBeWrong, hoursAway } from './support/clock';
import { dice, Evening, expectClean, moment } from './support/evening';
import { itWhere, long, report, seed } from './support/report';

let nodes: Server[] = [];
let redis: OuterRedis | undefined;
let evening: Evening | undefined;
let hall: Hall | undefined;
afterEach(async () => {
  await evening?.leave();
  await hall?.leave();
  for (const node of nodes) await node.destroy();
  await redis?.destroy();
  [nodes, redis, evening, hall] = [[], undefined, undefined, undefined];
});

async function two(envs: Record<string, string>[] = [{}, {}]): Promise<void> {
  redis = await OuterRedis.start();
  for (const env of envs) nodes.push(await Server.start({ args: [...redis.args, '--workers', '1'], env }));
}

describe('at the same moment', () => {
  const races = long ? 1_000 : 8;
  it(`a close and everybody’s votes, ${races} times`, async () => {
    nodes = [await Server.start({ args: ['--workers', '2'] })];
    evening = await Evening.begin(nodes[0]!, { deputies: long ? 700 : 60 });
    for (let n = 0; n < races; n += 1) {
      await evening.open();
      const closing = moment(evening.random() * 30).then(() => evening!.close());
      await Promise.all([evening.press(30), closing]);
      await evening.settled();
      await evening.announce();
    }
    const found = await evening.end('a close racing votes', races);
    expectClean(found);
    expect(found.refused).toBeGreaterThan(0);
  }, 7_200_000);

  const repeats = long ? 100 : 10;
  it(`the same nonce on two nodes, ${repeats} times`, async () => {
    await two();
    hall = await Hall.open(nodes[0]!, definition(1, [ballot('b1')]));
    const moderator = await hall.console();
    await moderator.do('start', {});
    const [here] = (await hall.present([deputyId(1)])) as [Deputy];
    hall.moveTo(nodes[1]!);
    const there = await hall.deputy(deputyId(1));
    await moderator.do('open_ballot', { ballot: 'b1' });
    const answer = (deputy: Deputy, nonce: string): Promise<Receipt | Refused> => deputy.next(isVoteAnswer(nonce), 'an answer');
    for (let attempt = 1; attempt <= repeats; attempt += 1) {
      const nonce = freshNonce();
      // Every other time with another choice: then one of them is refused.
      const others = [choices[attempt % 3]!, choices[(attempt + (attempt % 2)) % 3]!] as const;
      here.send(Deputy.voteOf('b1', others[0], { attempt, nonce }));
      there.send(Deputy.voteOf('b1', others[1], { attempt, nonce }));
      const answers = await Promise.all([answer(here, nonce), answer(there, nonce)]);
      if (others[0] === others[1]) {
        expect(answers[0].type).toBe('receipt');
        expect(answers[1]).toEqual(answers[0]);
      } else {
        expect(answers.map((one) => (one.type === 'refused' ? one.code : one.type)).sort()).toEqual(['nonce_reused', 'receipt']);
      }
    }
    await moderator.do('close_ballot', { ballot: 'b1' });
    const view = await moderator.do('reveal_ballot', { ballot: 'b1' });
    expect(view.inquiry.ballots[0]!.result!.cast).toBe(1);
    report('the same nonce on two nodes', repeats, { cast: repeats, confirmed: repeats });
  }, 600_000);

  it('attempts that arrive out of order: the highest counts', async () => {
    await two();
    hall = await Hall.open(nodes[0]!, definition(long ? 60 : 8, [ballot('b1')]));
    const moderator = await hall.console();
    await moderator.do('start', {});
    const ids = hall.definition.deputies.map(({ id }) => id);
    const here = await hall.present(ids);
    hall.moveTo(nodes[1]!);
    const there = await Promise.all(ids.map((id) => hall!.deputy(id)));
    await moderator.do('open_ballot', { ballot: 'b1' });
    const random = dice(seed);
    let confirmed = 0;
    await Promise.all(
      ids.map(async (_, seat) => {
        const attempts = [1, 2, 3, 4, 5, 6].map((attempt) => Deputy.voteOf('b1', attempt === 6 ? 'satisfied' : 'dissatisfied', { attempt }));
        const shuffled = attempts.map((vote) => ({ vote, at: random() })).sort((one, other) => one.at - other.at);
        const answers = shuffled.map(({ vote }) => {
          const phone = (random() > 0.5 ? here : there)[seat]!;
          phone.send(vote);
          return phone.next(isVoteAnswer(vote.nonce), 'an answer').then((came) => ({ vote, came: came as Receipt | Refused }));
        });
        for (const { vote, came } of await Promise.all(answers)) {
          if (came.type === 'receipt') confirmed += 1;
          if (vote.attempt === 6) expect(came.type).toBe('receipt');
          if (came.type === 'refused') expect(came.code).toBe('attempt_superseded');
        }
      }),
    );
    await moderator.do('close_ballot', { ballot: 'b1' });
    const view = await moderator.do('reveal_ballot', { ballot: 'b1' });
    expect(view.inquiry.ballots[0]!.result).toMatchObject({ cast: ids.length, counts: { satisfied: ids.length, dissatisfied: 0 } });
    report('attempts out of order, over two nodes', ids.length, { cast: ids.length * 6, confirmed, refused: ids.length * 6 - confirmed });
  }, 600_000);

  it('two moderators: one does it, the other is told why not', async () => {
    await two();
    hall = await Hall.open(nodes[0]!, definition(2, [ballot('b1')]));
    const one = await hall.console();
    hall.moveTo(nodes[1]!);
    const other = await hall.console(await signIn(nodes[1]!));
    await one.do('start', {});
    const rounds = long ? 200 : 10;
    for (let n = 0; n < rounds; n += 1) {
      const view = await one.viewWhere(({ rev }) => rev >= (other.view?.rev ?? 0));
      await other.viewOf(view.rev);
      const item = n % 2 === 0 ? 'i1' : 'i2';
      const answers = await Promise.all([
        one.order('select_item', { item }, { expect: view.rev, id: freshId('m') }),
        other.order('start_timer', { kind: 'answer', duration_ms: 60_000 }, { expect: view.rev, id: freshId('m') }),
      ]);
      expect(answers.map((came) => (came.type === 'refused' ? came.code : came.type)).sort()).toEqual(['done', 'stale_revision']);
      const done = answers.find((came) => came.type === 'done')!;
      await Promise.all([one.viewOf(done.rev as number), other.viewOf(done.rev as number)]);
    }
    report('two moderators at once', rounds);
  }, 600_000);

  itWhere(clocksCanBeWrong, 'clocks ±1 h', 'libfaketime is not here')('on two nodes whose clocks are an hour wrong, ballots close by the store’s clock', async () => {
    await two([hoursAway(1), hoursAway(-1)]);
    // Their logs tell that the clocks really are wrong.
    const said = (node: Server) => until(async () => /\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/.exec(node.stderr)?.[1], 'a line of its log');
    const hours = (await Promise.all(nodes.map(said))).map((instant) => (Date.parse(instant) - Date.now()) / 3_600_000);
    expect(hours.map(Math.round)).toEqual([1, -1]);
    let which = 0;
    evening = await Evening.begin(nodes[0]!, { deputies: 12, at: (deputy) => nodes[deputy % 2]!.websocketUrl, ballot: { duration_ms: 1_000 } });
    const rounds = long ? 30 : 2;
    for (let n = 0; n < rounds; n += 1) {
      evening.moveTo(nodes[(which += 1) % 2]!);
      await evening.open();
      await evening.press(900);
      // Nobody closes it: whatever is pressed now comes after its second.
      await evening.closedByClock();
      await evening.settled();
      await evening.announce();
    }
    expectClean(await evening.end('clocks ±1 h', rounds));
  }, 600_000);
});
