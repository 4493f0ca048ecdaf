// The public's page in every state, in both languages, on a small phone and on a wide screen: nothing cut off, nothing untranslated, nothing that axe calls serious.
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { speaking, type Language } from './picture_data';
import { pictures, type Picture } from './pictures';
import { PictureServer } from './picture_server';
import { keepPicture } from '../support/shots';

const sizes = { phone: { width: 360, height: 640 }, wide: { width: 1280, height: 800 } };

const card = '<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1440"><rect width="1080" height="1440" fill="#7d1218"/><rect x="90" y="540" width="900" height="360" fill="#f6d491"/></svg>';

test.use({ reducedMotion: 'reduce' });

// A title of its own tells when the page has taken this picture and not still the one before it.
async function put(server: PictureServer, page: Page, name: string, language: Language = 'zh-CN'): Promise<Picture> {
  const all = pictures(speaking(language), Date.now());
  const number = all.findIndex((one) => one.name === name);
  const found = all[number]!;
  const title = `${found.inquiry.title} ${number + 1}`;
  if (found.progress) server.send(found.progress);
  const { requests: _, ...seen } = found.inquiry;
  server.tell({ ...seen, title, ...(name === 'finished' && { ranking }) });
  await expect(page.getByTestId('title')).toHaveText(title);
  return found;
}

const ranking = [
  { place: 1, item: 'i1', department: 'Housing Bureau', ballot: 'b1', figure: '92.36', label: 'percent' as const },
  { place: 2, item: 'i3', department: 'County Bureau of Human Resources and Social Security, Office for Employment Services', ballot: 'b3', figure: '41.67', label: 'percent' as const },
];

async function expectNothingCutOff(page: Page, state: string): Promise<void> {
  const found = await page.evaluate(() =>
    Array.from(document.querySelectorAll('body *'))
      .filter((element) => Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
      .filter((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const { left, right, width } = range.getBoundingClientRect();
        return width > 0 && (left < 0 || right > document.documentElement.clientWidth + 1);
      })
      .map((element) => element.textContent?.trim().slice(0, 40)),
  );
  expect.soft(found, state).toEqual([]);
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), state).toBe(0);
}

for (const language of ['zh-CN', 'en'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`every state on a ${size} page, ${language}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const complaints = new Complaints();
      complaints.watch(page, 'live');
      const server = await PictureServer.open(page, 'live', `?lang=${language}`);
      await page.route('**/card.png?*', (route) => route.fulfill({ body: card, contentType: 'image/svg+xml' }));
      for (const { name } of pictures(speaking(language), 0)) {
        const { inquiry } = await put(server, page, name, language);
        await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
        await comesToRest(page);
        await keepPicture(page, `states/${language}-live-${size}-${name}`, { fullPage: true });
        await expectNothingCutOff(page, name);
        await expect.soft(page.getByTestId('rehearsal'), name).toHaveCount(inquiry.rehearsal ? 1 : 0);
        await expectAccessible(page, `live, ${name}`);
        if (language === 'en') await expectEnglish(page, [], `live, ${name}`);
      }
      complaints.expectNone();
      await context.close();
    });
  }
}

test('advisory figures, corrections and rounds stand apart', async ({ page }) => {
  const server = await PictureServer.open(page, 'live', '');
  await put(server, page, 'result-everything');
  const panel = page.getByTestId('result');
  await expect(panel.getByTestId('corrected')).toHaveText('更正');
  await expect(panel.getByTestId('verdict').first()).toHaveText('满意');
  await expect(panel.locator('> .result-rows').getByTestId('result-satisfied')).toContainText('77');
  await expect(panel.getByTestId('advisory')).toContainText('群众 · 参考，不计入');
  await expect(panel.getByTestId('advisory').getByTestId('result-satisfied')).toContainText('312');
  await expect(panel.getByTestId('aired')).toContainText('75');
  await expect(panel.getByTestId('round-before')).toContainText('第 1 轮');
  await expect(panel.getByTestId('round-before').getByTestId('result-satisfied')).toContainText('60');

  await put(server, page, 'result-combined');
  await expect(panel.getByTestId('advisory')).toContainText('群众 · 权重 40');
  await expect(panel).not.toContainText('不计入');
  await expect(panel.getByTestId('combined')).toContainText('74.42');
});

test('a result that has come early is told at its instant, with the ranking and the title', async ({ page }) => {
  await page.clock.install();
  const server = await PictureServer.open(page, 'live', '');
  const { inquiry } = pictures(speaking('zh-CN'), Date.now()).find(({ name }) => name === 'result')!;
  const entry = { place: 1, item: 'i1', department: '住房和城乡建设局', ballot: 'b1', figure: '52.08', label: 'percent' as const };
  const ballots = inquiry.ballots.map((ballot) => ({ ...ballot, revealed_at: Date.now() + 8_000 }));
  server.tell({ ...inquiry, ballots, ranking: [entry] });
  await expect(page.getByTestId('ballot')).toContainText('计票中');
  await expect(page.getByTestId('ranking')).toHaveCount(0);
  await expect(page.getByTestId('past-results').locator('details')).toHaveCount(0);
  await expect(page).toHaveTitle(`${inquiry.title} · 问政直播`);
  await page.clock.runFor(8_500);
  await expect(page.getByTestId('result').getByTestId('verdict')).toHaveText('不满意');
  await expect(page.getByTestId('ranking')).toContainText('52.08%');
});

test('the item that is selected again is what is discussed, not its old result', async ({ page }) => {
  const server = await PictureServer.open(page, 'live', '');
  const { inquiry } = pictures(speaking('zh-CN'), Date.now()).find(({ name }) => name === 'result')!;
  server.tell({ ...inquiry, item_at: Date.now() });
  await expect(page.getByTestId('question')).toBeVisible();
  await expect(page.getByTestId('result')).toHaveCount(0);
  await expect(page.getByTestId('past-results').locator('details').first()).toBeVisible();
});

test('a result can be had as a picture, and says so when it can not', async ({ page }) => {
  const server = await PictureServer.open(page, 'live', '');
  await put(server, page, 'result');
  const card = page.getByTestId('result').getByTestId('card-picture');
  await card.locator('summary').click();
  await expect(card).toContainText('暂时打不开');
  await expect(card.locator('img')).toHaveCount(0);
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await page.route('**/ballots/b1/card.png?*', (route) => route.fulfill({ body: pixel, contentType: 'image/png' }));
  await card.locator('summary').click();
  await card.locator('summary').click();
  await expect(card.locator('img')).toHaveAttribute('src', '/api/v1/inquiries/pictures/ballots/b1/card.png?shape=3x4&lang=zh-CN');
  await expect(card).toContainText('长按图片');
  await expect(card.locator('a').nth(1)).toHaveAttribute('href', /shape=16x9/);
});

test('a void ballot gives its reason and no figure', async ({ page }) => {
  const server = await PictureServer.open(page, 'live', '');
  await put(server, page, 'void');
  await expect(page.getByTestId('ballot')).toContainText('收回票数多于发出票数');
  await expect(page.locator('.result-row')).toHaveCount(0);
});

test('who did not press is told only where the ballot says so', async ({ page }) => {
  const server = await PictureServer.open(page, 'live', '');
  await put(server, page, 'result');
  await expect(page.getByTestId('result')).not.toContainText('未按');
  await put(server, page, 'result-not-pressed');
  await expect(page.getByTestId('result').locator('.result-people')).toContainText(/未按\s*4/);
});
