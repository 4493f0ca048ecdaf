// A real server in its own process, on its own data directory.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until, within } from './deadline';
import { expectNoReport } from './sanitizer';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const binary = process.env.WENZHENG_BIN
  ? resolve(process.env.WENZHENG_BIN)
  : join(root, 'build/release/wenzheng');
export const adminPassword = 'a password for tests only';

// For tests that send more than people do.
export const withoutRates = 'message_rate = "off"\n';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Run {
  exit: Exit;
  stdout: string;
  stderr: string;
}

export interface ServerOptions {
  dataDir?: string;
  args?: string[];
  // Without a password of ours the server makes one.
  password?: string | null;
  listen?: string | null;
  env?: Record<string, string>;
  // Lines of TOML.
  settings?: string;
  // How many descriptors it may have, where that is less than usual.
  descriptors?: number;
  // What it is put behind to run elsewhere: another network.
  inside?: string[];
}

function environment(password: string | null): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env.WENZHENG_ADMIN_PASSWORD;
  if (password !== null) env.WENZHENG_ADMIN_PASSWORD = password;
  return env;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody has waited for yet is no longer alive; one may end between two looks.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wenzheng-'));
}

// Runs the program to its end.
export async function run(args: string[], deadline = 20_000, env: Record<string, string> = {}): Promise<Run> {
  const child = spawn(binary, args, { env: { ...environment(null), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  const exit = new Promise<Exit>((done) => child.on('close', (code, signal) => done({ code, signal })));
  let ended: Exit;
  try {
    ended = await within(exit, `${args.join(' ')} ends`, deadline);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  expectNoReport(args.join(' '), out.stderr, ended);
  return { exit: ended, ...out };
}

function settingsFile(folder: string, { settings }: ServerOptions): string[] {
  if (settings === undefined) return [];
  const file = join(folder, 'settings.toml');
  writeFileSync(file, settings);
  return ['--config', file];
}

export class Server {
  readonly dataDir: string;
  readonly exit: Promise<Exit>;
  url = '';
  private outText = '';
  private logText = '';
  private readonly child: ChildProcess;
  private ownsFolder: boolean;

  private constructor(options: ServerOptions) {
    this.ownsFolder = options.dataDir === undefined;
    this.dataDir = options.dataDir ?? temporaryFolder();
    const listen = options.listen === null ? [] : ['--listen', options.listen ?? '127.0.0.1:0'];
    const args = ['serve', ...listen, '--data-dir', this.dataDir, ...settingsFile(this.dataDir, options), ...(options.args ?? [])];
    const password = options.password === undefined ? adminPassword : options.password;
    const limited = options.descriptors === undefined ? [] : ['bash', '-c', `ulimit -n ${options.descriptors}; exec "$0" "$@"`];
    const [program, ...before] = [...(options.inside ?? []), ...limited, binary];
    this.child = spawn(program!, [...before, ...args], { env: { ...environment(password), ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exit = new Promise((done) => {
      this.child.on('error', () => done({ code: null, signal: null }));
      this.child.on('close', (code, signal) => done({ code, signal }));
    });
    this.child.stdout!.on('data', (chunk: Buffer) => (this.outText += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.logText += chunk.toString()));
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = new Server(options);
    let ended = false;
    void server.exit.then(() => (ended = true));
    const listening = async () => {
      const found = /^listening (https?:\/\/\S+)$/m.exec(server.outText)?.[1];
      if (found === undefined && ended) {
        await server.hasNothingReported();
        throw new Error(`the server ended: ${server.logText.slice(-2000)}`);
      }
      return found;
    };
    server.url = await until(listening, 'the line "listening"', 30_000);
    return server;
  }

  get pid(): number {
    return this.child.pid!;
  }
  get stdout(): string {
    return this.outText;
  }
  get stderr(): string {
    return this.logText;
  }
  get websocketUrl(): string {
    return this.url.replace(/^http/, 'ws');
  }

  redisPid(): number {
    return Number(readFileSync(join(this.dataDir, 'redis.pid'), 'utf8').trim());
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  // Dies like in a power cut; the private Redis may live on as an orphan.
  async crash(): Promise<void> {
    await this.end('SIGKILL');
    await this.hasNothingReported();
  }

  async stop(): Promise<Exit> {
    await this.end('SIGTERM');
    await this.hasNothingReported();
    return this.exit;
  }

  private end(by: NodeJS.Signals): Promise<Exit> {
    this.signal(by);
    return within(this.exit, `the server ends after ${by}`, 15_000);
  }

  // When it has ended. What a sanitizer found fails the test, whatever that was about.
  private async hasNothingReported(): Promise<void> {
    const ended = await within(this.exit, 'the server is gone');
    expectNoReport('the server', this.logText, ended);
  }

  // The next server on the same data.
  async restart(options: ServerOptions = {}): Promise<Server> {
    if (!isAlive(this.pid)) await this.hasNothingReported();
    const next = await Server.start({ ...options, dataDir: this.dataDir });
    next.ownsFolder = this.ownsFolder;
    this.ownsFolder = false;
    return next;
  }

  // Whatever state it is in: ends it, its Redis, and its folder.
  async destroy(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await this.end('SIGTERM').catch(() => this.end('SIGKILL'));
    }
    this.removeFolder();
    await this.hasNothingReported();
  }

  private removeFolder(): void {
    if (!this.ownsFolder) return;
    if (existsSync(join(this.dataDir, 'redis.pid'))) {
      const pid = this.redisPid();
      const isRedis = existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('redis');
      if (pid > 0 && isRedis && isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
