// Results as pictures to be posted: never before the public may know, and cheap to ask for again.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BallotDefinition, Definition } from '../../web/src/shared/messages.generated';
import { until, within } from './support/deadline';
import { ballot, definition, deputyId } from './support/definitions';
import { Hall, ballotIn } from './support/hall';
import { ask, errorOf } from './support/http';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';
import type { Operator } from './support/people';

failOnViolations();

let server: Server;
beforeAll(async () => {
  server = await Server.start({ args: ['--workers', '2'] });
});
afterAll(() => server?.destroy());

interface Card {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

function cardOf(hall: Hall, query = '', headers: Record<string, string> = {}, id = 'b1'): Promise<Card> {
  const answer = new Promise<Card>((resolve, reject) => {
    const outgoing = request(`${server.url}${hall.path}/ballots/${id}/card.png${query}`, { headers, agent: false }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers as Card['headers'], body: Buffer.concat(parts) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  return within(answer, `the card ${query}`);
}

const codeOf = ({ status, body }: Card) => `${status} ${(JSON.parse(body.toString()) as { code: string }).code}`;
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

async function counted(more: Partial<BallotDefinition> = {}, about: Partial<Definition> = {}): Promise<{ hall: Hall; admin: Operator }> {
  const hall = await Hall.open(server, definition(3, [ballot('b1', more)], about));
  const admin = await hall.console();
  await admin.do('open_checkin', {});
  const deputies = await hall.present([deputyId(1), deputyId(2)]);
  await admin.do('start', {});
  await admin.do('select_item', { item: 'i1' });
  await admin.do('open_ballot', { ballot: 'b1' });
  expect(codeOf(await cardOf(hall))).toBe('404 not_revealed');
  for (const deputy of deputies) await deputy.press('b1', 'satisfied');
  await admin.do('close_ballot', { ballot: 'b1' });
  return { hall, admin };
}

// The first card that is there, and when it came on the store's clock as the live role reads it.
const firstCard = (hall: Hall) =>
  until(async () => {
    const card = await cardOf(hall);
    return card.status === 200 ? card : undefined;
  }, 'the card');

describe('a card', () => {
  it('is there once its result is, in both shapes and languages', async () => {
    const { hall, admin } = await counted();
    expect(codeOf(await cardOf(hall))).toBe('404 not_revealed');
    const view = await admin.do('reveal_ballot', { ballot: 'b1' });
    const revealedAt = ballotIn(view, 'b1').revealed_at!;
    const card = await firstCard(hall);
    const { server_time } = JSON.parse((await ask(`${server.url}${hall.path}/live`)).text) as { server_time: number };
    expect(server_time).toBeGreaterThanOrEqual(revealedAt - 400);
    expect(card.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'public, max-age=1' });
    expect(sizeOf(card.body)).toEqual([1080, 1440]);
    const tags = new Set<string>();
    for (const [query, size] of [['?shape=3x4', [1080, 1440]], ['?shape=16x9', [1600, 900]], ['?shape=3x4&lang=en', [1080, 1440]], ['?lang=en&shape=16x9', [1600, 900]]] as const) {
      const one = await cardOf(hall, query);
      expect([one.status, sizeOf(one.body)], query).toEqual([200, size]);
      tags.add(one.headers.etag!);
      const again = await cardOf(hall, query, { 'if-none-match': one.headers.etag! });
      expect([again.status, again.body.length], query).toEqual([304, 0]);
    }
    expect(tags.size).toBe(4);
    expect(tags.has(card.headers.etag!)).toBe(true);
    await hall.leave();
  });

  it('does not come before the instant of the reveal, and later where the public is held back', async () => {
    const { hall, admin } = await counted({}, { public_delay_ms: 1_500 });
    const view = await admin.do('reveal_ballot', { ballot: 'b1' });
    const from = performance.now();
    expect(codeOf(await cardOf(hall))).toBe('404 not_revealed');
    await firstCard(hall);
    // 400 ms from the event to the reveal, and the delay; the command's own way back is not counted.
    expect(performance.now() - from).toBeGreaterThan(1_500);
    expect(ballotIn(view, 'b1').revealed_at).toBeDefined();
    await hall.leave();
  });

  it('shows a correction in place of what was aired', async () => {
    const { hall, admin } = await counted();
    await admin.do('reveal_ballot', { ballot: 'b1' });
    const aired = await firstCard(hall);
    await admin.do('publish_erratum', { ballot: 'b1', reason: '说明有误' });
    const mended = await until(async () => {
      const card = await cardOf(hall);
      return card.headers.etag === aired.headers.etag ? undefined : card;
    }, 'another card');
    expect(mended.status).toBe(200);
    expect(mended.body.equals(aired.body)).toBe(false);
    await hall.leave();
  });

  it('of a result that was made void is gone', async () => {
    const { hall, admin } = await counted();
    await admin.do('reveal_ballot', { ballot: 'b1' });
    await firstCard(hall);
    await admin.do('void_ballot', { ballot: 'b1', reason: '表决器故障' });
    await until(async () => ((await cardOf(hall)).status === 404 ? true : undefined), 'no card');
    await hall.leave();
  });

  it('is the same for everybody who asks at once, while votes go on', async () => {
    const { hall, admin } = await counted();
    await admin.do('reveal_ballot', { ballot: 'b1' });
    await firstCard(hall);
    const many = await Promise.all(Array.from({ length: 24 }, () => cardOf(hall, '?shape=16x9&lang=en')));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
    expect(many.every(({ body }) => body.equals(many[0]!.body))).toBe(true);
    await hall.leave();
  });

  it('is asked for rightly', async () => {
    const hall = await Hall.open(server, definition(1, [ballot('b1')]));
    for (const query of ['?shape=4x3', '?lang=fr', '?shape=', '?lang=../../x', '?shape=3x4%00']) {
      expect(codeOf(await cardOf(hall, query)), query).toBe('400 bad_field');
    }
    expect(codeOf(await cardOf(hall, '', {}, 'b9'))).toBe('404 not_revealed');
    expect(codeOf(await cardOf(hall, '', {}, '..%2fb1'))).toBe('404 not_revealed');
    expect(errorOf(await ask(`${server.url}/api/v1/inquiries/nowhere/ballots/b1/card.png`))).toBe('404 no_such_inquiry');
    expect(errorOf(await hall.admin.sendText('POST', `${hall.path}/ballots/b1/card.png`, '{}'))).toBe('400 method_not_allowed');
  });
});
