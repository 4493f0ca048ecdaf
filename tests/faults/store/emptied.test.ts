// What a store's files may suffer: gone, cut at the end, damaged in the middle. Nothing is begun again by itself.
import { afterEach, describe, expect, it } from 'vitest';
import { closeSync, existsSync, ftruncateSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { until, within } from '../../integration/support/deadline';
import { OuterRedis } from '../../integration/support/outer_redis';
import { failOnViolations } from '../../integration/support/recorder';
import { isAlive, run, Server, temporaryFolder } from '../../integration/support/server';
import { report } from '../support/report';
import { Evening, ready, says } from './support/evening';

failOnViolations();

const folders: string[] = [];
const servers: Server[] = [];
let evening: Evening | undefined;
afterEach(async () => {
  await evening?.hall.leave();
  evening = undefined;
  for (const server of servers.splice(0)) await server.destroy();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  folders.push(temporaryFolder());
  return folders.at(-1)!;
}

async function start(dataDir: string, args: string[] = []): Promise<Server> {
  servers.push(await Server.start({ dataDir, args }));
  return servers.at(-1)!;
}

const logOf = (dataDir: string) => {
  const place = join(dataDir, 'appendonlydir');
  return join(place, readdirSync(place).find((name) => name.endsWith('.incr.aof'))!);
};
const serve = (dataDir: string) => run(['serve', '--listen', '127.0.0.1:0', '--data-dir', dataDir]);

describe('a private store', () => {
  it('that is empty where a record was begun is refused at the start, with the way out', async () => {
    const dataDir = folder();
    await (await start(dataDir)).stop();
    rmSync(join(dataDir, 'appendonlydir'), { recursive: true });
    const { exit, stderr } = await serve(dataDir);
    expect(exit.code).toBe(1);
    expect(stderr).toContain('restore a backup');
    expect(stderr).toContain(join(dataDir, 'wenzheng.store'));
    expect(existsSync(join(dataDir, 'appendonlydir'))).toBe(false);
    rmSync(join(dataDir, 'wenzheng.store'));
    await ready(await start(dataDir));
    report('a store is empty where a record was begun', 1);
  });

  it('whose files are taken away under it confirms nothing more, and is not begun again', async () => {
    const dataDir = folder();
    const server = await start(dataDir);
    evening = await Evening.begin(server, 3);
    await evening.give('open_ballot', 'b1');
    expect(await evening.tryOnce('d001', 'b1', 5_000)).toMatchObject({ type: 'receipt' });
    const desk = await evening.desk();
    const redis = server.redisPid();
    rmSync(join(dataDir, 'appendonlydir'), { recursive: true });
    await says(server, 'store_emptied');
    await desk.nextOf('presence', (p) => p.store === 'away' && (p.reasons ?? []).includes('store_emptied'));
    expect(['silence', 'unavailable']).toContain(await evening.tryOnce('d002', 'b1', 10_000));
    process.kill(redis, 'SIGKILL');
    await until(async () => (isAlive(redis) ? undefined : true), 'redis is gone');
    await says(server, 'store_emptied');
    await server.stop();
    expect(existsSync(join(dataDir, 'appendonlydir'))).toBe(false);
    report('the store’s files are taken away in a ballot', 1);
  });

  it('whose log was cut at its end goes on with what is there, in another epoch', async () => {
    const dataDir = folder();
    const server = await start(dataDir);
    evening = await Evening.begin(server, 6);
    await evening.give('open_ballot', 'b1');
    const { epoch } = (await evening.desk()).all('welcome')[0]!;
    const before = statSync(logOf(dataDir)).size;
    for (const id of evening.everybody) expect(await evening.tryOnce(id, 'b1', 5_000)).toMatchObject({ type: 'receipt' });
    const redis = server.redisPid();
    // Stopped first, so that nobody starts it before the cut.
    server.signal('SIGSTOP');
    process.kill(redis, 'SIGKILL');
    await until(async () => (isAlive(redis) ? undefined : true), 'redis is gone');
    const log = openSync(logOf(dataDir), 'r+');
    ftruncateSync(log, before + 5);
    closeSync(log);
    server.signal('SIGCONT');
    const phone = await until(async () => {
      const one = await evening!.hall.deputy('d001').catch(() => undefined);
      return one?.all('welcome')[0]?.epoch !== epoch ? one : undefined;
    }, 'another epoch', 30_000);
    expect(phone.isOpen).toBe(true);
    // What was lost is what the phones have: the same bytes again, and all is counted.
    await Promise.all(evening.everybody.map((id) => evening!.press(id, 'b1')));
    expect(await evening.count('b1')).toBe(6);
    await evening.judged("the log's end is cut off, answered votes and all", 1);
  }, 60_000);

  it('whose log is damaged before its end is not started, and left as it is', async () => {
    const dataDir = folder();
    const server = await start(dataDir);
    evening = await Evening.begin(server, 3);
    await evening.hall.leave();
    evening = undefined;
    await server.stop();
    const log = openSync(logOf(dataDir), 'r+');
    const middle = Math.floor(statSync(logOf(dataDir)).size / 2);
    writeSync(log, 'xxx', readFileSync(logOf(dataDir)).indexOf('\r\n*', middle) + 2);
    closeSync(log);
    const bytes = readFileSync(logOf(dataDir));
    const { exit, stderr } = await serve(dataDir);
    expect(exit.code).toBe(1);
    expect(stderr).toContain('is damaged');
    expect(readFileSync(logOf(dataDir)).equals(bytes)).toBe(true);
    report('the log is damaged before its end', 1);
  });
});

describe('an outer store', () => {
  it('that comes up empty is waited for by a node that knew it, and refused by one that starts', async () => {
    const redis = await OuterRedis.start();
    const dataDir = folder();
    const server = await start(dataDir, redis.args);
    await ready(server);
    const socket = redis.args[1]!.replace('unix://', '');
    const { execFileSync } = await import('node:child_process');
    execFileSync('redis-cli', ['-s', socket, 'FLUSHALL']);
    await says(server, 'store_emptied');
    await server.stop();
    const { exit, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data-dir', dataDir, ...redis.args]);
    expect(exit.code).toBe(1);
    expect(stderr).toContain('the store is empty');
    expect(execFileSync('redis-cli', ['-s', socket, 'EXISTS', 'wz:epoch'], { encoding: 'utf8' }).trim()).toBe('0');
    await within(redis.destroy(), 'redis ends');
    report('an outer store is emptied while it runs', 1);
  });
});

