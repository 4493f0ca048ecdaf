// Nothing about a choice's count leaves the server before the reveal: no frame, no answer, no metric, no line of the log.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './support/client';
import { patience } from './support/deadline';
import { ballot, choices, definition, deputyId } from './support/definitions';
import { Hall, signIn } from './support/hall';
import { answers, ask, Browser } from './support/http';
import type { Deputy, Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

// 13 satisfied, 5 basically satisfied, 3 dissatisfied; 22 present.
const pressed = [13, 5, 3].flatMap((n, i) => Array.from({ length: n }, () => choices[i]!));
const present = pressed.length + 1;

let server: Server;
let hall: Hall;
let moderator: Operator;
let scrutineer: Operator;
let deputies: Deputy[];
let others: Client[];

beforeAll(async () => {
  server = await Server.start();
  const admin = await signIn(server);
  hall = await Hall.open(server, definition(30, [ballot('b1', { scrutineers: 1 }), ballot('b2')]), admin);
  moderator = await hall.console('moderator');
  scrutineer = await hall.console('scrutineer');
  await moderator.do('start', {});
  deputies = await hall.present(Array.from({ length: present }, (_, i) => deputyId(i + 1)));
  others = [moderator, await hall.console(), await hall.console('director'), await hall.screen(), await hall.live()];
});
afterAll(async () => {
  await hall?.leave();
  await server?.destroy();
});

// Keys whose values would tell a count. The rule and the scale of a ballot name choices, and may.
const telling = new Set(['counts', 'result', 'percent', 'verdict', 'score', 'digest', 'valid', 'not_voted_by_choice']);

function tellingPlaces(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((each, i) => tellingPlaces(each, `${path}[${i}]`));
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    const tells = telling.has(key) || (choices as readonly string[]).includes(key);
    return [...(tells ? [here] : []), ...tellingPlaces(value, here)];
  });
}

// What an operator may read of the definition is the rule; everything else of the answer is searched.
function searchable(text: string): unknown {
  const body = JSON.parse(text) as Record<string, unknown>;
  if ('definition' in body) {
    delete body.definition;
    delete body.digest;
  }
  return body;
}

const paths = () => [hall.path, '/api/v1/inquiries', `${hall.path}/live`, `${hall.path}/record`];

async function lookEverywhere(): Promise<void> {
  for (const client of [...others, ...deputies]) await client.settle();
  for (const path of paths()) await hall.admin.get(path);
  for (const path of ['/metrics', '/readyz', '/healthz']) await ask(server.url + path);
}

function expectNothingTold(): void {
  for (const client of [...others, ...deputies]) {
    for (const frame of client.frames) {
      if (frame.type === 'you' || frame.type === 'receipt') continue;
      expect(tellingPlaces(frame), `${client.role} ${frame.type}`).toEqual([]);
    }
  }
  for (const { url, text } of answers) {
    if (url.endsWith('/record')) expect(text, url).not.toContain('"seal"');
    else if (text.startsWith('{')) expect(tellingPlaces(searchable(text)), url).toEqual([]);
  }
  const metrics = answers.filter(({ url }) => url.endsWith('/metrics')).map(({ text }) => text);
  for (const text of [...metrics, server.stdout, server.stderr]) {
    for (const choice of choices) expect(text).not.toContain(choice);
  }
}

describe('a count', () => {
  it('is told to nobody while the ballot is open', async () => {
    await moderator.do('open_ballot', { ballot: 'b1' });
    await Promise.all(pressed.map((choice, i) => deputies[i]!.press('b1', choice)));
    await moderator.nextOf('progress', (p) => p.cast === pressed.length);
    await lookEverywhere();
    expectNothingTold();
    expect(scrutineer.all('count')).toEqual([]);
  });

  it('is told to scrutineers only when it is closed', async () => {
    await moderator.do('close_ballot', { ballot: 'b1' });
    const { counts } = await scrutineer.nextOf('count');
    expect(counts).toEqual({ satisfied: 13, basically_satisfied: 5, dissatisfied: 3 });
    await lookEverywhere();
    expectNothingTold();
  });

  it('is told to nobody else when it is confirmed', async () => {
    await scrutineer.viewWithBallot('b1', 'closed');
    await scrutineer.do('confirm_count', { ballot: 'b1' });
    await moderator.viewWithBallot('b1', 'confirmed');
    others.push(await hall.live(), await hall.console(hall.admin));
    await lookEverywhere();
    expectNothingTold();
  });

  it('is told to everyone at the reveal', async () => {
    const before = performance.now();
    const { rev } = await moderator.do('reveal_ballot', { ballot: 'b1' });
    for (const client of [...others, ...deputies]) {
      const view = await client.viewOf(rev);
      expect(view.inquiry.ballots[0]!.result!.counts).toEqual({ satisfied: 13, basically_satisfied: 5, dissatisfied: 3 });
      expect(view.inquiry.ballots[1]).not.toHaveProperty('result');
    }
    expect(performance.now() - before).toBeLessThan(10_000 * patience);
  });

  it('of a void ballot is told to operators only', async () => {
    await moderator.do('open_ballot', { ballot: 'b2' });
    await deputies[0]!.press('b2', 'dissatisfied');
    await moderator.do('void_ballot', { ballot: 'b2', reason: '误操作' });
    const live = await ask(`${server.url}${hall.path}/live`);
    const shown = JSON.parse(live.text) as { inquiry: { ballots: object[] } };
    expect(shown.inquiry.ballots[1]).not.toHaveProperty('result');
    const deputy = hall.browsers.get('d001')!;
    for (const browser of [deputy, new Browser(server.url)]) {
      expect((await browser.get(hall.path)).status).toBeGreaterThanOrEqual(401);
    }
    const list = await hall.admin.get('/api/v1/inquiries');
    expect(tellingPlaces(JSON.parse(list.text))).toEqual([]);
  });
});
