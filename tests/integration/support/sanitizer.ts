// What a program says of itself that was built with a sanitizer (presets asan-ubsan and tsan).
import type { Exit } from './server';

// Where a report begins; those of the undefined-behaviour sanitizer have no name in front.
const head = /^.*(?:(?:ERROR|WARNING|FATAL): \w+Sanitizer|: runtime error: ).*/m;
// `exitcode` in the test presets' *SAN_OPTIONS; nothing of ours ends with it.
const reported = 66;

export class SanitizerReport extends Error {}

// Throws what was reported, by word or by the exit alone.
export function expectNoReport(who: string, stderr: string, exit?: Exit): void {
  const from = head.exec(stderr)?.index;
  if (from !== undefined) throw new SanitizerReport(`${who}:\n${stderr.slice(from, from + 12_000)}`);
  if (exit?.code === reported) throw new SanitizerReport(`${who} ended with ${reported}, a sanitizer's exit:\n${stderr.slice(-4_000)}`);
}
