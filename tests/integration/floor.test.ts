// Who wants to speak, who has the floor, and whose phone failed: what is refused, and what one thing does to another.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../web/src/shared/messages.generated';
import { ballot, definition } from './support/definitions';
import { Hall, signIn } from './support/hall';
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

async function prepared(): Promise<Operator> {
  hall = await Hall.open(server, definition(3, [ballot('b1')]), admin);
  return hall.console('moderator');
}

async function running(): Promise<{ moderator: Operator; deputies: Deputy[] }> {
  const moderator = await prepared();
  await moderator.do('start', {});
  return { moderator, deputies: await hall.present(['d001', 'd002', 'd003']) };
}

const speak = { type: 'request', kind: 'speak' } as const;
const report = async () => good<Report>(await admin.get(`${hall.path}/report`), 200, 'report');
const waiting = (operator: Operator, n: number) => operator.viewWhere((view) => view.inquiry.requests!.length === n);

describe('a request', () => {
  it('to speak needs a running evening and check-in, one about a phone needs neither', async () => {
    const moderator = await prepared();
    const deputy = await hall.deputy('d001');
    expect(await deputy.ask(speak)).toBe('inquiry_not_running');
    expect(await deputy.ask({ type: 'request', kind: 'phone_failed', text: '屏幕没有反应' })).toBeUndefined();
    await moderator.do('start', {});
    expect(await deputy.ask(speak)).toBe('not_checked_in');
    expect(await deputy.ask({ type: 'request', kind: 'follow_up' })).toBe('not_checked_in');
    await deputy.checkIn();
    expect(await deputy.ask(speak)).toBeUndefined();
    await moderator.do('finish', {});
    expect(await deputy.ask({ type: 'request', kind: 'follow_up' })).toBe('inquiry_finished');
  });

  it('is known to its deputy by the newest of each kind', async () => {
    const { moderator, deputies } = await running();
    const [deputy] = deputies;
    await deputy!.ask(speak);
    await deputy!.ask({ type: 'withdraw', request: 'r1' });
    await deputy!.ask(speak);
    await deputy!.ask({ type: 'request', kind: 'phone_failed' });
    const you = await deputy!.nextOf('you', (message) => message.requests.length === 2);
    expect(you.requests).toEqual(expect.arrayContaining([{ id: 'r2', kind: 'speak', state: 'waiting' }, { id: 'r3', kind: 'phone_failed', state: 'waiting' }]));
    expect((await waiting(moderator, 2)).inquiry.requests!.map((request) => request.id)).toEqual(['r2', 'r3']);
    await deputies[1]!.settle();
    expect(deputies[1]!.all('you').every((message) => message.requests.length === 0)).toBe(true);
  });

  it('sent twice under one id is one request, and another under that id is refused', async () => {
    const { moderator, deputies } = await running();
    const message = { ...speak, id: 'rq-twice', text: '请说明时限' };
    deputies[0]!.send(message);
    const first = await deputies[0]!.nextOf('done', (done) => done.id === 'rq-twice');
    deputies[0]!.send(message);
    expect(await deputies[0]!.nextOf('done', (done) => done.id === 'rq-twice')).toEqual(first);
    deputies[0]!.send({ ...message, text: '另一件事' });
    expect((await deputies[0]!.nextOf('refused', (one) => one.id === 'rq-twice')).code).toBe('id_reused');
    // Another deputy's id is his own.
    deputies[1]!.send(message);
    await deputies[1]!.nextOf('done', (done) => done.id === 'rq-twice');
    await waiting(moderator, 2);
  });

  it('is added by an operator for a deputy, with the operator named', async () => {
    const { moderator, deputies } = await running();
    const view = await moderator.do('add_request', { deputy: 'd002', kind: 'follow_up', text: '举手' });
    const { account } = moderator.all('welcome')[0]!.you as { account: string };
    expect(view.inquiry.requests).toMatchObject([{ id: 'r1', deputy: 'd002', kind: 'follow_up', text: '举手', by: account, state: 'waiting' }]);
    expect(await deputies[1]!.ask({ type: 'request', kind: 'follow_up' })).toBe('already_requested');
    expect(await moderator.refused('add_request', { deputy: 'd002', kind: 'follow_up' })).toBe('already_requested');
    expect(await moderator.refused('add_request', { deputy: 'd999', kind: 'speak' })).toBe('no_such_deputy');
    expect(await deputies[1]!.ask({ type: 'withdraw', request: 'r1' })).toBeUndefined();
  });

  it('that is closed or withdrawn can not be called or closed again', async () => {
    const { moderator, deputies } = await running();
    await deputies[0]!.ask(speak);
    await waiting(moderator, 1);
    await moderator.do('close_request', { request: 'r1' });
    expect(await moderator.refused('close_request', { request: 'r1' })).toBe('no_such_request');
    expect(await moderator.refused('call_request', { request: 'r1' })).toBe('no_such_request');
    expect(await moderator.refused('call_request', { request: 'r9' })).toBe('no_such_request');
    expect(await deputies[0]!.ask(speak)).toBeUndefined();
  });
});

describe('the floor', () => {
  it('is one deputy\'s: whoever is called next has it, and the one before is done', async () => {
    const { moderator, deputies } = await running();
    const screen = await hall.screen();
    await deputies[0]!.ask(speak);
    await deputies[1]!.ask({ type: 'request', kind: 'follow_up' });
    await waiting(moderator, 2);
    await moderator.do('call_request', { request: 'r1' });
    await moderator.do('call_request', { request: 'r2' });
    const { inquiry } = moderator.view!;
    expect(inquiry.speaker).toMatchObject({ deputy: 'd002', kind: 'follow_up', item: null });
    expect(inquiry.requests).toMatchObject([{ id: 'r2', state: 'called' }]);
    await deputies[0]!.nextOf('you', (you) => you.requests[0]?.state === 'done');
    expect((await screen.viewOf(moderator.view!.rev)).inquiry.speaker).toEqual(inquiry.speaker);
    await moderator.do('end_speech', {});
    expect(moderator.view!.inquiry).toMatchObject({ speaker: null, requests: [] });
    expect(await moderator.refused('end_speech', {})).toBe('no_speaker');
    expect((await report()).speeches.map(({ deputy, to }) => [deputy, to !== null])).toEqual([['d001', true], ['d002', true]]);
  });

  it('is given to one who did not ask, if he is there', async () => {
    const { moderator } = await running();
    await moderator.do('give_floor', { deputy: 'd003', kind: 'speak' });
    expect(moderator.view!.inquiry.speaker).toMatchObject({ deputy: 'd003', name: '代表003', kind: 'speak' });
    await moderator.do('check_out', { deputy: 'd001' });
    expect(await moderator.refused('give_floor', { deputy: 'd001', kind: 'speak' })).toBe('not_checked_in');
    expect(await moderator.refused('give_floor', { deputy: 'd999', kind: 'speak' })).toBe('no_such_deputy');
    expect(moderator.view!.inquiry.speaker).toMatchObject({ deputy: 'd003' });
  });

  it('is not given to one who asked and went home', async () => {
    const { moderator, deputies } = await running();
    await deputies[0]!.ask(speak);
    await waiting(moderator, 1);
    await moderator.do('check_out', { deputy: 'd001' });
    expect(await moderator.refused('call_request', { request: 'r1' })).toBe('not_checked_in');
    expect(moderator.view!.inquiry.speaker).toBeNull();
  });

  it('is given back with the request: closed by the moderator or withdrawn by the deputy', async () => {
    const { moderator, deputies } = await running();
    await deputies[0]!.ask(speak);
    await waiting(moderator, 1);
    await moderator.do('call_request', { request: 'r1' });
    await moderator.do('close_request', { request: 'r1' });
    expect(moderator.view!.inquiry.speaker).toBeNull();
    await deputies[0]!.ask(speak);
    await waiting(moderator, 1);
    await moderator.do('call_request', { request: 'r2' });
    expect(await deputies[0]!.ask({ type: 'withdraw', request: 'r2' })).toBeUndefined();
    await moderator.viewWhere((view) => view.inquiry.speaker === null && view.inquiry.requests!.length === 0);
  });

  it('is given back at the end of the evening', async () => {
    const { moderator } = await running();
    await moderator.do('select_item', { item: 'i2' });
    await moderator.do('give_floor', { deputy: 'd001', kind: 'follow_up' });
    const { inquiry } = await moderator.do('finish', {});
    expect(inquiry.speaker).toBeNull();
    const { speeches, attendance } = await report();
    expect(speeches).toMatchObject([{ deputy: 'd001', kind: 'follow_up', item: 'i2' }]);
    expect(speeches[0]!.to).toBeGreaterThanOrEqual(speeches[0]!.from);
    expect(attendance.map((one) => one.speeches)).toEqual([1, 0, 0]);
  });
});

describe('a promise', () => {
  it('belongs to the last who had the floor on its item, or to whom the moderator names', async () => {
    const { moderator } = await running();
    const note = async (more: { item: string; deputy?: string }) =>
      (await moderator.do('record_commitment', { text: '整改', due: '2026-12-31', ...more })).inquiry.commitments.at(-1)!.deputy;
    expect(await note({ item: 'i1' })).toBeNull();
    await moderator.do('select_item', { item: 'i1' });
    await moderator.do('give_floor', { deputy: 'd001', kind: 'speak' });
    await moderator.do('end_speech', {});
    await moderator.do('select_item', { item: 'i2' });
    await moderator.do('give_floor', { deputy: 'd002', kind: 'speak' });
    expect(await note({ item: 'i1' })).toBe('d001');
    expect(await note({ item: 'i2' })).toBe('d002');
    expect(await note({ item: 'i2', deputy: 'd003' })).toBe('d003');
    expect(await moderator.refused('record_commitment', { item: 'i1', text: '整改', due: '2026-12-31', deputy: 'd999' })).toBe('no_such_deputy');
  });
});

describe('the report', () => {
  it('has who came, who was entered by hand, who left, and how often each voted', async () => {
    const { moderator, deputies } = await running();
    await moderator.do('check_out', { deputy: 'd003' });
    await moderator.do('check_in', { deputy: 'd003' });
    await moderator.do('check_out', { deputy: 'd002' });
    await moderator.do('open_ballot', { ballot: 'b1' });
    await deputies[0]!.press('b1', 'satisfied');
    expect((await report()).attendance.map((one) => one.votes)).toEqual([0, 0, 0]);
    await moderator.do('close_ballot', { ballot: 'b1' });
    const { attendance } = await report();
    expect(attendance.map((one) => [one.id, one.votes, one.by_hand])).toEqual([['d001', 1, false], ['d002', 0, false], ['d003', 0, true]]);
    expect(attendance[0]!.checked_out_at).toBeNull();
    expect(attendance[1]!.checked_out_at).toBeGreaterThanOrEqual(attendance[1]!.checked_in_at!);
    expect(attendance[2]!.checked_out_at).toBeNull();
  });

  it('is for operators, whatever their role', async () => {
    await prepared();
    const scrutineer = await hall.account('scrutineer');
    expect((await scrutineer.get(`${hall.path}/report`)).status).toBe(200);
    const deputy = await hall.join('d001');
    expect((await deputy.get(`${hall.path}/report`)).status).toBe(401);
    expect((await admin.get('/api/v1/inquiries/no-such-one/report')).status).toBe(404);
  });
});
