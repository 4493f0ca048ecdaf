// The lines that scripts/faults makes its report of: one a scenario. Written only where it asks for them.
import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, it } from 'vitest';
import type { Findings } from './oracle';

export const long = process.env.WENZHENG_FAULTS === 'long';
export const seed = Number(process.env.WENZHENG_SEED ?? Date.now() % 1_000_000);

interface Line extends Findings {
  scenario: string;
  // How often it was done: deaths, bad lines, connections, forms of a request.
  faults: number;
  // One that has to lose votes.
  control: boolean;
  seed: number;
  seconds: number;
  // Why it was not played.
  skipped?: string;
}

// A line tells how long its test took.
let began = performance.now();
beforeEach(() => {
  began = performance.now();
});

export function report(scenario: string, faults: number, found: Partial<Line> = {}): void {
  const file = process.env.WENZHENG_FAULTS_REPORT;
  if (!file) return;
  const nothing = { cast: 0, confirmed: 0, refused: 0, unanswered: 0, lost: 0, double: 0, outside: 0, changed: 0, miscounted: 0, remarks: [] };
  const seconds = Math.round((performance.now() - began) / 1000);
  appendFileSync(file, `${JSON.stringify({ scenario, faults, control: false, seed, seconds, ...nothing, ...found })}\n`);
}

// Where the machine doesn't allow it the test is skipped, and the report says so.
export function itWhere(able: boolean, scenario: string, why: string): (name: string, test: () => Promise<void>, ms: number) => void {
  return (name, test, ms) =>
    it(
      name,
      async ({ skip }) => {
        if (able) return test();
        report(scenario, 0, { skipped: why });
        skip(why);
      },
      ms,
    );
}

// One line for all tests of a file, or of the `describe` that it is called in: each is a way that was tried.
export function reportsTests(scenario: string): void {
  let start = 0;
  let tried = 0;
  const failed: string[] = [];
  beforeAll(() => {
    start = performance.now();
  });
  afterEach(({ task }) => {
    tried += 1;
    if (task.result?.state === 'fail') failed.push(task.name);
  });
  afterAll(() => {
    if (tried > 0) report(scenario, tried, { remarks: failed, seconds: Math.round((performance.now() - start) / 1000) });
  });
}
