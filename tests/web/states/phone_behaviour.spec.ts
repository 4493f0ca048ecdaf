// What the phone must do, whatever happens around it: nothing moves under a finger, nothing is lost, nothing stays to be seen.
import { expect, test, type Page } from '@playwright/test';
import type { InquiryView } from '../../../web/src/shared/messages.generated';
import { FakeServer, type FakeServerOptions } from '../support/fake_server';
import { ballot, inquiry, label, result, scales, speaking, verdict, type Language } from './picture_data';
import { asked, present, voted } from './phone_states';
import { pictures } from './pictures';

const viewport = { width: 360, height: 640 };
test.use({ viewport, hasTouch: true, isMobile: true });

const say = speaking('zh-CN');
const of = scales(say);
const you = { id: 'd001', name: '代表001', group: '城关镇代表团', checked_in: true };

function evening(scale = of.satisfaction, more: Parameters<typeof ballot>[2] = {}, around: Partial<InquiryView> = {}): InquiryView {
  const now = Date.now();
  return inquiry(say, { ballots: [ballot(say, scale, { state: 'open', opens_at: now - 20_000, closes_at: now + 299_000, ...more })], ...around });
}

async function open(page: Page, told: InquiryView, more: Partial<FakeServerOptions> = {}, language: Language = 'zh-CN'): Promise<FakeServer> {
  const server = new FakeServer({ role: 'deputy', you, inquiry: told, own: present(), ...more });
  await server.open(page, `/phone?lang=${language}#pictures/0123456789abcdef`);
  await page.getByTestId('more').waitFor();
  return server;
}

// Presses that aren't a finger's: the browser forgives what moves in the half second after a real touch.
const press = (page: Page, testid: string): Promise<void> => page.getByTestId(testid).evaluate((button: HTMLElement) => button.click());

const shifts = (page: Page): Promise<number> => page.evaluate(() => new Promise<number>((done) => {
  requestAnimationFrame(() => setTimeout(() => done((window as unknown as { shifted: number }).shifted)));
}));

for (const language of ['zh-CN', 'en'] as const) {
  for (const percent of [100, 200]) {
    test(`nothing moves when something arrives, ${language}, type at ${percent} %`, async ({ page }) => {
      await page.addInitScript((type) => {
        localStorage.setItem('wenzheng.type_size', String(type));
        const held = window as unknown as { shifted: number };
        held.shifted = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) held.shifted += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      }, percent);
      const words = speaking(language);
      const all = new Map(pictures(words, Date.now()).map((one) => [one.name, one.inquiry]));
      const told = (name: string): InquiryView => all.get(name)!;
      const server = await open(page, { ...told('checkin-no-quorum'), requests: undefined } as InquiryView, { own: {} }, language);
      let before = 0;
      const expectStill = async (after: string): Promise<void> => {
        const now = await shifts(page);
        expect.soft(now - before, after).toBeLessThan(0.002);
        before = now;
      };
      const next = async (name: string, testid: string): Promise<void> => {
        server.tell({ ...told(name), requests: undefined, rehearsal: false });
        await page.getByTestId(testid).first().waitFor();
        await expectStill(name);
      };

      server.tell({ ...told('checkin-quorum'), state: 'running', ballots: evening().ballots });
      await expect(page.getByTestId('people')).toContainText('77');
      await expectStill('a ballot opens before check-in');
      server.tell({ ...told('question'), requests: undefined });
      server.tellYou({ checked_in: true });
      await page.getByTestId('question').waitFor();
      await expectStill('check-in');
      await next('question-asked', 'floor-time');
      server.tellYou({ requests: [{ id: 'r1', kind: 'speak', state: 'waiting' }] });
      await expect(page.getByTestId('request-speak')).toHaveAttribute('data-state', 'waiting');
      await expectStill('a request waits');
      server.tell({ speaker: { deputy: 'd001', name: you.name, group: you.group, kind: 'speak', item: 'i1', since: Date.now() } });
      await expect(page.getByTestId('floor')).toHaveClass(/mine/);
      await expectStill('the floor is given');
      server.tellYou({ requests: [{ id: 'r1', kind: 'speak', state: 'done', answer: words('时间不够，请书面提出', 'No time, please write') }] });
      await page.getByTestId('answer').waitFor();
      await expectStill('an answer comes');
      await press(page, 'answer-seen');
      await next('question-answered', 'promises');

      const running = evening().ballots[0]!;
      server.tell({ ...told('question'), requests: undefined, ballots: [running] });
      await page.getByTestId('choice-satisfied').waitFor();
      await expectStill('the ballot opens');
      server.votes = 'late';
      await press(page, 'choice-satisfied');
      await page.getByTestId('confirming').waitFor();
      await expectStill('a press waits');
      server.answerNow();
      await page.getByTestId('receipt').waitFor();
      await expectStill('the receipt comes');
      server.votes = 'too_many_votes';
      await press(page, 'choice-dissatisfied');
      await page.getByTestId('refused').waitFor();
      await expectStill('a press is refused');
      server.tellYou({ votes: { b1: { choice: 'basically_satisfied', attempt: 7, receipt: '77aa88bb', staff: true } } });
      server.send({ type: 'progress', ballot: 'b1', cast: 97, eligible: 148, server_time: Date.now() });
      server.tell({ ballots: [{ ...running, closes_at: running.closes_at! + 3_600_000 }] });
      await expect(page.getByTestId('countdown')).toHaveText(/^1:0/);
      await expectStill('staff press, and the ballot is extended');
      server.tell({ ballots: [{ ...running, closes_at: Date.now() }] });
      await expect(page.getByTestId('countdown')).toHaveText(words('时间到', 'Time is up'));
      await expectStill('time is up');
      server.goAway();
      await page.getByTestId('offline').waitFor();
      await expectStill('the line is lost');
      server.comeBack();
      await page.getByTestId('offline').waitFor({ state: 'detached' });
      await expectStill('the line is back');

      for (const [name, testid] of [['result', 'result'], ['result-corrected', 'corrected'], ['result-everything', 'round-before'], ['finished', 'past-results']] as const) await next(name, testid);
    });
  }
}

test('a choice is kept from cameras by one tap, and by itself after some seconds', async ({ page }) => {
  await page.clock.install();
  await open(page, evening());
  await page.getByTestId('choice-satisfied').click();
  await expect(page.getByTestId('own-choice')).toHaveText('满意');
  await page.getByTestId('hide').click();
  await expect(page.getByTestId('own-choice')).toHaveText('已隐藏');
  await expect(page.locator('.choice.chosen')).toHaveCount(0);
  await page.getByTestId('hide').click();
  await expect(page.locator('.choice.chosen')).toHaveCount(1);
  await page.clock.runFor(9_000);
  await expect(page.getByTestId('own-choice')).toHaveText('已隐藏');
  await page.getByTestId('more').click();
  await page.getByTestId('switch-hide').click();
  await page.getByTestId('help-close').click();
  await expect(page.getByTestId('own-choice')).toHaveText('满意');
  await page.reload();
  await page.getByTestId('own-choice').waitFor();
  await page.clock.runFor(60_000);
  await expect(page.getByTestId('own-choice')).toHaveText('满意');
});

test('the phone buzzes and sounds when the buttons appear, unless that is switched off', async ({ page }) => {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    navigator.vibrate = () => heard.push('buzz') > 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      heard.push('tone');
      start.call(this, when);
    };
  });
  const heard = (): Promise<string[]> => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
  const question = evening(of.satisfaction, { state: 'draft', opens_at: null, closes_at: null });
  const server = await open(page, question);
  await page.getByTestId('question').click();
  server.tell(evening());
  await page.getByTestId('choice-satisfied').waitFor();
  expect(await heard()).toEqual(['buzz', 'tone', 'tone']);
  await page.getByTestId('more').click();
  for (const name of ['sound', 'buzz']) await page.getByTestId(`switch-${name}`).click();
  await heard();
  server.tell(question);
  await page.getByTestId('question').waitFor();
  server.tell(evening(of.satisfaction, { id: 'b2' }));
  await page.getByTestId('choice-satisfied').waitFor();
  expect(await heard()).toEqual([]);
});

test('an opening ballot takes the place of help, and its buttons are the first thing on the page', async ({ page }) => {
  const server = await open(page, evening(of.satisfaction, { state: 'draft', opens_at: null, closes_at: null }));
  await page.getByTestId('more').click();
  server.tell(evening());
  await expect(page.getByTestId('help')).toBeHidden();
  for (const { id } of of.satisfaction.choices) await expect(page.getByTestId(`choice-${id}`)).toBeInViewport({ ratio: 1 });
});

test('a score is typed, put right by a point, and sent by its own key only', async ({ page }) => {
  const server = await open(page, evening(of.score));
  await expect(page.getByTestId('score-send')).toBeInViewport({ ratio: 1 });
  for (const key of ['key-9', 'key-9', 'key-more', 'key-more', 'key-less']) await page.getByTestId(key).click();
  await expect(page.getByTestId('score-display')).toHaveText('99 分');
  expect(server.heard.filter(({ type }) => type === 'vote')).toEqual([]);
  await page.getByTestId('score-send').click();
  expect(await server.came('vote')).toMatchObject({ ballot: 'b1', score: 99, attempt: 1 });
  await expect(page.getByTestId('own-choice')).toHaveText('99 分');
  for (const key of ['key-7', 'score-send']) await page.getByTestId(key).click();
  expect(await server.came('vote', 2)).toMatchObject({ score: 7, attempt: 2 });
});

test('a questionnaire survives a reload, and one press sends all of it', async ({ page }) => {
  const questions = ['q1', 'q2', 'q3'].map((id) => ({ id, title: `问题 ${id}` }));
  const server = await open(page, evening(of.satisfaction, { questions }));
  for (const choice of ['satisfied', 'dissatisfied']) await page.getByTestId(`choice-${choice}`).click();
  await page.reload();
  await expect(page.getByTestId('question-title')).toHaveText('问题 q3');
  await page.getByTestId('question-back').click();
  await expect(page.getByTestId('choice-dissatisfied')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('choice-basically_satisfied').click();
  await page.getByTestId('choice-satisfied').click();
  await expect(page.getByTestId('overview-q2')).toContainText('基本满意');
  expect(server.heard.filter(({ type }) => type === 'vote')).toEqual([]);
  await page.getByTestId('questionnaire-send').click();
  expect(await server.came('vote')).toMatchObject({ choices: { q1: 'satisfied', q2: 'basically_satisfied', q3: 'satisfied' } });
  await expect(page.getByTestId('questionnaire-send')).toHaveText('已提交');
  await page.getByTestId('overview-q1').click();
  await page.getByTestId('choice-dissatisfied').click();
  await page.getByTestId('questionnaire-send').click();
  expect(await server.came('vote', 2)).toMatchObject({ choices: { q1: 'dissatisfied' }, attempt: 2 });
});

test('what was pressed while the line was down is sent with the same bytes when it is back', async ({ page }) => {
  const server = await open(page, evening(of.approval));
  server.votes = 'never';
  await page.getByTestId('choice-against').click();
  const first = await server.came('vote');
  server.goAway();
  await page.getByTestId('offline').waitFor();
  await expect(page.getByTestId('confirming')).toContainText('反对');
  server.votes = 'yes';
  server.comeBack();
  expect(await server.came('vote', 2)).toEqual(first);
  await expect(page.getByTestId('own-choice')).toHaveText('反对');
});

test('a vote that staff have pressed is shown as such, and holds where the first press counts', async ({ page }) => {
  const server = await open(page, evening(of.satisfaction, { press: 'first' }));
  server.tellYou(voted({ choice: 'satisfied', staff: true }));
  await expect(page.locator('.vote-status')).toContainText('工作人员代按');
  await press(page, 'choice-dissatisfied');
  await expect(page.getByTestId('own-choice')).toHaveText('满意');
  expect(server.heard.filter(({ type }) => type === 'vote')).toEqual([]);
});

test('a deputy asks, is called, takes back, and reads what staff have answered', async ({ page }) => {
  const server = await open(page, evening(of.satisfaction, { state: 'draft', opens_at: null, closes_at: null }));
  server.onAsked = (message) => {
    if (message.type === 'request') server.tellYou(asked({ id: 'r1', kind: message.kind, state: 'waiting' }));
    if (message.type === 'withdraw') server.tellYou(asked({ id: 'r1', kind: 'follow_up', state: 'withdrawn' }));
  };
  await page.getByTestId('request-follow_up').click();
  expect(await server.came('request')).toMatchObject({ kind: 'follow_up' });
  await expect(page.getByTestId('request-follow_up')).toContainText('等候点名');
  await page.getByTestId('request-follow_up').click();
  await expect(page.getByTestId('request-follow_up-state')).toContainText('已申请追问');
  await page.getByTestId('withdraw-follow_up').click();
  expect(await server.came('withdraw')).toMatchObject({ request: 'r1' });
  await page.getByTestId('phone-failed').click();
  expect(await server.came('request', 2)).toMatchObject({ kind: 'phone_failed' });
  await expect(page.getByTestId('request-phone_failed-state')).toContainText('已告知工作人员');
  await page.getByTestId('help-close').click();
  server.tellYou(asked({ id: 'r1', kind: 'phone_failed', state: 'done', answer: '请到服务台' }));
  await expect(page.getByTestId('answer')).toContainText('工作人员答复：请到服务台');
  await page.getByTestId('answer-seen').click();
  await page.reload();
  await page.getByTestId('question').waitFor();
  await expect(page.getByTestId('answer')).toBeHidden();
});

test('a result that has come is told at its instant on the store’s clock, and by itself', async ({ page }) => {
  const server = await open(page, evening());
  const told = result(of.satisfaction, [75, 40, 29], verdict(label(of.satisfaction, 1), 38));
  const revealed_at = Date.now() + 2_500;
  server.tell({ ballots: [ballot(say, of.satisfaction, { state: 'revealed', opens_at: 1, closes_at: 2, revealed_at, result: told })] });
  await expect(page.locator('.message h1')).toContainText('计票');
  await expect(page.getByTestId('result')).toHaveCount(0);
  expect(Date.now(), 'looked at before the instant').toBeLessThan(revealed_at);
  await page.getByTestId('result').waitFor();
  expect(Date.now()).toBeGreaterThanOrEqual(revealed_at);
});
