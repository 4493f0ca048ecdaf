// The functions that count votes go missing, or belong to another version.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { OuterRedis } from '../../integration/support/outer_redis';
import { failOnViolations } from '../../integration/support/recorder';
import { Server } from '../../integration/support/server';
import { Evening, ready, says } from './support/evening';

failOnViolations();

let redis: OuterRedis;
let node: Server;
let evening: Evening;
beforeAll(async () => {
  redis = await OuterRedis.start();
  node = await Server.start({ args: redis.args });
  evening = await Evening.begin(node, 6, ['b1', 'b2']);
});
afterAll(async () => {
  await evening?.hall.leave();
  await node?.destroy();
  await redis?.destroy();
});

const cli = (...words: string[]) => execFileSync('redis-cli', ['-s', redis.args[1]!.replace('unix://', ''), ...words], { encoding: 'utf8' });

it('are loaded again when they are missing, and every vote counts once', async () => {
  await evening.give('open_ballot', 'b1');
  for (const id of evening.everybody) {
    cli('FUNCTION', 'FLUSH');
    expect(await evening.tryOnce(id, 'b1', 5_000)).toMatchObject({ type: 'receipt' });
  }
  cli('FUNCTION', 'FLUSH');
  expect(await evening.count('b1')).toBe(6);
});

it('of a newer version are left alone, and nothing is confirmed until they are gone', async () => {
  await evening.give('open_ballot', 'b2');
  const newer = "#!lua name=wenzheng\nredis.register_function{function_name='wz_version', callback=function() return 999 end, flags={'no-writes'}}";
  cli('FUNCTION', 'LOAD', 'REPLACE', newer);
  await says(node, 'library_newer');
  const late = await Server.start({ args: redis.args }).then((other) => other.destroy().then(() => 'started'), (error: Error) => error.message);
  expect(late).toContain('newer version');
  expect(cli('FCALL_RO', 'wz_version', '0').trim()).toBe('999');
  cli('FUNCTION', 'DELETE', 'wenzheng');
  await ready(node);
  await Promise.all(evening.everybody.map((id) => evening.press(id, 'b2')));
  expect(await evening.count('b2')).toBe(6);
  await evening.judged('the function library is missing, or of another version', evening.size + 2);
});
