// The agenda as it goes: what may be changed in the evening, what may not, and the timers that run beside it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from './support/deadline';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import { errorOf, good, type Browser } from './support/http';
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

async function running(): Promise<Operator> {
  hall = await Hall.open(server, definition(2, [ballot('b1'), ballot('b2', { item: 'i2', duration_ms: 60_000 })]), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  return moderator;
}

const order = (operator: Operator) => operator.view!.inquiry.items.map((item) => item.id);
const added = { item: 'i3', department: '交通运输局', title: '公交线路' };

describe('the order', () => {
  it('names every item once, and no other', async () => {
    const moderator = await running();
    for (const items of [[], ['i1'], ['i1', 'i1'], ['i1', 'i2', 'i2'], ['i1', 'i2', 'i3'], ['i1', 'i3']]) {
      expect(await moderator.refused('reorder_items', { items }), items.join()).toBe('bad_order');
    }
    await moderator.do('reorder_items', { items: ['i2', 'i1'] });
    expect(order(moderator)).toEqual(['i2', 'i1']);
    // A definition that is saved from there keeps it.
    expect((await hall.detail()).definition.items.map((item) => item.id)).toEqual(['i2', 'i1']);
  });

  it('of two moderators at once is one\'s, and the other is told why not', async () => {
    const moderator = await running();
    const other = await hall.console('moderator');
    const expected = other.view!.rev;
    await moderator.do('reorder_items', { items: ['i2', 'i1'] });
    expect(await other.refused('skip_item', { item: 'i1', skipped: true }, { expect: expected })).toBe('stale_revision');
    await other.viewOf(moderator.view!.rev);
    await other.do('skip_item', { item: 'i1', skipped: true });
  });
});

describe('an item', () => {
  it('is passed over and taken up again, not while its ballot is open', async () => {
    const moderator = await running();
    const skipped = () => moderator.view!.inquiry.items.map((item) => item.skipped);
    await moderator.do('open_ballot', { ballot: 'b1' });
    expect(await moderator.refused('skip_item', { item: 'i1', skipped: true })).toBe('item_in_use');
    await moderator.do('skip_item', { item: 'i2', skipped: true });
    expect(skipped()).toEqual([false, true]);
    await moderator.do('close_ballot', { ballot: 'b1' });
    await moderator.do('skip_item', { item: 'i1', skipped: true });
    await moderator.do('skip_item', { item: 'i2', skipped: false });
    expect(skipped()).toEqual([true, false]);
    const { rev } = moderator.view!;
    expect(await moderator.order('skip_item', { item: 'i1', skipped: true })).toMatchObject({ type: 'done', rev });
    expect(await moderator.refused('skip_item', { item: 'i9', skipped: true })).toBe('no_such_item');
  });

  it('is added at the end or behind another one, once', async () => {
    const moderator = await running();
    await moderator.do('add_item', added);
    expect(order(moderator)).toEqual(['i1', 'i2', 'i3']);
    expect(moderator.view!.inquiry.items[2]).toEqual({ id: 'i3', department: '交通运输局', respondent: '', title: '公交线路', question: '', skipped: false });
    await moderator.do('add_item', { ...added, item: 'i4', respondent: '局长', question: '为什么改线？', after: 'i1' });
    expect(order(moderator)).toEqual(['i1', 'i4', 'i2', 'i3']);
    expect(await moderator.refused('add_item', added)).toBe('item_exists');
    expect(await moderator.refused('add_item', { ...added, item: 'i5', after: 'i9' })).toBe('no_such_item');
    expect(await moderator.refused('add_item', { ...added, item: 'i5', title: ' ' })).toMatch(/^bad_(text|message)$/);
    expect(await moderator.refused('add_item', { ...added, item: 'i5', department: '' })).toMatch(/^bad_(text|message)$/);
    await moderator.do('select_item', { item: 'i4' });
  });

  it('that was added holds a ballot with the rules of another one', async () => {
    const moderator = await running();
    await moderator.do('add_item', added);
    const view = await moderator.do('add_ballot', { ballot: 'b3', item: 'i3', title: '公交线路满意度', like: 'b2' });
    const { id: _, item: __, title: ___, warnings: ____, ...rules } = ballotIn(view, 'b3');
    expect(ballotIn(view, 'b2')).toMatchObject(rules);
    expect(await moderator.refused('add_ballot', { ballot: 'b3', item: 'i3', title: '再测', like: 'b1' })).toBe('ballot_exists');
    expect(await moderator.refused('add_ballot', { ballot: 'b4', item: 'i9', title: '再测', like: 'b1' })).toBe('no_such_item');
    expect(await moderator.refused('add_ballot', { ballot: 'b4', item: 'i3', title: '再测', like: 'b9' })).toBe('no_such_ballot');
    expect(await moderator.refused('add_ballot', { ballot: 'b4', item: 'i3', title: ' ', like: 'b1' })).toBe('bad_text');
    const deputies = await hall.present(['d001', 'd002']);
    await moderator.viewWhere((seen) => seen.inquiry.present === 2);
    const opened = await moderator.do('open_ballot', { ballot: 'b3' });
    expect(opened.inquiry.item).toBe('i3');
    for (const deputy of deputies) await deputy.press('b3', 'satisfied');
    await moderator.do('close_ballot', { ballot: 'b3' });
    expect(resultIn(await moderator.do('reveal_ballot', { ballot: 'b3' }), 'b3').verdict.name).toBe('满意');
  });

  it('is not changed any more when the evening is over', async () => {
    const moderator = await running();
    await moderator.do('finish', {});
    expect(await moderator.refused('reorder_items', { items: ['i2', 'i1'] })).toBe('inquiry_finished');
    expect(await moderator.refused('skip_item', { item: 'i1', skipped: true })).toBe('inquiry_finished');
    expect(await moderator.refused('add_item', added)).toBe('inquiry_finished');
    expect(await moderator.refused('add_ballot', { ballot: 'b3', item: 'i1', title: '再测', like: 'b1' })).toBe('inquiry_finished');
    expect(await moderator.refused('give_floor', { deputy: 'd001', kind: 'speak' })).toBe('inquiry_finished');
  });

  it('that was added live stays when the definition is saved again', async () => {
    const moderator = await running();
    await moderator.do('add_item', added);
    await moderator.do('add_ballot', { ballot: 'b3', item: 'i3', title: '加测', like: 'b1' });
    await moderator.do('open_ballot', { ballot: 'b3' });
    await moderator.do('close_ballot', { ballot: 'b3' });
    const { definition: now, rev } = await hall.detail();
    expect(now.items.map((item) => item.id)).toContain('i3');
    const headers = { 'if-match': String(rev) };
    good(await admin.put(hall.path, { ...now, title: '换了标题' }, headers), 200, 'inquiry_created');
    await moderator.viewWhere((view) => view.inquiry.title === '换了标题');
    expect(ballotIn(moderator.view!, 'b3')).toMatchObject({ item: 'i3', state: 'closed' });
    const without = { ...now, items: now.items.filter((item) => item.id !== 'i3'), ballots: now.ballots!.filter((b) => b.id !== 'b3') };
    const newer = { 'if-match': String((await hall.detail()).rev) };
    expect(errorOf(await admin.put(hall.path, without, newer))).toBe('409 frozen');
  });
});

describe('a timer', () => {
  it('gets more time while it runs, while it is paused, and after it ran out', async () => {
    const moderator = await running();
    const timer = () => moderator.view!.inquiry.timer!;
    expect(await moderator.refused('extend_timer', { by_ms: 30_000 })).toBe('timer_not_running');
    await moderator.do('start_timer', { kind: 'answer', duration_ms: 120_000 });
    const { ends_at } = timer();
    await moderator.do('extend_timer', { by_ms: 30_000 });
    expect(timer()).toMatchObject({ state: 'running', duration_ms: 150_000, ends_at: ends_at! + 30_000 });
    await moderator.do('pause_timer', {});
    const { remaining_ms } = timer();
    await moderator.do('extend_timer', { by_ms: 15_000 });
    expect(timer()).toMatchObject({ state: 'paused', duration_ms: 165_000, remaining_ms: remaining_ms! + 15_000 });
    expect(await moderator.refused('extend_timer', { by_ms: 0 })).toBe('bad_duration');
    expect(await moderator.refused('extend_timer', { by_ms: 86_400_000 })).toBe('bad_duration');

    await moderator.do('start_timer', { kind: 'follow_up', duration_ms: 1000 });
    const over = timer().ends_at!;
    // The store's clock says when: the answer to a ping tells it.
    const isOver = async () => {
      const t = Math.floor(performance.now() * 1000);
      moderator.send({ type: 'ping', t });
      const pong = await moderator.nextOf('pong', (one) => one.t === t);
      return pong.server_time > over ? true : undefined;
    };
    await until(isOver, 'the timer has run out');
    await moderator.do('extend_timer', { by_ms: 30_000 });
    expect(timer().ends_at!).toBeGreaterThan(over + 30_000);
  });

  it('ends at the same instant on every surface', async () => {
    const moderator = await running();
    const others = [await hall.live(), await hall.screen(), await hall.deputy('d001')];
    const { rev } = await moderator.do('start_timer', { kind: 'question', duration_ms: 90_000 });
    for (const one of others) expect((await one.viewOf(rev)).inquiry.timer).toEqual(moderator.view!.inquiry.timer);
  });
});
