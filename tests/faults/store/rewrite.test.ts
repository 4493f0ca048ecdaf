// The private Redis' log is written anew between inquiries, and never while one is running.
import { afterEach, expect, it } from 'vitest';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../integration/support/deadline';
import { failOnViolations } from '../../integration/support/recorder';
import { Server, temporaryFolder } from '../../integration/support/server';
import { Evening, ready } from './support/evening';

failOnViolations();

const folder = temporaryFolder();
let server: Server | undefined;
let evening: Evening | undefined;
afterEach(async () => {
  await evening?.hall.leave();
  await server?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

it('is done by the server itself once the evening is over, and loses nothing', async () => {
  const settings = join(folder, 'wenzheng.toml');
  writeFileSync(settings, 'log_rewrite_bytes = 1000\n');
  server = await Server.start({ args: ['--config', settings] });
  const { dataDir } = server;
  const log = () => readFileSync(join(dataDir, 'appendonlydir', 'appendonly.aof.manifest'), 'utf8');
  evening = await Evening.begin(server, 4);
  // One that was begun before the evening may still be running.
  await ready(server);
  await evening.give('open_ballot', 'b1');
  const during = log();
  await Promise.all(evening.everybody.map((id) => evening!.press(id, 'b1')));
  expect(log()).toBe(during);
  expect(await evening.count('b1')).toBe(4);
  expect(log()).toBe(during);
  // A console of now: one that was open before may not have been told of the announcement yet.
  await (await evening.desk()).do('finish', {});
  await until(async () => (log() === during ? undefined : true), 'another log', 30_000);
  await ready(server);
  expect(readdirSync(join(dataDir, 'appendonlydir')).some((name) => name.endsWith('.base.rdb'))).toBe(true);
  await evening.hall.leave();
  process.kill(server.redisPid(), 'SIGKILL');
  await until(async () => evening!.hall.detail().then((detail) => (detail.state.ballots[0]!.result?.cast === 4 ? true : undefined), () => undefined), 'the result');
  await evening.judged('the log is rewritten once the evening is over, then kill -9 of Redis', 1);
}, 60_000);
