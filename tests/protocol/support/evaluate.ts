// A second evaluation of the rules, written from RULES.md alone and with whole numbers only.
import type { Counts, Denominator, Fraction, OwnScale, QuestionDefinition, Rule, ScaleId, VerdictRule } from '../../../web/src/shared/messages.generated';

export interface Box {
  counts: Counts;
  entitled: number;
  present: number;
}

export interface VerdictExample extends Box {
  why: string;
  rule: Rule;
  scale: ScaleId | OwnScale;
  questions?: QuestionDefinition[];
  advisory?: Record<string, Box>;
  electorate?: string;
  result: Record<string, unknown> & { verdict: Given; questions?: { verdict: Given }[] };
}

interface Given {
  name: string | null;
  margin?: number;
  margin_unit?: string;
}

// part / whole; whole above 0.
type Ratio = { part: bigint; whole: bigint };

const presets: Record<ScaleId, string[]> = {
  satisfaction3: ['satisfied', 'basically_satisfied', 'dissatisfied'],
  satisfaction4_abstain: ['satisfied', 'basically_satisfied', 'dissatisfied', 'abstain'],
  satisfaction4_unknown: ['satisfied', 'basically_satisfied', 'dissatisfied', 'unknown'],
  satisfaction4_very: ['very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied'],
  approval3: ['for', 'against', 'abstain'],
  appraisal4: ['excellent', 'competent', 'basically_competent', 'incompetent'],
  score100: [],
};

function choicesOf(scale: ScaleId | OwnScale): { id: string; valid: boolean }[] {
  if (typeof scale !== 'string') return scale.choices.map(({ id, valid }) => ({ id, valid: valid ?? true }));
  return presets[scale].map((id) => ({ id, valid: id !== 'abstain' && id !== 'unknown' }));
}

// Half up.
function twoDecimals({ part, whole }: Ratio): string {
  const hundredths = (part * 200n + whole) / (whole * 2n);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0.00' : twoDecimals({ part: BigInt(part) * 100n, whole: BigInt(whole) });
}

interface Counted {
  counts: Counts;
  cast: number;
  valid: number;
  entitled: number;
  present: number;
  not_voted: number;
  percent: Record<string, string>;
  score?: string;
  dropped?: number;
}

function bandOf(rule: Rule, score: number): string | undefined {
  const index = (rule.verdicts ?? []).findIndex((v) => v.score_at_least === undefined || score >= v.score_at_least);
  return index < 0 ? undefined : `band${index + 1}`;
}

function countBox(example: VerdictExample, box: Box): { figures: Counted; score: Ratio | null } {
  const { rule, scale } = example;
  const isScore = scale === 'score100';
  const choices = isScore ? (rule.verdicts ?? []).map((_, i) => ({ id: `band${i + 1}`, valid: true })) : choicesOf(scale);
  const counts: Counts = Object.fromEntries(choices.map(({ id }) => [id, 0]));
  let score: Ratio | null = null;
  let cast = 0;
  let valid = 0;
  let dropped = 0;
  if (isScore) {
    const all = Object.entries(box.counts).flatMap(([text, n]) => Array<number>(n).fill(Number(text))).sort((a, b) => a - b);
    cast = valid = all.length;
    for (const one of all) {
      const band = bandOf(rule, one);
      if (band) counts[band] = counts[band]! + 1;
    }
    const drop = rule.drop && all.length > rule.drop.raters_above ? rule.drop : { lowest: 0, highest: 0 };
    const kept = all.slice(drop.lowest, all.length - drop.highest);
    dropped = all.length - kept.length;
    if (kept.length > 0) score = { part: BigInt(kept.reduce((a, b) => a + b, 0)), whole: BigInt(kept.length) };
  } else {
    let weighted = 0;
    for (const { id, valid: counted } of choices) {
      const n = box.counts[id] ?? 0;
      counts[id] = n;
      cast += n;
      if (!counted) continue;
      valid += n;
      weighted += (rule.weights?.[id] ?? 0) * n;
    }
    if (rule.weights && valid > 0) score = { part: BigInt(weighted), whole: BigInt(valid) };
  }
  const of: Record<Denominator, number> = { entitled: box.entitled, present: box.present, cast, valid };
  const own = rule.denominator ?? 'valid';
  const shares = choices.filter((c) => c.valid || own !== 'valid').map(({ id }) => [id, percent(counts[id]!, of[own])]);
  const figures: Counted = { counts, cast, valid, entitled: box.entitled, present: box.present, not_voted: box.present - cast, percent: Object.fromEntries(shares) };
  if (isScore || rule.weights) figures.score = score ? twoDecimals(score) : '0.00';
  if (dropped > 0) figures.dropped = dropped;
  return { figures, score };
}

interface Standing {
  holds: boolean;
  tied: boolean;
  margin: number;
  unit: 'votes' | 'hundredths';
}

const bounds = ['at_least', 'more_than', 'at_most', 'less_than'] as const;

function byShare(how: (typeof bounds)[number], [n, d]: Fraction, sum: number, whole: number): number {
  if (how === 'at_least' || how === 'more_than') {
    if (whole === 0) return sum - 1;
    let least = 0;
    while (how === 'at_least' ? least * d < n * whole : least * d <= n * whole) least += 1;
    return sum - least;
  }
  if (whole === 0) return -1;
  let most = -1;
  while (how === 'at_most' ? (most + 1) * d <= n * whole : (most + 1) * d < n * whole) most += 1;
  return most - sum;
}

function stand(candidate: VerdictRule, rule: Rule, f: Counted, score: Ratio | null): Standing | undefined {
  const sum = (candidate.choices ?? []).reduce((total, id) => total + (f.counts[id] ?? 0), 0);
  if (candidate.score_at_least !== undefined) {
    const needed = BigInt(candidate.score_at_least);
    if (!score) return { holds: false, tied: false, margin: -100 * candidate.score_at_least, unit: 'hundredths' };
    const above = (score.part - needed * score.whole) * 100n;
    const down = above >= 0n ? above / score.whole : -((-above + score.whole - 1n) / score.whole);
    return { holds: above >= 0n, tied: false, margin: Number(down), unit: 'hundredths' };
  }
  if (candidate.beats) {
    const most = Math.max(...candidate.beats.map((id) => f.counts[id] ?? 0));
    const equal = sum === most && sum > 0;
    if (equal && rule.tie === 'holds') return { holds: true, tied: false, margin: 0, unit: 'votes' };
    return { holds: sum > most, tied: equal && rule.tie === 'named', margin: sum - most - 1, unit: 'votes' };
  }
  const how = bounds.find((name) => candidate[name] !== undefined);
  if (!how) return undefined;
  const of: Record<Denominator, number> = { entitled: f.entitled, present: f.present, cast: f.cast, valid: f.valid };
  const margin = byShare(how, candidate[how]!, sum, of[candidate.of ?? rule.denominator ?? 'valid']);
  return { holds: margin >= 0, tied: false, margin, unit: 'votes' };
}

function decide(rule: Rule, f: Counted, score: Ratio | null): Given {
  const missed: Standing[] = [];
  const given = (name: string | null, how: Standing | undefined): Given => ({ name, ...(how && { margin: how.margin, margin_unit: how.unit }) });
  for (const candidate of rule.verdicts ?? []) {
    const how = stand(candidate, rule, f, score);
    if (!how) return given(candidate.name, missed.at(-1));
    if (how.holds) return given(candidate.name, how);
    if (how.tied) return given(rule.tie_name!, how);
    missed.push(how);
  }
  return given(null, missed[0]);
}

// The press of a questionnaire, "q1=a&q2=b", as the counts of one question.
function countsOf(box: Box, question: string): Counts {
  const counts: Counts = {};
  for (const [press, n] of Object.entries(box.counts)) {
    const choice = new URLSearchParams(press).get(question)!;
    counts[choice] = (counts[choice] ?? 0) + n;
  }
  return counts;
}

export function evaluate(example: VerdictExample): Record<string, unknown> {
  const { rule } = example;
  if (example.questions) {
    const cast = Object.values(example.counts).reduce((a, b) => a + b, 0);
    const questions = example.questions.map(({ id, title }) => {
      const { figures, score } = countBox(example, { ...example, counts: countsOf(example, id) });
      const { counts, cast: n, valid, percent: shares, score: text } = figures;
      return { id, title, counts, cast: n, valid, percent: shares, ...(text && { score: text }), verdict: decide(rule, figures, score) };
    });
    const { entitled, present } = example;
    return { counts: {}, cast, valid: cast, entitled, present, not_voted: present - cast, percent: {}, questions, verdict: { name: null } };
  }
  const own = countBox(example, example);
  const others = Object.entries(example.advisory ?? {}).map(([electorate, box]) => ({ electorate, ...countBox(example, box) }));
  const out: Record<string, unknown> = { ...own.figures };
  if (others.length > 0) out.advisory = others.map(({ electorate, figures }) => ({ electorate, ...figures }));
  let score = own.score;
  if (rule.group_weights) {
    const parts = [{ electorate: example.electorate ?? 'deputies', score: own.score }, ...others]
      .map((part) => ({ weight: BigInt(rule.group_weights![part.electorate] ?? 0), score: part.score }))
      .filter((part) => part.score !== null && part.weight > 0n);
    const whole = parts.reduce((product, part) => product * part.score!.whole, 1n);
    const sum = parts.reduce((total, part) => total + (part.weight * part.score!.part * whole) / part.score!.whole, 0n);
    const weights = parts.reduce((total, part) => total + part.weight, 0n);
    score = weights > 0n ? { part: sum, whole: whole * weights } : null;
    out.combined = { score: score ? twoDecimals(score) : '0.00', weights: rule.group_weights };
  }
  out.verdict = decide(rule, own.figures, score);
  return out;
}
