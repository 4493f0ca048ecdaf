// What a screen does over time: a reveal at its instant, films in step, a card at once, and the truth about what was drawn.
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { InquiryView, ShowingView } from '../../../web/src/shared/messages.generated';
import { inquiry as evening, speaking } from './picture_data';
import { pictures } from './pictures';
import { origin, PictureServer } from './picture_server';
import { evidence, files } from './screen_pictures';
import { film } from './screen_video';

const say = speaking('zh-CN');
const address = '#pictures/0123456789abcdef';

/** A ballot that is counted, and the same one revealed at an instant. */
function counted(): InquiryView {
  const { inquiry } = told(0);
  return { ...inquiry, ballots: inquiry.ballots.map(({ result: _, revealed_at: __, ...ballot }) => ({ ...ballot, state: 'closed' })) };
}

function told(revealed_at: number): { inquiry: InquiryView; counts: number[] } {
  const { inquiry } = pictures(say, Date.now()).find(({ name }) => name === 'result')!;
  const counts = Object.values(inquiry.ballots[0]!.result!.counts);
  return { inquiry: { ...inquiry, ballots: inquiry.ballots.map((ballot) => ({ ...ballot, revealed_at })) }, counts };
}

/** From now on, every figure of the first choice in turn, and when the verdict came. */
async function watchReveal(page: Page): Promise<() => Promise<{ figures: number[]; verdictAt: number | null }>> {
  await page.evaluate(() => {
    const seen: { figures: number[]; verdictAt: number | null } = { figures: [], verdictAt: null };
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const text = document.querySelector('[data-testid="result"] [data-choice="satisfied"] b')?.firstChild?.textContent;
      const figure = Number(text);
      if (text && seen.figures[seen.figures.length - 1] !== figure) seen.figures.push(figure);
      const verdict = document.querySelector('.shown [data-testid="verdict"], [data-testid="verdict"].shown');
      if (verdict && getComputedStyle(verdict).visibility === 'visible') seen.verdictAt ??= Date.now();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { seen: { figures: number[]; verdictAt: number | null } }).seen);
}

for (const layout of ['hall', 'rostrum', 'caption', 'result'] as const) {
  test(`a reveal begins at its instant, counts up, and has the verdict last: ${layout}`, async ({ page }) => {
    const server = await PictureServer.open(page, 'screen', '');
    await server.show(counted(), layout);
    const seen = await watchReveal(page);
    const due = Date.now() + 800;
    const { inquiry, counts } = told(due);
    await server.show(inquiry, layout);
    // Drawn, and still what it was: the message came long before its instant.
    expect(Date.now()).toBeLessThan(due);
    await expect(page.locator('.stage')).toHaveAttribute('data-scene', layout === 'result' ? 'card' : 'tallying');
    const at = Number(await page.locator('.stage[data-revealed-at]').getAttribute('data-revealed-at'));
    expect(at).toBeGreaterThanOrEqual(due);
    expect(at - due).toBeLessThan(1_000);
    await expect.poll(async () => (await seen()).verdictAt).not.toBeNull();
    const { figures, verdictAt } = await seen();
    expect(figures[0]).toBeLessThan(counts[0]! / 2);
    expect(figures[figures.length - 1]).toBe(counts[0]);
    expect(figures).toEqual([...figures].sort((a, b) => a - b));
    // The clock of the store is measured to some tens of milliseconds.
    expect(verdictAt! - due).toBeGreaterThanOrEqual(1_400);
  });
}

for (const [how, query, reducedMotion] of [['asked by the address', '?still=1', 'no-preference'], ['asked by the system', '', 'reduce']] as const) {
  test(`without motion the result is there at the same instant, whole: ${how}`, async ({ browser }) => {
    const context = await browser.newContext({ reducedMotion });
    const page = await context.newPage();
    const server = await PictureServer.open(page, 'screen', query);
    await server.show(counted(), 'hall');
    const seen = await watchReveal(page);
    const due = Date.now() + 600;
    const { inquiry, counts } = told(due);
    await server.show(inquiry, 'hall');
    await expect(page.locator('.stage')).toHaveAttribute('data-scene', 'tallying');
    await expect(page.locator('.stage')).toHaveAttribute('data-scene', 'result');
    await expect(page.getByTestId('verdict')).toHaveCSS('opacity', '1');
    const { figures, verdictAt } = await seen();
    expect(figures).toEqual([counts[0]]);
    expect(verdictAt!).toBeGreaterThanOrEqual(due - 100);
    await context.close();
  });
}

test('a page that comes late joins in, and one that comes after it all finds it settled', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await server.show(counted(), 'hall');
  const seen = await watchReveal(page);
  const late = told(Date.now() - 700);
  await server.show(late.inquiry, 'hall');
  await expect.poll(async () => (await seen()).verdictAt).not.toBeNull();
  // By 700 ms more than four fifths of the way are done.
  expect((await seen()).figures[0]).toBeGreaterThan(late.counts[0]! * 0.8);

  await server.show(counted(), 'hall');
  await page.reload();
  const again = await watchReveal(page);
  await server.show(told(Date.now() - 60_000).inquiry, 'hall');
  await expect(page.getByTestId('verdict')).toBeVisible();
  expect((await again()).figures).toEqual([late.counts[0]]);
});

test('a panic is a card in the next frame, with nothing that fades', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  for (const layout of ['hall', 'rostrum', 'caption', 'result'] as const) {
    await server.show(told(0).inquiry, layout);
    await expect(page.getByTestId('result')).toBeVisible();
    await page.evaluate(() => {
      Object.assign(window, { both: 0 });
      new MutationObserver(() => {
        const both = document.querySelector('[data-testid="card"]') && document.querySelector('[data-testid="result"]');
        if (both) Object.assign(window, { both: 1 });
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await server.show(told(0).inquiry, layout, true);
    await expect(page.getByTestId('card')).toHaveAttribute('data-card', 'hold');
    expect(await page.evaluate(() => document.getAnimations().length), layout).toBe(0);
    expect(await page.evaluate(() => (window as unknown as { both: number }).both), layout).toBe(0);
  }
});

function showing(id: string, more: Partial<ShowingView> = {}): Partial<InquiryView> {
  return { evidence: evidence(say), showing: { evidence: id, beside: false, playing: false, position_ms: 0, at: Date.now(), ...more } };
}

test('evidence is fetched before it is asked for, and reported as drawn only when it is there', async ({ page }) => {
  const server = await PictureServer.behind(page, 'screen');
  for (const [name, file] of files) server.files.set(name, file);
  let letGo!: () => void;
  server.filesWaitFor = new Promise((done) => (letGo = done));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${origin}/screen${address}`);
  await server.until();
  await server.show(evening(say, { evidence: evidence(say) }), 'hall');
  await expect.poll(() => asked.filter((path) => path.startsWith('/evidence/')).length).toBeGreaterThan(0);

  const rev = server.tell({ ...evening(say, showing('e1')), screens: [{ id: 's1', name: 'x', layout: 'hall', panic: false }] });
  await expect(page.getByTestId('evidence')).toHaveAttribute('data-evidence', 'e1');
  await expect(page.getByTestId('media')).toHaveAttribute('data-readiness', 'loading');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
  expect(server.reported).not.toContain(rev);
  letGo();
  await expect(page.getByTestId('media')).toHaveAttribute('data-readiness', 'ready');
  await expect.poll(() => server.reported).toContain(rev);
  expect(await page.locator('.media img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

test('a file that is missing is a panel with its name, until it is there', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await server.show(evening(say, showing('e1')), 'hall');
  await expect(page.getByTestId('media')).toContainText('入户暗访');
  await expect(page.getByTestId('media')).toHaveAttribute('data-readiness', 'broken');
  await expect(page.locator('.media img')).toHaveCount(0);
  for (const [name, file] of files) server.files.set(name, file);
  await expect(page.getByTestId('media')).toHaveAttribute('data-readiness', 'ready');
});

test('a hidden page reports nothing as drawn before it is seen', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await server.show(counted(), 'hall');
  const turn = (state: string): Promise<void> =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await turn('hidden');
  const rev = server.tell({ ...evening(say), screens: [{ id: 's1', name: 'x', layout: 'hall', panic: false }] });
  await expect(page.getByTestId('question')).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
  expect(server.reported).not.toContain(rev);
  await turn('visible');
  await expect.poll(() => server.reported).toContain(rev);
});

test('a caption is transparent wherever there is no strip', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await server.show(told(0).inquiry, 'caption');
  await expect(page.getByTestId('verdict')).toHaveCSS('opacity', '1');
  const strip = (await page.locator('.strip').boundingBox())!;
  const picture = (await page.screenshot({ omitBackground: true })).toString('base64');
  const { outside, inside } = await page.evaluate(
    async ({ picture, strip }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const paint = canvas.getContext('2d')!;
      paint.drawImage(image, 0, 0);
      const { data } = paint.getImageData(0, 0, image.width, image.height);
      let [most, least] = [0, 255];
      for (let y = 0; y < image.height; y += 1) {
        for (let x = 0; x < image.width; x += 1) {
          const alpha = data[(y * image.width + x) * 4 + 3]!;
          const near = x >= strip.x - 2 && x <= strip.x + strip.width + 2 && y >= strip.y - 2 && y <= strip.y + strip.height + 2;
          const within = x > strip.x + 12 && x < strip.x + strip.width - 12 && y > strip.y + 12 && y < strip.y + strip.height - 12;
          if (!near) most = Math.max(most, alpha);
          if (within) least = Math.min(least, alpha);
        }
      }
      return { outside: most, inside: least };
    },
    { picture, strip },
  );
  expect(outside, 'alpha outside the strip').toBe(0);
  expect(inside, 'alpha of the strip').toBeGreaterThan(200);
});

test('a monitor draws what it is told, without a connection and without a sound', async ({ page }) => {
  const server = await PictureServer.behind(page, 'screen');
  await page.goto(`${origin}/around`);
  const said = await page.evaluate(
    ({ inquiry }) =>
      new Promise<unknown>((done) => {
        const frame = document.createElement('iframe');
        frame.src = '/screen?monitor=1';
        window.addEventListener('message', (event) => {
          if ((event.data as { type: string }).type !== 'wenzheng.monitor.ready') return;
          frame.contentWindow!.postMessage({ type: 'wenzheng.monitor', screen: 's1', inquiry, progress: null, offset_ms: 0, picture: { layout: 'caption', scene: 'result', ballot: 'b1' } }, location.origin);
          done(event.data);
        });
        document.body.append(frame);
      }),
    { inquiry: { ...told(0).inquiry, item: 'i3' } },
  );
  expect(said).toEqual({ type: 'wenzheng.monitor.ready' });
  const screen = page.frameLocator('iframe');
  await expect(screen.getByTestId('layout-caption')).toHaveAttribute('data-scene', 'result');
  expect(server.connections).toBe(0);
  // From another page it takes nothing.
  await page.evaluate(() => document.querySelector('iframe')!.contentWindow!.dispatchEvent(new MessageEvent('message', { origin: 'http://elsewhere.test', data: { type: 'wenzheng.monitor', picture: { layout: 'card' } } })));
  await expect(screen.getByTestId('layout-caption')).toHaveAttribute('data-scene', 'result');
});

test('a framed screen gives signs of life', async ({ page }) => {
  await PictureServer.behind(page, 'screen');
  await page.goto(`${origin}/around`);
  const signs = await page.evaluate(
    (path) =>
      new Promise<string[]>((done) => {
        const heard: string[] = [];
        window.addEventListener('message', ({ data }) => {
          heard.push((data as { type: string }).type);
          if (heard.length === 2) done(heard);
        });
        const frame = document.createElement('iframe');
        frame.src = path;
        document.body.append(frame);
      }),
    `/screen${address}`,
  );
  expect(signs).toEqual(['wenzheng.alive', 'wenzheng.alive']);
});

async function filmFile(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  // Only a page of a trusted place may encode.
  await page.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: '<!doctype html>', contentType: 'text/html' }));
  await page.goto('http://127.0.0.1:9/');
  const file = await film(page, 12);
  await page.close();
  return file;
}

const ms = (page: Page): Promise<number> => page.locator('.media video').evaluate((video: HTMLVideoElement) => Math.round(video.currentTime * 1000));

test('a film is where the hall is, on every screen, and stands still without the server', async ({ browser }) => {
  const file = await filmFile(browser);
  const url = evidence(say)[0]!.url.replace('.jpg', '.webm');
  const shown = (more: Partial<ShowingView>): InquiryView => {
    const { evidence: list, ...rest } = showing('e1', more);
    return evening(say, { ...rest, evidence: list!.map((one) => (one.id === 'e1' ? { ...one, type: 'video/webm' as const, url } : one)) });
  };
  const screens = await Promise.all(
    [0, 1].map(async () => {
      const page = await (await browser.newContext()).newPage();
      const server = await PictureServer.open(page, 'screen', '');
      server.files.set(url.slice('/evidence/'.length), { type: 'video/webm', body: file });
      return { page, server };
    }),
  );
  const began = Date.now() - 1_000;
  for (const { server } of screens) await server.show(shown({ playing: true, position_ms: 2_000, at: began }), 'hall');
  const drift = async (page: Page): Promise<number> => page.locator('.media video').evaluate((video: HTMLVideoElement, from) => Math.round(video.currentTime * 1000 - (Date.now() - from)), began - 2_000);
  for (const { page } of screens) await expect.poll(async () => Math.abs(await drift(page)), { message: 'drift in ms' }).toBeLessThan(80);
  const drifts = await Promise.all(screens.map(({ page }) => drift(page)));
  console.log(`films on two screens are off by ${drifts.join(' and ')} ms`);
  expect(await screens[0]!.page.locator('.media video').evaluate((video: HTMLVideoElement) => video.muted)).toBe(true);

  const { page, server } = screens[0]!;
  await server.show(shown({ playing: false, position_ms: 7_000 }), 'hall');
  await expect.poll(() => ms(page)).toBe(7_000);
  // Alone or beside the statement: the same film goes on.
  await server.show({ ...shown({ playing: true, position_ms: 7_000, beside: true }), items: evening(say).items.map((item) => ({ ...item, statement: '说明' })) }, 'hall');
  await expect(page.getByTestId('statement')).toBeVisible();
  await expect.poll(() => page.locator('.media video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(false);
  server.goAway();
  await expect(page.getByTestId('held')).toBeVisible();
  await expect.poll(() => page.locator('.media video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(true);
  const held = await ms(page);
  server.away = false;
  await expect(page.getByTestId('held')).toHaveCount(0);
  await expect.poll(() => ms(page)).toBeGreaterThan(held);
  for (const one of screens) await one.page.context().close();
});

test('a page that does not know yet what it is paints nothing over the programme', async ({ page }) => {
  const server = await PictureServer.behind(page, 'screen');
  server.away = true;
  await page.goto(`${origin}/around`);
  await page.evaluate((path) => {
    const frame = document.createElement('iframe');
    frame.src = path;
    document.body.append(frame);
  }, `/screen${address}`);
  const screen = page.frameLocator('iframe');
  await expect(screen.getByTestId('layout-unknown')).toBeAttached();
  await expect(screen.locator('.backdrop, [data-testid="card"]')).toHaveCount(0);
  await expect(screen.locator('html')).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  // A wall's own browser has nothing behind it: after a while it shows the card.
  await page.goto(`${origin}/screen${address}`);
  await expect(page.getByTestId('card')).toHaveAttribute('data-card', 'hold');
});
