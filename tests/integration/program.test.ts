// Flags, output lines, exit codes, start and stop.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ballot, definition } from './support/definitions';
import { Hall, signIn } from './support/hall';
import { ask, Browser } from './support/http';
import { failOnViolations } from './support/recorder';
import { adminPassword, isAlive, run, Server, temporaryFolder, type ServerOptions } from './support/server';

failOnViolations();

const started: Server[] = [];
const folders: string[] = [];
function folder(): string {
  folders.push(temporaryFolder());
  return folders.at(-1)!;
}
async function start(options: ServerOptions = {}): Promise<Server> {
  const server = await Server.start(options);
  started.push(server);
  return server;
}
afterEach(async () => {
  for (const server of started.splice(0).reverse()) await server.destroy();
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

describe('wenzheng', () => {
  it('prints its version', async () => {
    const { exit, stdout } = await run(['--version']);
    expect(exit.code).toBe(0);
    expect(stdout).toMatch(/\d+\.\d+/);
  });

  it('explains itself, and each of its commands', async () => {
    const { exit, stdout } = await run(['--help']);
    expect(exit.code).toBe(0);
    for (const command of ['serve', 'verify', 'rehearse']) expect(stdout).toContain(command);
    const serve = await run(['serve', '--help']);
    expect(serve.exit.code).toBe(0);
    for (const flag of ['--listen', '--data-dir', '--redis', '--workers', '--config', '--sample']) {
      expect(serve.stdout).toContain(flag);
    }
  });

  it('refuses flags and commands that it does not know', async () => {
    for (const args of [['--such'], ['serve', '--such'], ['perform'], ['serve', '--workers', 'many']]) {
      const { exit, stderr, stdout } = await run(args);
      expect(exit.code, args.join(' ')).not.toBe(0);
      expect(stderr + stdout).not.toBe('');
    }
  });

  it('does not verify what is no record', async () => {
    const file = join(folder(), 'record.json');
    expect((await run(['verify', file])).exit.code).not.toBe(0);
    writeFileSync(file, 'hello');
    expect((await run(['verify', file])).exit.code).not.toBe(0);
  });
});

describe('serve', () => {
  it('prints where it listens, and picks the port itself for 0', async () => {
    const server = await start();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(Number(new URL(server.url).port)).toBeGreaterThan(0);
    expect((await ask(`${server.url}/healthz`)).status).toBe(200);
    expect(server.stdout.match(/^listening /gm)).toHaveLength(1);
  });

  it('prints links to open with a fresh store, and only then', async () => {
    const first = await start({ args: ['--sample'] });
    for (const page of ['console', 'phone', 'screen', 'live']) {
      const link = new RegExp(`^${page} (http://\\S+)$`, 'm').exec(first.stdout)?.[1];
      expect(link, page).toBeDefined();
      expect(new URL(link!).pathname).toBe(`/${page}`);
    }
    await first.stop();
    const second = await first.restart();
    started.push(second);
    // Keys are kept as hashes only: there is nothing more to print that would open a phone or a screen.
    expect(second.stdout).not.toMatch(/^(phone|screen) /m);
  });

  it('loads the sample inquiry, whose links work', async () => {
    const server = await start({ args: ['--sample'] });
    const admin = await signIn(server);
    const list = JSON.parse((await admin.get('/api/v1/inquiries')).text) as { inquiries: { id: string }[] };
    expect(list.inquiries).toHaveLength(1);
    const live = await admin.get(`/api/v1/inquiries/${list.inquiries[0]!.id}/live`);
    expect(live.status).toBe(200);
  });

  it('makes a password where none is set, prints it once, and keeps it', async () => {
    const first = await start({ password: null });
    const words = `${first.stdout}\n${first.stderr}`.split(/[\s"'=:,]+/).filter((word) => word.length >= 10);
    const admin = new Browser(first.url);
    const found: string[] = [];
    for (const password of new Set(words)) {
      if ((await admin.post('/api/v1/login', { account: 'admin', password })).status === 200) found.push(password);
    }
    expect(found).toHaveLength(1);
    expect(`${first.stdout}${first.stderr}`.split(found[0]!)).toHaveLength(2);
    await first.stop();
    const second = await first.restart({ password: null });
    started.push(second);
    expect(second.stdout + second.stderr).not.toContain(found[0]);
    await signIn(second, 'admin', found[0]!);
  });

  it('does not print the password that was set', async () => {
    const server = await start();
    await signIn(server);
    expect(server.stdout + server.stderr).not.toContain(adminPassword);
  });

  it('reads a config file, and flags win over it', async () => {
    const file = join(folder(), 'wenzheng.toml');
    writeFileSync(file, 'listen = "127.0.0.1:1"\nworkers = 1\n');
    const server = await start({ args: ['--config', file] });
    expect((await ask(`${server.url}/healthz`)).status).toBe(200);
    writeFileSync(file, 'listen = "127.0.0.1:0"\n');
    const other = await start({ args: ['--config', file], listen: null });
    expect(new URL(other.url).port).not.toBe('8080');
  });

  it('refuses a config file with an unknown key', async () => {
    const file = join(folder(), 'wenzheng.toml');
    writeFileSync(file, 'listen = "127.0.0.1:0"\ncolour = "red"\n');
    const { exit, stderr } = await run(['serve', '--data-dir', folder(), '--config', file]);
    expect(exit.code).not.toBe(0);
    expect(stderr).toContain('colour');
  });

  it('keeps its data wherever it is told, however long the path', async () => {
    const deep = join(folder(), 'a-rather-long-name-of-a-folder'.repeat(3), '数据'.repeat(20));
    const server = await start({ dataDir: deep });
    expect((await ask(`${server.url}/readyz`)).status).toBe(200);
    await Hall.open(server, definition(1, []));
    await server.stop();
  });

  it('ends with an error where its port is taken', async () => {
    const server = await start();
    const { exit } = await run(['serve', '--listen', new URL(server.url).host, '--data-dir', folder()]);
    expect(exit.code).not.toBe(0);
  });

  it('does not share its data directory with a second one', async () => {
    const server = await start();
    const { exit } = await run(['serve', '--listen', '127.0.0.1:0', '--data-dir', server.dataDir]);
    expect(exit.code).not.toBe(0);
    expect((await ask(`${server.url}/readyz`)).status).toBe(200);
  });

  it('stops on SIGTERM: tells its clients, exits with 0, and ends its Redis', async () => {
    const server = await start();
    const hall = await Hall.open(server, definition(1, [ballot('b1')]));
    const everyone = [await hall.console(), await hall.deputy('d001'), await hall.screen(), await hall.live()];
    const redis = server.redisPid();
    const before = performance.now();
    const exit = await server.stop();
    expect(exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - before).toBeLessThan(10_000);
    for (const client of everyone) expect((await client.closes()).code).toBe(1012);
    expect(isAlive(redis)).toBe(false);
  });

  it('ends in order while passwords are being checked', async () => {
    const server = await start();
    const someone = new Browser(server.url);
    // One after the other, on a thread that the workers don't wait for: when the first is answered the others are in line.
    const tries = Array.from({ length: 12 }, (_, n) => someone.post('/api/v1/login', { account: `nobody${n}`, password: 'no password of anybody' }));
    const answered = tries.map((one) => one.then(({ status }) => status, () => 'none'));
    expect(await Promise.race(answered)).toBe(401);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await Promise.all(answered);
  });
});
