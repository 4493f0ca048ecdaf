// Who sends faster than the rate waits; nothing that he sent is lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../integration/support/client';
import { reportsTests } from '../faults/support/report';
import { ballot, definition } from '../integration/support/definitions';
import { Hall } from '../integration/support/hall';
import { failOnViolations } from '../integration/support/recorder';
import { Server, withoutRates } from '../integration/support/server';

failOnViolations();
reportsTests('messages faster than their rate');

// Answered by `refused`, which is never dropped.
const nonsense = '{"type":"nonsense"}';

// How long the server took to answer so many of each, sent at once. What has been let in at once is subtracted by whoever asks.
async function flood(clients: Client[], each: number): Promise<number> {
  const begun = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let i = 0; i < each; i += 1) client.sendText(nonsense);
      for (let i = 0; i < each; i += 1) await client.nextOf('refused');
    }),
  );
  return performance.now() - begun;
}

describe.sequential('messages', () => {
  let server: Server;
  let hall: Hall;
  beforeAll(async () => {
    server = await Server.start();
    hall = await Hall.open(server, definition(3, [ballot('b1')]));
  });
  afterAll(() => server?.destroy());

  // Less than the rate allows is impossible; more may always be the machine's doing.
  it('of each kind of client are taken at its rate, and all of them', async () => {
    const [deputy, console, screen, viewer] = [await hall.deputy('d001'), await hall.console(), await hall.screen(), await hall.live()];
    const took = await Promise.all([flood([deputy], 25), flood([console], 80), flood([screen], 16), flood([viewer], 16)]);
    expect(took[0]).toBeGreaterThan(((25 - 10 - 1) / 5) * 1000);
    expect(took[1]).toBeGreaterThan(((80 - 40 - 1) / 20) * 1000);
    expect(took[2]).toBeGreaterThan(((16 - 10 - 1) / 2) * 1000);
    expect(took[3]).toBeGreaterThan(((16 - 10 - 1) / 2) * 1000);
  });

  it('of a deputy are counted together, whichever socket they come by, and after coming back', async () => {
    const sockets = [await hall.deputy('d002'), await hall.deputy('d002'), await hall.deputy('d002')];
    // The view that each has had needed no message.
    const took = await flood(sockets, 8);
    expect(took).toBeGreaterThan(((24 - 10 - 3) / 5) * 1000);
    await Promise.all(sockets.map((socket) => socket.close()));
    expect(await flood([await hall.deputy('d002')], 5)).toBeGreaterThan((3 / 5) * 1000);
  });

  it('of one who floods hold up nobody else', async () => {
    const [loud, quiet] = [await hall.deputy('d001'), await hall.deputy('d003')];
    const flooded = flood([loud], 20);
    expect(await flood([quiet], 5)).toBeLessThan(await flooded);
  });
});

it('without the rate, for tests, nobody waits', async () => {
  const server = await Server.start({ settings: withoutRates });
  try {
    const hall = await Hall.open(server, definition(1, []));
    await flood([await hall.live()], 300);
    await hall.leave();
  } finally {
    await server.destroy();
  }
});
