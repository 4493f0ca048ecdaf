// What is still to be revealed, of every kind of ballot, is in nothing that leaves the server: pressed, on paper, corrected.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './support/client';
import { ballot, definition, roll } from './support/definitions';
import { ballotIn, Hall, signIn } from './support/hall';
import { answers, ask, errorOf } from './support/http';
import type { Deputy, Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

// Ids that stand nowhere else: as a key of JSON they are a count, in a log or a metric they are a secret told.
const scale = {
  choices: [
    { id: 'telltale-up', label: '变好', colour: 'green' as const, tone: 'good' as const },
    { id: 'telltale-down', label: '变差', colour: 'red' as const, tone: 'bad' as const },
  ],
};
const aCount = /"(telltale-up|telltale-down|band\d+)":/;
const questions = [
  { id: 'q1', title: '整改力度' },
  { id: 'q2', title: '整改效果' },
];
const observers = [1, 2].map((n) => ({ id: `o00${n}`, name: `列席00${n}`, group: '', electorates: ['public'] }));

let server: Server;
let hall: Hall;
let moderator: Operator;
let scrutineers: [Operator, Operator];
let people: Deputy[];
let others: Client[];

beforeAll(async () => {
  server = await Server.start();
  const admin = await signIn(server);
  const ballots = [
    ballot('b1', { scale, rule: {}, scrutineers: 1 }),
    ballot('b2', { scale: 'score100', rule: { preset: 'score_bands' } }),
    ballot('b3', { scale, rule: {}, questions, scrutineers: 1 }),
    ballot('b4', { scale, rule: {}, advisory: ['public'] }),
  ];
  hall = await Hall.open(server, definition(0, ballots, { deputies: [...roll(6), ...observers] }), admin);
  moderator = await hall.console('moderator');
  scrutineers = [await hall.console('scrutineer'), await hall.console('scrutineer')];
  await moderator.do('start', {});
  people = await hall.present([...roll(6), ...observers].map((deputy) => deputy.id));
  await moderator.viewWhere((view) => view.inquiry.present === 8);
  others = [moderator, await hall.console('director'), await hall.screen(), await hall.live()];
});
afterAll(async () => {
  await hall?.leave();
  await server?.destroy();
});

// Frames that may tell a count: to a scrutineer, and a deputy's own.
const mayTell = ['count', 'you', 'receipt'];

async function look(): Promise<void> {
  for (const client of [...others, ...scrutineers, ...people]) await client.settle();
  for (const path of [hall.path, '/api/v1/inquiries', `${hall.path}/live`, `${hall.path}/report`]) await hall.admin.get(path);
  for (const path of ['/metrics', '/readyz', '/healthz']) await ask(server.url + path);
}

// The definition names the choices, as a rule's text; everything else of an answer is searched.
function searched(text: string): string {
  if (!text.startsWith('{')) return text;
  const { definition: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}

async function expectNothingTold(): Promise<void> {
  await look();
  for (const client of [...others, ...scrutineers, ...people]) {
    client.frames.forEach((frame, i) => {
      if (!mayTell.includes(frame.type)) expect(client.texts[i], `${client.role} ${frame.type}`).not.toMatch(aCount);
    });
  }
  for (const { url, text } of answers) if (url.startsWith(server.url)) expect(searched(text), url).not.toMatch(aCount);
  const metrics = answers.filter(({ url }) => url.endsWith('/metrics')).map(({ text }) => text);
  for (const text of [...metrics, server.stdout, server.stderr]) expect(text).not.toMatch(/telltale|band\d/);
}

const up = { choice: 'telltale-up' };
const presses: Record<string, object[]> = {
  b1: [up, up, { choice: 'telltale-down' }],
  b2: [{ score: 87 }, { score: 99 }, { score: 0 }],
  b3: [{ choices: { q1: 'telltale-up', q2: 'telltale-down' } }, { choices: { q1: 'telltale-up', q2: 'telltale-up' } }],
  b4: [up, up, up, up, up, up, up, { choice: 'telltale-down' }],
};

describe('before the reveal', () => {
  it.each(['b1', 'b2', 'b3', 'b4'])('nothing is told of %s, open or closed', async (id) => {
    await moderator.do('open_ballot', { ballot: id });
    for (const [i, press] of presses[id]!.entries()) expect(await people[i]!.answer(id, press as { score: number })).toMatchObject(press);
    const staff = { ballot: id, deputy: 'd006', ...presses[id]![0]! } as { ballot: string; deputy: string; choice: string };
    await moderator.do('vote_for_deputy', staff);
    await expectNothingTold();
    await moderator.do('close_ballot', { ballot: id });
    await expectNothingTold();
    expect(errorOf(await hall.admin.get(`${hall.path}/record`))).toBe('409 ballot_not_ended');
  });

  it('nothing is told of papers, neither where two differ nor where they agree', async () => {
    const [first, second] = scrutineers;
    const right = { ballot: 'b1', counts: { 'telltale-down': 1 }, issued: 1 };
    for (const [who, what] of [[first, right], [second, { ...right, counts: { 'telltale-up': 1 } }], [second, right]] as const) {
      await who.settle();
      const { rev } = await who.do('enter_paper_count', what);
      for (const one of [moderator, ...scrutineers]) await one.viewOf(rev);
      await expectNothingTold();
    }
    expect(ballotIn(first.view!, 'b1').paper!.state).toBe('agreed');
    const { counts } = await first.nextOf('count', (count) => count.ballot === 'b1' && count.counts['telltale-down'] === 2);
    expect(counts).toEqual({ 'telltale-up': 3, 'telltale-down': 2 });
  });

  it('scrutineers alone have heard counts, of the ballots that need them', () => {
    for (const client of [...others, ...people]) expect(client.all('count')).toEqual([]);
    for (const one of scrutineers) expect(new Set(one.all('count').map((count) => count.ballot))).toEqual(new Set(['b1', 'b3']));
  });
});

describe('after a reveal', () => {
  it('that ballot is told and no other', async () => {
    await scrutineers[0].do('confirm_count', { ballot: 'b1' });
    await moderator.viewWithBallot('b1', 'confirmed');
    await expectNothingTold();
    const { rev } = await moderator.do('reveal_ballot', { ballot: 'b1' });
    for (const client of [...others, ...scrutineers, ...people]) {
      const { ballots } = (await client.viewOf(rev)).inquiry;
      expect(ballots.map((one) => one.result?.counts)).toEqual([{ 'telltale-up': 3, 'telltale-down': 2 }, undefined, undefined, undefined]);
    }
  });

  it('a correction is told when its scrutineer confirmed it, and not before', async () => {
    const counts = { 'telltale-down': 4 };
    const { rev } = await moderator.do('publish_erratum', { ballot: 'b1', reason: '录入有误', counts });
    await look();
    const told = /"telltale-down":4/;
    for (const client of [...others, ...scrutineers, ...people]) {
      await client.viewOf(rev);
      client.frames.forEach((frame, i) => {
        if (frame.type !== 'count') expect(client.texts[i], `${client.role} ${frame.type}`).not.toMatch(told);
      });
    }
    for (const { url, text } of answers) if (url.startsWith(server.url)) expect(searched(text), url).not.toMatch(told);
    await scrutineers[1].nextOf('count', (count) => count.counts['telltale-down'] === 4);
    const { rev: published } = await scrutineers[1].do('confirm_count', { ballot: 'b1' });
    for (const client of [...others, ...people]) {
      const [erratum] = ballotIn(await client.viewOf(published), 'b1').errata!;
      expect(erratum!.result!.counts).toEqual({ 'telltale-up': 0, 'telltale-down': 4 });
    }
  });
});
