// Stands before a Redis and puts forward what it answers to TIME: libfaketime and Redis' allocator don't go together.
// What functions inside the store take for the time is as it was.
import { connect, createServer, type Server as Listener } from 'node:net';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import type { OuterRedis } from '../../integration/support/outer_redis';
import { temporaryFolder } from '../../integration/support/server';

// Seconds and microseconds, in an array of two. One that comes in two parts stays as it is; the next is asked for soon.
const time = /\*2\r\n\$10\r\n(\d{10})\r\n(?=\$[1-6]\r\n\d{1,6}\r\n)/g;

export class StoreClock {
  hours = 0;
  private readonly folder = temporaryFolder();
  private readonly listener: Listener;

  private constructor(redis: OuterRedis) {
    this.listener = createServer((node) => {
      const store = connect(redis.socket);
      node.pipe(store);
      store.on('data', (chunk) => {
        const later = (_: string, seconds: string) => `*2\r\n$10\r\n${Number(seconds) + this.hours * 3_600}\r\n`;
        node.write(this.hours === 0 ? chunk : Buffer.from(chunk.toString('latin1').replace(time, later), 'latin1'));
      });
      for (const [one, other] of [[node, store], [store, node]] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
  }

  static async before(redis: OuterRedis): Promise<StoreClock> {
    const clock = new StoreClock(redis);
    await new Promise<void>((done) => clock.listener.listen(clock.socket, done));
    return clock;
  }

  private get socket(): string {
    return join(this.folder, 'redis.sock');
  }

  // What a node of this store is started with.
  get args(): string[] {
    return ['--redis', `unix://${this.socket}`];
  }

  close(): void {
    this.listener.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
