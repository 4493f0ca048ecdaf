// Result sheets and records, as pages and as files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { Definition } from '../../../web/src/shared/messages.generated';
import { dataOf, expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { heldEvening, heldRecord, heldReport, rule } from './papers_evening';
import { Office } from './prepare_office';
import { keepPicture } from '../support/shots';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sample = JSON.parse(readFileSync(join(root, 'scripts/sample/inquiry.json'), 'utf8')) as Definition;

test.use({ viewport: { width: 1366, height: 1000 } });

async function office(page: Page, path: string, more: Parameters<typeof heldEvening>[1] = {}): Promise<{ office: Office; complaints: Complaints }> {
  const here = new Office();
  here.hold(sample, heldEvening(sample, more));
  here.report = heldReport(sample);
  here.record = heldRecord(sample);
  const complaints = new Complaints();
  complaints.watch(page, 'papers');
  await here.open(page, path);
  return { office: here, complaints };
}

// Each A4 page by itself, as it lies on the table: 794 × 1123 and longer where it runs on.
async function photographSheets(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.querySelectorAll<HTMLElement>('.no-print').forEach((one) => (one.hidden = true)));
  const sheets = await page.locator('.a4').all();
  for (const [index, sheet] of sheets.entries()) {
    expect((await sheet.boundingBox())?.width).toBeCloseTo(793.7, 0);
    await keepPicture(sheet, `states/${name}-${index + 1}`);
  }
  await page.evaluate(() => document.querySelectorAll<HTMLElement>('.no-print').forEach((one) => (one.hidden = false)));
}

async function printedPages(page: Page): Promise<number> {
  const file = await page.pdf({ preferCSSPageSize: true });
  return file.toString('latin1').split(/\/Type \/Page\b(?!s)/).length - 1;
}

for (const language of ['zh', 'en'] as const) {
  test(`every paper looks right in ${language}`, async ({ page }) => {
    const { office: here, complaints } = await office(page, `/papers?lang=${language}`);
    const data = dataOf(sample, heldEvening(sample), here.report, rule, '优秀', '需改进');
    const look = async (state: string): Promise<void> => {
      await comesToRest(page);
      await keepPicture(page, `states/${language}-papers-${state}`);
      await expectAccessible(page, `papers, ${state}`);
      if (language === 'en') await expectEnglish(page, data, `papers, ${state}`);
    };
    await page.getByTestId(`inquiry-${sample.id}`).click();
    await expect(page.getByTestId('evening-sheet')).toBeVisible();
    await look('1-evening');
    await photographSheets(page, `a4-${language}-evening`);
    await page.getByTestId('paper-ballot').click();
    await page.getByTestId('which').selectOption('b2');
    await expect(page.getByTestId('sheet-b2')).toBeVisible();
    await look('2-ballot');
    for (const paper of ['attendance', 'speeches', 'commitments', 'votes']) {
      await page.getByTestId(`paper-${paper}`).click();
      await expect(page.getByTestId('table-sheet').first()).toBeVisible();
      await look(`3-${paper}`);
    }
    await page.getByTestId('paper-commitments').click();
    await photographSheets(page, `a4-${language}-commitments`);
    complaints.expectNone();
  });
}

test('pages break between ballots, and a table runs on with its headings', async ({ page }) => {
  await office(page, `/papers#${sample.id}`);
  await expect(page.locator('.result-sheet')).toHaveCount(5);
  // The summary, a page each of five ballots, and one more for the ballot that has its correction beside what was aired.
  expect.soft(await printedPages(page)).toBe(7);
  await page.getByTestId('paper-ballot').click();
  for (const [ballot, pages] of [['b1', 1], ['b1-2', 1], ['b2', 2], ['b3', 1], ['b4', 1]] as const) {
    await page.getByTestId('which').selectOption(ballot);
    expect.soft(await printedPages(page), ballot).toBe(pages);
  }
  await page.getByTestId('paper-attendance').click();
  const pages = await printedPages(page);
  expect(pages).toBeGreaterThan(2);
  expect(pages).toBeLessThan(7);
});

test('a result sheet has rule, counts, verdict, paper and staff votes, digest and lines to sign on', async ({ page }) => {
  await office(page, `/papers#${sample.id}`);
  const sheet = page.getByTestId('sheet-b1-2');
  for (const text of [rule, '第 2 轮', '79', '56.43%', '超出 3 票', '发出 5 张，收回 4 张', '其中 2 票由工作人员', 'a3f1'.repeat(16)]) await expect(sheet).toContainText(text);
  await expect(sheet.locator('.signatures p')).toHaveCount(4);
  const corrected = page.getByTestId('sheet-b2');
  await expect(corrected.locator('.erratum')).toContainText('两张纸质票漏录');
  await expect(corrected.locator('.erratum')).toContainText('77');
  await expect(corrected).toContainText('原公布结果');
  await expect(corrected).toContainText('基本满意');
  const without = page.getByTestId('sheet-b1');
  await expect(without).toContainText('误开：主持人尚未宣布');
  await expect(without.locator('.verdict-box')).toHaveCount(0);
});

test('a ballot that has not been announced is on no paper, and a rehearsal is marked on each', async ({ page }) => {
  await office(page, `/papers#${sample.id}`, { rehearsal: true });
  await expect(page.getByTestId('evening-sheet')).toContainText('另有 1 项测评尚未公布');
  await expect(page.locator('body')).not.toContainText('等待监票人确认的测评');
  await expect(page.locator('.rehearsal-stamp')).toHaveCount(await page.locator('.a4').count());
});

test('files are named by the inquiry; CSV begins with the mark that Excel looks for, Excel with that of an archive', async ({ page }) => {
  const { complaints } = await office(page, `/papers#${sample.id}`);
  const saved = async (button: string): Promise<{ name: string; bytes: Buffer }> => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(button).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const csv = await saved('save-csv');
  expect(csv.name).toBe(`${sample.id}-测评结果.csv`);
  expect([...csv.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(csv.bytes.toString('utf8')).not.toContain('等待监票人确认的测评');
  const rows = csv.bytes.toString('utf8').trim().split('\r\n');
  expect(rows.filter((row) => row.includes('更正 1'))).toHaveLength(3);
  await page.getByTestId('paper-votes').click();
  await expect(page.getByTestId('table-sheet')).toContainText('代表060');
  const xlsx = await saved('save-xlsx');
  expect(xlsx.name).toMatch(/\.xlsx$/);
  expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK');
  complaints.expectNone();
});

test('named votes are for administrators: others are told so and see none', async ({ page }) => {
  const { office: here } = await office(page, `/papers#${sample.id}`);
  here.signedIn = { account: 'moderator', role: 'moderator' };
  await page.getByTestId('paper-votes').click();
  await expect(page.getByTestId('votes-problem')).toHaveText('您没有此项权限');
  await expect(page.getByTestId('table-sheet')).toHaveCount(0);
});
