// The states of an evening of which every surface has a picture.
import type { BallotView, CommitmentView, InquiryView, Progress, RequestView, SpeakerView, TimerView } from '../../../web/src/shared/messages.generated';
import { advisory, answered, at, ballot, inquiry, label, result, scales, verdict, type Say } from './picture_data';

export interface Picture {
  name: string;
  inquiry: InquiryView;
  progress?: Progress;
}

export function pictures(say: Say, now: number): Picture[] {
  const of = scales(say);
  const [good, middle, bad] = [label(of.satisfaction, 0), label(of.satisfaction, 1), label(of.satisfaction, 2)];
  const deputy = (n: number): string => `${say('代表', 'Deputy ')}${String(n).padStart(3, '0')}`;
  const groups = [say('城关镇代表团', 'Chengguan delegation'), say('两河镇代表团', 'Lianghe delegation'), say('工业园区代表团', 'Industrial park delegation')];

  const speaker = (kind: SpeakerView['kind']): SpeakerView => ({ deputy: 'd001', name: deputy(1), group: at(groups, 0), kind, item: 'i1', since: now - 20_000 });
  const requests = Array.from({ length: 7 }, (_, n): RequestView => ({
    id: `r${n}`, deputy: `d${n}`, name: deputy(n * 13 + 14), group: at(groups, n), kind: n % 2 ? 'speak' : 'follow_up', item: 'i1', at: now - 90_000 + n, state: 'waiting',
  }));
  const timer = (kind: TimerView['kind'], left: number, state: TimerView['state'] = 'running'): TimerView => ({
    kind, state, duration_ms: 120_000, ends_at: state === 'running' ? now + left : null, remaining_ms: state === 'paused' ? left : null,
  });
  const promise = (n: number): CommitmentView => ({
    id: `c${n}`, item: 'i1', at: now - 30_000 + n, deputy: 'd001', due: '2026-12-31',
    text: at([
      say('年底前公示全部小区的公共收益，逾期由住建局约谈物业企业。', 'By the end of the year the common income of every estate is published; companies that are late are summoned by the Housing Bureau.'),
      say('三个月内为十七个无物业小区落实兜底管理。', 'Within three months seventeen estates without a manager get one.'),
    ], n),
  });

  const opened = (more: Partial<BallotView>, scale = of.satisfaction): BallotView =>
    ballot(say, scale, { state: 'open', opens_at: now - 20_000, closes_at: now + 42_000, ...more });
  const ended = (more: Partial<BallotView>, scale = of.satisfaction): BallotView =>
    ballot(say, scale, { state: 'revealed', opens_at: now - 90_000, closes_at: now - 30_000, ...more });
  const progress = (more: Partial<Progress> = {}): Progress => ({ type: 'progress', ballot: 'b1', cast: 97, eligible: 148, server_time: now, ...more });
  const quorum = (present: number) => ({ needed: 77, present, met: present >= 77 });
  const evening = (more: Partial<InquiryView> = {}): InquiryView => inquiry(say, more);
  const telling = (told: BallotView, more: Partial<InquiryView> = {}): InquiryView => evening({ ballots: [told], ...more });

  const missed = result(of.satisfaction, [75, 40, 29], verdict(middle, 38));
  const short = result(of.satisfaction, [60, 16, 68], verdict(bad, -1));
  const questions = Array.from({ length: 7 }, (_, n) => ({
    id: `q${n + 1}`,
    title: at([
      say('对优化营商环境工作的总体评价', 'Overall, the work on the business environment'),
      say('对惠企政策兑现落实情况的评价', 'Whether promised support reaches companies'),
      say('对行政审批效率和窗口服务态度的评价', 'Speed of permits and manner at the counters'),
      say('对拖欠民营企业账款清理工作的评价', 'Clearing of debts owed to private companies'),
      say('对涉企执法检查规范程度的评价', 'Orderly inspections of companies'),
      say('对上一次问政承诺事项整改落实情况的评价（含整改进度、整改质量与向代表反馈的及时性）', 'What became of the commitments of the last inquiry: progress, quality and timely answers to the deputies'),
      say('对政务公开的评价', 'Openness of the administration'),
    ], n),
  }));
  const answers = (scale = of.satisfaction) => ({
    ...result(scale, scale.choices.map(() => 0), verdict(null, 0, { rule: '' }), { counts: {}, percent: {}, cast: 144, valid: 144, not_voted: 4 }),
    questions: questions.map(({ id, title }, n) => {
      const first = 80 - n * 6;
      const rest = scale.choices.slice(1).map((_, m) => (m === 0 ? 144 - first - 8 * (scale.choices.length - 2) : 8));
      return answered(scale, id, title, [first, ...rest], n < 1 ? verdict(label(scale, 0), 4) : verdict(label(scale, 1), n === 1 ? -1 : 12));
    }),
  });
  const publicly = advisory(of.satisfaction, 'public', [312, 420, 188]);
  const scored = result(of.score, [31, 74, 32, 5], verdict(label(of.score, 1), 865, { margin_unit: 'hundredths' }), {
    score: '88.65', score_label: '测评得分', dropped: 2,
  });
  const again = (first: BallotView, second: Partial<BallotView>): InquiryView =>
    evening({ ballots: [first, ended({ id: 'b1-2', round: 2, follows: 'b1', opens_at: now - 20_000, closes_at: now - 5_000, ...second })] });
  const erratum = {
    reason: say('纸质票漏录三张，经两名监票人复核更正', 'Three papers had been left out; two scrutineers counted again'),
    at: now - 2_000,
    result: result(of.satisfaction, [77, 41, 29], verdict(good, 1)),
  };
  const corrected = { result: missed, errata: [erratum] };

  return [
    { name: 'draft', inquiry: evening({ state: 'draft', item: null, present: 0 }) },
    { name: 'checkin-no-quorum', inquiry: evening({ state: 'checkin', item: null, present: 71, ballots: [ballot(say, of.satisfaction, { quorum: quorum(71) })] }) },
    { name: 'checkin-quorum', inquiry: evening({ state: 'checkin', item: null, present: 77, ballots: [ballot(say, of.satisfaction, { quorum: quorum(77) })] }) },
    { name: 'between-speaker', inquiry: evening({ item: null, speaker: speaker('speak') }) },
    { name: 'question', inquiry: evening() },
    { name: 'question-asked', inquiry: evening({ speaker: speaker('speak'), timer: timer('question', 47_000), requests }) },
    { name: 'question-answered', inquiry: evening({ timer: timer('answer', 83_000, 'paused'), commitments: [promise(0), promise(1)], requests: requests.slice(0, 2) }) },
    { name: 'question-time-over', inquiry: evening({ speaker: speaker('follow_up'), timer: timer('follow_up', -5_000), commitments: [promise(0)], requests }) },
    { name: 'question-long', inquiry: evening({ item: 'i3', speaker: speaker('follow_up'), timer: timer('follow_up', 9_000) }) },
    { name: 'voting', inquiry: telling(opened({})), progress: progress() },
    { name: 'voting-until-closed', inquiry: telling(opened({ closes_at: null, round: 2 }, of.approval)), progress: progress() },
    { name: 'voting-ten', inquiry: telling(opened({ item: 'i3' }, of.ten), { item: 'i3' }), progress: progress() },
    { name: 'voting-immediate', inquiry: telling(opened({ display: 'immediate' }, of.approval)), progress: progress({ counts: { for: 61, against: 22, abstain: 14 } }) },
    { name: 'voting-immediate-ten', inquiry: telling(opened({ display: 'immediate' }, of.ten)), progress: progress({ counts: Object.fromEntries(of.ten.choices.map(({ id }, n) => [id, 19 - 2 * n])) }) },
    { name: 'voting-score', inquiry: telling(opened({ advisory: ['public'] }, of.score)), progress: progress({ advisory: [{ electorate: 'public', cast: 612, eligible: 930 }] }) },
    { name: 'voting-questions', inquiry: telling(opened({ questions })), progress: progress() },
    { name: 'tallying', inquiry: telling(ended({ state: 'closed', scrutineers: 2 })), progress: progress({ cast: 144 }) },
    { name: 'void', inquiry: telling(ended({ state: 'void', void_reason: 'collected_exceeds_issued' })) },
    { name: 'void-by-operator', inquiry: telling(ended({ state: 'void', round: 2, void_reason: say('会场声音中断，部分代表没有听清题目', 'The sound was lost, some deputies had not heard the question') }), { timer: timer('answer', 50_000) }) },
    { name: 'result', inquiry: telling(ended({ result: short })) },
    { name: 'result-not-pressed', inquiry: telling(ended({ show_not_voted: true, result: result(of.approval, [98, 31, 15], verdict(label(of.approval, 0), 22), {}, 1) }, of.approval)) },
    { name: 'result-four', inquiry: telling(ended({ result: result(of.very, [40, 52, 30, 22], verdict(label(of.very, 1), 0)) }, of.very)) },
    { name: 'result-unknown', inquiry: telling(ended({ result: result(of.unknown, [60, 40, 30, 14], verdict(null, -3), {}, 1) }, of.unknown)) },
    { name: 'result-appraisal', inquiry: telling(ended({ title: say('对县人力资源和社会保障局局长履行职责情况的评议', 'Appraisal of the director of Human Resources and Social Security'), result: result(of.appraisal, [30, 41, 20, 53], verdict(say('建议启动免职程序', 'Proposal to begin dismissal'), 2)) }, of.appraisal)) },
    { name: 'result-two', inquiry: telling(ended({ result: result(of.two, [84, 60], verdict(label(of.two, 0), 11)) }, of.two)) },
    { name: 'result-ten', inquiry: telling(ended({ item: 'i3', result: result(of.ten, [31, 28, 22, 17, 14, 11, 8, 6, 4, 3], verdict(label(of.ten, 0), 2)) }, of.ten), { item: 'i3' }) },
    { name: 'result-score', inquiry: telling(ended({ result: scored }, of.score)) },
    { name: 'result-weighted', inquiry: telling(ended({ result: result(of.satisfaction, [75, 40, 29], verdict(null, 0, { rule: '' }), { score: '74.31', score_label: '测评得分' }) })) },
    { name: 'result-questions', inquiry: telling(ended({ questions, result: answers() })) },
    { name: 'result-questions-ten', inquiry: telling(ended({ questions, result: answers(of.ten) }, of.ten)) },
    { name: 'result-advisory', inquiry: telling(ended({ advisory: ['public'], show_not_voted: true, result: { ...missed, advisory: [publicly] } })) },
    { name: 'result-combined', inquiry: telling(ended({ advisory: ['public'], result: result(of.satisfaction, [75, 40, 29], verdict(middle, 240, { margin_unit: 'hundredths' }), { score: '77.50', score_label: '测评得分', advisory: [{ ...publicly, score: '69.80' }], combined: { score: '74.42', weights: { deputies: 60, public: 40 } } }) })) },
    { name: 'result-again', inquiry: again(ended({ result: short }), { result: result(of.satisfaction, [40, 20, 84], verdict(bad, -17, { note: say('再次未通过，提请主任会议研究', 'Failed again: referred to the chair’s meeting') })) }) },
    { name: 'result-again-after-void', inquiry: again(ended({ state: 'void', void_reason: say('网络中断', 'The network failed') }), { result: missed }) },
    { name: 'result-again-ten', inquiry: again(ended({ result: result(of.ten, [31, 28, 22, 17, 14, 11, 8, 6, 4, 3], verdict(label(of.ten, 0), 2)) }, of.ten), { scale: of.ten, result: result(of.ten, [41, 18, 22, 17, 14, 11, 8, 6, 4, 3], verdict(label(of.ten, 0), 12)) }) },
    { name: 'result-corrected', inquiry: telling(ended(corrected)) },
    { name: 'result-corrected-words', inquiry: telling(ended({ result: missed, errata: [{ reason: say('口误：应为“基本满意”，票数无误', 'A slip of the tongue: “Basically satisfied”; the counts are right'), at: now - 2_000 }] })) },
    { name: 'result-everything', inquiry: evening({ ballots: [ended({ result: short }), ended({ ...corrected, id: 'b1-2', round: 2, follows: 'b1', opens_at: now - 20_000, closes_at: now - 5_000, advisory: ['public'], show_not_voted: true, errata: [{ ...erratum, result: { ...erratum.result, advisory: [publicly] } }] })], rehearsal: true, speaker: speaker('follow_up'), timer: timer('follow_up', 31_000), requests }) },
    { name: 'result-speaker', inquiry: telling(ended({ result: short }), { speaker: speaker('follow_up'), timer: timer('follow_up', 31_000), requests, commitments: [promise(0)] }) },
    { name: 'older-result', inquiry: evening({ item: 'i3', ballots: [ended({ result: short })] }) },
    { name: 'rehearsal-checkin', inquiry: evening({ state: 'checkin', item: null, rehearsal: true, present: 71, ballots: [ballot(say, of.satisfaction, { quorum: quorum(71) })] }) },
    { name: 'rehearsal-question', inquiry: evening({ rehearsal: true, speaker: speaker('speak'), timer: timer('question', 47_000) }) },
    { name: 'rehearsal-voting', inquiry: telling(opened({}), { rehearsal: true }), progress: progress() },
    { name: 'rehearsal-result', inquiry: telling(ended({ result: scored }, of.score), { rehearsal: true, speaker: speaker('speak') }) },
    { name: 'finished', inquiry: evening({ state: 'finished', ballots: [ended({ result: short })], commitments: [promise(0)] }) },
  ];
}
