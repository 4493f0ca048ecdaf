// Disks that fail, stall and fill up under the private Redis.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until, within } from '../integration/support/deadline';
import { ask } from '../integration/support/http';
import { isAlive, Server, temporaryFolder } from '../integration/support/server';
import { Evening, expectClean, moment } from './support/evening';
import { itWhere, long } from './support/report';

let server: Server;
let evening: Evening;
let undo: (() => void)[] = [];
afterEach(async () => {
  await evening?.leave();
  await server?.destroy();
  for (const one of undo.reverse()) one();
  undo = [];
});

// These system calls of the process, and of its threads, do as told from now on.
async function inject(pid: number, what: string, calls = 'fdatasync'): Promise<ChildProcess> {
  const strace = spawn('strace', ['-f', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:${what}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  undo.push(() => strace.kill('SIGKILL'));
  let said = '';
  strace.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(async () => (/attached/.test(said) ? true : undefined), `strace attaches (${said})`);
  return strace;
}

const traceable = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;
const untraceable = 'processes may not be traced here';

function reasons(): Promise<string[]> {
  return ask(`${server.url}/readyz`).then(
    ({ status, text }) => (status === 200 ? [] : (JSON.parse(text) as { reasons: string[] }).reasons),
    () => [],
  );
}

// Nothing more is confirmed, Redis stays down, and the program says why, until somebody has seen to the disk.
async function expectRefusal(redis: number): Promise<void> {
  await until(async () => ((await reasons()).includes('disk_failed') ? true : undefined), 'readyz says disk_failed', 20_000);
  expect(isAlive(redis)).toBe(false);
  expect(server.redisPid()).toBe(redis);
  expect(evening.phones.some((phone) => phone.waiting > 0)).toBe(true);
}

async function goOnAfterRepair(): Promise<void> {
  const confirmed = evening.log.filter((vote) => vote.receipt !== undefined).length;
  await server.stop();
  expect(evening.log.filter((vote) => vote.receipt !== undefined)).toHaveLength(confirmed);
  server = await server.restart({ args: ['--workers', '2'] });
  evening.moveTo(server);
  await evening.settled();
  await evening.close();
  await evening.announce();
}

describe('the disk under the record', () => {
  itWhere(traceable, 'fsync fails', untraceable)('fails an fsync: nothing is confirmed any more until somebody has seen to it', async () => {
    server = await Server.start({ args: ['--workers', '2'] });
    evening = await Evening.begin(server, { deputies: 20 });
    const rounds = long ? 20 : 1;
    for (let n = 0; n < rounds; n += 1) {
      await evening.open();
      const redis = server.redisPid();
      const pressed = evening.press();
      await moment(evening.random() * 100);
      await inject(redis, 'error=EIO');
      await pressed;
      for (const phone of evening.phones) phone.press(evening.current, 'satisfied');
      await expectRefusal(redis);
      await goOnAfterRepair();
    }
    expectClean(await evening.end('fsync fails', rounds));
  }, 3_600_000);

  // Redis opens its own log for each line, and writes what it has to say there.
  const wordless = [
    ['an fsync fails, and no file can be opened', 'fdatasync,openat'],
    ['every write fails', 'write,fdatasync'],
  ] as const;
  for (const [how, calls] of wordless) {
    const scenario = `disk fails without a word: ${how}`;
    itWhere(traceable, scenario, untraceable)(`fails so that Redis can leave no word about it: ${how}`, async () => {
      server = await Server.start({ args: ['--workers', '2'] });
      evening = await Evening.begin(server, { deputies: 20 });
      const said = () => readFileSync(join(server.dataDir, 'redis.log'), 'utf8');
      const rounds = long ? 5 : 1;
      for (let n = 0; n < rounds; n += 1) {
        await evening.open();
        const redis = server.redisPid();
        const before = said();
        await inject(redis, 'error=EIO', calls);
        for (const phone of evening.phones) phone.press(evening.current, 'satisfied');
        await expectRefusal(redis);
        expect(said()).toBe(before);
        await goOnAfterRepair();
      }
      expectClean(await evening.end(scenario, rounds));
    }, 3_600_000);
  }

  itWhere(traceable, 'fsync takes 2 s', untraceable)('takes two seconds for an fsync: everybody waits, and nobody is told too early', async () => {
    server = await Server.start({ args: ['--workers', '2'] });
    evening = await Evening.begin(server, { deputies: 20 });
    const rounds = long ? 20 : 1;
    for (let n = 0; n < rounds; n += 1) {
      await evening.open();
      const strace = await inject(server.redisPid(), 'delay_enter=2000000:when=1');
      const waiting = evening.phones.map((phone) => phone.press(evening.current, 'satisfied'));
      await evening.settled();
      strace.kill('SIGINT');
      await within(once(strace, 'close'), 'strace lets go');
      expect(waiting.every((vote) => vote.receipt !== undefined)).toBe(true);
      await evening.close();
      await evening.announce();
    }
    expectClean(await evening.end('fsync takes 2 s', rounds));
  }, 3_600_000);

  const folder = temporaryFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]).status === 0;
  if (!mounted) rmSync(folder, { recursive: true });
  itWhere(mounted, 'disk full', 'tmpfs may not be mounted here')('is full: the same, and there is nothing missing once there is room', async () => {
    undo.push(() => void (spawnSync('umount', ['-l', folder]), rmSync(folder, { recursive: true, force: true })));
    server = await Server.start({ dataDir: folder, args: ['--workers', '2'], settings: 'message_rate = "off"' });
    evening = await Evening.begin(server, { deputies: 20 });
    const rounds = long ? 20 : 1;
    for (let n = 0; n < rounds; n += 1) {
      await evening.open();
      const redis = server.redisPid();
      const ballast = join(folder, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(65 * 1024 * 1024))).toThrow(/ENOSPC/);
      // Pages that are begun still have room for some.
      const pressing = until(async () => {
        if (!isAlive(redis)) return true;
        for (const phone of evening.phones) phone.press(evening.current, evening.random() > 0.5 ? 'satisfied' : 'dissatisfied');
        return undefined;
      }, 'Redis ends', 30_000);
      await pressing;
      await expectRefusal(redis);
      rmSync(ballast);
      await goOnAfterRepair();
    }
    expectClean(await evening.end('disk full', rounds));
  }, 3_600_000);

  it('is rewritten by Redis in the middle of a burst', async () => {
    server = await Server.start({ args: ['--workers', '2'] });
    evening = await Evening.begin(server, { deputies: 40 });
    const rounds = long ? 100 : 2;
    for (let n = 0; n < rounds; n += 1) {
      await evening.round(async () => {
        await moment(evening.random() * 60);
        const asked = spawnSync('redis-cli', ['-s', `/proc/self/cwd/redis.sock`, 'BGREWRITEAOF'], { cwd: server.dataDir });
        expect(asked.stdout.toString()).toMatch(/rewriting started|scheduled/);
      });
    }
    expectClean(await evening.end('AOF rewrite during a burst', rounds));
  }, 3_600_000);
});
