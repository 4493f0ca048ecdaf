// Parts of an evening as views tell them, in either language, for pictures of states that a server would take long to reach.
import type {
  AdvisoryView,
  BallotView,
  ChoiceView,
  InquiryView,
  ItemView,
  QuestionResultView,
  ResultView,
  ScaleView,
  VerdictView,
} from '../../../web/src/shared/messages.generated';

export type Language = 'zh-CN' | 'en';
export type Say = (zh: string, en: string) => string;

export const speaking = (language: Language): Say => (zh, en) => (language === 'en' ? en : zh);

type Colour = ChoiceView['colour'];
const scale = (id: string, choices: [string, string, Colour][]): ScaleView => ({
  id,
  kind: 'choices',
  choices: choices.map(([choice, label, colour]) => ({ id: choice, label, colour })),
});

type ScaleName = 'satisfaction' | 'unknown' | 'very' | 'approval' | 'appraisal' | 'two' | 'ten' | 'score';

/** The one at this place, which there must be; round and round for places behind the end. */
export function at<T>(list: readonly T[], place: number): T {
  const found = list[place % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
}

export const label = (of: ScaleView, place: number): string => at(of.choices, place).label;

export function scales(say: Say): Record<ScaleName, ScaleView> {
  const three: [string, string, Colour][] = [
    ['satisfied', say('满意', 'Satisfied'), 'green'],
    ['basically_satisfied', say('基本满意', 'Basically satisfied'), 'blue'],
    ['dissatisfied', say('不满意', 'Dissatisfied'), 'red'],
  ];
  const colours: Colour[] = ['green', 'blue', 'yellow', 'red', 'grey'];
  return {
    satisfaction: scale('satisfaction3', three),
    unknown: scale('satisfaction4_unknown', [...three, ['unknown', say('不了解', 'Don’t know'), 'grey']]),
    very: scale('satisfaction4_very', [
      ['very_satisfied', say('非常满意', 'Very satisfied'), 'green'],
      ['satisfied', say('满意', 'Satisfied'), 'blue'],
      ['basically_satisfied', say('基本满意', 'Basically satisfied'), 'yellow'],
      ['dissatisfied', say('不满意', 'Dissatisfied'), 'red'],
    ]),
    approval: scale('approval3', [
      ['for', say('赞成', 'For'), 'green'],
      ['against', say('反对', 'Against'), 'red'],
      ['abstain', say('弃权', 'Abstain'), 'yellow'],
    ]),
    appraisal: scale('appraisal4', [
      ['excellent', say('优秀', 'Excellent'), 'green'],
      ['competent', say('称职', 'Competent'), 'blue'],
      ['basically_competent', say('基本称职', 'Basically competent'), 'yellow'],
      ['incompetent', say('不称职', 'Incompetent'), 'red'],
    ]),
    two: scale('own', [
      ['keep', say('同意继续督办', 'Keep under supervision'), 'green'],
      ['close', say('同意销号', 'Close the matter'), 'blue'],
    ]),
    ten: scale('own', Array.from({ length: 10 }, (_, n): [string, string, Colour] => [
      `step${n + 1}`,
      at([
        say('立即整改并公开整改结果', 'Rectify at once and publish the result'),
        say('限期三个月内整改', 'Rectify within three months'),
        say('纳入明年民生实事项目', 'Enter it in next year’s livelihood projects'),
        say('由分管领导牵头督办', 'Supervised by the responsible leader'),
        say('另行组织专题调研后再议', 'Study the subject, then debate it again'),
        say('提请常委会听取专项报告', 'Ask for a special report to the committee'),
        say('启动专题询问', 'Begin a special inquiry'),
        say('转交有关部门办理并答复代表', 'Hand it on, with an answer to the deputy'),
        say('维持现状', 'Leave it as it is'),
        say('不了解', 'Don’t know'),
      ], n),
      at(colours, n),
    ])),
    score: {
      id: 'score100',
      kind: 'score',
      min: 0,
      max: 100,
      choices: [
        { id: 'band1', label: say('优秀', 'Excellent'), colour: 'green' },
        { id: 'band2', label: say('满意', 'Satisfied'), colour: 'blue' },
        { id: 'band3', label: say('基本满意', 'Basically satisfied'), colour: 'yellow' },
        { id: 'band4', label: say('不满意', 'Dissatisfied'), colour: 'red' },
      ],
    },
  };
}

const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Counts in the order of the scale, of which the last `outside` are not valid. */
function shares(of: ScaleView, counts: number[], outside: number) {
  const valid = total(counts) - total(counts.slice(counts.length - outside, counts.length));
  return {
    counts: Object.fromEntries(of.choices.map(({ id }, n) => [id, at(counts, n)])),
    cast: total(counts),
    valid,
    percent: Object.fromEntries(
      of.choices.slice(0, of.choices.length - outside).map(({ id }, n) => [id, ((100 * at(counts, n)) / Math.max(1, valid)).toFixed(2)]),
    ),
  };
}

export const verdict = (name: string | null, margin: number, more: Partial<VerdictView> = {}): VerdictView => ({
  name,
  rule: '—',
  margin,
  margin_unit: 'votes',
  ...more,
});

export function result(of: ScaleView, counts: number[], told: VerdictView, more: Partial<ResultView> = {}, outside = 0): ResultView {
  const figures = shares(of, counts, outside);
  return { ...figures, entitled: 152, present: 148, not_voted: 148 - figures.cast, verdict: told, digest: '0'.repeat(64), ...more };
}

export function advisory(of: ScaleView, electorate: string, counts: number[], more: Partial<AdvisoryView> = {}): AdvisoryView {
  const figures = shares(of, counts, 0);
  return { electorate, ...figures, entitled: figures.cast + 40, present: figures.cast + 9, not_voted: 9, ...more };
}

export function answered(of: ScaleView, id: string, title: string, counts: number[], told: VerdictView, more: Partial<QuestionResultView> = {}): QuestionResultView {
  return { id, title, ...shares(of, counts, 0), verdict: told, ...more };
}

export function items(say: Say): ItemView[] {
  const item = (id: string, department: string, respondent: string, title: string, question: string, skipped = false): ItemView =>
    ({ id, department, respondent, title, question, skipped });
  return [
    item('i1', say('住房和城乡建设局', 'Housing Bureau'), say('局长', 'Director'), say('小区物业管理', 'Estate management'),
      say('部分老旧小区物业缺位、公共收益不公开，群众反映强烈。请问：公共收益何时全部公示？无物业小区如何兜底？',
        'Some old estates have no management, and their common income is not published. When will all of it be public, and who looks after estates without a manager?')),
    item('i2', say('城市管理局', 'City Management'), say('局长', 'Director'), say('夜间施工噪声', 'Night-time construction noise'), say('夜间施工许可如何把关？', 'How are night permits checked?'), true),
    item('i3', say('县人力资源和社会保障局（退役军人事务与就业服务办公室）', 'County Bureau of Human Resources and Social Security, Office for Employment Services'),
      say('分管副局长兼就业服务中心主任', 'Deputy director and head of the employment service centre'),
      say('拖欠农民工工资的长效治理与企业欠薪联合惩戒机制', 'Lasting measures against unpaid wages, and joint sanctions on companies in arrears'),
      say('今年以来我县仍有多起在建项目拖欠农民工工资的投诉，有的工程款已拨付但未发放到位，有的包工头失联。请问：工资专户监管为何流于形式？联合惩戒名单为何迟迟没有公布？对已核实的欠薪，承诺在什么时间以前全部清欠到位，由谁负责？',
        'This year again many building sites in our county owed wages: in some the money had been paid out and never reached the workers, in others the foreman could not be found. Why is the supervision of wage accounts a formality? Why has the joint list of sanctions not been published? By what day, and by whom, will every verified arrear be paid?')),
  ];
}

export const rule_text = (say: Say): string =>
  say('满意达到全体参评人员的1/2（含），为“满意”；满意＋基本满意超过全体参评人员的1/2，为“基本满意”；未达到以上条件，为“不满意”。百分比以有效票数为基数。法定人数：签到人数超过应到的1/2。',
    'Satisfied at least 1/2 of all entitled: “Satisfied”; satisfied and basically satisfied more than 1/2 of all entitled: “Basically satisfied”; otherwise “Dissatisfied”. Percentages are of valid votes. Quorum: more than 1/2 of the entitled checked in.');

export function ballot(say: Say, of: ScaleView, more: Partial<BallotView> = {}): BallotView {
  return {
    id: 'b1', title: say('对小区物业管理答复的满意度测评', 'Satisfaction with the answer on estate management'), item: 'i1', round: 1, state: 'draft',
    opens_at: null, closes_at: null, duration_ms: 60_000, electorate: 'deputies', secrecy: 'named', press: 'last', display: 'delayed',
    scrutineers: 0, confirmations: 0, show_not_voted: false, rule: rule_text(say), scale: of, ...more,
  };
}

export function inquiry(say: Say, more: Partial<InquiryView> = {}): InquiryView {
  return {
    id: 'pictures', title: say('优化营商环境专题问政', 'Inquiry into the business environment'), language: say('zh-CN', 'en'), state: 'running',
    item: 'i1', present: 148, entitled: 152, items: items(say), ballots: [], timer: null, commitments: [], rehearsal: false, speaker: null,
    ...more,
  };
}
