// The evening that goes wrong: papers, corrections, lost phones, requests, an agenda that changes.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../web/src/shared/messages.generated';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import { good, type Browser } from './support/http';
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

async function running(scrutineers = 0, n = 5): Promise<{ moderator: Operator; deputies: Deputy[] }> {
  hall = await Hall.open(server, definition(n, [ballot('b1', { scrutineers }), ballot('b2', { item: 'i2' })]), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  return { moderator, deputies: await hall.present(hall.definition.deputies.map((deputy) => deputy.id)) };
}

async function closed(scrutineers = 0): Promise<{ moderator: Operator; deputies: Deputy[] }> {
  const all = await running(scrutineers);
  await all.moderator.do('open_ballot', { ballot: 'b1' });
  await all.deputies[0]!.press('b1', 'satisfied');
  await all.moderator.do('close_ballot', { ballot: 'b1' });
  return all;
}

describe('a paper count', () => {
  it('counts when two scrutineers entered the same, and nobody sees it before', async () => {
    const { moderator, deputies } = await closed();
    const first = await hall.console('scrutineer');
    expect(await first.nextOf('progress')).toMatchObject({ ballot: 'b1', cast: 1, eligible: 5 });
    const second = await hall.console('scrutineer');
    const right = { ballot: 'b1', counts: { satisfied: 1, dissatisfied: 2 }, issued: 4, invalid: 1 };
    await first.do('enter_paper_count', right);
    expect(ballotIn((await moderator.viewWhere((view) => ballotIn(view, 'b1').paper !== undefined)), 'b1').paper).toMatchObject({ state: 'waiting', entries: 1 });
    expect(await moderator.refused('reveal_ballot', { ballot: 'b1' })).toBe('paper_count_open');
    await second.viewWhere((view) => ballotIn(view, 'b1').paper !== undefined);
    const view = await second.do('enter_paper_count', { ...right, counts: { satisfied: 2, dissatisfied: 1 } });
    expect(ballotIn(view, 'b1').paper).toMatchObject({ state: 'differs', entries: 2 });
    expect(ballotIn(await second.do('enter_paper_count', right), 'b1').paper).toMatchObject({ state: 'agreed' });
    await moderator.viewWhere((seen) => ballotIn(seen, 'b1').paper?.state === 'agreed');
    const result = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result).toMatchObject({ cast: 5, valid: 4, counts: { satisfied: 2, dissatisfied: 2 }, not_voted: 0 });
    expect(result.paper).toEqual({ counts: { satisfied: 1, dissatisfied: 2 }, issued: 4, collected: 4, invalid: 1 });
    for (const frame of deputies[0]!.all('view')) expect(ballotIn(frame, 'b1').paper).toBeUndefined();
  });

  it('with more collected than issued makes the ballot void', async () => {
    const { moderator } = await closed();
    const entry = { ballot: 'b1', counts: { satisfied: 3 }, issued: 2 };
    await (await hall.console('scrutineer')).do('enter_paper_count', entry);
    const second = await hall.console('scrutineer');
    await second.do('enter_paper_count', entry);
    const view = await moderator.viewWithBallot('b1', 'void');
    expect(ballotIn(view, 'b1')).toMatchObject({ void_reason: 'collected_exceeds_issued' });
    expect(ballotIn(view, 'b1').result).toBeUndefined();
    await moderator.do('draft_ballot', { ballot: 'b1-2', follows: 'b1' });
  });

  it('is not for moderators to enter, and only of a closed ballot', async () => {
    const { moderator } = await running();
    const scrutineer = await hall.console('scrutineer');
    expect(await scrutineer.refused('enter_paper_count', { ballot: 'b1', counts: {} })).toBe('ballot_not_closed');
    expect(await moderator.refused('enter_paper_count', { ballot: 'b1', counts: {} })).toBe('not_allowed');
  });
});

describe('an erratum', () => {
  it('stands beside the result that was aired', async () => {
    const { moderator, deputies } = await closed();
    expect(await moderator.refused('publish_erratum', { ballot: 'b1', reason: '录入有误' })).toBe('ballot_not_revealed');
    const aired = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    const view = await moderator.do('publish_erratum', { ballot: 'b1', reason: '录入有误', counts: { dissatisfied: 1 } });
    const { result, errata } = ballotIn(view, 'b1');
    expect(result).toEqual(aired);
    expect(errata).toMatchObject([{ reason: '录入有误', result: { counts: { satisfied: 0, dissatisfied: 1 }, verdict: { name: '不满意' } } }]);
    const seen = await deputies[0]!.viewWhere((one) => ballotIn(one, 'b1').errata !== undefined);
    expect(ballotIn(seen, 'b1').errata).toEqual(errata);
  });

  it('waits for its scrutineers, who alone see it before', async () => {
    const { moderator, deputies } = await closed(1);
    const scrutineer = await hall.console('scrutineer');
    await scrutineer.do('confirm_count', { ballot: 'b1' });
    await moderator.viewWithBallot('b1', 'confirmed');
    await moderator.do('reveal_ballot', { ballot: 'b1' });
    const waiting = await moderator.do('publish_erratum', { ballot: 'b1', reason: '录入有误', counts: { dissatisfied: 1 } });
    expect(ballotIn(waiting, 'b1').erratum_waiting).toEqual({ reason: '录入有误', confirmations: 0 });
    await scrutineer.viewWhere((view) => ballotIn(view, 'b1').erratum_waiting !== undefined);
    expect((await scrutineer.nextOf('count', (count) => count.counts.dissatisfied === 1)).counts.satisfied).toBe(0);
    await scrutineer.do('confirm_count', { ballot: 'b1' });
    const seen = await deputies[0]!.viewWhere((view) => ballotIn(view, 'b1').errata !== undefined);
    expect(ballotIn(seen, 'b1').errata).toHaveLength(1);
  });
});

describe('a staff tablet', () => {
  it('votes for a deputy, marked, once for one command, and his phone is told', async () => {
    const { moderator, deputies } = await running();
    await moderator.do('open_ballot', { ballot: 'b1' });
    const args = { ballot: 'b1', deputy: 'd001', choice: 'satisfied' };
    const done = await moderator.order('vote_for_deputy', args, { id: 'staff-1' });
    expect(done.type).toBe('done');
    const you = await deputies[0]!.nextOf('you', (message) => message.votes.b1 !== undefined);
    expect(you.votes.b1).toMatchObject({ choice: 'satisfied', attempt: 1, staff: true });
    expect(await moderator.order('vote_for_deputy', args, { id: 'staff-1' })).toEqual(done);
    const other = await moderator.order('vote_for_deputy', { ...args, choice: 'dissatisfied' }, { id: 'staff-1' });
    expect(other).toMatchObject({ type: 'refused', code: 'id_reused' });
    await moderator.do('close_ballot', { ballot: 'b1' });
    const result = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result).toMatchObject({ cast: 1, counts: { satisfied: 1 }, staff_votes: 1 });
    const report = good<Report>(await admin.get(`${hall.path}/report`), 200, 'report');
    expect(report.staff_votes).toMatchObject([{ ballot: 'b1', deputy: 'd001' }]);
  });

  it('is refused as a press would be, and never makes the moderator\'s next press stale', async () => {
    const { moderator, deputies } = await running();
    expect(await moderator.refused('vote_for_deputy', { ballot: 'b1', deputy: 'd001', choice: 'satisfied' })).toBe('ballot_not_open');
    await moderator.do('open_ballot', { ballot: 'b1' });
    await moderator.do('check_out', { deputy: 'd002' });
    expect(await moderator.refused('vote_for_deputy', { ballot: 'b1', deputy: 'd002', choice: 'satisfied' })).toBe('not_checked_in');
    expect(await moderator.refused('vote_for_deputy', { ballot: 'b1', deputy: 'd001', choice: 'perhaps' })).toBe('no_such_choice');
    await deputies[0]!.press('b1', 'dissatisfied');
    const expect_rev = moderator.view!.rev;
    const other = await hall.console('moderator');
    await other.do('vote_for_deputy', { ballot: 'b1', deputy: 'd001', choice: 'satisfied' });
    expect((await moderator.order('close_ballot', { ballot: 'b1' }, { expect: expect_rev })).type).toBe('done');
    const result = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result).toMatchObject({ cast: 1, counts: { satisfied: 1, dissatisfied: 0 } });
  });

  it('is not for directors and scrutineers', async () => {
    await running();
    for (const role of ['director', 'scrutineer'] as const) {
      const operator = await hall.console(role);
      expect(await operator.refused('vote_for_deputy', { ballot: 'b1', deputy: 'd001', choice: 'satisfied' })).toBe('not_allowed');
      expect(await operator.refused('give_floor', { deputy: 'd001', kind: 'speak' })).toBe('not_allowed');
      expect(await operator.refused('reorder_items', { items: ['i2', 'i1'] })).toBe('not_allowed');
      expect(await operator.refused('publish_erratum', { ballot: 'b1', reason: '更正' })).toBe('not_allowed');
    }
  });
});

describe('a request to speak', () => {
  it('waits in a queue, is called, and the floor is everybody\'s to see', async () => {
    const { moderator, deputies } = await running();
    const screen = await hall.screen();
    const live = await hall.live();
    await moderator.do('select_item', { item: 'i1' });
    expect(await deputies[0]!.ask({ type: 'request', kind: 'speak', text: '请说明时限' })).toBeUndefined();
    expect(await deputies[0]!.ask({ type: 'request', kind: 'speak' })).toBe('already_requested');
    expect(await deputies[1]!.ask({ type: 'request', kind: 'follow_up' })).toBeUndefined();
    const view = await moderator.viewWhere((seen) => seen.inquiry.requests?.length === 2);
    expect(view.inquiry.requests).toMatchObject([{ id: 'r1', deputy: 'd001', text: '请说明时限', item: 'i1', by: null }, { kind: 'follow_up', text: '' }]);
    const onScreen = await screen.viewWhere((seen) => seen.inquiry.requests?.length === 2);
    expect(onScreen.inquiry.requests![0]).not.toHaveProperty('text');
    await moderator.do('call_request', { request: 'r1' });
    const floor = await live.viewWhere((seen) => seen.inquiry.speaker !== null);
    expect(floor.inquiry.speaker).toMatchObject({ deputy: 'd001', name: '代表001', group: '城关镇', kind: 'speak', item: 'i1' });
    expect((await deputies[0]!.nextOf('you', (you) => you.requests[0]?.state === 'called')).requests[0]).toMatchObject({ id: 'r1' });
    const noted = await moderator.do('record_commitment', { item: 'i1', text: '年底前完成整改', due: '2026-12-31' });
    expect(noted.inquiry.commitments).toMatchObject([{ deputy: 'd001' }]);
    await moderator.do('end_speech', {});
    await moderator.do('close_request', { request: 'r2', answer: '会后书面答复' });
    expect((await deputies[1]!.nextOf('you', (you) => you.requests[0]?.state === 'done')).requests[0]).toMatchObject({ answer: '会后书面答复' });
    const report = good<Report>(await admin.get(`${hall.path}/report`), 200, 'report');
    expect(report.speeches).toMatchObject([{ deputy: 'd001', kind: 'speak', item: 'i1' }]);
    expect(report.speeches[0]!.to).not.toBeNull();
    expect(report.attendance[0]).toMatchObject({ id: 'd001', speeches: 1, votes: 0, by_hand: false });
  });

  it('is taken back by its deputy only', async () => {
    const { moderator, deputies } = await running();
    await deputies[0]!.ask({ type: 'request', kind: 'speak' });
    expect(await deputies[1]!.ask({ type: 'withdraw', request: 'r1' })).toBe('no_such_request');
    expect(await deputies[0]!.ask({ type: 'withdraw', request: 'r1' })).toBeUndefined();
    await moderator.viewWhere((view) => view.inquiry.requests?.length === 0 && view.rev > 1);
    expect(await moderator.refused('call_request', { request: 'r1' })).toBe('no_such_request');
  });

  it('never makes what an operator saw stale, a failed phone is answered', async () => {
    const { moderator, deputies } = await running();
    const seen = moderator.view!.rev;
    await deputies[0]!.ask({ type: 'request', kind: 'phone_failed' });
    expect((await moderator.order('select_item', { item: 'i1' }, { expect: seen })).type).toBe('done');
    await moderator.viewWhere((view) => view.inquiry.item === 'i1');
    await moderator.do('call_request', { request: 'r1' });
    expect(moderator.view!.inquiry.speaker).toBeNull();
    await moderator.do('close_request', { request: 'r1', answer: '已更换手机' });
  });
});

describe('the agenda', () => {
  it('is reordered, passed over and added to while it runs, and all of it is there after a crash', async () => {
    const { moderator } = await running();
    const live = await hall.live();
    expect(await moderator.refused('reorder_items', { items: ['i1'] })).toBe('bad_order');
    await moderator.do('reorder_items', { items: ['i2', 'i1'] });
    await moderator.do('skip_item', { item: 'i2', skipped: true });
    await moderator.do('add_item', { item: 'i3', department: '交通运输局', title: '公交线路', after: 'i2' });
    await moderator.do('add_ballot', { ballot: 'b3', item: 'i3', title: '加测', like: 'b1' });
    await moderator.do('start_timer', { kind: 'answer', duration_ms: 60_000 });
    await moderator.do('extend_timer', { by_ms: 30_000 });
    const view = await live.viewOf(moderator.view!.rev);
    expect(view.inquiry.items.map((item) => [item.id, item.skipped])).toEqual([['i2', true], ['i3', false], ['i1', false]]);
    expect(ballotIn(view, 'b3')).toMatchObject({ item: 'i3', title: '加测', round: 1, state: 'draft' });
    expect(view.inquiry.timer).toMatchObject({ duration_ms: 90_000, state: 'running' });
    const before = JSON.stringify({ ...view.inquiry });
    await hall.leave();
    await server.crash();
    server = await server.restart();
    hall.moveTo(server);
    const after = await hall.live();
    expect(JSON.stringify(after.view!.inquiry)).toBe(before);
    const back = await hall.console(admin);
    await back.do('open_ballot', { ballot: 'b3' });
  });
});
