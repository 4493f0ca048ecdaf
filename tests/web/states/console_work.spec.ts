// What operators do at the console, and how it looks while they do it: every form, every second press, every refusal.
import { expect, test, type Page } from '@playwright/test';
import type { InquiryView } from '../../../web/src/shared/messages.generated';
import { expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { at, Desk, state } from './console_desk';
import { keepPicture } from '../support/shots';

test.use({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });

// What asks for a second press takes it only after a moment.
async function pressTwice(page: Page, testid: string): Promise<void> {
  const button = page.getByTestId(testid);
  await button.click();
  await expect(button).toHaveClass(/armed/);
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.click();
}

for (const language of ['zh-CN', 'en'] as const) {
  test(`every form and every answer, ${language}`, async ({ page }) => {
    const complaints = new Complaints();
    complaints.watch(page, 'console');
    const query = `?lang=${language}`;
    const look = async (what: string): Promise<void> => {
      await comesToRest(page);
      await keepPicture(page, `states/${language}-console-work-${what}`);
      await expectAccessible(page, what);
      if (language === 'en') await expectEnglish(page, [], what);
    };
    const told = state('05-speaking', language);
    const desk = await Desk.open(page, 'admin', told.inquiry, { query, signedIn: false, chosen: false });
    await expect(page.getByTestId('sign-in')).toBeVisible();
    await look('01-sign-in');
    await page.getByTestId('account').fill('admin1');
    await page.getByTestId('password').fill('a long password');
    await page.getByTestId('sign-in').click();
    await expect(page.getByTestId('inquiry-pictures')).toBeVisible();
    await look('02-inquiries');
    await page.getByTestId('inquiry-pictures').click();
    await expect(page.getByTestId('next-action')).toBeVisible();

    await desk.put(told);
    await page.getByTestId('tab-requests').click();
    await look('03-requests');
    await page.getByTestId('close-r0').click();
    await page.getByTestId('request-answer').fill('x');
    await page.getByTestId('request-deputy').fill('03');
    await look('04-answer-and-find');
    await page.keyboard.press('Enter');
    await look('04-ask-on-behalf');
    await page.keyboard.press('Escape');
    await page.getByTestId('tab-commitments').click();
    await look('05-commitments');
    await page.getByTestId('tab-keys').click();
    await page.getByTestId('key-deputy').fill('d007');
    await page.keyboard.press('Enter');
    await pressTwice(page, 'key-one');
    await expect(page.getByTestId('key-link').locator('img')).toBeVisible();
    await look('06-keys');
    await page.getByTestId('agenda-edit').click();
    await page.getByTestId('ballot-add-i2').click();
    await look('07-agenda');
    await page.getByTestId('item-add').click();
    await look('08-add-item');
    await page.getByTestId('agenda-edit').click();
    await page.getByTestId('add-screen').click();
    await look('09-add-screen');
    await page.getByTestId('screen-add-confirm').click();
    await expect(page.getByTestId('screen-link').locator('img')).toBeVisible();
    await look('10-screen-link');

    await desk.put(state('06-open', language));
    await page.getByTestId('tab-deputies').click();
    await page.getByTestId('deputy-search').fill('10');
    await page.getByTestId('deputy-d100').click();
    await page.getByTestId('staff-vote').click();
    await look('11-deputy');
    await page.getByTestId('deputy-search').fill('');
    await page.getByTestId('filter-missing').click();
    await page.getByTestId('deputy-d150').click();
    await look('12-missing');
    await page.getByTestId('deputy-close').click();
    await page.getByTestId('filter-all').click();
    await page.getByTestId('void').click();
    await page.getByTestId('void-reason').fill('x');
    await page.getByTestId('void-confirm').click();
    await look('13-void-armed');
    await desk.put(state('13-confirmed', language));
    await page.getByTestId('next-action').click({ delay: 20 });
    await expect(page.locator('.next')).toHaveClass(/armed/);
    await look('14-reveal-armed');
    await desk.put(state('14-revealed', language));
    await page.getByTestId('erratum').click();
    await page.getByTestId('erratum-with-counts').check();
    await look('15-erratum');
    await page.getByTestId('ballot-b3').click();
    await look('16-looking-aside');

    desk.server.commands = 'never';
    await page.getByTestId('next-action').click();
    await look('17-waiting');
    desk.server.close(1012);
    await expect(page.getByTestId('connection')).toHaveAttribute('data-link', 'live');
    desk.server.goAway();
    await expect(page.getByTestId('connection')).toHaveAttribute('data-link', 'lost');
    await look('18-away');
    expect(complaints.found.filter((said) => !/WebSocket|401/.test(said))).toEqual([]);
  });
}

test('nothing that cannot be taken back happens with one press', async ({ page }) => {
  const desk = await at(page, 'admin', '13-confirmed');
  const next = page.getByTestId('next-action');
  // As fast as a hand can: a double click is one press.
  await next.dblclick();
  await expect(next).toContainText('公布后不可撤回');
  expect(desk.server.heard).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(next).toHaveText('公布结果');
  await pressNext(page);
  expect(await desk.commanded()).toEqual({ name: 'reveal_ballot', args: { ballot: 'b1' } });
});

async function pressNext(page: Page): Promise<void> {
  const next = page.getByTestId('next-action');
  await expect(next).toHaveAttribute('aria-disabled', 'false');
  await next.press('Enter');
  await expect(page.locator('.next')).toHaveClass(/armed/);
  await expect(next).toHaveAttribute('aria-disabled', 'false');
  await next.press('Enter');
}

test('who was slower is told what the other did, and loses no word', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-ready');
  await page.getByTestId('tab-commitments').click();
  await page.getByTestId('commitment-text').fill('三个月内完成整改');
  desk.server.commands = 'stale_revision';
  await page.getByTestId('commitment-record').click();
  await desk.server.came('command');
  const now = state('05-speaking').inquiry;
  desk.server.tell({ item: 'i3', speaker: now.speaker });
  const message = page.getByTestId('message');
  await expect(message).toContainText('抢先一步');
  await expect(page.getByTestId('changes')).toHaveText('已上题：县人力资源和社会保障局（退役军人事务与就业服务办公室）；代表012开始发言');
  await keepPicture(page, 'states/zh-CN-console-work-19-too-late');
  await expect(page.getByTestId('commitment-text')).toHaveValue('三个月内完成整改');
  // On this laptop after a reload, too; and gone once it is recorded.
  await page.reload();
  await page.getByTestId('tab-commitments').click();
  await expect(page.getByTestId('commitment-text')).toHaveValue('三个月内完成整改');
  desk.server.commands = 'yes';
  await page.getByTestId('commitment-record').click();
  await expect(page.getByTestId('commitment-text')).toHaveValue('');
  const { args } = await desk.commanded(2);
  expect(args).toMatchObject({ item: 'i3', text: '三个月内完成整改', deputy: 'd012' });
});

test('a promise is taken down for the item that is up and the deputy who asked, with a usual deadline', async ({ page }) => {
  const desk = await at(page, 'moderator', '05-speaking');
  await page.keyboard.press('c');
  await page.keyboard.type('年底前全部公示');
  await expect(page.getByTestId('commitment-item')).toHaveValue('i1');
  await expect(page.getByTestId('commitment-asker')).toHaveValue('代表012');
  const quick = page.locator('.terms button');
  await expect(quick).toHaveText(['7 天', '15 天', '1 个月', '3 个月']);
  await quick.nth(1).click();
  const day = new Date();
  day.setDate(day.getDate() + 15);
  const due = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
  await page.getByTestId('commitment-asker').fill('040');
  await page.keyboard.press('Enter');
  await page.getByTestId('commitment-record').click();
  expect(await desk.commanded()).toEqual({ name: 'record_commitment', args: { item: 'i1', text: '年底前全部公示', due, deputy: 'd040' } });
});

test('the floor: called, answered, asked for another, given to one who is found by name, and ended, with the keyboard', async ({ page }) => {
  const desk = await at(page, 'moderator', '05-speaking');
  await expect(page.getByTestId('speaker')).toContainText(/代表012.*追问.*1:1\d/);
  await page.keyboard.press('x');
  expect(await desk.commanded()).toEqual({ name: 'end_speech', args: {} });
  await expect(page.getByTestId('message')).toContainText('发言结束');
  desk.server.tell({ speaker: null });
  await expect(page.getByTestId('call-next')).toBeVisible();
  await page.keyboard.press('k');
  expect(await desk.commanded(2)).toEqual({ name: 'call_request', args: { request: 'r0' } });
  await expect(page.getByTestId('message')).toContainText('已点名');
  await page.keyboard.press('r');
  await page.getByTestId('close-r1').click();
  await page.getByTestId('request-answer').fill('已换新手机');
  await page.keyboard.press('Enter');
  expect(await desk.commanded(3)).toEqual({ name: 'close_request', args: { request: 'r1', answer: '已换新手机' } });
  await expect(page.getByTestId('request-answer')).toBeHidden();
  await page.getByTestId('request-deputy').fill('两河');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByTestId('request-kind').selectOption('follow_up');
  await page.getByTestId('give-floor').click();
  const { name, args } = await desk.commanded(4);
  expect(name).toBe('give_floor');
  expect(args).toMatchObject({ kind: 'follow_up', deputy: 'd033' });
  await page.getByTestId('request-deputy').fill('代表007');
  await page.getByTestId('request-kind').selectOption('phone_failed');
  await page.getByTestId('request-text').fill('没电了');
  await page.getByTestId('request-add').click();
  expect(await desk.commanded(5)).toEqual({ name: 'add_request', args: { deputy: 'd007', kind: 'phone_failed', text: '没电了' } });
});

test('timers start, wait, go on, get more and stop', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-ready');
  const done = (): Promise<void> => expect(page.getByTestId('timer-question')).toBeEnabled();
  await page.keyboard.press('2');
  expect(await desk.commanded()).toEqual({ name: 'start_timer', args: { kind: 'answer', duration_ms: 120_000 } });
  await done();
  desk.server.tell({ timer: state('05-speaking').inquiry.timer });
  await page.getByTestId('timer-extend').click();
  expect(await desk.commanded(2)).toEqual({ name: 'extend_timer', args: { by_ms: 30_000 } });
  await done();
  await page.keyboard.press('p');
  expect(await desk.commanded(3)).toEqual({ name: 'pause_timer', args: {} });
  await done();
  desk.server.tell({ timer: { kind: 'answer', state: 'paused', duration_ms: 120_000, ends_at: null, remaining_ms: 31_000 } });
  await expect(page.getByTestId('timer')).toContainText('0:31');
  await expect(page.getByTestId('timer-pause')).toContainText('继续');
  await page.getByTestId('timer-stop').click();
  expect(await desk.commanded(4)).toEqual({ name: 'stop_timer', args: {} });
});

test('two scrutineers count on paper; more collected than issued is said before it is entered', async ({ page }) => {
  const desk = await at(page, 'scrutineer', '09-paper-waiting');
  const next = page.getByTestId('next-action');
  await expect(next).toHaveAttribute('data-step', 'enter_paper_count');
  await expect(next).toHaveAttribute('aria-disabled', 'false');
  await next.click();
  await expect(page.getByTestId('paper-satisfied')).toBeFocused();
  await page.getByTestId('paper-satisfied').fill('3');
  await page.getByTestId('paper-dissatisfied').fill('2');
  await page.getByTestId('paper-invalid').fill('1');
  await page.getByTestId('paper-issued').fill('5');
  await expect(page.getByTestId('paper-form')).toContainText('收回 6 张，多于发出 5 张');
  await page.reload();
  await expect(page.getByTestId('paper-collected')).toHaveText('6');
  await page.getByTestId('paper-enter').click();
  await expect(page.getByTestId('paper-enter')).toContainText('再按一次');
  await keepPicture(page, 'states/zh-CN-console-work-20-paper-excess');
  expect(desk.server.heard).toEqual([]);
  await page.getByTestId('paper-issued').fill('8');
  await expect(page.getByTestId('paper-form')).not.toContainText('多于发出');
  await page.getByTestId('paper-enter').click();
  expect(await desk.commanded()).toEqual({ name: 'enter_paper_count', args: { ballot: 'b1', counts: { satisfied: 3, dissatisfied: 2 }, issued: 8, invalid: 1 } });
});

test('scores on paper are counted by score', async ({ page }) => {
  const desk = await at(page, 'scrutineer', '12-paper-score');
  for (const [score, votes] of [['85', '3'], ['60', '1'], ['101', '1']] as const) {
    await page.getByTestId('paper-score').fill(score);
    await page.getByTestId('paper-votes').fill(votes);
    await page.keyboard.press('Enter');
  }
  await keepPicture(page, 'states/zh-CN-console-work-21-paper-score');
  await expect(page.getByTestId('paper-collected')).toHaveText('4');
  await page.getByTestId('paper-60').click();
  // What is no score is never left out in silence.
  await page.getByTestId('paper-enter').click();
  await expect(page.getByTestId('paper-score')).toBeFocused();
  await expect(page.getByTestId('paper-form')).toContainText('0–100');
  expect(desk.server.heard).toEqual([]);
  await page.getByTestId('paper-score').fill('70');
  await page.getByTestId('paper-enter').click();
  expect(await desk.commanded()).toEqual({ name: 'enter_paper_count', args: { ballot: 'b1', counts: { 70: 1, 85: 3 } } });
});

test('a correction keeps what was aired, and needs its reason and a second press', async ({ page }) => {
  const desk = await at(page, 'moderator', '14-revealed');
  await page.getByTestId('erratum').click();
  await expect(page.getByTestId('erratum-send')).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('erratum-reason').fill('漏计二张');
  await page.getByTestId('erratum-with-counts').check();
  await page.getByTestId('erratum-satisfied').fill('77');
  await pressTwice(page, 'erratum-send');
  expect(await desk.commanded()).toEqual({ name: 'publish_erratum', args: { ballot: 'b1', reason: '漏计二张', counts: { satisfied: 77, basically_satisfied: 40, dissatisfied: 29 } } });
  await desk.put(state('20-corrected'));
  await expect(page.getByTestId('verdict').locator('b')).toHaveText('满意');
  await expect(page.getByTestId('aired')).toContainText('基本满意 · 满意 75');
});

test('staff press for a deputy, on every scale, with his consent and a second press', async ({ page }) => {
  const presses: [string, Partial<InquiryView['ballots'][number]>, (page: Page) => Promise<unknown>, object][] = [
    ['choices', {}, (on) => on.getByTestId('staff-choice').selectOption('satisfied'), { choice: 'satisfied' }],
    ['score', { scale: { id: 'score100', kind: 'score', min: 0, max: 100, choices: [] } }, (on) => on.getByTestId('staff-score').fill('85'), { score: 85 }],
    ['questions', { questions: [{ id: 'q1', title: '一' }, { id: 'q2', title: '二' }] }, async (on) => {
      await on.getByTestId('staff-q1').selectOption('satisfied');
      await on.getByTestId('staff-q2').selectOption('dissatisfied');
    }, { choices: { q1: 'satisfied', q2: 'dissatisfied' } }],
  ];
  const told = state('06-open');
  const desk = await Desk.open(page, 'moderator', told.inquiry);
  for (const [index, [, more, press, pressed]] of presses.entries()) {
    const [ballot, ...rest] = told.inquiry.ballots;
    await desk.put({ ...told, name: `06-${index}`, inquiry: { ...told.inquiry, ballots: [{ ...ballot!, ...more }, ...rest] } });
    const deputy = `d10${index}`;
    await page.getByTestId('deputy-search').fill(deputy);
    await page.getByTestId('deputy-search').press('Enter');
    await page.getByTestId('staff-vote').click();
    await press(page);
    await expect(page.getByTestId('staff-send')).toHaveAttribute('aria-disabled', 'true');
    await page.getByTestId('staff-consent').check();
    await pressTwice(page, 'staff-send');
    expect(await desk.commanded(index + 1)).toEqual({ name: 'vote_for_deputy', args: { ballot: 'b1', deputy, ...pressed } });
    await expect(page.getByTestId('staff-form')).toBeHidden();
    await page.getByTestId('deputy-close').click();
  }
});

test('the map says who is here, connected, has voted and has a failed phone; arrows go through it', async ({ page }) => {
  await at(page, 'moderator', '06-open');
  const cell = (id: string) => page.getByTestId(`deputy-${id}`);
  await expect(cell('d001')).toHaveAttribute('data-state', 'voted');
  await expect(cell('d098')).toHaveAttribute('data-state', 'present');
  await expect(cell('d146')).toHaveAttribute('data-state', 'away');
  await expect(cell('d150')).toHaveAttribute('data-state', 'absent');
  await expect(cell('d022')).toHaveAttribute('aria-label', /手机故障/);
  await cell('d001').focus();
  await page.keyboard.press('ArrowRight');
  await expect(cell('d002')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(cell('d002')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deputy-actions')).toContainText('代表002');
});

test('without a quorum the next step says how many are missing and leads to them', async ({ page }) => {
  const desk = await at(page, 'moderator', '03-no-quorum');
  const next = page.getByTestId('next-action');
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  await expect(page.locator('.next')).toContainText('还差 6 人');
  await page.getByTestId('show-missing').click();
  await expect(page.locator('[data-testid^="deputy-d"]')).toHaveCount(81);
  await page.getByTestId('deputy-d100').click();
  await page.getByTestId('check-in').click();
  expect(await desk.commanded()).toEqual({ name: 'check_in', args: { deputy: 'd100' } });
});

test('the agenda: moved with the keyboard, skipped, an item and a ballot added live', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-ready');
  await page.getByTestId('item-i3').focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await desk.commanded()).toEqual({ name: 'reorder_items', args: { items: ['i1', 'i3', 'i2'] } });
  await expect(page.getByTestId('item-i3')).toBeFocused();
  await page.getByTestId('agenda-edit').click();
  await page.getByTestId('skip-i2').click();
  expect(await desk.commanded(2)).toEqual({ name: 'skip_item', args: { item: 'i2', skipped: false } });
  await page.getByTestId('item-add').click();
  await page.getByTestId('item-department').fill('教育局');
  await page.getByTestId('item-respondent').fill('局长');
  await page.getByTestId('item-title').fill('课后服务');
  await page.getByTestId('item-send').click();
  expect(await desk.commanded(3)).toEqual({ name: 'add_item', args: { item: 'i4', department: '教育局', respondent: '局长', title: '课后服务', question: '', after: 'i1' } });
  await page.getByTestId('ballot-add-i2').click();
  await page.getByTestId('ballot-like').selectOption('b3');
  await page.getByTestId('ballot-title').fill('对施工噪声答复的测评');
  await page.getByTestId('ballot-send').click();
  expect(await desk.commanded(4)).toEqual({ name: 'add_ballot', args: { ballot: 'b3-2', item: 'i2', title: '对施工噪声答复的测评', like: 'b3' } });
});

test('looking at another ballot changes nothing on air, and an open ballot takes the panel back', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-ready');
  const title = page.locator('.ballot-panel .title');
  await page.getByTestId('ballot-b3').click();
  await expect(title).toContainText('农民工工资');
  await expect(page.getByTestId('next-action')).toHaveAttribute('data-step', 'open_ballot');
  await expect(page.locator('.next')).toContainText('小区物业管理');
  await desk.put(state('06-open'));
  await expect(title).toContainText('小区物业管理');
  await page.getByTestId('ballot-b3').click({ force: true });
  await expect(title).toContainText('小区物业管理');
  expect(desk.server.heard).toEqual([]);
});
