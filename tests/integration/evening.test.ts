// Evenings from beginning to end, as every surface sees them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './support/client';
import { ballot, definition, deputyId } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import type { Browser } from './support/http';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
const halls: Hall[] = [];
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(async () => {
  for (const hall of halls.splice(0)) await hall.leave();
});

async function open(...what: Parameters<typeof definition>): Promise<Hall> {
  const hall = await Hall.open(server, definition(...what), admin);
  halls.push(hall);
  return hall;
}

const ids = (n: number) => Array.from({ length: n }, (_, i) => deputyId(i + 1));

describe('an evening', () => {
  it('runs from check-in to the end, delayed, and everyone sees the same', async () => {
    const hall = await open(7, [ballot('b1'), ballot('b2', { item: 'i2' })]);
    const console = await hall.console('moderator');
    const surfaces: Client[] = [console, await hall.screen(), await hall.live()];

    expect(console.view!.inquiry).toMatchObject({ state: 'draft', item: null, present: 0, entitled: 7 });
    expect((await console.do('open_checkin', {})).inquiry.state).toBe('checkin');
    const deputies = await hall.present(ids(6));
    surfaces.push(...deputies);
    await console.viewWhere((view) => view.inquiry.present === 6);
    expect((await console.do('start', {})).inquiry.state).toBe('running');
    expect((await console.do('select_item', { item: 'i1' })).inquiry.item).toBe('i1');

    const opened = await console.do('open_ballot', { ballot: 'b1' });
    expect(ballotIn(opened, 'b1')).toMatchObject({ state: 'open', closes_at: null, round: 1, confirmations: 0 });
    expect(ballotIn(opened, 'b1').opens_at).toBeLessThanOrEqual(opened.server_time);
    for (const client of surfaces) await client.viewWithBallot('b1', 'open');

    const pressed = ['satisfied', 'satisfied', 'satisfied', 'satisfied', 'dissatisfied'];
    for (const [i, choice] of pressed.entries()) await deputies[i]!.press('b1', choice);
    await console.nextOf('progress', (p) => p.ballot === 'b1' && p.cast === 5 && p.eligible === 6);
    await surfaces[1]!.nextOf('progress', (p) => p.cast === 5);

    const closed = await console.do('close_ballot', { ballot: 'b1' });
    expect(ballotIn(closed, 'b1')).toMatchObject({ state: 'closed' });
    expect(ballotIn(closed, 'b1').closes_at).toBeGreaterThanOrEqual(ballotIn(opened, 'b1').opens_at!);
    const revealed = await console.do('reveal_ballot', { ballot: 'b1' });
    const result = resultIn(revealed, 'b1');
    expect(result).toMatchObject({
      counts: { satisfied: 4, basically_satisfied: 0, dissatisfied: 1 },
      cast: 5,
      valid: 5,
      entitled: 7,
      present: 6,
      not_voted: 1,
      percent: { satisfied: '80.00', basically_satisfied: '0.00', dissatisfied: '20.00' },
      verdict: { name: '满意', margin: 0 },
    });
    for (const client of surfaces) {
      expect(resultIn(await client.viewWithBallot('b1', 'revealed'), 'b1')).toEqual(result);
    }

    // The second ballot brings its item with it: two events.
    const second = await console.do('open_ballot', { ballot: 'b2' });
    expect(second.inquiry.item).toBe('i2');
    expect(second.rev).toBe(revealed.rev + 2);
    await deputies[0]!.press('b2', 'dissatisfied');
    await console.do('close_ballot', { ballot: 'b2' });
    expect(resultIn(await console.do('reveal_ballot', { ballot: 'b2' }), 'b2').verdict.name).toBe('不满意');

    expect((await console.do('finish', {})).inquiry.state).toBe('finished');
    for (const client of surfaces) await client.viewWhere((view) => view.inquiry.state === 'finished');
    expect(await console.refused('start', {})).toBe('inquiry_finished');
    expect((await hall.detail()).state.state).toBe('finished');
  });

  it('shows the counts as they come where the display is immediate', async () => {
    const hall = await open(4, [ballot('b1', { display: 'immediate', press: 'first' })]);
    const console = await hall.console();
    const screen = await hall.screen();
    await console.do('start', {});
    const deputies = await hall.present(ids(4));
    await console.viewWhere((view) => view.inquiry.present === 4);
    await console.do('open_ballot', { ballot: 'b1' });
    for (const [i, choice] of ['satisfied', 'basically_satisfied', 'satisfied'].entries()) {
      await deputies[i]!.press('b1', choice);
    }
    for (const client of [console, screen, deputies[3]!]) {
      const { counts } = await client.nextOf('progress', (p) => p.cast === 3);
      expect(counts).toMatchObject({ satisfied: 2, basically_satisfied: 1 });
    }
    await console.do('close_ballot', { ballot: 'b1' });
    expect(ballotIn(await screen.viewWithBallot('b1', 'closed'), 'b1')).not.toHaveProperty('result');
    const { counts } = resultIn(await console.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(counts).toEqual({ satisfied: 2, basically_satisfied: 1, dissatisfied: 0 });
  });

  it('tells the console who has not voted, and nobody else', async () => {
    const hall = await open(3, [ballot('b1')]);
    const console = await hall.console();
    await console.do('start', {});
    const deputies = await hall.present(ids(3));
    await console.viewWhere((view) => view.inquiry.present === 3);
    await console.do('open_ballot', { ballot: 'b1' });
    await deputies[1]!.press('b1', 'satisfied');
    const { not_voted } = await console.nextOf('progress', (p) => p.cast === 1);
    expect([...not_voted!].sort()).toEqual(['d001', 'd003']);
    const after = await deputies[0]!.nextOf('progress', (p) => p.cast === 1);
    expect(after).not.toHaveProperty('not_voted');
  });

  it('sends the last progress after the close', async () => {
    const hall = await open(2, [ballot('b1')]);
    const console = await hall.console();
    await console.do('start', {});
    const [deputy] = await hall.present(ids(2));
    await console.do('open_ballot', { ballot: 'b1' });
    deputy!.send({ type: 'vote', nonce: '0'.repeat(31) + '7', ballot: 'b1', choice: 'satisfied', attempt: 1 });
    await deputy!.nextOf('receipt');
    await console.do('close_ballot', { ballot: 'b1' });
    await console.nextOf('progress', (p) => p.ballot === 'b1' && p.cast === 1);
    expect(console.all('progress').filter((p) => p.ballot === 'b1').at(-1)!.cast).toBe(1);
  });
});

describe('a ballot', () => {
  it('closes by the clock, at its instant', async () => {
    const hall = await open(2, [ballot('b1', { duration_ms: 86_400_000 })]);
    const console = await hall.console();
    const live = await hall.live();
    await console.do('start', {});
    const [deputy] = await hall.present(ids(2));
    const opened = ballotIn(await console.do('open_ballot', { ballot: 'b1', duration_ms: 1000 }), 'b1');
    expect(opened.closes_at).toBe(opened.opens_at! + 1000);
    await deputy!.press('b1', 'satisfied');
    const closed = await live.viewWithBallot('b1', 'closed');
    expect(ballotIn(closed, 'b1').closes_at).toBeGreaterThanOrEqual(opened.closes_at!);
    expect(ballotIn(closed, 'b1').closes_at).toBeLessThan(opened.closes_at! + 2000);
    expect(await deputy!.refused('b1', 'satisfied', { attempt: 2 })).toBe('ballot_not_open');
    await console.viewWithBallot('b1', 'closed');
    expect(resultIn(await console.do('reveal_ballot', { ballot: 'b1' }), 'b1').cast).toBe(1);
  });

  it('lasts as long as its definition says, and longer where it is extended', async () => {
    const hall = await open(1, [ballot('b1', { duration_ms: 60_000 }), ballot('b2')]);
    const console = await hall.console();
    await console.do('start', {});
    const opened = ballotIn(await console.do('open_ballot', { ballot: 'b1' }), 'b1');
    expect(opened.closes_at).toBe(opened.opens_at! + 60_000);
    const longer = ballotIn(await console.do('extend_ballot', { ballot: 'b1', by_ms: 30_000 }), 'b1');
    expect(longer.closes_at).toBe(opened.closes_at! + 30_000);
    await console.do('close_ballot', { ballot: 'b1' });
    expect(await console.refused('extend_ballot', { ballot: 'b1', by_ms: 30_000 })).toBe('ballot_not_open');
    await console.do('open_ballot', { ballot: 'b2' });
    expect(await console.refused('extend_ballot', { ballot: 'b2', by_ms: 30_000 })).toBe('no_deadline');
  });

  it('does not open without its quorum', async () => {
    const rule = { denominator: 'valid' as const, quorum: { of: 'entitled' as const, more_than: [1, 2] as [number, number] }, verdicts: [] };
    const hall = await open(4, [ballot('b1', { rule })]);
    const console = await hall.console();
    await console.do('start', {});
    await hall.present(ids(2));
    await console.viewWhere((view) => view.inquiry.present === 2);
    expect(await console.refused('open_ballot', { ballot: 'b1' })).toBe('quorum_not_met');
    await hall.present(['d003']);
    await console.viewWhere((view) => view.inquiry.present === 3);
    await console.do('open_ballot', { ballot: 'b1' });
  });

  it('is void before its reveal: nobody ever sees its count, the record keeps it', async () => {
    const hall = await open(2, [ballot('b1')]);
    const console = await hall.console();
    const live = await hall.live();
    await console.do('start', {});
    const [deputy] = await hall.present(ids(2));
    await console.do('open_ballot', { ballot: 'b1' });
    await deputy!.press('b1', 'dissatisfied');
    const voided = await console.do('void_ballot', { ballot: 'b1', reason: '误操作' });
    expect(ballotIn(voided, 'b1')).toMatchObject({ state: 'void', void_reason: '误操作' });
    for (const client of [console, live, deputy!]) {
      expect(ballotIn(await client.viewWithBallot('b1', 'void'), 'b1')).not.toHaveProperty('result');
    }
    expect(await deputy!.refused('b1', 'satisfied', { attempt: 2 })).toBe('ballot_not_open');
    const kept = (await hall.detail()).state.ballots.find((b) => b.id === 'b1')!;
    expect(kept.result!.counts).toEqual({ satisfied: 0, basically_satisfied: 0, dissatisfied: 1 });
    expect(await console.refused('reveal_ballot', { ballot: 'b1' })).toBe('ballot_not_closed');
    expect(await console.refused('void_ballot', { ballot: 'b1', reason: 'x' })).toBe('nothing_to_void');
  });

  it('is void after its reveal: the result stays, marked', async () => {
    const hall = await open(1, [ballot('b1')]);
    const console = await hall.console();
    const live = await hall.live();
    await console.do('start', {});
    const [deputy] = await hall.present(ids(1));
    await console.do('open_ballot', { ballot: 'b1' });
    await deputy!.press('b1', 'satisfied');
    await console.do('close_ballot', { ballot: 'b1' });
    const { result } = ballotIn(await console.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    await console.do('void_ballot', { ballot: 'b1', reason: '收回票数多于发出票数' });
    expect(ballotIn(await live.viewWithBallot('b1', 'void'), 'b1').result).toEqual(result);
  });

  it('is repeated: a new id, the same rule, the next round', async () => {
    const hall = await open(3, [ballot('b1', { duration_ms: 60_000 })]);
    const console = await hall.console();
    await console.do('start', {});
    const deputies = await hall.present(ids(3));
    await console.do('open_ballot', { ballot: 'b1' });
    await deputies[0]!.press('b1', 'dissatisfied');
    expect(await console.refused('draft_ballot', { ballot: 'b1-2', follows: 'b1' })).toBe('ballot_not_ended');
    await console.do('void_ballot', { ballot: 'b1', reason: '重新测评' });
    expect(await console.refused('draft_ballot', { ballot: 'b1', follows: 'b1' })).toBe('ballot_exists');
    expect(await console.refused('draft_ballot', { ballot: 'x', follows: 'none' })).toBe('no_such_ballot');
    const drafted = await console.do('draft_ballot', { ballot: 'b1-2', follows: 'b1' });
    const [first, second] = [ballotIn(drafted, 'b1'), ballotIn(drafted, 'b1-2')];
    expect(second).toMatchObject({ state: 'draft', round: 2, follows: 'b1', item: first.item, rule: first.rule });
    await console.do('open_ballot', { ballot: 'b1-2' });
    for (const deputy of deputies) await deputy.press('b1-2', 'satisfied');
    await console.do('close_ballot', { ballot: 'b1-2' });
    const revealed = await console.do('reveal_ballot', { ballot: 'b1-2' });
    expect(resultIn(revealed, 'b1-2').counts).toEqual({ satisfied: 3, basically_satisfied: 0, dissatisfied: 0 });
    expect(ballotIn(await console.do('draft_ballot', { ballot: 'b1-3', follows: 'b1-2' }), 'b1-3').round).toBe(3);
  });

  it('counts abstentions as cast and not as valid', async () => {
    const rule = { denominator: 'valid' as const, weights: { satisfied: 100, basically_satisfied: 60, dissatisfied: 0 }, verdicts: [] };
    const hall = await open(4, [ballot('b1', { scale: 'satisfaction4_abstain', rule })]);
    const console = await hall.console();
    await console.do('start', {});
    const deputies = await hall.present(ids(4));
    await console.do('open_ballot', { ballot: 'b1' });
    for (const [i, choice] of ['satisfied', 'basically_satisfied', 'abstain', 'abstain'].entries()) {
      await deputies[i]!.press('b1', choice);
    }
    await console.do('close_ballot', { ballot: 'b1' });
    const result = resultIn(await console.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result).toMatchObject({ cast: 4, valid: 2, score: '80.00', verdict: { name: null } });
    expect(result.percent).toEqual({ satisfied: '50.00', basically_satisfied: '50.00', dissatisfied: '0.00' });
  });

  it('is counted in English where the inquiry is in English', async () => {
    const hall = await open(1, [ballot('b1')], { language: 'en' });
    const console = await hall.console();
    expect(ballotIn(console.view!, 'b1').scale.choices.map((choice) => choice.label)).not.toContain('满意');
    expect(ballotIn(console.view!, 'b1').rule).not.toMatch(/应到|有效/);
  });
});
