// Redis on several machines, as scripts/deploy sets it up: one master, replicas, sentinels, each a process of its own.
import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until, within } from '../../../integration/support/deadline';
import { temporaryFolder } from '../../../integration/support/server';

const deploy = fileURLToPath(new URL('../../../../scripts/deploy/', import.meta.url));
const run = promisify(execFile);

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// A machine: its address, and what a command is put behind to run there.
export interface Place {
  address: string;
  inside: string[];
}
const here: Place = { address: '127.0.0.1', inside: [] };

function start(place: Place, [program, ...words]: [string, ...string[]], options: SpawnOptions): ChildProcess {
  const [first, ...more] = [...place.inside, program];
  return spawn(first!, [...more, ...words], options);
}

export class RedisNode {
  private readonly settings: string;
  private child: ChildProcess | undefined;
  private gone: Promise<unknown> = Promise.resolve();

  constructor(
    readonly port: number,
    private readonly folder: string,
    readonly place: Place = here,
  ) {
    mkdirSync(folder, { recursive: true });
    // Redis writes into its settings after a failover: a copy for each machine, as one would deploy them.
    this.settings = `${folder}-settings`;
    cpSync(join(deploy, 'redis'), this.settings, { recursive: true });
  }

  // Runs with the settings as they are deployed; `extra` comes last on the command line.
  start(configuration: string, extra: string[] = []): void {
    const cwd = this.settings;
    const addresses = [...new Set([this.place.address, '127.0.0.1'])].join(' ');
    const place = ['--port', String(this.port), '--bind', addresses, '--dir', this.folder, '--logfile', join(this.folder, 'redis.log')];
    this.child = start(this.place, ['redis-server', configuration, ...place, ...extra], { cwd, stdio: 'ignore' });
    this.gone = new Promise((resolve) => this.child!.on('close', resolve));
  }

  // As the user `sentinel`, who may look and change roles; sentinels themselves ask for no login.
  async ask(words: string[], login = ['--user', 'sentinel', '--pass', 'change-me-sentinel', '--no-auth-warning']): Promise<string> {
    const [program, ...before] = [...this.place.inside, 'redis-cli'];
    const { stdout } = await run(program!, [...before, '-p', String(this.port), ...login, ...words], { timeout: 5_000 });
    return stdout;
  }

  async answers(words: string[], match: (text: string) => boolean, what: string, ms = 30_000, login?: string[]): Promise<string> {
    return until(async () => {
      const text = await this.ask(words, login).catch(() => '');
      return match(text) ? text : undefined;
    }, what, ms);
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGCONT');
    this.signal('SIGKILL');
    await within(this.gone, 'redis is gone');
  }

  empty(): void {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
  }
}

export interface GroupOptions {
  replicas?: number;
  sentinels?: number;
  extra?: string[];
  // Where each Redis and each sentinel runs; the first Redis is the master.
  places?: { redis: Place[]; sentinels: Place[] };
  // For the first one alone.
  first?: string[];
}

export class RedisGroup {
  readonly folder = temporaryFolder();
  readonly all: RedisNode[] = [];
  readonly sentinels: RedisNode[] = [];

  private constructor(private readonly options: GroupOptions) {}

  static async start(options: GroupOptions = {}): Promise<RedisGroup> {
    const { replicas = 2, sentinels = 3 } = options;
    const group = new RedisGroup(options);
    try {
      await group.begin(replicas, sentinels);
    } catch (error) {
      await group.destroy();
      throw error;
    }
    return group;
  }

  private async begin(replicas: number, sentinels: number): Promise<void> {
    for (let i = 0; i <= replicas; i += 1) this.all.push(new RedisNode(await freePort(), join(this.folder, `redis-${i}`), this.options.places?.redis[i]));
    this.startAs(this.all[0]!);
    await this.all[0]!.answers(['ROLE'], (text) => text.startsWith('master'), 'the master');
    for (const replica of this.all.slice(1)) this.startAs(replica, this.all[0]);
    await this.linked(this.all[0]!, replicas);
    for (let i = 0; i < sentinels; i += 1) await this.startSentinel(i);
    for (const sentinel of this.sentinels) {
      const knows = (text: string) =>
        new RegExp(`num-slaves\\n${replicas}\\n`).test(text) && new RegExp(`num-other-sentinels\\n${sentinels - 1}\\n`).test(text);
      await sentinel.answers(['SENTINEL', 'MASTER', 'wenzheng'], knows, 'a sentinel that knows all others', 30_000, []);
    }
  }

  startAs(node: RedisNode, of?: RedisNode, more: string[] = []): void {
    const own = [...(this.options.extra ?? []), ...(node === this.all[0] ? (this.options.first ?? []) : []), ...more];
    if (!of) node.start('master.conf', [...this.users, ...own]);
    else node.start('replica.conf', [...this.users, '--replicaof', `${of.place.address} ${of.port}`, ...own]);
  }

  private get users(): string[] {
    return ['--aclfile', join(deploy, 'redis', 'users.acl')];
  }

  private async startSentinel(n: number): Promise<void> {
    // Sentinel writes into its file, so it gets a copy; the address in it is an example.
    const own = join(this.folder, `sentinel-${n}.conf`);
    const text = readFileSync(join(deploy, 'sentinel', 'sentinel.conf'), 'utf8');
    writeFileSync(own, text.replace('10.0.0.1 6379', `${this.all[0]!.place.address} ${this.all[0]!.port}`));
    const sentinel = new RedisNode(await freePort(), join(this.folder, `sentinel-${n}`), this.options.places?.sentinels[n]);
    sentinel.start(own, ['--sentinel']);
    await sentinel.answers(['PING'], (text) => text.startsWith('PONG'), 'a sentinel', 10_000, []);
    this.sentinels.push(sentinel);
  }

  // Replicas that follow the master and have all of it.
  async linked(master: RedisNode, count: number): Promise<void> {
    const good = (text: string) => (text.match(/state=online/g) ?? []).length >= count;
    await master.answers(['INFO', 'replication'], good, `${count} replicas`, 60_000);
    // Its own log counts once it has been written anew behind what it was given.
    const whole = (text: string) => ['master_link_status:up', 'aof_enabled:1', 'aof_rewrite_in_progress:0', 'aof_rewrite_scheduled:0'].every((one) => text.includes(one));
    for (const one of this.all.filter((node) => node !== master)) await one.answers(['INFO'], whole, 'the log of a replica', 60_000);
  }

  // The one that says so itself and isn't `but`.
  async master(but?: RedisNode): Promise<RedisNode> {
    return until(async () => {
      for (const node of this.all.filter((one) => one !== but)) {
        const role = await node.ask(['ROLE']).catch(() => '');
        if (role.startsWith('master')) return node;
      }
      return undefined;
    }, 'a new master', 60_000);
  }

  url(user = 'wenzheng:change-me-wenzheng'): string {
    const at = ({ place, port }: RedisNode) => `${place.address}:${port}`;
    if (this.sentinels.length === 0) return `redis://${user}@${at(this.all[0]!)}`;
    return `redis-sentinel://${user}@${this.sentinels.map(at).join(',')}/wenzheng`;
  }

  async destroy(): Promise<void> {
    await Promise.all([...this.sentinels, ...this.all].map((node) => node.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
