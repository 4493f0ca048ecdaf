// Limits of a definition that are too long for an example file.
import { describe, expect, it } from 'vitest';
import type { Definition } from '../../web/src/shared/messages.generated';
import { readJson, whyInvalid } from './support/schemas';

const least = readJson('examples/definition/valid/least.json') as Definition;
const some = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i + 1));

function roll(n: number): Definition {
  return { ...least, deputies: some(n, (i) => ({ id: `d${i}`, name: `代表${i}`, electorates: ['deputies'] })) };
}

function ballots(n: number): Definition {
  return { ...least, ballots: some(n, (i) => ({ ...least.ballots![0]!, id: `b${i}` })) };
}

describe('a definition', () => {
  it('holds 5000 deputies and not one more', () => {
    expect(whyInvalid('http', 'definition', roll(5000))).toBeUndefined();
    expect(whyInvalid('http', 'definition', roll(5001))).toContain('deputies');
  });

  it('holds 200 ballots and not one more', () => {
    expect(whyInvalid('http', 'definition', ballots(200))).toBeUndefined();
    expect(whyInvalid('http', 'definition', ballots(201))).toContain('ballots');
  });
});
