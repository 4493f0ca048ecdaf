// Every kind of ballot, from the press to the result on every surface.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BallotDefinition, Check, Definition, Presets, ResultView } from '../../web/src/shared/messages.generated';
import { ballot, definition, deputyId } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import { errorOf, good, type Browser } from './support/http';
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

async function opened(b1: BallotDefinition, n = 3, more: Partial<Definition> = {}): Promise<{ moderator: Operator; deputies: Deputy[] }> {
  hall = await Hall.open(server, definition(n, [b1], more), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  const deputies = await hall.present(hall.definition.deputies.map((deputy) => deputy.id));
  await moderator.do('open_ballot', { ballot: 'b1' });
  await Promise.all(deputies.map((deputy) => deputy.viewWithBallot('b1', 'open')));
  return { moderator, deputies };
}

// The result, the same to every role.
async function revealed(moderator: Operator, deputy: Deputy): Promise<ResultView> {
  const live = await hall.live();
  const screen = await hall.screen();
  await moderator.do('close_ballot', { ballot: 'b1' });
  const result = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
  for (const client of [live, screen, deputy]) expect(resultIn(await client.viewWithBallot('b1', 'revealed'), 'b1')).toEqual(result);
  return result;
}

describe('a score', () => {
  it('is averaged without the highest and the lowest, and falls into bands', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { scale: 'score100', rule: { preset: 'score_bands' } }), 6);
    const scores = [0, 80, 85, 90, 90, 100];
    for (const [i, score] of scores.entries()) expect(await deputies[i]!.answer('b1', { score })).toMatchObject({ score });
    const { verdict, ...result } = await revealed(moderator, deputies[0]!);
    expect(result).toMatchObject({ score: '86.25', score_label: '测评得分', dropped: 2, cast: 6, counts: { band1: 3, band2: 2, band3: 0, band4: 1 } });
    expect(verdict).toMatchObject({ name: '满意', margin: 625, margin_unit: 'hundredths' });
  });

  it('outside 0 to 100, and any other kind of press, is no choice', async () => {
    const { deputies } = await opened(ballot('b1', { scale: 'score100', rule: { preset: 'score_bands' } }), 1);
    expect(await deputies[0]!.answer('b1', { score: 101 })).toBe('no_such_choice');
    expect(await deputies[0]!.answer('b1', { score: -1 })).toBe('no_such_choice');
    expect(await deputies[0]!.refused('b1', 'satisfied')).toBe('no_such_choice');
    expect(await deputies[0]!.answer('b1', { choices: { q1: 'satisfied' } })).toBe('no_such_choice');
    expect(await deputies[0]!.answer('b1', { score: 100 })).toMatchObject({ score: 100 });
    const you = await deputies[0]!.nextOf('you', (message) => message.votes.b1 !== undefined);
    expect(you.votes.b1).toMatchObject({ score: 100, attempt: 1 });
  });
});

describe('a questionnaire', () => {
  const questions = [
    { id: 'q1', title: '整改力度' },
    { id: 'q2', title: '整改效果' },
  ];

  it('is answered as a whole and counted question by question', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { scale: 'approval3', questions, rule: { verdicts: [{ name: '通过', choices: ['for'], beats: ['against'] }, { name: '未通过' }] } }));
    expect(await deputies[0]!.answer('b1', { choices: { q1: 'for' } })).toBe('no_such_choice');
    expect(await deputies[0]!.answer('b1', { choices: { q1: 'for', q3: 'for' } })).toBe('no_such_choice');
    expect(await deputies[0]!.answer('b1', { choices: { q1: 'for', q2: 'perhaps' } })).toBe('no_such_choice');
    const first = { choices: { q1: 'for', q2: 'against' } };
    expect(await deputies[0]!.answer('b1', first)).toMatchObject(first);
    await deputies[1]!.answer('b1', { choices: { q2: 'abstain', q1: 'for' } });
    const result = await revealed(moderator, deputies[0]!);
    expect(result).toMatchObject({ cast: 2, not_voted: 1, counts: {}, percent: {}, verdict: { name: null } });
    expect(result.questions).toMatchObject([
      { id: 'q1', title: '整改力度', counts: { for: 2, against: 0, abstain: 0 }, verdict: { name: '通过' } },
      { id: 'q2', counts: { for: 0, against: 1, abstain: 1 }, valid: 1, verdict: { name: '未通过' } },
    ]);
  });

  it('shows its scrutineer the counts of each question', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { questions, scrutineers: 1, rule: { verdicts: [{ name: '记录' }] } }), 1);
    await deputies[0]!.answer('b1', { choices: { q1: 'satisfied', q2: 'dissatisfied' } });
    const scrutineer = await hall.console('scrutineer');
    await moderator.do('close_ballot', { ballot: 'b1' });
    const count = await scrutineer.nextOf('count');
    expect(count.questions).toMatchObject({ q1: { satisfied: 1 }, q2: { dissatisfied: 1 } });
  });
});

describe('several electorates', () => {
  const observers = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ id: `o${i + 1}`, name: `列席${i + 1}`, group: '列席', electorates: ['public'] }));
  const roll = [...definition(2, []).deputies, ...observers(2)];

  it('are shown apart and never added up', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { advisory: ['public'] }), 0, { deputies: roll });
    await deputies[0]!.press('b1', 'dissatisfied');
    await deputies[2]!.press('b1', 'satisfied');
    await deputies[3]!.press('b1', 'satisfied');
    const progress = await moderator.nextOf('progress', (p) => p.cast === 1 && p.advisory?.[0]?.cast === 2);
    expect(progress).toMatchObject({ eligible: 2, advisory: [{ electorate: 'public', cast: 2, eligible: 2 }], not_voted: [deputyId(2)] });
    const result = await revealed(moderator, deputies[0]!);
    expect(result).toMatchObject({ cast: 1, entitled: 2, counts: { satisfied: 0, dissatisfied: 1 } });
    expect(result.advisory).toMatchObject([{ electorate: 'public', cast: 2, entitled: 2, counts: { satisfied: 2 } }]);
    expect(result.combined).toBeUndefined();
  });

  it('are combined only by declared weights', async () => {
    const rule = { weights: { satisfied: 100, dissatisfied: 0 }, group_weights: { deputies: 70, public: 30 } };
    const { moderator, deputies } = await opened(ballot('b1', { advisory: ['public'], rule }), 0, { deputies: roll });
    await deputies[0]!.press('b1', 'dissatisfied');
    await deputies[2]!.press('b1', 'satisfied');
    const result = await revealed(moderator, deputies[0]!);
    expect(result.score).toBe('0.00');
    expect(result.combined).toEqual({ score: '30.00', weights: { deputies: 70, public: 30 } });
  });
});

describe('a scale of one\'s own', () => {
  it('is shown with its labels and counted', async () => {
    const scale = {
      choices: [
        { id: 'up', label: '明显改善', colour: 'green' as const, tone: 'good' as const },
        { id: 'same', label: '没有变化', colour: 'red' as const, tone: 'bad' as const },
        { id: 'none', label: '不清楚', colour: 'grey' as const, valid: false },
      ],
    };
    const { moderator, deputies } = await opened(ballot('b1', { scale, rule: { verdicts: [{ name: '改善', choices: ['up'], more_than: [1, 2] }, { name: '未改善' }] } }));
    expect(ballotIn(deputies[0]!.view!, 'b1').scale).toMatchObject({ id: 'own', kind: 'choices', choices: [{ label: '明显改善' }, {}, {}] });
    await deputies[0]!.press('b1', 'up');
    await deputies[1]!.press('b1', 'none');
    expect(await revealed(moderator, deputies[0]!)).toMatchObject({ cast: 2, valid: 1, percent: { up: '100.00', same: '0.00' }, verdict: { name: '改善' } });
  });
});

describe('a rule', () => {
  it('is locked when its ballot opens: its digest stands in the record', async () => {
    const { moderator } = await opened(ballot('b1'), 1);
    const { rule_digest } = ballotIn(moderator.view!, 'b1');
    expect(rule_digest).toMatch(/^[0-9a-f]{64}$/);
    const changed = { ...(await hall.detail()).definition };
    changed.ballots = [{ ...changed.ballots![0]!, title: '另一个题目' }];
    const answer = await admin.put(hall.path, changed, { 'if-match': String(moderator.view!.rev) });
    expect(errorOf(answer)).toBe('409 frozen');
  });

  it('says its quorum and whether it is met', async () => {
    hall = await Hall.open(server, definition(4, [ballot('b1', { rule: { quorum: { of: 'entitled', more_than: [1, 2] } } })]), admin);
    const moderator = await hall.console('moderator');
    await moderator.do('start', {});
    await hall.present([deputyId(1), deputyId(2)]);
    expect(ballotIn(await moderator.viewWhere((view) => view.inquiry.present === 2), 'b1').quorum).toEqual({ needed: 3, present: 2, met: false });
    expect(await moderator.refused('open_ballot', { ballot: 'b1' })).toBe('quorum_not_met');
    await moderator.do('check_in', { deputy: deputyId(3) });
    expect(ballotIn(moderator.view!, 'b1').quorum).toEqual({ needed: 3, present: 3, met: true });
    await moderator.do('open_ballot', { ballot: 'b1' });
  });

  it('that fails a second time says what follows', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { rule: { preset: 'shiquan' } }), 2);
    await deputies[0]!.press('b1', 'satisfied');
    expect((await revealed(moderator, deputies[0]!)).verdict).toMatchObject({ name: '未通过', margin: -1 });
    await moderator.do('draft_ballot', { ballot: 'b1-2', follows: 'b1' });
    await moderator.do('open_ballot', { ballot: 'b1-2' });
    await moderator.do('close_ballot', { ballot: 'b1-2' });
    const view = await moderator.do('reveal_ballot', { ballot: 'b1-2' });
    expect(resultIn(view, 'b1-2').verdict).toMatchObject({ name: '未通过', note: '再次未通过，提请主任会议研究' });
    expect(resultIn(view, 'b1').verdict.note).toBeUndefined();
  });
});

describe('preparation', () => {
  it('offers every preset, each of which makes a ballot', async () => {
    const presets = good<Presets>(await admin.get('/api/v1/presets'), 200, 'presets');
    expect(presets.rules.map((rule) => rule.id)).toEqual(expect.arrayContaining(['zhenhai', 'shiquan', 'score_bands', 'appraisal']));
    const ballots = presets.rules.map((rule, i) => ballot(`b${i}`, { scale: rule.scale, rule: rule.rule }));
    const check = good<Check>(await admin.post('/api/v1/inquiries/check', definition(1, ballots)), 200, 'check');
    expect(check.ballots.every((one) => one.rule.length > 10)).toBe(true);
  });

  it('warns of what is unfair, and stores nothing by a check', async () => {
    const unfair = definition(1, [ballot('b1', { scale: 'satisfaction4_very', rule: { weights: { dissatisfied: 30 }, score_label: '满意率' } })]);
    const codes = ['padded_scale', 'weighted_called_rate', 'bad_choice_has_weight'];
    const check = good<Check>(await admin.post('/api/v1/inquiries/check', unfair), 200, 'check');
    expect(check.ballots[0]!.warnings).toEqual(codes);
    expect((await admin.get(`/api/v1/inquiries/${unfair.id}`)).status).toBe(404);
    const made = good<{ warnings: object[] }>(await admin.post('/api/v1/inquiries', unfair), 201, 'inquiry_created');
    expect(made.warnings).toEqual(codes.map((code) => ({ ballot: 'b1', code })));
  });
});
