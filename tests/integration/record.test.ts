// The exported record: checked by the program itself, without server and store.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballot, definition } from './support/definitions';
import { Hall } from './support/hall';
import { errorOf } from './support/http';
import { failOnViolations } from './support/recorder';
import { run, Server, temporaryFolder } from './support/server';

failOnViolations();

const folder = temporaryFolder();
const file = join(folder, 'record.jsonl');
let server: Server;
let hall: Hall;

beforeAll(async () => {
  server = await Server.start();
  hall = await Hall.open(server, definition(3, [ballot('b1'), ballot('b2')]));
  const moderator = await hall.console();
  await moderator.do('start', {});
  const deputies = await hall.present(['d001', 'd002', 'd003']);
  await moderator.do('open_ballot', { ballot: 'b1' });
  for (const deputy of deputies) await deputy.press('b1', 'satisfied');
  await moderator.do('close_ballot', { ballot: 'b1' });
  await moderator.do('reveal_ballot', { ballot: 'b1' });
  await moderator.do('open_ballot', { ballot: 'b2' });
  await moderator.do('void_ballot', { ballot: 'b2', reason: '误操作' });
  await moderator.do('finish', {});
  const exported = await hall.admin.get(`${hall.path}/record`);
  expect(exported.status).toBe(200);
  writeFileSync(file, exported.text);
});
afterAll(async () => {
  await hall?.leave();
  await server?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

async function verify(text: string): Promise<number | null> {
  const changed = join(folder, 'changed.jsonl');
  writeFileSync(changed, text);
  return (await run(['verify', changed])).exit.code;
}

describe('the record', () => {
  it('is found good, with its results', async () => {
    const { exit, stdout } = await run(['verify', file]);
    expect(exit.code).toBe(0);
    expect(stdout).toContain('满意');
    expect(stdout).toContain(hall.id);
  });

  it('is found bad where one letter was changed, or a line is missing or stands elsewhere', async () => {
    const text = readFileSync(file, 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(await verify(text)).toBe(0);
    expect(await verify(text.replace('satisfied', 'dissatisfied'))).not.toBe(0);
    expect(await verify(text.replace('误操作', '误操做'))).not.toBe(0);
    for (const at of [1, 3, lines.length - 2]) {
      expect(await verify(lines.toSpliced(at, 1).join('\n')), `without line ${at}`).not.toBe(0);
      const swapped = lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!);
      expect(await verify(swapped.join('\n')), `lines ${at} and ${at + 1} swapped`).not.toBe(0);
    }
    expect(await verify(lines.toSpliced(4, 0, lines[4]!).join('\n'))).not.toBe(0);
  });

  it('is for the administrator', async () => {
    const moderator = await hall.account('moderator');
    expect(errorOf(await moderator.get(`${hall.path}/record`))).toBe('403 not_allowed');
    const deputy = await hall.join('d001');
    expect(errorOf(await deputy.get(`${hall.path}/record`))).toBe('401 not_signed_in');
  });
});
