// What the kernel says: which core a process may use, what it has used, what it holds.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';

export const server_core = 0;
export const client_core = 1;
export const both_cores = `${server_core},${client_core}`;

export const now_ns = () => Number(process.hrtime.bigint());

// The command line that runs a program on one core alone.
export const on_core = (core, command, args) => ['taskset', ['-c', String(core), command, ...args]];

export function why_unfit() {
  if (cpus().length < 2) return 'two cores are needed: one for the server, one for the client';
  try {
    execFileSync('taskset', ['-c', String(server_core), 'true']);
  } catch {
    return 'taskset is needed (package util-linux), and leave to use core 0';
  }
  return undefined;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const tasks_of = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

// The process and all below it.
export function family(pid) {
  const children = tasks_of(pid).flatMap((task) => read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean));
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

// Time on a core, user and system, of all threads that live.
export function cpu_ns(pids) {
  let sum = 0;
  for (const pid of pids) {
    for (const task of tasks_of(pid)) sum += Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0] || 0);
  }
  return sum;
}

export function rss_bytes(pid) {
  return Number(/^Rss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

// Of one core, in steps of 10 ms. What a process sends is received in softirq on its own core, and is part of its time too.
export function softirq_ms(core = server_core) {
  const words = new RegExp(`^cpu${core} (.*)$`, 'm').exec(read('/proc/stat'))?.[1].split(' ') ?? [];
  return Number(words[6] ?? 0) * 10;
}

export function describe() {
  const memory = Math.round(totalmem() / 2 ** 30);
  const descriptors = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()) || Infinity;
  return {
    processor: cpus()[0].model.trim(), cores: availableParallelism(), all_cores: cpus().length, memory_gib: memory, kernel: release(),
    node: process.version, descriptors: Number.isFinite(descriptors) ? descriptors : null,
  };
}
