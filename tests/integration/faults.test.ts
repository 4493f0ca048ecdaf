// kill -9 in the middle of a ballot: of the server, of its Redis, of both.
import { afterEach, describe, expect, it } from 'vitest';
import type { Receipt, Refused, Vote } from '../../web/src/shared/messages.generated';
import type { Client } from './support/client';
import { patience, until, within } from './support/deadline';
import { ballot, choices, definition, deputyId } from './support/definitions';
import { ballotIn, Hall, resultIn } from './support/hall';
import { ask } from './support/http';
import { Deputy, isVoteAnswer, type Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { isAlive, Server } from './support/server';

failOnViolations();

const size = 40;
let server: Server;
let hall: Hall;
afterEach(async () => {
  await hall?.leave();
  await server?.destroy();
});

interface MidBallot {
  moderator: Operator;
  deputies: Deputy[];
  votes: Vote[];
  // Answers that came before the fault.
  known: Map<string, Receipt>;
}

// Half of the deputies have their receipt; the other half has just pressed.
async function midBallot(): Promise<MidBallot> {
  server = await Server.start();
  hall = await Hall.open(server, definition(size, [ballot('b1', { duration_ms: 3_600_000 })]));
  const moderator = await hall.console();
  await moderator.do('start', {});
  const deputies = await hall.present(Array.from({ length: size }, (_, i) => deputyId(i + 1)));
  await moderator.viewWhere((view) => view.inquiry.present === size);
  await moderator.do('open_ballot', { ballot: 'b1' });
  const votes = deputies.map((_, i) => Deputy.voteOf('b1', choices[i % 3]!));
  const first = await Promise.all(deputies.slice(0, size / 2).map((deputy, i) => deputy.cast(votes[i]!)));
  for (let i = size / 2; i < size; i += 1) deputies[i]!.send(votes[i]!);
  const known = new Map(first.map((receipt) => [receipt.nonce!, receipt as Receipt]));
  return { moderator, deputies, votes, known };
}

// Also those that came while the fault happened.
function collect(deputies: Client[], known: Map<string, Receipt>): void {
  for (const deputy of deputies) for (const receipt of deputy.all('receipt')) known.set(receipt.nonce, receipt);
}

// Sends the same bytes until there is an answer that is final.
async function castUntilFinal(deputy: Deputy, vote: Vote): Promise<Receipt | Refused> {
  return until(async () => {
    deputy.send(vote);
    const answer = await deputy.next(isVoteAnswer(vote.nonce), 'an answer');
    return answer.type === 'refused' && answer.code === 'unavailable' ? undefined : answer;
  }, 'a final answer', 30_000);
}

async function expectEveryVoteOnce(moderator: Operator): Promise<void> {
  await moderator.do('close_ballot', { ballot: 'b1' });
  const { counts, cast } = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
  expect(cast).toBe(size);
  expect(counts).toEqual(Object.fromEntries(choices.map((c, i) => [c, Math.ceil((size - i) / 3)])));
}

async function goOn({ votes, known }: MidBallot, before: { opens_at: number | null; closes_at: number | null }): Promise<void> {
  const moderator = await hall.console();
  expect(ballotIn(moderator.view!, 'b1')).toMatchObject({ state: 'open', ...before });
  expect(moderator.view!.inquiry.present).toBe(size);
  const back = await Promise.all(votes.map((_, i) => hall.deputy(deputyId(i + 1))));
  const answers = await Promise.all(back.map((deputy, i) => castUntilFinal(deputy, votes[i]!)));
  for (const answer of answers) {
    expect(answer.type).toBe('receipt');
    const earlier = known.get(answer.nonce!);
    if (earlier) expect(answer).toEqual(earlier);
  }
  await expectEveryVoteOnce(moderator);
}

function timesOf(moderator: Operator): { opens_at: number | null; closes_at: number | null } {
  const { opens_at, closes_at } = ballotIn(moderator.view!, 'b1');
  return { opens_at, closes_at };
}

describe('in the middle of a ballot', () => {
  it('the server is killed: the ballot is still open, and nothing confirmed is missing', async () => {
    const evening = await midBallot();
    const before = timesOf(evening.moderator);
    await server.crash();
    await Promise.all(evening.deputies.map((deputy) => within(deputy.closed, 'the cut')));
    collect(evening.deputies, evening.known);
    server = await server.restart();
    hall.moveTo(server);
    await goOn(evening, before);
  }, 90_000);

  it('the server is stopped and started: clients come back, and nothing is missing', async () => {
    const evening = await midBallot();
    const before = timesOf(evening.moderator);
    expect((await server.stop()).code).toBe(0);
    for (const deputy of evening.deputies) expect((await deputy.closes()).code).toBe(1012);
    collect(evening.deputies, evening.known);
    server = await server.restart();
    hall.moveTo(server);
    await goOn(evening, before);
  }, 90_000);

  it('the server and its Redis are killed: the same', async () => {
    const evening = await midBallot();
    const before = timesOf(evening.moderator);
    process.kill(server.redisPid(), 'SIGKILL');
    await server.crash();
    collect(evening.deputies, evening.known);
    server = await server.restart();
    hall.moveTo(server);
    await goOn(evening, before);
  }, 90_000);

  it('its Redis is killed: it comes back by itself, and nothing confirmed is missing', async () => {
    const evening = await midBallot();
    const before = server.redisPid();
    const killed = performance.now();
    process.kill(before, 'SIGKILL');
    const status = async () => (await ask(`${server.url}/readyz`)).status;
    await until(async () => ((await status()) === 503 ? true : undefined), 'readyz 503', 5_000);
    await until(async () => ((await status()) === 200 ? true : undefined), 'readyz 200', 30_000);
    // No worker may hold on to the dead connection until its deadlines pass.
    expect(performance.now() - killed).toBeLessThan(5_000 * patience);
    expect(server.redisPid()).not.toBe(before);
    expect(isAlive(server.redisPid())).toBe(true);
    collect(evening.deputies, evening.known);

    // Whoever is still connected goes on there, others come back.
    const deputies = await Promise.all(
      evening.deputies.map((deputy, i) => (deputy.isOpen ? deputy : hall.deputy(deputyId(i + 1)))),
    );
    const answers = await Promise.all(deputies.map((deputy, i) => castUntilFinal(deputy, evening.votes[i]!)));
    for (const answer of answers) {
      expect(answer.type).toBe('receipt');
      const earlier = evening.known.get(answer.nonce!);
      if (earlier) expect(answer).toEqual(earlier);
    }
    const moderator = evening.moderator.isOpen ? evening.moderator : await hall.console();
    await expectEveryVoteOnce(moderator);
  }, 90_000);
});

describe('an answer of readyz', () => {
  it('gives reasons while the store is away, and no vote is lost or refused for good', async () => {
    const { deputies, votes } = await midBallot();
    const vote = votes.at(-1)!;
    process.kill(server.redisPid(), 'SIGSTOP');
    const frozen = server.redisPid();
    try {
      const answer = await until(async () => {
        const asked = await ask(`${server.url}/readyz`);
        return asked.status === 503 ? asked : undefined;
      }, 'readyz 503', 20_000);
      expect((JSON.parse(answer.text) as { reasons: string[] }).reasons.length).toBeGreaterThan(0);
      expect((await ask(`${server.url}/healthz`)).status).toBe(200);
    } finally {
      if (isAlive(frozen)) process.kill(frozen, 'SIGCONT');
    }
    await until(async () => ((await ask(`${server.url}/readyz`)).status === 200 ? true : undefined), 'readyz 200', 30_000);
    const deputy = deputies.at(-1)!.isOpen ? deputies.at(-1)! : await hall.deputy(deputyId(size));
    expect((await castUntilFinal(deputy, vote)).type).toBe('receipt');
  }, 90_000);
});
