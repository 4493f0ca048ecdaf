// Every state that a deputy's phone has: what the server tells, and what the deputy then does.
import type { Page } from '@playwright/test';
import type { BallotView, InquiryView, OwnRequest, OwnVote, ScaleView, You } from '../../../web/src/shared/messages.generated';
import type { FakeServer } from '../support/fake_server';
import { ballot, inquiry, scales, type Say } from './picture_data';
import { pictures } from './pictures';

export interface PhoneState {
  name: string;
  inquiry: InquiryView;
  own?: Partial<You>;
  electorates?: string[];
  /** Before the page is looked at. */
  act?: (page: Page, server: FakeServer) => Promise<void>;
}

const press = (testid: string) => (page: Page): Promise<void> => page.getByTestId(testid).click();
const pressAll = (...testids: string[]) => async (page: Page): Promise<void> => {
  for (const testid of testids) await page.getByTestId(testid).click();
};
const inPlace = (testid: string) => (page: Page): Promise<void> => page.getByTestId(testid).waitFor();
const then = (...steps: ((page: Page, server: FakeServer) => Promise<void>)[]) => async (page: Page, server: FakeServer): Promise<void> => {
  for (const step of steps) await step(page, server);
};
const answering = (how: FakeServer['votes']) => (_: Page, server: FakeServer): Promise<void> => {
  server.votes = how;
  return Promise.resolve();
};

export const present = (more: Partial<You> = {}): Partial<You> => ({ checked_in: true, ...more });
export const voted = (vote: Partial<OwnVote>): Partial<You> => present({ votes: { b1: { attempt: 1, receipt: '4f1c09ab77de2210', ...vote } } });
export const asked = (...requests: OwnRequest[]): Partial<You> => present({ requests });

export function phoneStates(say: Say, now: number): PhoneState[] {
  const of = scales(say);
  const all = new Map(pictures(say, now).map((one) => [one.name, one.inquiry]));
  const picture = (name: string): InquiryView => {
    const found = all.get(name);
    if (!found) throw new Error(`no picture ${name}`);
    const { requests: _, ...seen } = found;
    return seen;
  };
  const open = (scale: ScaleView, more: Partial<BallotView> = {}): InquiryView =>
    inquiry(say, { ballots: [ballot(say, scale, { state: 'open', opens_at: now - 20_000, closes_at: now + 299_000, ...more })] });
  const ended = (scale: ScaleView, more: Partial<BallotView> = {}): InquiryView =>
    inquiry(say, { ballots: [ballot(say, scale, { state: 'closed', opens_at: now - 90_000, closes_at: now - 30_000, ...more })] });
  const questions = picture('voting-questions').ballots[0]!.questions!;
  const answers = Object.fromEntries(questions.map(({ id }, n) => [id, of.satisfaction.choices[n % 3]!.id]));
  const long = say('请到会场左侧服务台领取备用手机，工作人员会帮您重新打开链接；已确认的投票不受影响。', 'Please come to the desk on the left for a spare phone; staff will open your link again. Votes that were confirmed are safe.');
  const revealed = [
    'result', 'result-not-pressed', 'result-two', 'result-ten', 'result-score', 'result-weighted', 'result-questions', 'result-advisory',
    'result-combined', 'result-again', 'result-again-after-void', 'result-corrected', 'result-corrected-words', 'result-everything',
  ];

  return [
    { name: 'draft', inquiry: picture('draft') },
    { name: 'checkin', inquiry: picture('checkin-no-quorum') },
    { name: 'checkin-late', inquiry: open(of.satisfaction) },
    { name: 'checkin-offline', inquiry: picture('checkin-quorum'), act: then(async (_, server) => { server.commands = 'never'; }, press('checkin'), async (page, server) => { server.goAway(); await inPlace('offline')(page); }) },
    { name: 'soon', inquiry: { ...picture('between-speaker'), speaker: null }, own: present() },
    { name: 'question', inquiry: picture('question'), own: present() },
    { name: 'question-quorum-missed', inquiry: inquiry(say, { present: 71, ballots: [ballot(say, of.satisfaction, { quorum: { needed: 77, present: 71, met: false } })] }), own: present() },
    { name: 'question-without-vote', inquiry: open(of.satisfaction), own: present(), electorates: ['observers'] },
    { name: 'question-long', inquiry: { ...picture('question-long'), rehearsal: true }, own: present() },
    { name: 'question-asked', inquiry: { ...picture('question-asked'), speaker: { ...picture('question-asked').speaker!, deputy: 'd002' } }, own: asked({ id: 'r1', kind: 'speak', state: 'waiting' }) },
    { name: 'question-answered', inquiry: picture('question-answered'), own: present() },
    { name: 'floor-mine', inquiry: { ...picture('question-time-over'), commitments: [] }, own: asked({ id: 'r1', kind: 'follow_up', state: 'called' }) },
    { name: 'promised', inquiry: picture('question-answered'), own: present(), act: inPlace('promises') },
    { name: 'help', inquiry: picture('question'), own: present(), act: press('more') },
    { name: 'help-waiting', inquiry: picture('question'), own: asked({ id: 'r1', kind: 'speak', state: 'waiting' }, { id: 'r2', kind: 'follow_up', state: 'called' }, { id: 'r3', kind: 'phone_failed', state: 'called' }), act: press('more') },
    { name: 'help-refused', inquiry: picture('question'), own: present(), act: then(async (_, server) => { server.commands = 'already_requested'; }, pressAll('more', 'phone-failed')) },
    { name: 'answer', inquiry: picture('question'), own: asked({ id: 'r3', kind: 'phone_failed', state: 'done', answer: long }) },
    { name: 'answer-while-voting', inquiry: open(of.satisfaction), own: asked({ id: 'r3', kind: 'phone_failed', state: 'done', answer: say('请稍候', 'One moment') }) },

    { name: 'voting', inquiry: open(of.satisfaction), own: present() },
    { name: 'voting-first', inquiry: open(of.approval, { press: 'first', closes_at: null }), own: present() },
    { name: 'voting-rehearsal', inquiry: { ...open(of.unknown), rehearsal: true }, own: present() },
    { name: 'voting-advisory', inquiry: open(of.very, { advisory: ['public'] }), own: present(), electorates: ['public'] },
    { name: 'voting-two', inquiry: open(of.two), own: present() },
    { name: 'voting-ten', inquiry: open(of.ten, { item: 'i3' }), own: present() },
    { name: 'voting-appraisal-again', inquiry: open(of.appraisal, { round: 2 }), own: present() },
    { name: 'voting-time-up', inquiry: open(of.satisfaction, { closes_at: now - 1 }), own: present() },
    { name: 'voting-asked-for-help', inquiry: open(of.satisfaction), own: asked({ id: 'r3', kind: 'phone_failed', state: 'waiting' }) },
    { name: 'confirming', inquiry: open(of.satisfaction), own: present(), act: then(answering('never'), press('choice-basically_satisfied'), inPlace('confirming')) },
    { name: 'confirming-offline', inquiry: open(of.approval), own: present(), act: then(async (page, server) => { server.goAway(); await inPlace('offline')(page); }, press('choice-for'), inPlace('confirming')) },
    { name: 'confirmed', inquiry: open(of.satisfaction), own: present(), act: then(press('choice-satisfied'), inPlace('receipt')) },
    { name: 'confirmed-first', inquiry: open(of.very, { press: 'first' }), own: voted({ choice: 'dissatisfied' }) },
    { name: 'confirmed-hidden', inquiry: open(of.satisfaction), own: voted({ choice: 'dissatisfied' }), act: press('hide') },
    { name: 'confirmed-by-staff', inquiry: open(of.very), own: voted({ choice: 'basically_satisfied', staff: true }) },
    { name: 'confirmed-ten', inquiry: open(of.ten), own: voted({ choice: 'step1', staff: true }) },
    { name: 'refused', inquiry: open(of.satisfaction), own: present(), act: then(answering('too_many_votes'), press('choice-satisfied'), inPlace('refused')) },
    { name: 'refused-change', inquiry: open(of.satisfaction), own: voted({ choice: 'dissatisfied' }), act: then(answering('attempt_superseded'), press('choice-satisfied'), inPlace('refused')) },

    { name: 'score', inquiry: open(of.score), own: present() },
    { name: 'score-typed', inquiry: open(of.score), own: present(), act: pressAll('key-8', 'key-7', 'key-more') },
    { name: 'score-hidden', inquiry: open(of.score), own: present(), act: pressAll('key-8', 'key-7', 'hide') },
    { name: 'score-confirmed', inquiry: open(of.score), own: present(), act: then(pressAll('key-1', 'key-0', 'key-0', 'score-send'), inPlace('receipt')) },
    { name: 'questions', inquiry: open(of.satisfaction, { questions }), own: present() },
    { name: 'questions-ten', inquiry: open(of.ten, { questions }), own: present(), act: pressAll('choice-step1', 'choice-step2') },
    { name: 'questions-long', inquiry: open(of.unknown, { questions }), own: present(), act: pressAll(...Array.from({ length: 5 }, () => 'choice-satisfied')) },
    { name: 'questions-overview', inquiry: open(of.satisfaction, { questions }), own: present(), act: then(pressAll(...Array.from({ length: 7 }, (_, n) => `choice-${of.satisfaction.choices[n % 3]!.id}`)), inPlace('questionnaire-overview')) },
    { name: 'questions-sent', inquiry: open(of.satisfaction, { questions }), own: voted({ choices: answers }) },
    { name: 'questions-by-staff', inquiry: open(of.satisfaction, { questions, press: 'first' }), own: voted({ choices: answers, staff: true }) },

    { name: 'counting', inquiry: ended(of.satisfaction, { scrutineers: 2 }), own: voted({ choice: 'satisfied' }) },
    { name: 'counting-not-voted', inquiry: ended(of.satisfaction), own: present() },
    { name: 'counting-late', inquiry: ended(of.satisfaction, { grace_ms: 30_000 }), own: voted({ choice: 'satisfied', late: 'waiting' }) },
    { name: 'counting-late-admitted', inquiry: ended(of.satisfaction, { grace_ms: 30_000 }), own: voted({ choice: 'satisfied', late: 'admitted' }) },
    { name: 'void-late', inquiry: picture('void'), own: voted({ choice: 'satisfied', late: 'not_admitted' }) },
    { name: 'void', inquiry: picture('void'), own: voted({ choice: 'satisfied' }) },
    { name: 'void-by-operator', inquiry: picture('void-by-operator'), own: present() },
    ...revealed.map((name): PhoneState => ({ name, inquiry: picture(name), own: present(name === 'result' ? voted({ choice: 'satisfied' }) : {}) })),
    { name: 'result-rehearsal', inquiry: picture('rehearsal-result'), own: voted({ score: 88 }) },
    { name: 'revoked', inquiry: picture('question'), own: present(), act: then(async (_, server) => server.close(4505), inPlace('signed-out')) },
    { name: 'replaced', inquiry: picture('question'), own: present(), act: then(async (_, server) => server.close(4509), inPlace('signed-out')) },
    { name: 'without-link', inquiry: picture('question'), own: present(), act: then(async (page) => { await page.evaluate(() => localStorage.removeItem('wenzheng.deputy')); await page.reload(); }, inPlace('signed-out')) },
    { name: 'finished', inquiry: picture('finished'), own: present() },
    { name: 'finished-opened', inquiry: { ...picture('result-again'), state: 'finished', commitments: picture('finished').commitments }, own: present(), act: press('past-b1-2') },
  ];
}

