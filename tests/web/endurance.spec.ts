// A long evening on one screen page: agenda, evidence, and a tally that moves five times a second. Reports how much memory the
// page has gained and how smoothly it moved. WENZHENG_ENDURANCE_MINUTES: how long; without it the same evening is played as
// fast as the page paints, for about twenty seconds.
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import type { BallotView, InquiryView, Picture } from '../../web/src/shared/messages.generated';
import { at, ballot, inquiry, result, scales, speaking, verdict } from './states/picture_data';
import { PictureServer } from './states/picture_server';
import { evidence, files, ranking } from './states/screen_pictures';

const minutes = Number(process.env.WENZHENG_ENDURANCE_MINUTES ?? 0);
const lasts = minutes > 0 ? minutes * 60_000 : 20_000;
/** How long a picture is up, how long a ballot is open, and how long it is between two tallies. */
interface Pace {
  pause: number;
  votes: number;
  tally: number;
}
const asInAHall: Pace = { pause: 4_000, votes: 20_000, tally: 200 };
const asItPaints: Pace = { pause: 150, votes: 1_200, tally: 20 };
const inPassing: Pace = { pause: 40, votes: 300, tally: 20 };
/** After so many the browser has compiled what it compiles, and made what it makes once. */
const warmUp = 8;

test.use({ viewport: { width: 1920, height: 1080 } });

const say = speaking('zh-CN');
const scale = scales(say).satisfaction;

interface Weight {
  heap: number;
  nodes: number;
}

async function weigh(session: CDPSession): Promise<Weight> {
  for (let n = 0; n < 3; n += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((one) => one.name === name)!.value;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') };
}

/** Frames per second from now on, for as long as asked. */
function framesFor(page: Page, ms: number): Promise<number> {
  return page.evaluate(
    (long) =>
      new Promise<number>((done) => {
        let frames = 0;
        const from = performance.now();
        const count = (): void => {
          frames += 1;
          const passed = performance.now() - from;
          if (passed < long) requestAnimationFrame(count);
          else done((1000 * frames) / passed);
        };
        requestAnimationFrame(count);
      }),
    ms,
  );
}

const wait = (page: Page, ms: number): Promise<unknown> => page.evaluate((long) => new Promise((done) => setTimeout(done, long)), ms);

class Evening {
  readonly fps = { tally: [] as number[], reveal: [] as number[] };
  private items = 0;
  tallies = 0;

  constructor(
    private readonly page: Page,
    private readonly server: PictureServer,
  ) {}

  /** One item from its question to its result and the ranking. */
  async item({ pause, votes, tally }: Pace): Promise<void> {
    const n = (this.items += 1);
    const opened: Partial<BallotView> = { id: `b${n}`, display: n % 2 ? 'immediate' : 'delayed', opens_at: Date.now() };
    const of = (more: Partial<BallotView>): BallotView => ballot(say, scale, { ...opened, ...more });
    const view = (more: Partial<InquiryView>): InquiryView => inquiry(say, { evidence: evidence(say), ...more });
    const shows = async (more: Partial<InquiryView>, picture: Picture = { layout: 'hall' }): Promise<void> => {
      await this.server.show(view(more), picture);
      await wait(this.page, pause);
    };
    await shows({ timer: { kind: 'question', state: 'running', duration_ms: 120_000, ends_at: Date.now() + 90_000, remaining_ms: null } });
    for (const [id, beside] of [['e1', false], ['e2', true]] as const) await shows({ showing: { evidence: id, beside, playing: false, position_ms: 0, at: Date.now() } });

    await this.server.show(view({ ballots: [of({ state: 'open', closes_at: Date.now() + votes })] }), 'hall');
    await this.tally(`b${n}`, votes, tally);
    await shows({ ballots: [of({ state: 'closed', closes_at: Date.now() })] });

    const told = of({ state: 'revealed', closes_at: Date.now(), revealed_at: Date.now() + 400, result: result(scale, [75, 40, 29], verdict(at(scale.choices, 1).label, 38)) });
    await this.server.show(view({ ballots: [told] }), 'hall');
    await expect(this.page.getByTestId('result')).toBeVisible();
    this.fps.reveal.push(await framesFor(this.page, 1_200));
    await expect(this.page.locator('[data-testid="verdict"].shown')).toBeVisible();
    await wait(this.page, pause);
    await shows({ ballots: [told], ranking: ranking(say, 14, 'percent') }, { layout: 'ranking' });
    await shows({ ballots: [told] }, { layout: 'rostrum' });
    await shows({ ballots: [told] }, { layout: 'caption' });
  }

  private async tally(id: string, votes: number, every: number): Promise<void> {
    const until = Date.now() + votes;
    const frames = framesFor(this.page, votes);
    for (let cast = 0; Date.now() < until; cast += 1) {
      const counts = { satisfied: cast % 80, basically_satisfied: cast % 40, dissatisfied: cast % 28 };
      this.server.send({ type: 'progress', ballot: id, cast: cast % 148, eligible: 148, server_time: Date.now(), ...(Number(id.slice(1)) % 2 && { counts }) });
      this.tallies += 1;
      await wait(this.page, every);
    }
    this.fps.tally.push(await frames);
  }
}

const mean = (list: number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

test('a screen page neither grows nor stumbles', async ({ page }) => {
  test.setTimeout(lasts + 180_000);
  const server = await PictureServer.open(page, 'screen', '');
  for (const [name, file] of files) server.files.set(name, file);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const evening = new Evening(page, server);
  for (let n = 0; n < warmUp; n += 1) await evening.item(inPassing);
  evening.fps.tally.length = evening.fps.reveal.length = evening.tallies = 0;
  const before = await weigh(session);
  const began = Date.now();
  let items = 0;
  for (; Date.now() - began < lasts; items += 1) await evening.item(minutes > 0 ? asInAHall : asItPaints);
  const after = await weigh(session);

  const { tally, reveal } = evening.fps;
  const growth = (100 * (after.heap - before.heap)) / before.heap;
  console.log(
    `endurance: ${((Date.now() - began) / 60_000).toFixed(1)} min, ${items} items, ${evening.tallies} tallies; ` +
      `heap ${(before.heap / 1e6).toFixed(2)} → ${(after.heap / 1e6).toFixed(2)} MB (${growth.toFixed(1)} %), nodes ${before.nodes} → ${after.nodes}; ` +
      `frames per second: tally ${mean(tally).toFixed(1)} (least ${Math.min(...tally).toFixed(1)}), reveal ${mean(reveal).toFixed(1)} (least ${Math.min(...reveal).toFixed(1)})`,
  );
  expect(growth, 'growth of the heap in percent').toBeLessThan(10);
  expect(after.nodes, 'elements that nobody has let go of').toBeLessThan(before.nodes * 1.2);
});
