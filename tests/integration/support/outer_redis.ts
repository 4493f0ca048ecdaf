// A Redis of the test's own, for several nodes on one store and for a store that goes away.
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until, within } from './deadline';
import { temporaryFolder } from './server';

export class OuterRedis {
  private readonly gone: Promise<unknown>;

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    this.gone = new Promise((resolve) => child.on('close', resolve));
  }

  static async start({ durable = true } = {}): Promise<OuterRedis> {
    const folder = temporaryFolder();
    const socket = join(folder, 'redis.sock');
    const flags = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', ''];
    const lasting = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'];
    const kept = durable ? lasting : ['--appendonly', 'no'];
    const redis = new OuterRedis(folder, spawn('redis-server', [...flags, ...kept], { stdio: 'ignore' }));
    const answers = () =>
      new Promise<true | undefined>((resolve) => {
        const probe = connect(socket, () => {
          probe.end();
          resolve(true);
        });
        probe.on('error', () => resolve(undefined));
      });
    await until(answers, 'redis');
    return redis;
  }

  // What a node of this store is started with.
  get args(): string[] {
    return ['--redis', `unix://${join(this.folder, 'redis.sock')}`];
  }

  get socket(): string {
    return join(this.folder, 'redis.sock');
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async destroy(): Promise<void> {
    this.kill();
    await within(this.gone, 'redis is gone');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
