// Programs that a run starts, and their end.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { on_core } from './machine.mjs';

const running = new Set();
const folders = new Set();
// As in the other tests: longer deadlines for servers under a sanitizer, and what such a one ends with that reported.
const patience = Number(process.env.WENZHENG_PATIENCE ?? 1);
const reported = 66;

export function within(promise, what, ms = 30_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms * patience} ms`)), ms * patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export const moment = (ms) => new Promise((done) => setTimeout(done, ms));

// Asks again until there is an answer.
export async function until(ask, what, ms = 30_000) {
  const deadline = performance.now() + ms * patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${ms * patience} ms`);
    await moment(5);
  }
}

// A program pinned to a core; `lines` gets what it prints.
export class Program {
  constructor(core, command, args, options = {}) {
    const [pin, pinned] = on_core(core, command, args);
    this.child = spawn(pin, pinned, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    this.errors = '';
    this.ended = new Promise((done) => {
      this.child.on('error', (error) => done(error.message));
      this.child.on('close', (code, signal) => done(signal ?? code));
    });
    running.add(this);
    void this.ended.then(() => running.delete(this));
    this.child.stdin.on('error', () => undefined);
    this.child.stderr.on('data', (chunk) => (this.errors = (this.errors + chunk).slice(-4000)));
    this.lines = createInterface({ input: this.child.stdout });
  }

  get pid() {
    return this.child.pid;
  }

  // The first line that `match` makes something of.
  first(match, what, ms) {
    const found = new Promise((done, failed) => {
      this.lines.on('line', (line) => {
        const answer = match(line);
        if (answer) done(answer);
      });
      void this.ended.then((how) => failed(new Error(`${what}: ended with ${how}: ${this.errors}`)));
    });
    return within(found, what, ms);
  }

  async stop() {
    this.child.kill('SIGTERM');
    try {
      await within(this.ended, 'the end of a program', 12_000);
    } catch {
      this.child.kill('SIGKILL');
      await this.ended;
    }
    if ((await this.ended) === reported) throw new Error(this.errors);
  }
}

export function temporary_folder() {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-bench-'));
  folders.add(folder);
  return folder;
}

export function remove_folder(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

export async function stop_all() {
  await Promise.all([...running].map((program) => program.stop()));
  for (const folder of [...folders]) remove_folder(folder);
}
