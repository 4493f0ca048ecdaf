// The states of an evening that an operator can have before him, each with what a console is told.
import type { BallotView, Count, DeputyView, InquiryView, Presence, Progress, RequestView, ResultView, SpeakerView } from '../../../web/src/shared/messages.generated';
import { advisory, answered, at, ballot, inquiry, label, result, scales, verdict, type Say } from './picture_data';

export interface DeskState {
  name: string;
  inquiry: InquiryView;
  progress?: Progress;
  presence?: Presence;
  count?: Count;
}

const entitled = 152;

export function roll(say: Say, present: number): DeputyView[] {
  const groups = [say('城关镇代表团', 'Chengguan delegation'), say('两河镇代表团', 'Lianghe delegation'), say('工业园区代表团', 'Industrial park delegation'), say('池河镇代表团', 'Chihe delegation'), say('县直机关代表团', 'County offices delegation')];
  return Array.from({ length: entitled }, (_, n) => ({
    id: `d${String(n + 1).padStart(3, '0')}`,
    name: `${say('代表', 'Deputy ')}${String(n + 1).padStart(3, '0')}`,
    group: at(groups, Math.floor((n * groups.length) / entitled)),
    electorates: n % 9 === 0 ? ['deputies', 'standing'] : ['deputies'],
    checked_in: n < present,
  }));
}

export function deskStates(say: Say, now: number): DeskState[] {
  const of = scales(say);
  const [good, middle, bad] = [label(of.satisfaction, 0), label(of.satisfaction, 1), label(of.satisfaction, 2)];
  const deputies = roll(say, 148);
  const id = (n: number): string => at(deputies, n).id;

  const screens = [
    { id: 's1', name: say('大厅主屏', 'Main screen'), layout: 'hall' as const, panic: false },
    { id: 's2', name: say('主席台屏', 'Rostrum screen'), layout: 'rostrum' as const, panic: false },
    { id: 's3', name: say('直播字幕', 'Captions on air'), layout: 'caption' as const, panic: false },
  ];
  const presence: Presence = { type: 'presence', server_time: now, deputies: deputies.slice(0, 143).map((one) => one.id), screens: screens.map((one) => ({ id: one.id, painted: 1_000 })), viewers: 2_310, store: 'ready' };
  const progress = (ballot: string, cast: number, more: Partial<Progress> = {}): Progress =>
    ({ type: 'progress', ballot, cast, eligible: 148, server_time: now, not_voted: deputies.slice(cast, 148).map((one) => one.id), ...more });

  const speaker = (kind: SpeakerView['kind']): SpeakerView => ({ deputy: id(11), name: at(deputies, 11).name, group: at(deputies, 11).group, kind, item: 'i1', since: now - 72_000 });
  const request = (n: number, kind: RequestView['kind'], more: Partial<RequestView> = {}): RequestView => {
    const who = at(deputies, n * 17 + 4);
    return { id: `r${n}`, deputy: who.id, name: who.name, group: who.group, kind, item: 'i1', at: now - 190_000 + n * 31_000, state: 'waiting', text: '', by: null, ...more };
  };
  const requests = [
    request(0, 'follow_up', { text: say('公共收益的公示时间还是没有说清楚。', 'It is still not clear when the common income is published.') }),
    request(1, 'phone_failed', { text: say('屏幕黑了', 'The screen went black') }),
    request(2, 'speak', { state: 'called', by: 'moderator1' }),
    request(3, 'speak'),
    request(4, 'follow_up', { by: 'moderator1' }),
  ];
  const timer = { kind: 'answer' as const, state: 'running' as const, duration_ms: 120_000, ends_at: now + 64_000, remaining_ms: null };
  const commitments = [
    { id: 'c1', item: 'i1', text: say('年底前公示全部小区的公共收益。', 'By the end of the year the common income of every estate is published.'), due: '2026-12-31', at: now - 60_000, deputy: id(11) },
    { id: 'c2', item: 'i1', text: say('三个月内为十七个无物业小区落实兜底管理。', 'Within three months seventeen estates without a manager get one.'), due: '2027-02-23', at: now - 30_000, deputy: null },
  ];

  const second = ballot(say, of.satisfaction, { id: 'b3', item: 'i3', title: say('对拖欠农民工工资治理答复的满意度测评', 'Satisfaction with the answer on unpaid wages'), quorum: { needed: 77, present: 148, met: true } });
  const evening = (ballots: BallotView[], more: Partial<InquiryView> = {}): InquiryView => inquiry(say, { id: 'pictures', ballots: [...ballots, second], deputies, screens, requests: [], ...more });
  const first = (more: Partial<BallotView>, scale = of.satisfaction): BallotView => ballot(say, scale, { quorum: { needed: 77, present: 148, met: true }, ...more });
  const locked = { rule_digest: '7c1f2a90e3b4'.padEnd(64, '0') };
  const opened = (more: Partial<BallotView> = {}, scale = of.satisfaction): BallotView => first({ state: 'open', opens_at: now - 20_000, closes_at: now + 40_500, ...locked, ...more }, scale);
  const closed = (more: Partial<BallotView> = {}, scale = of.satisfaction): BallotView => first({ state: 'closed', opens_at: now - 90_000, closes_at: now - 9_000, scrutineers: 2, ...locked, ...more }, scale);
  const revealed = (told: ResultView, more: Partial<BallotView> = {}, scale = of.satisfaction): BallotView =>
    first({ state: 'revealed', opens_at: now - 90_000, closes_at: now - 30_000, result: told, ...locked, ...more }, scale);

  const won = result(of.satisfaction, [75, 40, 29], verdict(middle, 38));
  const lost = result(of.satisfaction, [60, 16, 68], verdict(bad, -1));
  const publicly = advisory(of.satisfaction, 'public', [312, 205, 121]);
  const questions = [
    { id: 'q1', title: say('对惠企政策兑现落实情况的评价', 'Whether promised support reaches companies') },
    { id: 'q2', title: say('对行政审批效率和窗口服务态度的评价', 'Speed of permits and manner at the counters') },
    { id: 'q3', title: say('对拖欠民营企业账款清理工作的评价', 'Clearing of debts owed to private companies') },
  ];
  const answers: ResultView = {
    ...result(of.satisfaction, [0, 0, 0], verdict(null, 0, { rule: '' }), { counts: {}, percent: {}, cast: 144, valid: 144, not_voted: 4 }),
    questions: questions.map(({ id, title }, n) => answered(of.satisfaction, id, title, [80 - n * 9, 40, 24 + n * 9], n === 2 ? verdict(middle, -10) : verdict(good, 4 - n))),
  };
  const scored = result(of.score, [62, 51, 24, 7], verdict(at(of.score.choices, 1).label, 512, { margin_unit: 'hundredths' }), { score: '85.12', score_label: '测评得分', dropped: 2 });
  const erratum = { reason: say('第三选区纸质票漏计二张', 'Two papers of the third district were left out'), at: now - 5_000, result: result(of.satisfaction, [77, 40, 29], verdict(good, 1)) };

  const states: DeskState[] = [
    { name: '01-draft', inquiry: evening([first({ warnings: ['padded_scale', 'weighted_called_rate'], quorum: { needed: 77, present: 0, met: false } })], { state: 'draft', item: null, present: 0, deputies: roll(say, 0) }) },
    { name: '02-checkin', inquiry: evening([first({})], { state: 'checkin', item: null, present: 71, deputies: roll(say, 71) }), presence: { ...presence, deputies: presence.deputies.slice(0, 64) } },
    { name: '03-no-quorum', inquiry: evening([first({ quorum: { needed: 77, present: 71, met: false } })], { present: 71, deputies: roll(say, 71) }), presence: { ...presence, deputies: presence.deputies.slice(0, 64) } },
    { name: '04-ready', inquiry: evening([first({ warnings: ['bad_choice_has_weight'] })], { requests: [request(0, 'speak')] }) },
    { name: '05-speaking', inquiry: evening([first({})], { speaker: speaker('follow_up'), timer, requests, commitments }) },
    { name: '06-open', inquiry: evening([opened()], { requests: requests.slice(1, 2) }), progress: progress('b1', 97) },
    { name: '07-open-immediate', inquiry: evening([opened({ display: 'immediate', closes_at: null, advisory: ['public'] })]), progress: progress('b1', 97, { counts: { satisfied: 50, basically_satisfied: 30, dissatisfied: 17 }, advisory: [{ electorate: 'public', cast: 311, eligible: 402 }] }) },
    { name: '08-count-to-confirm', inquiry: evening([closed({ confirmations: 1 })]), progress: progress('b1', 144), count: { type: 'count' as const, ballot: 'b1', counts: { satisfied: 75, basically_satisfied: 40, dissatisfied: 29 } } },
    { name: '08-late-votes', inquiry: evening([closed({ grace_ms: 30_000, scrutineers: 2, confirmations: 1 })]), progress: { ...progress('b1', 140), late: 3 } },
    { name: '09-paper-waiting', inquiry: evening([closed({ paper: { state: 'waiting', entries: 1, by: ['scrutineer2'] } })]), progress: progress('b1', 140) },
    { name: '10-paper-differs', inquiry: evening([closed({ paper: { state: 'differs', entries: 2, by: ['scrutineer1', 'scrutineer2'] } })]), progress: progress('b1', 140) },
    { name: '11-paper-agreed', inquiry: evening([closed({ paper: { state: 'agreed', entries: 2, by: ['scrutineer1', 'scrutineer2'] } })]), progress: progress('b1', 140) },
    { name: '12-paper-score', inquiry: evening([closed({ paper: { state: 'waiting', entries: 1, by: ['scrutineer2'] } }, of.score)]), progress: progress('b1', 140) },
    { name: '13-confirmed', inquiry: evening([closed({ state: 'confirmed', confirmations: 2 })]), progress: progress('b1', 144) },
    { name: '14-revealed', inquiry: evening([revealed(won)], { commitments }) },
    { name: '15-failed', inquiry: evening([revealed(lost)], { commitments }) },
    { name: '16-combined', inquiry: evening([revealed({ ...won, score: '77.50', score_label: '测评得分', staff_votes: 2, advisory: [{ ...publicly, score: '69.80' }], combined: { score: '74.42', weights: { deputies: 60, public: 40 } }, paper: { counts: { satisfied: 3 }, issued: 5, collected: 4, invalid: 1 } }, { advisory: ['public'] })]) },
    { name: '17-score', inquiry: evening([revealed(scored, {}, of.score)]) },
    { name: '18-questions', inquiry: evening([revealed(answers, { questions })]) },
    { name: '19-erratum-waiting', inquiry: evening([revealed(won, { scrutineers: 2, erratum_waiting: { reason: erratum.reason, confirmations: 1 } })], { item: 'i3' }), count: { type: 'count' as const, ballot: 'b1', counts: { satisfied: 77, basically_satisfied: 40, dissatisfied: 29 } } },
    { name: '20-corrected', inquiry: evening([revealed(won, { errata: [erratum] })]) },
    { name: '21-void', inquiry: evening([first({ state: 'void', opens_at: now - 60_000, closes_at: now - 20_000, void_reason: 'collected_exceeds_issued', ...locked })]) },
    { name: '22-second-round', inquiry: evening([revealed(lost), first({ id: 'b1-2', round: 2, follows: 'b1' })]) },
    { name: '23-both-rounds', inquiry: evening([revealed(lost), revealed(won, { id: 'b1-2', round: 2, follows: 'b1', opens_at: now - 20_000 })]) },
    { name: '24-rehearsal', inquiry: evening([opened()], { rehearsal: true }), progress: progress('b1', 97) },
    { name: '25-trouble', inquiry: evening([first({})], { screens: screens.map((one, n) => ({ ...one, panic: n === 0 })) }), presence: { ...presence, screens: [{ id: 's1', painted: 12 }], store: 'away' } },
    { name: '26-finished', inquiry: evening([revealed(won)], { state: 'finished', commitments }) },
  ];
  return states.map((state) => ({ presence, ...state }));
}
