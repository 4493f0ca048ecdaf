// An evening that has been held: a void first round and its re-vote, a corrected result, a questionnaire, a score, and one ballot still waiting.
import type { BallotView, ChoiceView, Definition, InquiryView, Report, ResultView } from '../../../web/src/shared/messages.generated';

export const began = new Date(2026, 10, 20, 19, 30).getTime();
const minute = 60_000;
const digest = 'a3f1'.repeat(16);
export const rule = '签到须超过应到人数的1/2。满意达到全体参评人员的1/2（含），结论为“满意”；满意加基本满意超过全体参评人员的1/2，结论为“基本满意”；其余为“不满意”。';

const choices: ChoiceView[] = [
  { id: 'satisfied', label: '满意', colour: 'green' },
  { id: 'basically_satisfied', label: '基本满意', colour: 'blue' },
  { id: 'dissatisfied', label: '不满意', colour: 'red' },
];
const bands: ChoiceView[] = [
  { id: 'band1', label: '优秀', colour: 'green' },
  { id: 'band2', label: '良好', colour: 'blue' },
  { id: 'band3', label: '需改进', colour: 'red' },
];

function result(of: ChoiceView[], votes: number[], verdict: Partial<ResultView['verdict']>, more: Partial<ResultView> = {}): ResultView {
  const cast = votes.reduce((sum, n) => sum + n, 0);
  const by = <Value>(value: (n: number) => Value) => Object.fromEntries(of.map((choice, index) => [choice.id, value(votes[index] ?? 0)]));
  return {
    counts: by((n) => n),
    percent: by((n) => ((n / cast) * 100).toFixed(2)),
    cast,
    valid: cast,
    entitled: 152,
    present: 148,
    not_voted: 148 - cast,
    verdict: { name: '满意', rule, margin: 3, margin_unit: 'votes', ...verdict },
    digest,
    ...more,
  };
}

function ballot(id: string, item: string, title: string, more: Partial<BallotView>): BallotView {
  return {
    id,
    item,
    title,
    round: 1,
    state: 'revealed',
    opens_at: began,
    closes_at: began + minute,
    duration_ms: minute,
    electorate: 'deputies',
    secrecy: 'named',
    press: 'last',
    display: 'delayed',
    scrutineers: 2,
    confirmations: 2,
    show_not_voted: true,
    rule,
    rule_digest: digest,
    scale: { id: 'satisfaction3', kind: 'choices', choices },
    ...more,
  };
}

function question(id: string, title: string, votes: number[]): NonNullable<ResultView['questions']>[number] {
  const { counts, percent, cast, valid, verdict } = result(choices, votes, {});
  return { id, title, counts, percent, cast, valid, verdict };
}

function ballots(): BallotView[] {
  const advisory = result(choices, [10, 5, 5], {}, { entitled: 25, present: 21, not_voted: 1 });
  return [
    ballot('b1', 'i1', '对小区物业管理答复的满意度测评', { state: 'void', void_reason: '误开：主持人尚未宣布', result: result(choices, [5, 4, 3], {}) }),
    ballot('b1-2', 'i1', '对小区物业管理答复的满意度测评', {
      round: 2,
      follows: 'b1',
      result: result(choices, [79, 40, 21], {}, { staff_votes: 2, paper: { counts: { satisfied: 3, basically_satisfied: 1, dissatisfied: 0 }, issued: 5, collected: 4, invalid: 0 } }),
    }),
    ballot('b2', 'i2', '对优化营商环境答复的满意度测评', {
      result: result(choices, [75, 40, 25], { name: '基本满意', margin: -1 }, {
        advisory: [{ electorate: 'public', counts: advisory.counts, percent: advisory.percent, cast: 20, valid: 20, entitled: 25, present: 21, not_voted: 1 }],
      }),
      errata: [{ reason: '两张纸质票漏录', at: began + 15 * minute, result: result(choices, [77, 40, 25], { margin: 1 }) }],
    }),
    ballot('b3', 'i3', '对产业发展答复的满意度测评', {
      result: result(choices, [0, 0, 140], { name: null, margin: 0 }, {
        counts: {},
        percent: {},
        questions: [question('q1', '闲置厂房盘活', [70, 50, 20]), question('q2', '主导产业补链', [75, 45, 20]), question('q3', '用工和融资服务', [80, 40, 20])],
      }),
    }),
    ballot('b4', 'i3', '综合评分', {
      scale: { id: 'score100', kind: 'score', min: 0, max: 100, choices: bands },
      result: result(bands, [60, 50, 30], { name: '良好', margin: 425, margin_unit: 'hundredths' }, { score: '84.25', dropped: 2 }),
    }),
    ballot('b5', 'i3', '等待监票人确认的测评', { state: 'closed', confirmations: 0 }),
  ];
}

export function heldEvening({ id, title, items }: Definition, more: Partial<InquiryView> = {}): InquiryView {
  return {
    id,
    title,
    language: 'zh-CN',
    state: 'finished',
    item: null,
    present: 148,
    entitled: 152,
    rehearsal: false,
    speaker: null,
    timer: null,
    items: items.map((item) => ({ ...item, respondent: item.respondent ?? '', question: item.question ?? '', skipped: false })),
    ballots: ballots(),
    commitments: [
      { id: 'c1', item: 'i1', text: '年底前完成全县住宅小区电梯安全排查，建立物业企业红黑榜并公开。', due: '2026-12-31', at: began + 5 * minute, deputy: 'd001' },
      { id: 'c2', item: 'i2', text: '三个月内梳理“只跑一次”事项清单并向社会公布。', due: '2027-02-28', at: began + 20 * minute, deputy: null },
    ],
    ...more,
  };
}

export function heldReport({ id, title, deputies }: Definition): Report {
  return {
    id,
    title,
    attendance: deputies.map((deputy, index) => {
      const absent = index % 38 === 37;
      return {
        id: deputy.id,
        name: deputy.name,
        group: deputy.group ?? '',
        checked_in_at: absent ? null : began - 30 * minute + index * 5000,
        checked_out_at: index === 5 ? began + 40 * minute : null,
        by_hand: index % 50 === 3,
        votes: absent ? 0 : 4,
        speeches: index < 2 ? 1 : 0,
      };
    }),
    speeches: [
      { deputy: 'd001', name: '代表001', group: '城关镇', kind: 'speak', item: 'i1', from: began + 2 * minute, to: began + 4 * minute },
      { deputy: 'd002', name: '代表002', group: '城关镇', kind: 'follow_up', item: 'i1', from: began + 6 * minute, to: began + 7 * minute },
    ],
    requests: [{ id: 'r1', deputy: 'd003', name: '代表003', kind: 'phone_failed', text: '屏幕不亮', item: null, at: began + minute, state: 'done', by: 'moderator', answer: '已换工作人员平板' }],
    staff_votes: [{ ballot: 'b1-2', deputy: 'd003', by: 'moderator', at: began + minute }],
  };
}

/** The record of that evening, as far as the papers read it: who there is, and the seal of one ballot. */
export function heldRecord(definition: Definition): string {
  const votes = definition.deputies.slice(0, 60).map((deputy, index): [string, string] => [deputy.id, `${choices[index % 3]?.id} 1 ${(4096 + index * 7919).toString(16).padStart(12, '0')} ${began + index * 300}`]);
  const lines = [
    { format: 'wenzheng-record', version: 1, inquiry: definition.id, epoch: 'e' },
    { rev: 1, at: began, event: JSON.stringify({ type: 'inquiry_created', definition }), digest },
    { rev: 2, at: began + minute, event: JSON.stringify({ type: 'ballot_closed', ballot: 'b1-2', cause: 'moderator' }), digest, seal: JSON.stringify({ counts: {}, votes: Object.fromEntries(votes) }) },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
