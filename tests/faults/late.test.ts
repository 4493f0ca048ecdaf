// The hall's backup: store or node is out of reach while a ballot's time runs out. What phones kept comes in late, and counts
// where the moderator admits it, and nowhere else.
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../integration/support/deadline';
import { Server } from '../integration/support/server';
import { Evening, expectClean, moment } from './support/evening';
import { long } from './support/report';

let server: Server;
let evening: Evening;
afterEach(async () => {
  await evening?.leave();
  await server?.destroy();
});

const args = ['--workers', '2'];
const past = (instant: number): Promise<true> => until(async () => (Date.now() > instant ? true : undefined), 'the deadline');

async function storeStandsStill(deadline: number): Promise<void> {
  const redis = server.redisPid();
  process.kill(redis, 'SIGSTOP');
  try {
    for (const phone of evening.phones) phone.press(evening.current, 'satisfied');
    await past(deadline);
  } finally {
    process.kill(redis, 'SIGCONT');
  }
}

async function nodeIsGone(deadline: number): Promise<void> {
  await server.crash();
  for (const phone of evening.phones) phone.press(evening.current, 'satisfied');
  await past(deadline);
  server = await server.restart({ args });
  evening.moveTo(server);
}

describe('over the end of a ballot with a grace', () => {
  const rounds = long ? 20 : 1;
  it(`the store stands still, then the node is gone, ${rounds * 2} times; every other time late votes are admitted`, async () => {
    server = await Server.start({ args });
    evening = await Evening.begin(server, { deputies: 20, ballot: { duration_ms: 1_500, grace_ms: 600_000 } });
    let admitted = 0;
    for (let n = 0; n < rounds * 2; n += 1) {
      await evening.open();
      const deadline = evening.closesAt;
      await Promise.all([evening.press(400), moment(evening.random() * 500)]);
      await (n % 2 === 0 ? storeStandsStill : nodeIsGone)(deadline);
      await evening.closedByClock();
      await evening.settled();
      const late = evening.log.filter((vote) => vote.ballot === evening.current && vote.late);
      // What was pressed while nobody could take it.
      expect(late.length).toBeGreaterThanOrEqual(evening.phones.length);
      if (n % 4 < 2) {
        await evening.admitLateVotes();
        admitted += 1;
      }
      await evening.announce();
    }
    expect(admitted).toBeGreaterThan(0);
    expectClean(await evening.end('store or node away over a ballot’s end: late votes', rounds * 2));
  }, 600_000);
});
