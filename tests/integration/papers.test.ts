// Paper counts and corrections: who must agree, what is too much, and what a later entry does to what was confirmed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BallotDefinition } from '../../web/src/shared/messages.generated';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import type { Browser } from './support/http';
import type { Deputy, Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(() => hall?.leave());

interface Closed {
  moderator: Operator;
  scrutineers: [Operator, Operator];
  deputies: Deputy[];
}

// Six are present, one has pressed satisfied.
async function closed(b1: BallotDefinition = ballot('b1'), press: object = { choice: 'satisfied' }): Promise<Closed> {
  hall = await Hall.open(server, definition(8, [b1]), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  const deputies = await hall.present(['d001', 'd002', 'd003', 'd004', 'd005', 'd006']);
  await moderator.viewWhere((view) => view.inquiry.present === 6);
  await moderator.do('open_ballot', { ballot: 'b1' });
  await moderator.do('vote_for_deputy', { ballot: 'b1', deputy: 'd001', ...press } as never);
  await moderator.do('close_ballot', { ballot: 'b1' });
  return { moderator, scrutineers: [await hall.console('scrutineer'), await hall.console('scrutineer')], deputies };
}

const stateOf = (operator: Operator) => ballotIn(operator.view!, 'b1').paper?.state;
const seen = (operator: Operator, rev: number) => operator.viewOf(rev);

async function enter(who: Operator, counts: Record<string, number>, more: { issued?: number; invalid?: number } = {}): Promise<number> {
  await who.settle();
  return (await who.do('enter_paper_count', { ballot: 'b1', counts, ...more })).rev;
}

async function agree({ scrutineers }: Closed, counts: Record<string, number>, more: { issued?: number; invalid?: number } = {}): Promise<number> {
  const rev = await enter(scrutineers[0], counts, more);
  await seen(scrutineers[1], rev);
  return enter(scrutineers[1], counts, more);
}

describe('two persons', () => {
  it('are two accounts: one who enters the same twice is one', async () => {
    const { moderator, scrutineers } = await closed();
    await enter(scrutineers[0], { satisfied: 2 });
    const rev = await enter(scrutineers[0], { satisfied: 2 });
    expect(stateOf(scrutineers[0])).toBe('waiting');
    expect(ballotIn(scrutineers[0].view!, 'b1').paper!.entries).toBe(1);
    await seen(moderator, rev);
    expect(await moderator.refused('reveal_ballot', { ballot: 'b1' })).toBe('paper_count_open');
  });

  it('agree only where every figure is the same: counts, issued and invalid', async () => {
    const evening = await closed();
    const [first, second] = evening.scrutineers;
    await enter(first, { satisfied: 2, dissatisfied: 1 }, { issued: 4, invalid: 1 });
    for (const [counts, more] of [
      [{ satisfied: 1, dissatisfied: 2 }, { issued: 4, invalid: 1 }],
      [{ satisfied: 2, dissatisfied: 1 }, { issued: 5, invalid: 1 }],
      [{ satisfied: 2, dissatisfied: 1 }, { issued: 4 }],
    ] as const) {
      const rev = await enter(second, counts, more);
      expect(stateOf(second)).toBe('differs');
      await seen(first, rev);
    }
    // A choice of nobody may be named or left out.
    await enter(second, { satisfied: 2, basically_satisfied: 0, dissatisfied: 1 }, { issued: 4, invalid: 1 });
    expect(stateOf(second)).toBe('agreed');
  });

  it('may be the administrator and a scrutineer, and neither is told what the other wrote', async () => {
    const { moderator, scrutineers } = await closed();
    const office = await hall.console(admin);
    const rev = await enter(office, { satisfied: 2 });
    await seen(scrutineers[0], rev);
    const { account } = scrutineers[0].all('welcome')[0]!.you as { account: string };
    await enter(scrutineers[0], { satisfied: 3 });
    expect(ballotIn(scrutineers[0].view!, 'b1').paper).toEqual({ state: 'differs', entries: 2, by: expect.arrayContaining(['admin', account]) as string[] });
    await seen(moderator, scrutineers[0].view!.rev);
    for (const one of [moderator, office, ...scrutineers]) {
      await one.settle();
      expect(one.all('count')).toEqual([]);
      for (const text of one.texts) expect(text).not.toMatch(/"counts"/);
    }
  });
});

describe('a paper count', () => {
  it('of those present at most: more votes than people make the ballot void', async () => {
    const evening = await closed();
    const rev = await agree(evening, { satisfied: 6 }, { issued: 8 });
    expect(ballotIn(await seen(evening.moderator, rev), 'b1')).toMatchObject({ state: 'void', void_reason: 'collected_exceeds_issued' });
    expect((await hall.detail()).state.ballots[0]!.void_reason).toBe('collected_exceeds_issued');
    expect(await evening.scrutineers[0].refused('enter_paper_count', { ballot: 'b1', counts: {} })).toBe('ballot_not_closed');
  });

  it('with invalid papers above what was issued is void too, and with exactly as many it is not', async () => {
    const good = await closed();
    await agree(good, { satisfied: 1 }, { issued: 2, invalid: 1 });
    expect(stateOf(good.scrutineers[1])).toBe('agreed');
    await hall.leave();
    const bad = await closed();
    const rev = await agree(bad, { satisfied: 1 }, { issued: 2, invalid: 2 });
    expect(ballotIn(await seen(bad.moderator, rev), 'b1').state).toBe('void');
  });

  it('was issued to everybody present where nothing is said', async () => {
    const evening = await closed();
    await agree(evening, { satisfied: 5 });
    await seen(evening.moderator, evening.scrutineers[1].view!.rev);
    const result = resultIn(await evening.moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result.paper).toEqual({ counts: { satisfied: 5 }, issued: 6, collected: 5, invalid: 0 });
    expect(result).toMatchObject({ cast: 6, not_voted: 0, entitled: 8, staff_votes: 1, counts: { satisfied: 6 } });
  });

  it('of nothing at all is agreed like any other', async () => {
    const evening = await closed();
    await agree(evening, {}, { issued: 0 });
    await seen(evening.moderator, evening.scrutineers[1].view!.rev);
    expect(resultIn(await evening.moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1')).toMatchObject({ cast: 1, paper: { collected: 0 } });
  });

  it('of scores is by score, and falls into the bands', async () => {
    const evening = await closed(ballot('b1', { scale: 'score100', rule: { preset: 'score_bands' } }), { score: 90 });
    const [first] = evening.scrutineers;
    for (const wrong of ['101', '087', '-1', 'band1', 'satisfied']) {
      expect(await first.refused('enter_paper_count', { ballot: 'b1', counts: { [wrong]: 1 } }), wrong).toBe('no_such_choice');
    }
    await agree(evening, { '80': 2, '60': 1 });
    await seen(evening.moderator, evening.scrutineers[1].view!.rev);
    const result = resultIn(await evening.moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result).toMatchObject({ score: '77.50', cast: 4, counts: { band1: 1, band2: 2, band3: 1, band4: 0 }, paper: { counts: { '60': 1, '80': 2 } } });
  });

  it('of a questionnaire is not known, nor are choices of another scale', async () => {
    const questions = [
      { id: 'q1', title: '整改力度' },
      { id: 'q2', title: '整改效果' },
    ];
    const asked = await closed(ballot('b1', { questions }), { choices: { q1: 'satisfied', q2: 'satisfied' } });
    expect(await asked.scrutineers[0].refused('enter_paper_count', { ballot: 'b1', counts: { satisfied: 1 } })).toBe('unsupported');
    await hall.leave();
    const plain = await closed();
    expect(await plain.scrutineers[0].refused('enter_paper_count', { ballot: 'b1', counts: { abstain: 1 } })).toBe('no_such_choice');
  });

  it('comes before the scrutineers confirm: they see the whole count, and a new one takes their word back', async () => {
    const evening = await closed(ballot('b1', { scrutineers: 2 }));
    const { moderator, scrutineers } = evening;
    const [first, second] = scrutineers;
    await first.nextOf('count', (count) => count.counts.satisfied === 1);
    await first.do('confirm_count', { ballot: 'b1' });
    expect(ballotIn(first.view!, 'b1').confirmations).toBe(1);
    await seen(second, first.view!.rev);
    await enter(second, { dissatisfied: 2 });
    expect(ballotIn(second.view!, 'b1').confirmations).toBe(0);
    expect(await second.refused('confirm_count', { ballot: 'b1' })).toBe('paper_count_open');
    await seen(first, second.view!.rev);
    await enter(first, { dissatisfied: 2 });
    expect((await second.nextOf('count', (count) => count.counts.dissatisfied === 2)).counts.satisfied).toBe(1);
    for (const one of scrutineers) {
      await one.viewWhere((view) => ballotIn(view, 'b1').paper?.state === 'agreed');
      await moderator.viewWhere((view) => ballotIn(view, 'b1').paper?.state === 'agreed');
      await one.do('confirm_count', { ballot: 'b1' });
      await seen(one === first ? second : first, one.view!.rev);
    }
    expect(ballotIn(second.view!, 'b1')).toMatchObject({ state: 'confirmed', confirmations: 2 });
    await seen(moderator, second.view!.rev);
    expect(resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1')).toMatchObject({ cast: 3, counts: { satisfied: 1, dissatisfied: 2 } });
  });

  it('that changes after everybody confirmed opens the ballot\'s count again', async () => {
    const evening = await closed(ballot('b1', { scrutineers: 1 }));
    const { moderator, scrutineers } = evening;
    await scrutineers[0].do('confirm_count', { ballot: 'b1' });
    await seen(scrutineers[1], scrutineers[0].view!.rev);
    await enter(scrutineers[1], { satisfied: 1 });
    expect(ballotIn(scrutineers[1].view!, 'b1')).toMatchObject({ state: 'closed', confirmations: 0, paper: { state: 'waiting' } });
    await seen(moderator, scrutineers[1].view!.rev);
    expect(await moderator.refused('reveal_ballot', { ballot: 'b1' })).toBe('paper_count_open');
  });
});

describe('a correction', () => {
  async function aired(scrutineers: number): Promise<Closed> {
    const evening = await closed(ballot('b1', { scrutineers }));
    for (const one of evening.scrutineers.slice(0, scrutineers)) {
      await one.viewWithBallot('b1', 'closed');
      await one.settle();
      await one.do('confirm_count', { ballot: 'b1' });
      for (const other of [evening.moderator, ...evening.scrutineers]) await seen(other, one.view!.rev);
    }
    const { rev } = await evening.moderator.do('reveal_ballot', { ballot: 'b1' });
    for (const other of evening.scrutineers) await seen(other, rev);
    return evening;
  }

  it('of words only has no result of its own', async () => {
    const { moderator } = await aired(0);
    const view = await moderator.do('publish_erratum', { ballot: 'b1', reason: '单位名称应为住房和城乡建设局' });
    expect(ballotIn(view, 'b1').errata).toEqual([{ reason: '单位名称应为住房和城乡建设局', at: expect.any(Number) as number }]);
  });

  it('may be corrected again; what was aired stays what it was', async () => {
    const { moderator, deputies } = await aired(0);
    const first = resultIn(moderator.view!, 'b1');
    await moderator.do('publish_erratum', { ballot: 'b1', reason: '录入有误', counts: { dissatisfied: 1 } });
    const view = await moderator.do('publish_erratum', { ballot: 'b1', reason: '再次核对', counts: { basically_satisfied: 6 } });
    const { errata, result } = ballotIn(view, 'b1');
    expect(result).toEqual(first);
    expect(errata!.map((one) => [one.reason, one.result!.cast, one.result!.verdict.name])).toEqual([['录入有误', 1, '不满意'], ['再次核对', 6, '基本满意']]);
    expect(new Set([first.digest, ...errata!.map((one) => one.result!.digest)]).size).toBe(3);
    await deputies[5]!.viewOf(view.rev);
    expect(ballotIn(deputies[5]!.view!, 'b1').errata).toEqual(errata);
  });

  it('has a reason, choices of the scale, and no more votes than there were people', async () => {
    const { moderator } = await aired(0);
    const refused = (reason: string, counts?: Record<string, number>) => moderator.refused('publish_erratum', { ballot: 'b1', reason, ...(counts && { counts }) });
    expect(await refused('  ')).toBe('bad_text');
    expect(await refused('录入有误', { abstain: 1 })).toBe('no_such_choice');
    expect(await refused('录入有误', { satisfied: 7 })).toBe('bad_count');
    expect(ballotIn(moderator.view!, 'b1').errata).toBeUndefined();
  });

  it('waits for as many scrutineers as the count did, and not for one of them twice', async () => {
    const { moderator, scrutineers, deputies } = await aired(2);
    const { rev } = await moderator.do('publish_erratum', { ballot: 'b1', reason: '录入有误', counts: { dissatisfied: 1 } });
    for (const one of scrutineers) await seen(one, rev);
    await scrutineers[0].do('confirm_count', { ballot: 'b1' });
    expect(ballotIn(scrutineers[0].view!, 'b1')).toMatchObject({ state: 'revealed', erratum_waiting: { confirmations: 1 } });
    expect(await scrutineers[0].refused('confirm_count', { ballot: 'b1' })).toBe('already_confirmed');
    await deputies[0]!.viewOf(scrutineers[0].view!.rev);
    expect(ballotIn(deputies[0]!.view!, 'b1').errata).toBeUndefined();
    await seen(scrutineers[1], scrutineers[0].view!.rev);
    await scrutineers[1].do('confirm_count', { ballot: 'b1' });
    const published = ballotIn(scrutineers[1].view!, 'b1');
    expect(published.errata).toHaveLength(1);
    expect(published.erratum_waiting).toBeUndefined();
    expect(await scrutineers[0].refused('confirm_count', { ballot: 'b1' })).not.toMatch(/^done/);
  });

  it('that waits is gone with a ballot that is made void', async () => {
    const { moderator, scrutineers } = await aired(1);
    await moderator.do('publish_erratum', { ballot: 'b1', reason: '录入有误', counts: { dissatisfied: 1 } });
    const { rev } = await moderator.do('void_ballot', { ballot: 'b1', reason: '程序有误' });
    await seen(scrutineers[1], rev);
    expect(ballotIn(scrutineers[1].view!, 'b1').erratum_waiting).toBeUndefined();
    expect(await scrutineers[1].refused('confirm_count', { ballot: 'b1' })).not.toMatch(/^done/);
    expect((await hall.detail()).state.ballots[0]).not.toHaveProperty('errata');
  });

  it('is not for a ballot that was made void, nor for one that is only closed', async () => {
    const { moderator } = await closed();
    expect(await moderator.refused('publish_erratum', { ballot: 'b1', reason: '录入有误' })).toBe('ballot_not_revealed');
    await moderator.do('void_ballot', { ballot: 'b1', reason: '程序有误' });
    expect(await moderator.refused('publish_erratum', { ballot: 'b1', reason: '录入有误' })).toBe('ballot_not_revealed');
    expect(await moderator.refused('publish_erratum', { ballot: 'b9', reason: '录入有误' })).toBe('no_such_ballot');
  });
});
