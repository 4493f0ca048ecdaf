// Votes: counted once, answered for ever, refused for good.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BallotDefinition, Receipt, Vote } from '../../web/src/shared/messages.generated';
import { ballot, definition } from './support/definitions';
import { Hall, resultIn, signIn } from './support/hall';
import type { Browser } from './support/http';
import { Deputy, freshNonce, type Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server, withoutRates } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
let hall: Hall;
let moderator: Operator;
beforeAll(async () => {
  server = await Server.start({ settings: withoutRates });
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(() => hall?.leave());

// Five deputies on the roll, the last one in another electorate; d001 and d002 are checked in.
async function running(more: Partial<BallotDefinition> = {}): Promise<[Deputy, Deputy]> {
  const what = definition(5, [ballot('b1', more), ballot('b2', more)]);
  what.deputies[4]!.electorates = ['guests'];
  hall = await Hall.open(server, what, admin);
  moderator = await hall.console();
  await moderator.do('start', {});
  const [first, second] = await hall.present(['d001', 'd002']);
  return [first!, second!];
}

async function opened(more: Partial<BallotDefinition> = {}): Promise<[Deputy, Deputy]> {
  const deputies = await running(more);
  await moderator.do('open_ballot', { ballot: 'b1' });
  return deputies;
}

async function countOf(id = 'b1'): Promise<Record<string, number>> {
  await moderator.do('close_ballot', { ballot: id });
  return resultIn(await moderator.do('reveal_ballot', { ballot: id }), id).counts;
}

describe('a vote', () => {
  it('gets a receipt that says what was voted', async () => {
    const [deputy] = await opened();
    const vote = Deputy.voteOf('b1', 'basically_satisfied');
    const receipt = await deputy.cast(vote);
    expect(receipt).toMatchObject({ ...vote, type: 'receipt' });
    const you = await deputy.nextOf('you', (y) => 'b1' in y.votes);
    expect(you.votes.b1).toEqual({ choice: 'basically_satisfied', attempt: 1, receipt: (receipt as Receipt).receipt });
    expect(await countOf()).toEqual({ satisfied: 0, basically_satisfied: 1, dissatisfied: 0 });
  });

  it('sent again gets the same receipt: at once, on another connection, after the close, after the reveal', async () => {
    const [deputy, other] = await opened();
    const vote = Deputy.voteOf('b1', 'satisfied');
    const receipt = await deputy.cast(vote);
    expect(receipt.type).toBe('receipt');
    expect(await deputy.cast(vote)).toEqual(receipt);
    const next = await hall.deputy('d001');
    expect(await next.cast(vote)).toEqual(receipt);
    await other.press('b1', 'dissatisfied');
    await moderator.do('close_ballot', { ballot: 'b1' });
    expect(await next.cast(vote)).toEqual(receipt);
    const view = await moderator.do('reveal_ballot', { ballot: 'b1' });
    expect(resultIn(view, 'b1').counts).toEqual({ satisfied: 1, basically_satisfied: 0, dissatisfied: 1 });
    expect(await next.cast(vote)).toEqual(receipt);
    await moderator.do('finish', {});
    expect(await next.cast(vote)).toEqual(receipt);
  });

  it('sent many times in one breath counts once', async () => {
    const [deputy] = await opened();
    const vote = Deputy.voteOf('b1', 'satisfied');
    for (let i = 0; i < 20; i += 1) deputy.send(vote);
    const receipts = [];
    for (let i = 0; i < 20; i += 1) receipts.push(await deputy.nextOf('receipt'));
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await countOf()).toMatchObject({ satisfied: 1 });
  });

  it('is told to the deputy who comes back', async () => {
    const [deputy] = await opened();
    const receipt = await deputy.press('b1', 'satisfied');
    await deputy.close();
    const back = await hall.deputy('d001');
    const you = await back.nextOf('you');
    expect(you).toEqual({
      type: 'you',
      checked_in: true,
      votes: { b1: { choice: 'satisfied', attempt: 1, receipt: receipt.receipt } },
      requests: [],
    });
  });

  it('is told to the other phones of the same deputy', async () => {
    const [deputy] = await opened();
    const other = await hall.deputy('d001');
    await deputy.press('b1', 'dissatisfied');
    await other.nextOf('you', (you) => you.votes.b1?.choice === 'dissatisfied');
  });

  it('is not heard of by anybody else', async () => {
    const [deputy, neighbour] = await opened();
    await deputy.press('b1', 'dissatisfied');
    await moderator.nextOf('progress', (p) => p.cast === 1);
    await neighbour.settle();
    const heard = neighbour.texts.filter((text) => text.includes('"receipt"'));
    expect(heard.filter((text) => text.includes('dissatisfied') && !text.includes('"view"'))).toEqual([]);
    expect(neighbour.all('receipt')).toEqual([]);
  });
});

describe('a known nonce', () => {
  it('with other content is nonce_reused, and the first vote stays', async () => {
    const [deputy] = await opened();
    const nonce = freshNonce();
    const receipt = await deputy.press('b1', 'satisfied', { nonce });
    expect(await deputy.refused('b1', 'dissatisfied', { nonce })).toBe('nonce_reused');
    expect(await deputy.refused('b1', 'satisfied', { nonce, attempt: 2 })).toBe('nonce_reused');
    expect(await deputy.refused('b2', 'satisfied', { nonce })).toBe('nonce_reused');
    expect(await deputy.vote('b1', 'satisfied', { nonce })).toEqual(receipt);
    expect(await countOf()).toMatchObject({ satisfied: 1, dissatisfied: 0 });
  });

  it('belongs to its deputy: another one may have the same', async () => {
    const [first, second] = await opened();
    const nonce = freshNonce();
    await first.press('b1', 'satisfied', { nonce });
    await second.press('b1', 'dissatisfied', { nonce });
    expect(await countOf()).toMatchObject({ satisfied: 1, dissatisfied: 1 });
  });
});

describe('a refusal', () => {
  it('before the opening is final: the same bytes are never counted later', async () => {
    const [deputy] = await running();
    const vote = Deputy.voteOf('b1', 'satisfied');
    expect(await deputy.cast(vote)).toMatchObject({ type: 'refused', code: 'ballot_not_open' });
    await moderator.do('open_ballot', { ballot: 'b1' });
    expect(await deputy.cast(vote)).toMatchObject({ type: 'refused', code: 'ballot_not_open' });
    const back = await hall.deputy('d001');
    expect(await back.cast(vote)).toMatchObject({ type: 'refused', code: 'ballot_not_open' });
    expect(await countOf()).toEqual({ satisfied: 0, basically_satisfied: 0, dissatisfied: 0 });
  });

  it('for not being checked in is final for its nonce, not for the deputy', async () => {
    await opened();
    const deputy = await hall.deputy('d003');
    const vote = Deputy.voteOf('b1', 'satisfied');
    expect(await deputy.cast(vote)).toMatchObject({ code: 'not_checked_in' });
    await deputy.checkIn();
    expect(await deputy.cast(vote)).toMatchObject({ code: 'not_checked_in' });
    await deputy.press('b1', 'dissatisfied');
    expect(await countOf()).toMatchObject({ satisfied: 0, dissatisfied: 1 });
  });

  it('of a message that could not be read is final for its nonce too', async () => {
    const [deputy] = await opened();
    const vote = Deputy.voteOf('b1', 'satisfied');
    deputy.sendText(JSON.stringify({ ...vote, extra: true }));
    const refusal = await deputy.nextOf('refused', (r) => r.nonce === vote.nonce);
    expect(refusal.code).toBe('bad_message');
    expect((await deputy.cast(vote)).type).toBe('refused');
    expect(await countOf()).toMatchObject({ satisfied: 0 });
  });

  it('has the code of its reason', async () => {
    const [deputy] = await opened();
    expect(await deputy.refused('b2', 'satisfied')).toBe('ballot_not_open');
    expect(await deputy.refused('no-such-ballot', 'satisfied')).toBe('ballot_not_open');
    expect(await deputy.refused('b1', 'delighted')).toBe('no_such_choice');
    expect(await deputy.refused('b1', 'abstain')).toBe('no_such_choice');
    const guest = await hall.deputy('d005');
    await guest.checkIn();
    expect(await guest.refused('b1', 'satisfied')).toBe('not_entitled');
    await moderator.do('close_ballot', { ballot: 'b1' });
    expect(await deputy.refused('b1', 'satisfied')).toBe('ballot_not_open');
  });

  it('meets what later versions will have', async () => {
    const [deputy] = await opened();
    for (const more of [{ choices: ['satisfied'] }, { score: 90 }]) {
      const vote = { type: 'vote', nonce: freshNonce(), ballot: 'b1', attempt: 1, ...more };
      deputy.sendText(JSON.stringify(vote));
      const { code } = await deputy.nextOf('refused', (r) => r.nonce === vote.nonce);
      expect(['unsupported', 'no_such_choice', 'bad_message']).toContain(code);
    }
  });
});

describe('a deputy whose phone has gone mad', () => {
  it('is refused too_many_votes, and what counted before still counts', async () => {
    const [deputy, neighbour] = await opened();
    const vote = Deputy.voteOf('b1', 'satisfied');
    const receipt = await deputy.cast(vote);
    const hundred = async () => Promise.all(Array.from({ length: 100 }, () => deputy.refused('b2', 'satisfied')));
    const codes = new Set<string>();
    for (let i = 0; i < 30; i += 1) for (const code of await hundred()) codes.add(code);
    expect([...codes].sort()).toEqual(['ballot_not_open', 'too_many_votes']);
    expect(await deputy.cast(vote)).toEqual(receipt);
    await neighbour.press('b1', 'dissatisfied');
    expect(await countOf()).toMatchObject({ satisfied: 1, dissatisfied: 1 });
  });
});

describe('attempts', () => {
  it('where the last press counts: a higher one replaces a lower', async () => {
    const [deputy] = await opened({ press: 'last' });
    await deputy.press('b1', 'satisfied', { attempt: 1 });
    await deputy.press('b1', 'basically_satisfied', { attempt: 2 });
    expect(await deputy.refused('b1', 'dissatisfied', { attempt: 2 })).toBe('attempt_superseded');
    expect(await deputy.refused('b1', 'dissatisfied', { attempt: 1 })).toBe('attempt_superseded');
    await deputy.press('b1', 'dissatisfied', { attempt: 7 });
    await deputy.nextOf('you', (you) => you.votes.b1?.attempt === 7);
    expect(await countOf()).toEqual({ satisfied: 0, basically_satisfied: 0, dissatisfied: 1 });
  });

  it('that were replaced keep their receipt', async () => {
    const [deputy] = await opened({ press: 'last' });
    const vote: Vote = Deputy.voteOf('b1', 'satisfied');
    const receipt = await deputy.cast(vote);
    await deputy.press('b1', 'dissatisfied', { attempt: 2 });
    expect(await deputy.cast(vote)).toEqual(receipt);
    expect(await countOf()).toMatchObject({ satisfied: 0, dissatisfied: 1 });
  });

  it('in any order of arrival end with the highest', async () => {
    const [deputy] = await opened({ press: 'last' });
    deputy.send(Deputy.voteOf('b1', 'dissatisfied', { attempt: 3 }));
    deputy.send(Deputy.voteOf('b1', 'satisfied', { attempt: 2 }));
    await deputy.nextOf('receipt', (receipt) => receipt.attempt === 3);
    await deputy.nextOf('refused', (refused) => refused.code === 'attempt_superseded');
    expect(await countOf()).toMatchObject({ satisfied: 0, dissatisfied: 1 });
  });

  it('where the first press counts: no further one', async () => {
    const [deputy] = await opened({ press: 'first' });
    const vote = Deputy.voteOf('b1', 'satisfied');
    const receipt = await deputy.cast(vote);
    expect(await deputy.refused('b1', 'dissatisfied', { attempt: 2 })).toBe('already_voted');
    expect(await deputy.refused('b1', 'satisfied', { attempt: 1 })).toBe('already_voted');
    expect(await deputy.cast(vote)).toEqual(receipt);
    expect(await countOf()).toMatchObject({ satisfied: 1, dissatisfied: 0 });
  });

  it('from two phones of one deputy are one vote', async () => {
    const [deputy] = await opened({ press: 'last' });
    const other = await hall.deputy('d001');
    await Promise.all([deputy.vote('b1', 'satisfied', { attempt: 1 }), other.vote('b1', 'dissatisfied', { attempt: 2 })]);
    expect(await countOf()).toMatchObject({ satisfied: 0, dissatisfied: 1 });
  });
});
