// kill -9 in the fullest moment of an evening: everything is where it was, goes on, and the record of it is good.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Done, InquiryView, Report, You } from '../../web/src/shared/messages.generated';
import { ballot, definition, roll } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import { good, type Browser } from './support/http';
import type { Deputy, Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { run, Server, temporaryFolder } from './support/server';

failOnViolations();

const questions = [
  { id: 'q1', title: '整改力度' },
  { id: 'q2', title: '整改效果' },
];
const observer = { id: 'o001', name: '列席001', group: '', electorates: ['public'] };
const paper = { ballot: 'b1', counts: { dissatisfied: 2 }, issued: 3, invalid: 1 };
const staff = { ballot: 'b3', deputy: 'd002', choices: { q1: 'satisfied', q2: 'satisfied' } };
const phones = ['d001', 'd002', 'd003', 'o001'];

let server: Server;
let hall: Hall;
let moderator: Operator;
let scrutineers: [Operator, Operator];
let deputies: Deputy[];
let browsers: { moderator: Browser; first: Browser; second: Browser; director: Browser };
let staffVote: Done;

beforeAll(async () => {
  server = await Server.start();
  const ballots = [
    ballot('b1', { scrutineers: 1, advisory: ['public'] }),
    ballot('b2', { item: 'i2', scale: 'score100', rule: { preset: 'score_bands' }, scrutineers: 1 }),
    ballot('b3', { item: 'i2', questions, duration_ms: 3_600_000 }),
  ];
  hall = await Hall.open(server, definition(0, ballots, { deputies: [...roll(5), observer] }), await signIn(server));
  browsers = {
    moderator: await hall.account('moderator'),
    first: await hall.account('scrutineer'),
    second: await hall.account('scrutineer'),
    director: await hall.account('director'),
  };
  await arrive();
  await moderator.do('start', {});
  for (const deputy of deputies) await deputy.checkIn();
  await moderator.viewWhere((view) => view.inquiry.present === phones.length);
  await revealedWithCorrectionWaiting();
  await closedWithPaperWaiting();
  await floorAndAgenda();
  await openWithStaffVote();
}, 60_000);
afterAll(async () => {
  await hall?.leave();
  await server?.destroy();
});

async function arrive(): Promise<void> {
  moderator = await hall.console(browsers.moderator);
  scrutineers = [await hall.console(browsers.first), await hall.console(browsers.second)];
  deputies = await Promise.all(phones.map((id) => hall.deputy(id)));
}

// What an operator gives who has seen what all others did.
async function give<N extends Parameters<Operator['do']>[0]>(who: Operator, name: N, args: Parameters<Operator['do']>[1]): Promise<InquiryView> {
  const newest = Math.max(...[moderator, ...scrutineers].map((one) => one.view!.rev));
  await who.viewOf(newest);
  return (await who.do(name, args as never)).inquiry;
}

async function revealedWithCorrectionWaiting(): Promise<void> {
  await give(moderator, 'open_ballot', { ballot: 'b2' });
  for (const [i, score] of [90, 80, 70].entries()) await deputies[i]!.answer('b2', { score });
  await give(moderator, 'close_ballot', { ballot: 'b2' });
  await give(scrutineers[0], 'confirm_count', { ballot: 'b2' });
  await give(moderator, 'reveal_ballot', { ballot: 'b2' });
  await give(moderator, 'publish_erratum', { ballot: 'b2', reason: '单位名称有误' });
  await give(scrutineers[0], 'confirm_count', { ballot: 'b2' });
  await give(moderator, 'publish_erratum', { ballot: 'b2', reason: '录入有误', counts: { '60': 3 } });
}

async function closedWithPaperWaiting(): Promise<void> {
  await give(moderator, 'open_ballot', { ballot: 'b1' });
  await deputies[0]!.press('b1', 'satisfied');
  await deputies[3]!.press('b1', 'dissatisfied');
  await give(moderator, 'check_in', { deputy: 'd004' });
  await give(moderator, 'check_in', { deputy: 'd005' });
  await give(moderator, 'close_ballot', { ballot: 'b1' });
  await give(scrutineers[0], 'enter_paper_count', paper);
}

async function floorAndAgenda(): Promise<void> {
  await give(moderator, 'select_item', { item: 'i1' });
  await deputies[0]!.ask({ type: 'request', kind: 'speak', text: '请说明时限' });
  await deputies[1]!.ask({ type: 'request', kind: 'phone_failed' });
  await deputies[2]!.ask({ type: 'request', kind: 'follow_up' });
  await moderator.viewWhere((view) => view.inquiry.requests!.length === 3);
  await give(moderator, 'call_request', { request: 'r1' });
  await give(moderator, 'close_request', { request: 'r2', answer: '已更换手机' });
  await give(moderator, 'record_commitment', { item: 'i1', text: '年底前完成整改', due: '2026-12-31' });
  await give(moderator, 'add_item', { item: 'i3', department: '交通运输局', title: '公交线路', after: 'i1' });
  await give(moderator, 'add_ballot', { ballot: 'b4', item: 'i3', title: '加测', like: 'b1' });
  await give(moderator, 'reorder_items', { items: ['i3', 'i2', 'i1'] });
  await give(moderator, 'skip_item', { item: 'i3', skipped: true });
  await give(moderator, 'start_timer', { kind: 'follow_up', duration_ms: 90_000 });
  await give(moderator, 'extend_timer', { by_ms: 15_000 });
  await give(moderator, 'pause_timer', {});
}

async function openWithStaffVote(): Promise<void> {
  await give(moderator, 'open_ballot', { ballot: 'b3' });
  await deputies[0]!.answer('b3', { choices: { q1: 'satisfied', q2: 'dissatisfied' } });
  const answer = await moderator.order('vote_for_deputy', staff, { id: 'staff-before' });
  expect(answer.type).toBe('done');
  staffVote = answer as Done;
  await moderator.viewOf(staffVote.rev);
  await deputies[1]!.viewOf(staffVote.rev);
  if (!deputies[1]!.all('you').some((you) => you.votes.b3?.staff)) await deputies[1]!.nextOf('you', (you) => you.votes.b3?.staff === true);
}

interface Surfaces {
  views: InquiryView[];
  yous: Pick<You, 'checked_in' | 'votes' | 'requests'>[];
  report: Report;
  count: object;
}

async function surfaces(): Promise<Surfaces> {
  const { rev } = moderator.view!;
  const all = [moderator, ...scrutineers, ...deputies, await hall.live(), await hall.screen()];
  const views = [];
  for (const one of all) views.push((await one.viewOf(rev)).inquiry);
  const yous = [];
  for (const deputy of deputies) {
    if (deputy.all('you').length === 0) await deputy.nextOf('you');
    await deputy.settle();
    const { checked_in, votes, requests } = deputy.all('you').at(-1)!;
    yous.push({ checked_in, votes, requests });
  }
  const report = good<Report>(await hall.admin.get(`${hall.path}/report`), 200, 'report');
  await scrutineers[1].settle();
  const count = scrutineers[1].all('count').filter((one) => one.ballot === 'b2').at(-1)!;
  return { views, yous, report, count };
}

// Every surface() adds a screen, which is no part of what is compared.
const comparable = ({ views, ...rest }: Surfaces) => ({ ...rest, views: views.map((view) => ({ ...view, screens: undefined })) });

describe('in the fullest moment', () => {
  let before: Surfaces;

  it('everything stands somewhere', async () => {
    before = await surfaces();
    const [desk] = before.views;
    expect(desk!.speaker).toMatchObject({ deputy: 'd001', kind: 'speak', item: 'i1' });
    expect(desk!.requests).toMatchObject([{ id: 'r1', state: 'called' }, { id: 'r3', state: 'waiting' }]);
    expect(desk!.items.map((item) => [item.id, item.skipped])).toEqual([['i3', true], ['i2', false], ['i1', false]]);
    expect(desk!.timer).toMatchObject({ state: 'paused', duration_ms: 105_000 });
    expect(desk!.commitments).toMatchObject([{ deputy: 'd001' }]);
    expect(desk!.ballots.map((one) => one.state)).toEqual(['closed', 'revealed', 'open', 'draft']);
    expect(desk!.ballots[0]!.paper).toMatchObject({ state: 'waiting', entries: 1 });
    expect(desk!.ballots[1]).toMatchObject({ erratum_waiting: { reason: '录入有误' }, errata: [{ reason: '单位名称有误' }] });
    expect(before.yous[1]).toMatchObject({ votes: { b3: { staff: true } }, requests: [{ kind: 'phone_failed', answer: '已更换手机' }] });
    expect(before.count).toMatchObject({ counts: { band3: 3 } });
  });

  it.each(['the server', 'the server and its Redis'])('%s is killed: all of it is still there, on every surface', async (what) => {
    if (what !== 'the server') process.kill(server.redisPid(), 'SIGKILL');
    await server.crash();
    await hall.leave();
    server = await server.restart();
    hall.moveTo(server);
    await arrive();
    expect(comparable(await surfaces())).toEqual(comparable(before));
  }, 60_000);
});

describe('afterwards', () => {
  it('a vote on a staff tablet is still the same vote', async () => {
    expect(await moderator.order('vote_for_deputy', staff, { id: 'staff-before' })).toEqual(staffVote);
  });

  it('the second scrutineer goes on where the first one was', async () => {
    const agreed = await give(scrutineers[1], 'enter_paper_count', paper);
    expect(agreed.ballots[0]!.paper!.state).toBe('agreed');
    await give(scrutineers[0], 'confirm_count', { ballot: 'b1' });
    const shown = await give(moderator, 'reveal_ballot', { ballot: 'b1' });
    expect(shown.ballots[0]!.result).toMatchObject({
      cast: 4,
      valid: 3,
      counts: { satisfied: 1, dissatisfied: 2 },
      paper: { collected: 3, issued: 3, invalid: 1 },
      advisory: [{ electorate: 'public', cast: 1, counts: { dissatisfied: 1 } }],
    });
  });

  it('the correction, the floor and the open ballot go on', async () => {
    const corrected = await give(scrutineers[1], 'confirm_count', { ballot: 'b2' });
    expect(corrected.ballots[1]!.errata).toMatchObject([{}, { reason: '录入有误', result: { score: '60.00' } }]);
    expect((await give(moderator, 'end_speech', {})).speaker).toBeNull();
    expect((await give(moderator, 'pause_timer', {})).timer).toMatchObject({ state: 'running' });
    await deputies[2]!.answer('b3', { choices: { q1: 'satisfied', q2: 'satisfied' } });
    await give(moderator, 'close_ballot', { ballot: 'b3' });
    const view = await give(moderator, 'reveal_ballot', { ballot: 'b3' });
    expect(view.ballots[2]!.result).toMatchObject({ cast: 3, staff_votes: 1 });
    expect(view.ballots[2]!.result!.questions!.map((one) => one.counts.satisfied)).toEqual([3, 2]);
    await give(moderator, 'finish', {});
  });

  it('the record is found good, and bad where a vote, a paper, a correction or a word was changed', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'record.jsonl');
    const verify = async (text: string) => {
      writeFileSync(file, text);
      return run(['verify', file]);
    };
    try {
      const { status, text } = await hall.admin.get(`${hall.path}/record`);
      expect(status).toBe(200);
      const { exit, stdout } = await verify(text);
      expect(exit.code, stdout).toBe(0);
      for (const id of ['b1', 'b2', 'b3']) expect(stdout).toContain(id);
      const changes: [string, string][] = [
        ['q1=satisfied', 'q1=dissatisfied'],
        ['\\"issued\\":3', '\\"issued\\":4'],
        ['录入有误', '录入无误'],
        ['已更换手机', '未更换手机'],
        ['交通运输局', '交通管理局'],
      ];
      for (const [from, to] of changes) {
        expect(text.includes(from), from).toBe(true);
        expect((await verify(text.replace(from, to))).exit.code, from).not.toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a new key', () => {
  it('moves a deputy to another phone, with the vote and the request that he made on the old one', async () => {
    const own = await Hall.open(server, definition(2, [ballot('b1')]), hall.admin);
    const desk = await own.console();
    await desk.do('start', {});
    const [lost] = await own.present(['d001', 'd002']);
    await desk.do('open_ballot', { ballot: 'b1' });
    const receipt = await lost!.press('b1', 'satisfied');
    await lost!.ask({ type: 'request', kind: 'speak' });
    await own.issueKeys(['d001']);
    expect((await lost!.closes()).code).toBe(4505);
    own.browsers.delete('d001');
    const found = await own.deputy('d001');
    const you = await found.nextOf('you', (message) => message.votes.b1 !== undefined);
    expect(you).toMatchObject({ checked_in: true, votes: { b1: { choice: 'satisfied', receipt: receipt.receipt } }, requests: [{ kind: 'speak', state: 'waiting' }] });
    await found.press('b1', 'dissatisfied', { attempt: 2 });
    await desk.do('close_ballot', { ballot: 'b1' });
    const view = await desk.do('reveal_ballot', { ballot: 'b1' });
    expect(resultIn(view, 'b1')).toMatchObject({ cast: 1, counts: { satisfied: 0, dissatisfied: 1 } });
    expect(ballotIn(view, 'b1').result!.staff_votes).toBeUndefined();
    await own.leave();
  });
});
