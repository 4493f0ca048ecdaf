// The public channel, held back: a phone at home never tells a result before television does.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../web/src/shared/messages.generated';
import type { Client } from './support/client';
import { until } from './support/deadline';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, signIn } from './support/hall';
import type { Browser } from './support/http';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

const delay = 1_500;

let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(() => hall?.leave());

async function open(public_delay_ms: number) {
  hall = await Hall.open(server, { ...definition(2, [ballot('b1')]), public_delay_ms }, admin);
  const moderator = await hall.console();
  const [one] = await hall.present(await moderator.do('start', {}).then(() => ['d001']));
  return { moderator, one: one! };
}

const overHttp = async (): Promise<View> => JSON.parse((await admin.get(`${hall.path}/live`)).text) as View;
const stateIn = (view: View): string => ballotIn(view, 'b1').state;

// What came to the screen and to the public, each when it came (performance.now).
function arrival(client: Client, state: string): number {
  const at = client.frames.findIndex((frame) => frame.type === 'view' && stateIn(frame) === state);
  return client.times[at]!;
}

describe('the public', () => {
  it('gets everything later by the delay, on a clock that is behind by as much', async () => {
    const { moderator, one } = await open(delay);
    const screen = await hall.screen();
    const live = await hall.live();
    await moderator.do('open_ballot', { ballot: 'b1' });
    await one.viewWithBallot('b1', 'open');
    await one.press('b1', 'satisfied');
    await live.viewWithBallot('b1', 'open');
    await moderator.do('close_ballot', { ballot: 'b1' });
    await moderator.do('reveal_ballot', { ballot: 'b1' });
    await screen.viewWithBallot('b1', 'revealed');
    expect(stateIn(await overHttp())).toBe('open');
    const told = await live.viewWithBallot('b1', 'revealed');
    for (const state of ['open', 'revealed']) {
      expect(arrival(live, state) - arrival(screen, state), state).toBeGreaterThanOrEqual(delay - 50);
    }
    // The instant of the reveal is still to come on the clock that the public is given.
    const shown = screen.all('view').find((view) => stateIn(view) === 'revealed')!;
    expect(ballotIn(told, 'b1').revealed_at).toBe(ballotIn(shown, 'b1').revealed_at);
    expect(told.server_time).toBeLessThan(ballotIn(told, 'b1').revealed_at!);
    const [welcome] = live.all('welcome');
    expect(Date.now() - welcome!.server_time).toBeGreaterThan(delay - 500);
    expect(await until(async () => ((await overHttp()).rev === told.rev ? stateIn(await overHttp()) : undefined), 'the public page')).toBe('revealed');
    // Progress too: what was pressed is told while the ballot is open in the public's view.
    const progress = live.all('progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(live.frames.findIndex((frame) => frame === progress[0])).toBeGreaterThan(live.frames.findIndex((frame) => frame.type === 'view' && stateIn(frame) === 'open'));
  });

  it('knows nothing sooner because it came later, or because a server was started anew', async () => {
    const { moderator } = await open(120_000);
    await moderator.do('open_ballot', { ballot: 'b1' });
    await moderator.do('close_ballot', { ballot: 'b1' });
    const revealed = await moderator.do('reveal_ballot', { ballot: 'b1' });
    const late = await hall.live();
    expect(stateIn(late.view!)).toBe('draft');
    await server.crash();
    server = await server.restart();
    hall.moveTo(server);
    const after = await hall.live();
    expect(after.view!.rev).toBeLessThan(revealed.rev);
    expect(stateIn(after.view!)).toBe('draft');
    expect(stateIn(await overHttp())).toBe('draft');
  });

  it('without a delay is told with everybody else', async () => {
    const { moderator } = await open(0);
    const live = await hall.live();
    await moderator.do('open_ballot', { ballot: 'b1' });
    const view = await live.viewWithBallot('b1', 'open');
    expect(view.rev).toBe(moderator.view!.rev);
    expect(Math.abs(live.all('welcome')[0]!.server_time - moderator.all('welcome')[0]!.server_time)).toBeLessThan(60_000);
  });
});
