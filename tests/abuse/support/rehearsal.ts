// `wenzheng rehearse`, as a broadcaster plays an evening the day before, by the address that the phones will have.
import { adminPassword, run, type Run } from '../../integration/support/server';

export interface Rehearsed extends Run {
  // What it printed; nothing where it did not begin.
  report: Record<string, unknown>;
}

export const crowd = { deputies: 20, viewers: 5 };

export async function rehearse(url: string, more: string[]): Promise<Rehearsed> {
  const size = ['--deputies', String(crowd.deputies), '--viewers', String(crowd.viewers), '--rounds', '1'];
  const ended = await run(['rehearse', '--url', url, '--json', ...size, ...more], 90_000, { WENZHENG_ADMIN_PASSWORD: adminPassword });
  return { ...ended, report: ended.stdout === '' ? {} : (JSON.parse(ended.stdout) as Rehearsed['report']) };
}
