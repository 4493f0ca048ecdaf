// One inquiry's whole record in a file, and back; and a Redis user with only what it needs.
import { afterEach, describe, expect, it } from 'vitest';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { good } from '../../integration/support/http';
import { Hall, signIn } from '../../integration/support/hall';
import type { Audit, InquiryDetail } from '../../../web/src/shared/messages.generated';
import { failOnViolations } from '../../integration/support/recorder';
import { run, Server, temporaryFolder } from '../../integration/support/server';
import { report } from '../support/report';
import { Evening, ready } from './support/evening';
import { RedisGroup } from './support/redis_group';

failOnViolations();

const folders: string[] = [];
const servers: Server[] = [];
const halls: Hall[] = [];
let group: RedisGroup | undefined;
afterEach(async () => {
  for (const hall of halls.splice(0)) await hall.leave();
  for (const server of servers.splice(0)) await server.destroy();
  await group?.destroy();
  group = undefined;
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

const backup = (dataDir: string, id: string, file: string, ...more: string[]) =>
  run(['backup', '--data-dir', dataDir, '--inquiry', id, file, ...more]);
const restore = (dataDir: string, file: string) => run(['restore', '--data-dir', dataDir, file]);

describe('a backup', () => {
  it('of a running evening comes back whole, elsewhere, and the ballot goes on', async () => {
    const dataDir = folder();
    const evening = await Evening.begin(await start(dataDir), 6, ['b1', 'b2']);
    halls.push(evening.hall);
    const { id } = evening.hall;
    await evening.give('open_ballot', 'b1');
    await Promise.all(evening.everybody.map((one) => evening.press(one, 'b1')));
    expect(await evening.count('b1')).toBe(6);
    await evening.give('open_ballot', 'b2');
    await evening.press('d001', 'b2');
    const file = join(folder(), 'evening.backup');
    const written = await backup(dataDir, id, file);
    expect(written.exit.code, written.stderr).toBe(0);
    expect(written.stderr).toContain('accounts');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = good<InquiryDetail>(await evening.hall.admin.get(`/api/v1/inquiries/${id}`), 200, 'inquiry_detail');

    const here = { account: '', address: hostname(), inquiry: id, result: 'done' };
    const acts = async (of: typeof evening.hall.admin) =>
      good<Audit>(await of.get('/api/v1/audit?limit=50'), 200, 'audit').entries.filter((one) => one.inquiry === id && one.account === '');

    // While the server runs the inquiry is there; a file is not overwritten.
    expect((await restore(dataDir, file)).stderr).toContain('already');
    expect((await backup(dataDir, id, file)).exit.code).toBe(1);
    expect((await backup(dataDir, id, file, '--replace')).exit.code).toBe(0);

    expect(await acts(evening.hall.admin)).toMatchObject([{ ...here, what: 'record_backed_up' }, { ...here, what: 'record_backed_up' }]);

    const other = folder();
    const brought = await restore(other, file);
    expect(brought.exit.code, brought.stderr).toBe(0);
    const server = await start(other);
    await ready(server);
    evening.hall.moveTo(server);
    await evening.hall.leave();
    const admin = await signIn(server);
    const after = good<InquiryDetail>(await admin.get(`/api/v1/inquiries/${id}`), 200, 'inquiry_detail');
    expect({ ...after, epoch: '', server_time: 0 }).toEqual({ ...before, epoch: '', server_time: 0 });
    expect(after.epoch).not.toBe(before.epoch);

    // Commands stand in the list of acts of the store that they were given for.
    expect(await acts(admin)).toMatchObject([{ ...here, what: 'record_restored' }]);

    // Accounts and cookies were not in the file: everybody signs in anew. Votes and receipts are the same.
    const hall = Hall.enter(server, evening.hall.definition, admin);
    halls.push(hall);
    const desk = await hall.console();
    const phone = await hall.deputy('d001');
    const you = await phone.nextOf('you', (message) => message.votes.b2 !== undefined);
    expect([...evening.receipts.values()].map((one) => one.receipt)).toEqual(expect.arrayContaining([you.votes.b1!.receipt, you.votes.b2!.receipt]));
    expect(desk.view!.inquiry.present).toBe(6);
    evening.hall = hall;
    expect(await evening.count('b2')).toBe(1);
    await evening.judged('a backup in a ballot, restored elsewhere', 1);
  }, 60_000);

  it('of a server that is stopped, into a directory whose store was emptied', async () => {
    const dataDir = folder();
    const server = await start(dataDir);
    const evening = await Evening.begin(server, 2);
    await evening.hall.leave();
    await server.stop();
    const file = join(folder(), 'evening.backup');
    expect((await backup(dataDir, evening.hall.id, file)).exit.code).toBe(0);
    rmSync(join(dataDir, 'appendonlydir'), { recursive: true });
    const brought = await restore(dataDir, file);
    expect(brought.exit.code, brought.stderr).toBe(0);
    await ready(await start(dataDir));
    report('a backup is restored into a store that was emptied', 1);
  }, 60_000);

  it('that was damaged, cut or is none is refused, and nothing is written', async () => {
    const dataDir = folder();
    const server = await start(dataDir);
    const evening = await Evening.begin(server, 2);
    await evening.hall.leave();
    await server.stop();
    const place = folder();
    const file = join(place, 'good');
    expect((await backup(dataDir, evening.hall.id, file)).exit.code).toBe(0);
    const text = readFileSync(file, 'utf8');
    const other = join(place, 'data');
    mkdirSync(other);
    const bad = join(place, 'bad');
    const ways = [text.replace('d001', 'd009'), text.slice(0, -20), text.slice(0, text.length / 2), '', 'no backup\n'];
    for (const damaged of ways) {
      writeFileSync(bad, damaged);
      expect((await restore(other, bad)).exit.code).toBe(1);
    }
    expect((await restore(other, join(place, 'nowhere'))).exit.code).toBe(2);
    expect(existsSync(join(other, 'appendonlydir'))).toBe(false);
    expect((await backup(dataDir, 'no-such-inquiry', join(place, 'none'))).stderr).toContain('no inquiry');
    expect((await backup(join(place, 'no-data'), 'any', join(place, 'none'))).exit.code).toBe(1);
    expect(existsSync(join(place, 'none'))).toBe(false);
    report('a backup that was damaged or cut', ways.length);
  }, 60_000);
});

describe('the Redis user of scripts/deploy', () => {
  it('may do what the sources ask of a store, word by word', () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const sources = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(cpp|lua)$/.test(name));
    const text = sources.map((name) => readFileSync(join(root, 'server', name), 'utf8')).join('\n');
    const asked = [
      ...[...text.matchAll(/redis\.call\('([A-Z]+)'/g)].map((found) => found[1]!),
      ...[...text.matchAll(/command_words\(\s*"(CONFIG|FUNCTION)", "([A-Z]+)"/g)].map((found) => `${found[1]}|${found[2]}`),
      ...[...text.matchAll(/command_words\(\s*"([A-Z_]+)"/g)].map((found) => found[1]!).filter((word) => !['CONFIG', 'FUNCTION'].includes(word)),
    ];
    // Asked of sentinels, and of a private Redis.
    const others = new Set(['SENTINEL', 'BGREWRITEAOF']);
    const user = readFileSync(join(root, 'scripts/deploy/redis/users.acl'), 'utf8').split('\n').find((line) => line.startsWith('user wenzheng '))!;
    const allowed = new Set(user.split(' '));
    expect(asked.length).toBeGreaterThan(30);
    for (const word of new Set(asked)) if (!others.has(word)) expect(allowed, word).toContain(`+${word.toLowerCase()}`);
  });

  it('is enough for a whole evening, a backup and a restore, and may do nothing else', async () => {
    group = await RedisGroup.start({ replicas: 1, sentinels: 0 });
    const server = await start(folder(), ['--redis', group.url(), '--replicas', '1']);
    await ready(server);
    const evening = await Evening.begin(server, 4);
    halls.push(evening.hall);
    await evening.give('open_ballot', 'b1');
    await Promise.all(evening.everybody.map((one) => evening.press(one, 'b1')));
    expect(await evening.count('b1')).toBe(4);
    await evening.hall.account('director');
    const { epoch } = await evening.hall.detail();
    const file = join(folder(), 'evening.backup');
    const written = await run(['backup', '--redis', group.url(), '--inquiry', evening.hall.id, file]);
    expect(written.exit.code, written.stderr).toBe(0);
    // What it wrote is read back from the log after a crash, by a Redis with the same users.
    const before = await group.all[0]!.ask(['INFO', 'keyspace']);
    await group.all[0]!.kill();
    group.startAs(group.all[0]!);
    await group.linked(group.all[0]!, 1);
    await ready(server);
    expect(await group.all[0]!.ask(['INFO', 'keyspace'])).toBe(before);
    const again = await evening.hall.detail();
    expect(again.state.ballots[0]).toMatchObject({ state: 'revealed', result: { cast: 4 } });
    expect(again.epoch).toBe(epoch);
    const own = ['--user', 'wenzheng', '--pass', 'change-me-wenzheng', '--no-auth-warning'];
    for (const words of [['EVAL', 'return 1', '0'], ['KEYS', '*'], ['FLUSHALL'], ['CONFIG', 'SET', 'appendfsync', 'no'], ['SHUTDOWN'], ['GET', 'other'], ['FUNCTION', 'FLUSH'], ['ACL', 'LIST']]) {
      expect(await group.all[0]!.ask(words, own), words.join(' ')).toContain('NOPERM');
    }
    await evening.judged('kill -9 of a master, as a user with only what it needs', 1);
  }, 60_000);
});
