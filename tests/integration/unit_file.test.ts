// The systemd unit names what there is: systemd understands it, and the program takes the flags that it is started with.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { binary } from './support/server';

const unit = readFileSync(fileURLToPath(new URL('../../scripts/deploy/systemd/wenzheng.service', import.meta.url)), 'utf8');
const installed = '/usr/local/bin/wenzheng';
const folder = mkdtempSync(join(tmpdir(), 'wenzheng-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const analyzable = spawnSync('systemd-analyze', ['--version']).status === 0;
const values = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map((found) => found[1]!);

function verify(text: string): { status: number | null; said: string } {
  const path = join(folder, 'wenzheng.service');
  writeFileSync(path, text);
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8', timeout: 20_000 });
  // Of other units of this machine it may say what it likes.
  return { status, said: (stdout + stderr).split('\n').filter((line) => line.includes('wenzheng')).join('\n') };
}

describe('the systemd unit', () => {
  it.skipIf(!analyzable)('is understood by systemd, and a slip in it would be told', () => {
    // The program is installed elsewhere while it is tried.
    const here = unit.replace(`ExecStart=${installed} `, `ExecStart=${binary} `);
    expect(here).not.toBe(unit);
    expect(verify(here)).toEqual({ status: 0, said: '' });
    expect(verify(here.replace('LimitNOFILE=', 'LimitNOFILES=')).said).toContain('LimitNOFILES');
  });

  it('starts the program with flags that it has', () => {
    const [start, ...others] = values('ExecStart');
    expect(others).toEqual([]);
    const [program, command, ...rest] = start!.split(' ');
    expect([program, command]).toEqual([installed, 'serve']);
    const help = spawnSync(binary, ['serve', '--help'], { encoding: 'utf8' }).stdout;
    const known = [...help.matchAll(/^ +(?:-\w,)?(--[a-z-]+)/gm)].map((found) => found[1]!);
    const flags = rest.filter((word) => word.startsWith('--'));
    expect(flags).toContain('--data-dir');
    for (const flag of flags) expect(known).toContain(flag);
  });

  it('keeps the record in the folder that systemd makes for it, the only one that it may write', () => {
    const [state] = values('StateDirectory');
    expect(values('ExecStart')[0]).toMatch(new RegExp(`--data-dir /var/lib/${state}(?: |$)`));
    expect(values('ProtectSystem')).toEqual(['strict']);
  });
});
