// The verdict examples agree with themselves: worked out here a second time, with whole numbers only.
import { describe, expect, it } from 'vitest';
import type { Counts, Denominator, Fraction, Rule, ScaleId, VerdictRule } from '../../web/src/shared/messages.generated';
import { readExamples } from './support/examples';
import { readJson, whyInvalid } from './support/schemas';

interface VerdictExample {
  why: string;
  rule: Rule;
  scale: ScaleId;
  entitled: number;
  present: number;
  counts: Counts;
  result: {
    counts: Counts;
    cast: number;
    valid: number;
    entitled: number;
    present: number;
    not_voted: number;
    verdict: { name: string | null; margin?: number };
    percent: Record<string, string>;
    score?: string;
  };
}

const scales: Record<ScaleId, string[]> = {
  satisfaction3: ['satisfied', 'basically_satisfied', 'dissatisfied'],
  satisfaction4_abstain: ['satisfied', 'basically_satisfied', 'dissatisfied', 'abstain'],
};

// part ÷ whole with two decimals, half up.
function twoDecimals(part: bigint, whole: bigint): string {
  const hundredths = whole === 0n ? 0n : (part * 200n + whole) / (whole * 2n);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

function boundOf(verdict: VerdictRule): { share: Fraction; strict: boolean } | undefined {
  if (verdict.more_than) return { share: verdict.more_than, strict: true };
  return verdict.at_least && { share: verdict.at_least, strict: false };
}

function work(example: VerdictExample): VerdictExample['result'] {
  const { rule, entitled, present } = example;
  const counts = Object.fromEntries(scales[example.scale].map((choice) => [choice, example.counts[choice] ?? 0]));
  const cast = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const valid = cast - (counts.abstain ?? 0);
  const of: Record<Denominator, number> = { entitled, present, cast, valid };
  const own = rule.denominator ?? 'valid';

  const percent: Record<string, string> = {};
  for (const [choice, n] of Object.entries(counts)) {
    if (choice !== 'abstain' || own !== 'valid') percent[choice] = twoDecimals(BigInt(n) * 100n, BigInt(of[own]));
  }

  const missed: number[] = [];
  const verdict = ((): { name: string | null; margin?: number } => {
    for (const candidate of rule.verdicts ?? []) {
      const bound = boundOf(candidate);
      if (!bound) return { name: candidate.name, ...(missed.length > 0 && { margin: missed.at(-1)! }) };
      const whole = of[candidate.of ?? own];
      const [n, d] = bound.share;
      const votes = candidate.choices!.reduce((sum, choice) => sum + counts[choice]!, 0);
      const holds = bound.strict ? votes * d > n * whole : votes * d >= n * whole;
      const least = bound.strict ? Math.floor((n * whole) / d) + 1 : Math.ceil((n * whole) / d);
      expect(holds).toBe(votes >= least);
      if (holds) return { name: candidate.name, margin: votes - least };
      missed.push(votes - least);
    }
    return { name: null, ...(missed.length > 0 && { margin: missed[0]! }) };
  })();

  const weights = Object.entries(rule.weights ?? {});
  const weighted = weights.reduce((sum, [choice, weight]) => sum + weight * counts[choice]!, 0);
  const score = weights.length > 0 ? { score: twoDecimals(BigInt(weighted), BigInt(valid)) } : {};
  return { counts, cast, valid, entitled, present, not_voted: present - cast, verdict, percent, ...score };
}

const least = readJson('examples/definition/valid/least.json') as { ballots: object[] };

describe.each(readExamples<VerdictExample>('verdicts'))('verdict $file', ({ value }) => {
  it('has a rule that a definition may have', () => {
    const definition = { ...least, ballots: [{ ...least.ballots[0], scale: value.scale, rule: value.rule }] };
    expect(whyInvalid('http', 'definition', definition)).toBeUndefined();
  });

  it('is what its rule gives', () => {
    expect(work(value)).toEqual(value.result);
  });
});
