// The verdict examples agree with themselves: worked out here a second time.
import { describe, expect, it } from 'vitest';
import { evaluate, type VerdictExample } from './support/evaluate';
import { readExamples } from './support/examples';
import { readJson, whyInvalid } from './support/schemas';

const least = readJson('examples/definition/valid/least.json') as { ballots: object[] };

// A reading that the example leaves out is not asked for.
function trimmed(result: Record<string, unknown>, wanted: VerdictExample['result']): Record<string, unknown> {
  const trim = (verdict: Record<string, unknown>, asked: object) =>
    Object.fromEntries(Object.entries(verdict).filter(([field]) => field === 'name' || field in asked));
  const verdict = trim(result.verdict as Record<string, unknown>, wanted.verdict);
  const questions = (result.questions as { verdict: Record<string, unknown> }[] | undefined)?.map((one, i) => ({
    ...one,
    verdict: trim(one.verdict, wanted.questions![i]!.verdict),
  }));
  return { ...result, verdict, ...(questions && { questions }) };
}

describe.each(readExamples<VerdictExample>('verdicts'))('verdict $file', ({ value }) => {
  it('has a rule that a definition may have', () => {
    const { scale, rule, questions, advisory } = value;
    const ballot = { ...least.ballots[0], scale, rule, ...(questions && { questions }), ...(advisory && { advisory: Object.keys(advisory) }) };
    expect(whyInvalid('http', 'definition', { ...least, ballots: [ballot] })).toBeUndefined();
  });

  it('is what its rule gives', () => {
    expect(trimmed(evaluate(value), value.result)).toEqual(value.result);
  });
});
