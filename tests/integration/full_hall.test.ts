// 152 deputies press in the same second, twenty evenings in a row.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultView } from '../../web/src/shared/messages.generated';
import type { Client } from './support/client';
import { ballot, choices, definition, deputyId } from './support/definitions';
import { Hall, resultIn, signIn } from './support/hall';
import type { Browser } from './support/http';
import { Deputy } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

const evenings = Number(process.env.WENZHENG_EVENINGS ?? 20);
const size = 152;

let server: Server;
let admin: Browser;
const figures: { evening: number; receipts: number; surfaces: number }[] = [];
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(async () => {
  await server?.destroy();
  const slowest = (key: 'receipts' | 'surfaces') => Math.max(...figures.map((figure) => figure[key])).toFixed(0);
  console.info(`${figures.length} evenings of ${size}: last receipt ${slowest('receipts')} ms after the press at the slowest, ` +
    `last surface ${slowest('surfaces')} ms after the reveal`);
});

// When a client first had the result, in ms after `since`.
async function resultAt(client: Client, since: number): Promise<{ result: ResultView; after: number }> {
  const view = await client.viewWithBallot('b1', 'revealed');
  return { result: resultIn(view, 'b1'), after: client.times[client.frames.indexOf(view)]! - since };
}

describe('a full hall', () => {
  it.each(Array.from({ length: evenings }, (_, i) => i + 1))('evening %i: every receipt is in the tally once', async (evening) => {
    const hall = await Hall.open(server, definition(size, [ballot('b1')]), admin);
    try {
      const moderator = await hall.console();
      const surfaces: Client[] = [moderator, await hall.screen(), await hall.screen('字幕', 'caption'), await hall.live()];
      await moderator.do('start', {});
      const ids = Array.from({ length: size }, (_, i) => deputyId(i + 1));
      const deputies = await hall.present(ids);
      surfaces.push(...deputies);
      await moderator.viewWhere((view) => view.inquiry.present === size);
      await moderator.do('open_ballot', { ballot: 'b1' });
      await Promise.all(deputies.map((deputy) => deputy.viewWithBallot('b1', 'open')));

      const votes = deputies.map((_, i) => Deputy.voteOf('b1', choices[(i * 7 + evening) % 3]!));
      const pressed = performance.now();
      const receipts = await Promise.all(deputies.map((deputy, i) => deputy.cast(votes[i]!)));
      const confirmed = performance.now() - pressed;
      expect(receipts.filter((receipt) => receipt.type !== 'receipt')).toEqual([]);
      // Half of the phones lost the answer and send the same bytes again.
      const again = await Promise.all(deputies.map((deputy, i) => (i % 2 === 0 ? deputy.cast(votes[i]!) : receipts[i]!)));
      expect(again).toEqual(receipts);
      expect(new Set(receipts.map((receipt) => (receipt as { receipt: string }).receipt)).size).toBe(size);

      await moderator.do('close_ballot', { ballot: 'b1' });
      const revealed = performance.now();
      await moderator.do('reveal_ballot', { ballot: 'b1' });
      const seen = await Promise.all(surfaces.map((surface) => resultAt(surface, revealed)));
      const expected = Object.fromEntries(choices.map((choice) => [choice, votes.filter((v) => v.choice === choice).length]));
      expect(seen[0]!.result).toMatchObject({ counts: expected, cast: size, valid: size, present: size, not_voted: 0 });
      expect(new Set(seen.map(({ result }) => JSON.stringify(result))).size).toBe(1);
      figures.push({ evening, receipts: confirmed, surfaces: Math.max(...seen.map(({ after }) => after)) });
    } finally {
      await hall.leave();
    }
  }, 120_000);
});

describe('a crowd that watches', () => {
  const viewers = 520; // of one worker, more than limits::clients_told_at_once
  const arriving = 120;
  it(`of ${viewers} isn’t told of each check-in, and is right in the end`, async () => {
    const one = await Server.start({ args: ['--workers', '1'] });
    const hall = await Hall.open(one, definition(arriving, [ballot('b1')]));
    try {
      const moderator = await hall.console();
      await moderator.do('start', {});
      const crowd = await Promise.all(Array.from({ length: viewers }, () => hall.live()));
      const start = moderator.view!.rev;
      const began = performance.now();
      // One after the other, so that each is an event of its own.
      for (let n = 1; n <= arriving; n += 1) await moderator.order('check_in', { deputy: deputyId(n) });
      const took_ms = performance.now() - began;
      const complete = start + arriving;
      await Promise.all(crowd.map((viewer) => viewer.viewOf(complete)));
      const heard = Math.max(...crowd.map((viewer) => viewer.all('view').filter((view) => view.rev > start).length));
      expect(crowd.every((viewer) => viewer.view!.inquiry.present === arriving)).toBe(true);
      // At most five a second, one at the beginning and one at the end.
      expect(heard).toBeLessThanOrEqual(took_ms / 200 + 3);
      expect(heard).toBeLessThan(arriving);
    } finally {
      await hall.leave();
      await one.destroy();
    }
  }, 120_000);
});
