// What the tests make of a server that a sanitizer has something to say of (presets asan-ubsan and tsan).
import { expect, it } from 'vitest';
import { expectNoReport, SanitizerReport } from './support/sanitizer';

const ordinary = '[2026-01-01 20:00:00.000] [wenzheng] [info] 2 workers, store /data\n[2026-01-01 20:00:01.000] [wenzheng] [warning] no web pages found\n';
const heads = [
  '==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000012 at pc 0x55 bp 0x7f sp 0x7f',
  '==12==ERROR: LeakSanitizer: detected memory leaks',
  'WARNING: ThreadSanitizer: data race (pid=12)',
  'FATAL: ThreadSanitizer: unexpected memory mapping 0x5d-0x5e',
  "server/live/room.cpp:12:7: runtime error: signed integer overflow: 2 + 2147483647 cannot be represented in type 'int'",
];

it('a report fails the test wherever it stands, and is shown', () => {
  const failures = heads.map((head) => {
    try {
      return expectNoReport('the server', `${ordinary}${head}\n    #0 0x55 in main\n${ordinary}`, { code: 0, signal: null });
    } catch (error) {
      expect(error).toBeInstanceOf(SanitizerReport);
      return (error as Error).message.split('\n')[1];
    }
  });
  expect(failures).toEqual(heads);
});

it('so does its exit alone; what a server says and ends with otherwise does not', () => {
  expect(() => expectNoReport('the server', ordinary, { code: 66, signal: null })).toThrow(SanitizerReport);
  for (const exit of [{ code: 0, signal: null }, { code: 1, signal: null }, { code: null, signal: 'SIGKILL' as const }]) expectNoReport('the server', ordinary, exit);
});
