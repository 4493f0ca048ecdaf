// Scrutineers: a count is confirmed before it may be revealed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import { errorOf, type Browser } from './support/http';
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

const counts = { satisfied: 2, basically_satisfied: 0, dissatisfied: 1 };

async function closedBallot(scrutineers: number): Promise<{ moderator: Operator; deputies: Deputy[] }> {
  hall = await Hall.open(server, definition(3, [ballot('b1', { scrutineers })]), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  const deputies = await hall.present(['d001', 'd002', 'd003']);
  await moderator.do('open_ballot', { ballot: 'b1' });
  await deputies[0]!.press('b1', 'satisfied');
  await deputies[1]!.press('b1', 'satisfied');
  await deputies[2]!.press('b1', 'dissatisfied');
  return { moderator, deputies };
}

describe('a count', () => {
  it('is confirmed by two scrutineers, who alone see it before', async () => {
    const { moderator } = await closedBallot(2);
    const first = await hall.console('scrutineer');
    const second = await hall.console('scrutineer');
    expect(await first.refused('confirm_count', { ballot: 'b1' })).toBe('ballot_not_closed');
    await moderator.do('close_ballot', { ballot: 'b1' });
    expect((await first.nextOf('count', (c) => c.ballot === 'b1')).counts).toEqual(counts);
    expect(await moderator.refused('reveal_ballot', { ballot: 'b1' })).toBe('ballot_not_confirmed');

    await first.viewWithBallot('b1', 'closed');
    expect(ballotIn(await first.do('confirm_count', { ballot: 'b1' }), 'b1')).toMatchObject({ state: 'closed', confirmations: 1 });
    expect(await first.refused('confirm_count', { ballot: 'b1' })).toBe('already_confirmed');
    await moderator.viewWhere((view) => ballotIn(view, 'b1').confirmations === 1);
    expect(await moderator.refused('reveal_ballot', { ballot: 'b1' })).toBe('ballot_not_confirmed');

    await second.viewWhere((view) => ballotIn(view, 'b1').confirmations === 1);
    expect(ballotIn(await second.do('confirm_count', { ballot: 'b1' }), 'b1')).toMatchObject({ state: 'confirmed', confirmations: 2 });
    await moderator.viewWithBallot('b1', 'confirmed');
    expect(resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1').counts).toEqual(counts);
    for (const frame of moderator.frames) expect(frame.type).not.toBe('count');
  });

  it('is shown to a scrutineer who comes after the close', async () => {
    const { moderator } = await closedBallot(1);
    await moderator.do('close_ballot', { ballot: 'b1' });
    const late = await hall.console('scrutineer');
    expect((await late.nextOf('count')).counts).toEqual(counts);
    expect(ballotIn(await late.do('confirm_count', { ballot: 'b1' }), 'b1').state).toBe('confirmed');
  });

  it('is not shown to a scrutineer where nobody needs to confirm', async () => {
    const { moderator } = await closedBallot(0);
    const scrutineer = await hall.console('scrutineer');
    await moderator.do('close_ballot', { ballot: 'b1' });
    await scrutineer.viewWithBallot('b1', 'closed');
    expect(await scrutineer.refused('confirm_count', { ballot: 'b1' })).toBe('nothing_to_confirm');
    await moderator.do('reveal_ballot', { ballot: 'b1' });
    await scrutineer.viewWithBallot('b1', 'revealed');
    await scrutineer.settle();
    expect(scrutineer.all('count')).toEqual([]);
  });

  it('stays hidden where the ballot is void before the reveal', async () => {
    const { moderator } = await closedBallot(1);
    await moderator.do('close_ballot', { ballot: 'b1' });
    const scrutineer = await hall.console('scrutineer');
    await scrutineer.do('confirm_count', { ballot: 'b1' });
    await moderator.viewWithBallot('b1', 'confirmed');
    const voided = await moderator.do('void_ballot', { ballot: 'b1', reason: '计票有误' });
    expect(ballotIn(voided, 'b1')).not.toHaveProperty('result');
    expect((await hall.detail()).state.ballots[0]!.result!.counts).toEqual(counts);
    const deputy = hall.browsers.get('d001')!;
    expect(errorOf(await deputy.get(hall.path))).toMatch(/^40[13] /);
  });
});

describe('roles', () => {
  it('do their own part only', async () => {
    const { moderator } = await closedBallot(1);
    const screen = (await hall.addScreen('大屏', 'hall')).id;
    const director = await hall.console('director');
    const scrutineer = await hall.console('scrutineer');
    const looked = { expect: Number.MAX_SAFE_INTEGER };
    expect(await director.refused('close_ballot', { ballot: 'b1' }, looked)).toBe('not_allowed');
    expect(await director.refused('confirm_count', { ballot: 'b1' }, looked)).toBe('not_allowed');
    expect(await scrutineer.refused('close_ballot', { ballot: 'b1' }, looked)).toBe('not_allowed');
    expect(await scrutineer.refused('show', { screen, layout: 'card' }, looked)).toBe('not_allowed');
    expect(await moderator.refused('confirm_count', { ballot: 'b1' }, looked)).toBe('not_allowed');
    expect(await moderator.refused('show', { screen, layout: 'card' }, looked)).toBe('not_allowed');
    await director.do('show', { screen, layout: 'card' });
  });
});
