// Local backup: what was pressed while the store was away comes in late, and counts if the moderator says so.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt, You } from '../../web/src/shared/messages.generated';
import { until } from './support/deadline';
import { ballot, definition, deputyId } from './support/definitions';
import { ballotIn, Hall, resultIn } from './support/hall';
import { Deputy, isVoteAnswer, type Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let hall: Hall;
let moderator: Operator;
let deputies: Deputy[];

async function evening(more: Parameters<typeof ballot>[1] = {}): Promise<void> {
  server = await Server.start();
  hall = await Hall.open(server, definition(4, [ballot('b1', { grace_ms: 600_000, ...more })]));
  moderator = await hall.console();
  await moderator.do('start', {});
  deputies = await hall.present([1, 2, 3, 4].map(deputyId));
  await moderator.viewWhere((view) => view.inquiry.present === 4);
  await moderator.do('open_ballot', { ballot: 'b1' });
}

function late(deputy: Deputy, what: NonNullable<You['votes'][string]['late']>): Promise<unknown> {
  return until(async () => (deputy.all('you').at(-1)?.votes['b1']?.late === what ? true : undefined), `${what} on the phone`);
}

async function waiting(operator: Operator, n: number): Promise<void> {
  await until(async () => (operator.all('progress').at(-1)?.late === n ? true : undefined), `${n} late votes on the console`);
}

afterEach(async () => {
  await hall?.leave();
  await server?.destroy();
});

describe('a vote that was pressed while the store was out of reach', () => {
  beforeEach(() => evening({ duration_ms: 1_000 }));

  it('comes in late when it is back, waits for the moderator, and counts once admitted', async () => {
    const [first, second] = deputies as [Deputy, Deputy, Deputy, Deputy];
    await first.cast(Deputy.voteOf('b1', 'satisfied'));
    const closes = ballotIn(moderator.view!, 'b1').closes_at!;
    const redis = server.redisPid();
    process.kill(redis, 'SIGSTOP');
    const vote = Deputy.voteOf('b1', 'dissatisfied');
    try {
      second.send(vote);
      // The deadline passes on the store's clock, which is this machine's.
      await until(async () => (Date.now() > closes ? true : undefined), 'the deadline');
    } finally {
      process.kill(redis, 'SIGCONT');
    }
    const receipt = (await second.next(isVoteAnswer(vote.nonce), 'the receipt')) as Receipt;
    expect(receipt).toMatchObject({ type: 'receipt', late: true });
    expect(receipt.at).toBeGreaterThanOrEqual(closes);
    await late(second, 'waiting');
    await waiting(moderator, 1);

    await moderator.do('admit_late_votes', { ballot: 'b1' });
    await waiting(moderator, 0);
    await late(second, 'admitted');
    const view = await moderator.do('reveal_ballot', { ballot: 'b1' });
    expect(resultIn(view, 'b1')).toMatchObject({ cast: 2, late_votes: 1, counts: { satisfied: 1, dissatisfied: 1 } });
    // The same bytes again get the same answer.
    second.send(vote);
    expect(await second.next(isVoteAnswer(vote.nonce), 'the receipt again')).toEqual(receipt);
  });
});

describe('a late vote', () => {
  beforeEach(() => evening({ scrutineers: 1 }));

  it('is in no figure until it is admitted, and takes a confirmation back', async () => {
    const [first, second, third] = deputies as [Deputy, Deputy, Deputy, Deputy];
    const scrutineer = await hall.console('scrutineer');
    await first.cast(Deputy.voteOf('b1', 'satisfied'));
    await moderator.do('close_ballot', { ballot: 'b1' });
    expect(await second.cast(Deputy.voteOf('b1', 'satisfied'))).toMatchObject({ late: true });
    await waiting(moderator, 1);
    await scrutineer.viewWhere((view) => ballotIn(view, 'b1').state === 'closed');
    expect(scrutineer.all('count').at(-1)!.counts).toMatchObject({ satisfied: 1 });
    await scrutineer.do('confirm_count', { ballot: 'b1' });

    expect(await scrutineer.refused('admit_late_votes', { ballot: 'b1' })).toBe('not_allowed');
    await moderator.viewWhere((view) => ballotIn(view, 'b1').state === 'confirmed');
    await moderator.do('admit_late_votes', { ballot: 'b1' });
    expect(ballotIn(moderator.view!, 'b1')).toMatchObject({ state: 'closed', confirmations: 0 });
    await scrutineer.viewWhere((view) => view.rev >= moderator.view!.rev);
    await until(async () => (scrutineer.all('count').at(-1)!.counts['satisfied'] === 2 ? true : undefined), 'the new count');
    expect(await moderator.refused('admit_late_votes', { ballot: 'b1' })).toBe('no_late_votes');

    await scrutineer.do('confirm_count', { ballot: 'b1' });
    await moderator.viewWhere((view) => ballotIn(view, 'b1').state === 'confirmed');
    await third.cast(Deputy.voteOf('b1', 'dissatisfied'));
    const view = await moderator.do('reveal_ballot', { ballot: 'b1' });
    expect(resultIn(view, 'b1')).toMatchObject({ cast: 2, late_votes: 1, counts: { satisfied: 2, dissatisfied: 0 } });
    await late(third, 'not_admitted');
    expect(deputies[3]!.all('receipt')).toHaveLength(0);
  });

  it('that nobody admits gives way to the earlier vote of the same deputy', async () => {
    const [first] = deputies as [Deputy, Deputy, Deputy, Deputy];
    await first.cast(Deputy.voteOf('b1', 'satisfied'));
    await moderator.do('close_ballot', { ballot: 'b1' });
    expect(await first.cast(Deputy.voteOf('b1', 'dissatisfied', { attempt: 2 }))).toMatchObject({ late: true });
    await late(first, 'waiting');
    await moderator.do('void_ballot', { ballot: 'b1', reason: '设备故障' });
    await until(async () => {
      const own = first.all('you').at(-1)?.votes['b1'];
      return own?.attempt === 1 && own.late === undefined ? true : undefined;
    }, 'the earlier vote on the phone');
  });
});
