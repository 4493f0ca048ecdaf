// Servers on clocks of their own, with libfaketime.
import { existsSync } from 'node:fs';

const library = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`).find((path) => existsSync(path));

export const clocksCanBeWrong = library !== undefined;

// The environment of a process, and of those that it starts, whose clock is so many hours ahead or, below zero, behind.
export function hoursAway(hours: number): Record<string, string> {
  return { LD_PRELOAD: library ?? '', FAKETIME: `${hours > 0 ? '+' : '-'}${Math.abs(hours) * 3600}`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
