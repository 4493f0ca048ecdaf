// The small file that a screen's machine opens from its own disk: a card while the server is away, then the screen, by itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test, type Studio } from './director_stage';

/** As a director gets it: a new screen, and the file beside its link. */
async function downloaded(studio: Studio, folder: string, layout: string): Promise<string> {
  const director = await studio.console('director');
  await director.getByTestId('add-screen').click();
  await director.getByTestId('screen-name').fill('大厅主屏');
  await director.getByTestId('screen-layout').selectOption(layout);
  await director.getByTestId('screen-add-confirm').click();
  const [file] = await Promise.all([director.waitForEvent('download'), director.getByTestId('launcher').click()]);
  expect(file.suggestedFilename()).toBe('大厅主屏.html');
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  await director.close();
  return pathToFileURL(path).href;
}

const inside = (page: Page) => page.frameLocator('iframe').locator('.stage');

async function opened(studio: Studio, layout: string, use: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-launcher-'));
  try {
    await use(await downloaded(studio, folder, layout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a screen that is opened from disk outlives the server, in any order', async ({ studio }) => {
  await opened(studio, 'hall', async (file) => {
    await studio.crash();
    const page = await studio.page('launcher', { width: 1280, height: 720 });

    await test.step('opened while the server is down it shows the title', async () => {
      await page.goto(file);
      await expect(page.locator('.card h1')).toHaveText('优化营商环境专题问政');
      await expect(page.locator('iframe')).toHaveCount(0);
    });

    await test.step('when the server comes the screen is there', async () => {
      await studio.comeBack();
      await expect(inside(page)).toHaveAttribute('data-scene', 'question');
      await expect(page.locator('iframe.here')).toBeVisible();
    });

    await test.step('when the server dies the screen holds its picture, and keeps itself alive for longer than a dead one would be kept', async () => {
      await studio.crash();
      await expect(page.frameLocator('iframe').getByTestId('held')).toBeVisible();
      await expect(inside(page)).toHaveAttribute('data-scene', 'question');
      await expect(inside(page)).toHaveAttribute('data-scene', 'card', { timeout: 40_000 });
      await expect(page.locator('iframe.here')).toBeVisible();
    });

    await test.step('loaded again meanwhile it shows the title, and comes back', async () => {
      await page.reload();
      await expect(page.locator('.card h1')).toBeVisible();
      await expect(page.locator('iframe')).toHaveCount(0);
      await studio.comeBack();
      await expect(inside(page)).toHaveAttribute('data-scene', 'question');
    });
  });
});

test('captions that are opened from disk are nothing but captions', async ({ studio }) => {
  await opened(studio, 'caption', async (file) => {
    const page = await studio.page('launcher', { width: 1280, height: 720 });
    await page.goto(file);
    await expect(inside(page)).toHaveAttribute('data-scene', 'question');
    await expect(page.locator('iframe.here')).toBeVisible();
    // Where no caption stands there is nothing at all, through both pages.
    const corner = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 40 }, omitBackground: true });
    const alpha = await page.evaluate(async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
      const draw = new OffscreenCanvas(40, 40).getContext('2d')!;
      draw.drawImage(bitmap, 0, 0);
      return Math.max(...Array.from(draw.getImageData(0, 0, 40, 40).data.filter((_, at) => at % 4 === 3)));
    }, [...corner]);
    expect(alpha).toBe(0);
  });
});
