// Simulated deputies of a rehearsal: a process of the server's that plays the last of the roll.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InquiryCreated, InquiryDetail, SimulationState } from '../../web/src/shared/messages.generated';
import { readExamples, type InvalidExample } from '../protocol/support/examples';
import { until } from './support/deadline';
import { ballot, definition, deputyId } from './support/definitions';
import { ballotIn, Hall, resultIn, signIn } from './support/hall';
import { Browser, errorOf, good, type Answer } from './support/http';
import type { Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { adminPassword, isAlive, Server } from './support/server';

failOnViolations();

// Signing in, joining and connecting of a process that gives way to everything else.
const arrival = 20_000;

let server: Server;
let admin: Browser;
const halls: Hall[] = [];
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(async () => {
  for (const hall of halls.splice(0)) {
    await simulate(hall, { running: false });
    await hall.leave();
  }
});

async function rehearse(deputies: number, on = server, as = admin, ballots = [ballot('b1')]): Promise<Hall> {
  const real = await Hall.open(on, definition(deputies, ballots), as);
  const { id } = good<InquiryCreated>(await as.post(`${real.path}/rehearsals`, {}), 201, 'inquiry_created');
  const hall = Hall.enter(on, { ...real.definition, id }, as);
  if (on === server) halls.push(hall);
  return hall;
}

const simulate = (hall: Hall, body: unknown, as = hall.admin) => as.post(`${hall.path}/simulation`, body);

const stateIn = (answer: Answer) => good<SimulationState>(answer, 200, 'simulation_state');
const now = async (hall: Hall) => stateIn(await hall.admin.get(`${hall.path}/simulation`));
const start = async (hall: Hall, more: { deputies?: number } = {}) =>
  stateIn(await simulate(hall, { running: true, ...more }));

// Processes of this server that play a rehearsal.
function players(of: Server): number[] {
  const found: number[] = [];
  for (const pid of readdirSync('/proc').map(Number).filter((n) => n > 0)) {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (Number(parent) === of.pid && words[1] === 'rehearse') found.push(pid);
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

const areGone = (pids: number[]) =>
  until(async () => (pids.some(isAlive) ? undefined : true), 'the simulation has ended', arrival);

async function connected(console: Operator, ids: string[]): Promise<void> {
  await console.nextOf('presence', (p) => ids.every((id) => p.deputies.includes(id)), arrival);
}

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => deputyId(from + i));

describe('simulated deputies', () => {
  it('check in and press by themselves, and leave the first of the roll to people', async () => {
    const hall = await rehearse(8);
    const person = await hall.deputy('d001');
    const console = await hall.console('moderator');
    expect(await now(hall)).toEqual({ running: false, deputies: 0 });
    expect(await start(hall)).toEqual({ running: true, deputies: 5 });
    expect(await now(hall)).toEqual({ running: true, deputies: 5 });
    await console.do('open_checkin', {});
    await console.viewWhere((view) => view.inquiry.present === 5, arrival);
    expect(console.view!.inquiry.deputies!.filter((d) => d.checked_in).map((d) => d.id)).toEqual(ids(4, 8));

    // Keys were made for those five only.
    await person.checkIn();
    await console.viewWhere((view) => view.inquiry.present === 6);
    await hall.deputy('d002');
    const taken = await new Browser(server.url).post(`${hall.path}/join`, { key: hall.keys.get('d008') });
    expect(errorOf(taken)).toBe('401 bad_key');

    await console.do('start', {});
    await console.do('open_ballot', { ballot: 'b1' });
    await person.viewWithBallot('b1', 'open');
    await person.press('b1', 'satisfied');
    await console.nextOf('progress', (p) => p.ballot === 'b1' && p.cast === 6, arrival);
    await console.do('close_ballot', { ballot: 'b1' });
    expect(resultIn(await console.do('reveal_ballot', { ballot: 'b1' }), 'b1')).toMatchObject({ cast: 6, present: 6 });

    const real = (await hall.detail()).definition.rehearsal_of!;
    const untouched = good<InquiryDetail>(await admin.get(`/api/v1/inquiries/${real}`), 200, 'inquiry_detail');
    expect(untouched).toMatchObject({ rev: 1, state: { state: 'draft', present: 0 } });
  });

  it('give scores, and answers to every question', async () => {
    const questions = [
      { id: 'q1', title: '对答复是否满意' },
      { id: 'q2', title: '对整改是否满意' },
    ];
    const hall = await rehearse(4, server, admin, [
      ballot('b1', { scale: 'score100', rule: { preset: 'score_bands' } }),
      ballot('b2', { questions }),
    ]);
    const console = await hall.console();
    await start(hall, { deputies: 3 });
    await console.do('start', {});
    await console.viewWhere((view) => view.inquiry.present === 3, arrival);
    for (const id of ['b1', 'b2']) {
      await console.do('open_ballot', { ballot: id });
      await console.nextOf('progress', (p) => p.ballot === id && p.cast === 3, arrival);
      await console.do('close_ballot', { ballot: id });
    }
    const scored = resultIn(await console.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(Number(scored.score)).toBeGreaterThanOrEqual(50);
    const answered = resultIn(await console.do('reveal_ballot', { ballot: 'b2' }), 'b2');
    expect(answered.questions!.map((question) => question.cast)).toEqual([3, 3]);
  });

  it('leave when they are told to, and come back in another number', async () => {
    const hall = await rehearse(6);
    const console = await hall.console();
    expect(await start(hall, { deputies: 2 })).toEqual({ running: true, deputies: 2 });
    await connected(console, ids(5, 6));
    const first = players(server);
    expect(first).toHaveLength(1);
    // The same again is nothing new.
    expect(await start(hall)).toEqual({ running: true, deputies: 2 });
    expect(players(server)).toEqual(first);

    expect(await start(hall, { deputies: 100 })).toEqual({ running: true, deputies: 6 });
    await areGone(first);
    await connected(console, ids(1, 6));
    const second = players(server);
    expect(second).toHaveLength(1);

    expect(stateIn(await simulate(hall, { running: false }))).toEqual({ running: false, deputies: 0 });
    expect(await now(hall)).toEqual({ running: false, deputies: 0 });
    await areGone(second);
    await console.nextOf('presence', (p) => p.deputies.length === 0);
  });

  it('go home when the rehearsal is over', async () => {
    const hall = await rehearse(4);
    const console = await hall.console();
    await start(hall);
    await connected(console, ['d004']);
    const playing = players(server);
    await console.do('start', {});
    await console.do('finish', {});
    const over = async () => ((await now(hall)).running ? undefined : true);
    await until(over, 'the simulation is over', arrival);
    await areGone(playing);
    expect(errorOf(await simulate(hall, { running: true }))).toBe('409 frozen');
  });

  it('are one process a rehearsal, which knows no password', async () => {
    const one = await rehearse(4);
    const other = await rehearse(4);
    await start(one);
    await start(other);
    for (const hall of [one, other]) await connected(await hall.console(), ['d004']);
    const playing = players(server);
    expect(playing).toHaveLength(2);
    for (const pid of playing) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      const cookie = /(?:^|\0)WENZHENG_OPERATOR_COOKIE=([^\0]+)/.exec(environment)?.[1];
      expect(cookie).toBeDefined();
      expect(environment).not.toContain(adminPassword);
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      expect(words).not.toContain(adminPassword);
      expect(words).not.toContain(cookie!);
    }
  });

  it('are so many rehearsals at once, and no more', async () => {
    const all = [];
    for (let n = 0; n < 5; n++) all.push(await rehearse(1));
    for (const hall of all.slice(0, 4)) await start(hall);
    expect(errorOf(await simulate(all[4]!, { running: true }))).toBe('409 limit_reached');
    await simulate(all[0]!, { running: false });
    await start(all[4]!);
  });
});

describe('the call', () => {
  it('does nothing to what is no rehearsal', async () => {
    const hall = await Hall.open(server, definition(4, [ballot('b1')]), admin);
    for (const running of [true, false]) {
      expect(errorOf(await simulate(hall, { running }))).toBe('409 not_a_rehearsal');
    }
    expect(await now(hall)).toEqual({ running: false, deputies: 0 });
    const console = await hall.console();
    expect(console.view!.rev).toBe(1);
    expect(ballotIn(console.view!, 'b1').state).toBe('draft');
    await hall.leave();
  });

  it('is the administrator’s; every operator may look', async () => {
    const hall = await rehearse(4);
    const moderator = await hall.account('moderator');
    expect(errorOf(await simulate(hall, { running: true }, moderator))).toBe('403 not_allowed');
    expect(errorOf(await simulate(hall, { running: true }, new Browser(server.url)))).toBe('401 not_signed_in');
    expect((await moderator.get(`${hall.path}/simulation`)).status).toBe(200);
    expect(errorOf(await new Browser(server.url).get(`${hall.path}/simulation`))).toBe('401 not_signed_in');
    const nowhere = await admin.post('/api/v1/inquiries/no-such-one/simulation', { running: true });
    expect(errorOf(nowhere)).toBe('404 no_such_inquiry');
    expect((await now(hall)).running).toBe(false);
  });

  it('is refused with a bad body', async () => {
    const hall = await rehearse(4);
    for (const { file, value } of readExamples<InvalidExample>('simulation/invalid')) {
      expect(errorOf(await admin.sendText('POST', `${hall.path}/simulation`, value.text)), file).toBe(`400 ${value.code}`);
    }
    expect((await now(hall)).running).toBe(false);
  });
});

describe('with the server end its simulations', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('on %s', async (signal) => {
    const own = await Server.start();
    try {
      const browser = await signIn(own);
      const hall = await rehearse(4, own, browser);
      await start(hall);
      await connected(await hall.console(), ['d004']);
      const playing = players(own);
      expect(playing).toHaveLength(1);
      if (signal === 'SIGTERM') expect(await own.stop()).toEqual({ code: 0, signal: null });
      else await own.crash();
      await areGone(playing);
    } finally {
      await own.destroy();
    }
  });
});
