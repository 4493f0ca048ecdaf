// Servers on clocks of their own, with libfaketime.
import { existsSync } from 'node:fs';

const library = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`).find((path) => existsSync(path));

export const clocksCanBeWrong = library !== undefined;

// The environment of a process, and of those that it starts, whose clock is so many hours ahead or, below zero, behind.
export function hoursAway(hours: number): Record<string, string> {
  // The address sanitizer's server refuses libraries that come before its own, unless it is told.
  const sanitizer = { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0` };
  return { ...sanitizer, LD_PRELOAD: library ?? '', FAKETIME: `${hours > 0 ? '+' : '-'}${Math.abs(hours) * 3600}`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
