// Commands: what they do, what they refuse, and that one is done once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../web/src/shared/messages.generated';
import { ballot, definition, freshId } from './support/definitions';
import { Hall, signIn } from './support/hall';
import type { Browser } from './support/http';
import type { Operator } from './support/people';
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

async function console(): Promise<Operator> {
  hall = await Hall.open(server, definition(3, [ballot('b1', { duration_ms: 60_000 }), ballot('b2')]), admin);
  return hall.console();
}

describe('a command', () => {
  it('makes the revision grow by one, and its answer names it', async () => {
    const moderator = await console();
    const before = moderator.view!.rev;
    const answer = await moderator.order('open_checkin', {});
    expect(answer).toMatchObject({ type: 'done', rev: before + 1 });
    expect((await moderator.viewOf(before + 1)).inquiry.state).toBe('checkin');
  });

  it('with a stale revision is refused and changes nothing', async () => {
    const first = await console();
    const second = await hall.console();
    const old = second.view!.rev;
    await first.do('start', {});
    expect(await second.refused('select_item', { item: 'i1' }, { expect: old })).toBe('stale_revision');
    await second.settle();
    expect((await hall.detail()).state).toMatchObject({ state: 'running', item: null });
    await second.viewWhere((view) => view.inquiry.state === 'running');
    await second.do('select_item', { item: 'i1' });
  });

  it('is not stale because deputies checked in meanwhile', async () => {
    const moderator = await console();
    const { rev } = await moderator.do('open_checkin', {});
    await hall.present(['d001', 'd002']);
    await moderator.viewWhere((view) => view.inquiry.present === 2);
    expect(await moderator.order('start', {}, { expect: rev })).toMatchObject({ type: 'done' });
  });

  it('sent again gets the first answer, and is done once', async () => {
    const moderator = await console();
    await moderator.do('start', {});
    const id = freshId('twice');
    const expected = moderator.view!.rev;
    const first = await moderator.order('record_commitment', { item: 'i1', text: '整改', due: '2026-12-31' }, { id });
    const again = await moderator.order('record_commitment', { item: 'i1', text: '整改', due: '2026-12-31' }, { id, expect: expected });
    expect(again).toEqual(first);
    const other = await hall.console();
    const elsewhere = await other.order('record_commitment', { item: 'i1', text: '整改', due: '2026-12-31' }, { id, expect: expected });
    expect(elsewhere).toEqual(first);
    expect((await hall.detail()).state.commitments).toHaveLength(1);
  });

  it('sent twice in one breath is done once', async () => {
    const moderator = await console();
    const message: Command = { type: 'command', id: freshId('twice'), expect: moderator.view!.rev, name: 'start', args: {} };
    moderator.send(message);
    moderator.send(message);
    const first = await moderator.nextOf('done', (done) => done.id === message.id);
    expect(await moderator.nextOf('done', (done) => done.id === message.id)).toEqual(first);
  });

  it('with a known id and other content is refused', async () => {
    const moderator = await console();
    const id = freshId('reused');
    await moderator.order('open_checkin', {}, { id });
    expect(await moderator.refused('start', {}, { id })).toBe('id_reused');
    expect((await hall.detail()).state.state).toBe('checkin');
  });

  it('that was refused may be sent again under its id', async () => {
    const moderator = await console();
    const id = freshId('again');
    expect(await moderator.refused('open_ballot', { ballot: 'b1' }, { id })).toBe('inquiry_not_running');
    await moderator.do('start', {});
    expect(await moderator.order('open_ballot', { ballot: 'b1' }, { id })).toMatchObject({ type: 'done', id });
  });

  it('races with another operator: one is done, one is stale', async () => {
    const first = await console();
    const second = await hall.console();
    await first.do('start', {});
    await second.viewWhere((view) => view.inquiry.state === 'running');
    const expected = second.view!.rev;
    const answers = await Promise.all([
      first.order('open_ballot', { ballot: 'b1' }, { expect: expected }),
      second.order('open_ballot', { ballot: 'b2' }, { expect: expected }),
    ]);
    const codes = answers.map((answer) => (answer.type === 'done' ? 'done' : answer.code)).sort();
    expect(codes).toEqual(['done', 'stale_revision']);
  });
});

describe('what can not be done now', () => {
  it('is refused with its code', async () => {
    const moderator = await console();
    expect(await moderator.refused('open_ballot', { ballot: 'b1' })).toBe('inquiry_not_running');
    expect(await moderator.refused('finish', {})).toBe('inquiry_not_running');
    expect(await moderator.refused('check_in', { deputy: 'd001' })).toBe('checkin_not_open');
    await moderator.do('start', {});
    expect(await moderator.refused('start', {})).toBe('already_started');
    expect(await moderator.refused('open_checkin', {})).toBe('already_started');
    expect(await moderator.refused('select_item', { item: 'i9' })).toBe('no_such_item');
    expect(await moderator.refused('open_ballot', { ballot: 'b9' })).toBe('no_such_ballot');
    expect(await moderator.refused('close_ballot', { ballot: 'b1' })).toBe('ballot_not_open');
    expect(await moderator.refused('reveal_ballot', { ballot: 'b1' })).toBe('ballot_not_closed');
    expect(await moderator.refused('void_ballot', { ballot: 'b1', reason: 'x' })).toBe('nothing_to_void');
    expect(await moderator.refused('confirm_count', { ballot: 'b1' })).toBe('nothing_to_confirm');
    expect(await moderator.refused('open_ballot', { ballot: 'b1', duration_ms: 999 })).toBe('bad_duration');
    expect(await moderator.refused('open_ballot', { ballot: 'b1', duration_ms: 86_400_001 })).toBe('bad_duration');
    expect(await moderator.refused('show', { screen: 's9', layout: 'hall' })).toBe('no_such_screen');
    expect(await moderator.refused('panic', { screen: 's9' })).toBe('no_such_screen');
    expect(await moderator.refused('check_in', { deputy: 'd999' })).toBe('no_such_deputy');
    expect(await moderator.refused('check_out', { deputy: 'd999' })).toBe('no_such_deputy');
    expect(await moderator.refused('pause_timer', {})).toBe('timer_not_running');
    expect(await moderator.refused('stop_timer', {})).toBe('timer_not_running');
    expect(await moderator.refused('start_timer', { kind: 'answer', duration_ms: 1 })).toBe('bad_duration');
    expect(await moderator.refused('enter_paper_count', { ballot: 'b1', counts: { satisfied: 1 } })).toBe('ballot_not_closed');

    await moderator.do('open_ballot', { ballot: 'b1' });
    expect(await moderator.refused('open_ballot', { ballot: 'b2' })).toBe('ballot_already_open');
    expect(await moderator.refused('open_ballot', { ballot: 'b1' })).toBe('ballot_already_open');
    expect(await moderator.refused('finish', {})).toBe('ballot_open');
    expect(await moderator.refused('extend_ballot', { ballot: 'b1', by_ms: 0 })).toBe('bad_duration');
    expect(await moderator.refused('extend_ballot', { ballot: 'b1', by_ms: 86_400_000 })).toBe('bad_duration');
    expect(await moderator.refused('void_ballot', { ballot: 'b1', reason: '  ' })).toBe('bad_text');
    await moderator.do('close_ballot', { ballot: 'b1' });
    expect(await moderator.refused('open_ballot', { ballot: 'b1' })).toBe('ballot_not_draft');
    await moderator.do('finish', {});
    expect(await moderator.refused('open_ballot', { ballot: 'b2' })).toBe('inquiry_finished');
    expect(await moderator.refused('finish', {})).toBe('inquiry_finished');
  });
});

describe('timers', () => {
  it('run, pause, go on and stop', async () => {
    const moderator = await console();
    await moderator.do('start', {});
    const running = (await moderator.do('start_timer', { kind: 'answer', duration_ms: 120_000 })).inquiry.timer!;
    expect(running).toMatchObject({ kind: 'answer', state: 'running', duration_ms: 120_000, remaining_ms: null });
    const paused = (await moderator.do('pause_timer', {})).inquiry.timer!;
    expect(paused).toMatchObject({ state: 'paused', ends_at: null });
    expect(paused.remaining_ms).toBeLessThanOrEqual(120_000);
    const resumed = (await moderator.do('pause_timer', {})).inquiry.timer!;
    expect(resumed).toMatchObject({ state: 'running', remaining_ms: null });
    expect(resumed.ends_at).toBeGreaterThanOrEqual(running.ends_at!);
    const other = (await moderator.do('start_timer', { kind: 'question', duration_ms: 1000 })).inquiry.timer!;
    expect(other.kind).toBe('question');
    expect((await moderator.do('stop_timer', {})).inquiry.timer).toBeNull();
  });
});

describe('commitments', () => {
  it('are kept with their item and date', async () => {
    const moderator = await console();
    await moderator.do('start', {});
    const view = await moderator.do('record_commitment', { item: 'i1', text: '三个月内完成整改', due: '2028-02-29' });
    expect(view.inquiry.commitments).toEqual([
      expect.objectContaining({ item: 'i1', text: '三个月内完成整改', due: '2028-02-29' }),
    ]);
    for (const due of ['2027-02-29', '2026-13-01', 'soon', '2026-1-1']) {
      expect(await moderator.refused('record_commitment', { item: 'i1', text: 'x', due })).toBe('bad_date');
    }
    expect(await moderator.refused('record_commitment', { item: 'i1', text: ' ', due: '2026-12-31' })).toBe('bad_text');
    expect(await moderator.refused('record_commitment', { item: 'i9', text: 'x', due: '2026-12-31' })).toBe('no_such_item');
  });
});

describe('screens', () => {
  it('show what the director wants, and the card on a panic until the next show', async () => {
    await console();
    const director = await hall.console('director');
    const screen = await hall.screen('大屏', 'hall');
    const { id } = screen.all('welcome')[0]!.you as { id: string };
    const own = (view = screen.view!) => view.inquiry.screens!.find((each) => each.id === id);
    await director.viewWhere((view) => view.inquiry.screens!.length === 1);
    for (const layout of ['rostrum', 'caption', 'result', 'card', 'hall'] as const) {
      const { rev } = await director.do('show', { screen: id, layout });
      expect(own(await screen.viewOf(rev))).toEqual({ id, name: '大屏', layout, panic: false });
    }
    const panicked = await director.do('panic', { screen: id });
    expect(own(await screen.viewOf(panicked.rev))!.panic).toBe(true);
    const shown = await director.do('show', { screen: id, layout: 'result' });
    expect(own(await screen.viewOf(shown.rev))).toMatchObject({ layout: 'result', panic: false });
  });
});

describe('check-in', () => {
  it('is done by the deputy, once, and by the moderator where a phone fails', async () => {
    const moderator = await console();
    const deputy = await hall.deputy('d001');
    expect(deputy.all('welcome')[0]!.you).toMatchObject({ id: 'd001', name: '代表001', checked_in: false });
    await expect(deputy.checkIn()).rejects.toThrow('checkin_not_open');
    await moderator.do('open_checkin', {});
    await deputy.checkIn();
    await deputy.nextOf('you', (you) => you.checked_in);
    await deputy.checkIn();
    const view = await moderator.viewWhere((v) => v.inquiry.present === 1);
    expect(view.inquiry.deputies!.find((d) => d.id === 'd001')!.checked_in).toBe(true);

    const other = await hall.deputy('d002');
    expect((await moderator.do('check_in', { deputy: 'd002' })).inquiry.present).toBe(2);
    await other.nextOf('you', (you) => you.checked_in);
    expect((await moderator.do('check_out', { deputy: 'd002' })).inquiry.present).toBe(1);
    await other.nextOf('you', (you) => !you.checked_in);
  });

  it('and going leaves the vote in the count', async () => {
    const moderator = await console();
    await moderator.do('start', {});
    const [leaving, staying] = await hall.present(['d001', 'd002']);
    await moderator.do('open_ballot', { ballot: 'b1' });
    await leaving!.press('b1', 'satisfied');
    await moderator.do('check_out', { deputy: 'd001' });
    expect(await leaving!.refused('b1', 'dissatisfied', { attempt: 2 })).toBe('not_checked_in');
    await staying!.press('b1', 'dissatisfied');
    await moderator.do('close_ballot', { ballot: 'b1' });
    const view = await moderator.do('reveal_ballot', { ballot: 'b1' });
    expect(view.inquiry.ballots[0]!.result).toMatchObject({
      counts: { satisfied: 1, dissatisfied: 1 },
      cast: 2,
      present: 2,
      not_voted: 0,
    });
  });
});
