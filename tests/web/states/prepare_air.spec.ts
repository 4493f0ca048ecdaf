// What is prepared for the screens: statements, evidence on its way, the look, the links; in both languages, and that nothing is lost.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { Definition, EvidenceView, InquiryView } from '../../../web/src/shared/messages.generated';
import { FakeServer } from '../support/fake_server';
import { dataOf, expectAccessible, expectEnglish } from '../support/look';
import { keepPicture } from '../support/shots';
import { comesToRest, Complaints } from '../support/surfaces';
import { drawnPicture, evidenceFile } from './console_air_states';
import { inquiry, speaking } from './picture_data';
import { Office, origin } from './prepare_office';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sample = JSON.parse(readFileSync(join(root, 'scripts/sample/inquiry.json'), 'utf8')) as Definition;
const statement = '我局已完成全县八十六个住宅小区的排查，其中十七个无物业小区由街道兜底管理。';

test.use({ viewport: { width: 1366, height: 900 } });

const evidence: EvidenceView[] = [
  { id: 'e1', item: 'i1', name: '公共收益公示栏.png', type: 'image/png', url: evidenceFile(1, 'png'), bytes: 1_400_000 },
  { id: 'e2', item: 'i1', name: '居民采访.mp4', type: 'video/mp4', url: evidenceFile(2, 'mp4'), bytes: 84_000_000 },
  { id: 'e3', item: 'i1', name: '收支对照表.webp', type: 'image/webp', url: evidenceFile(3, 'webp'), bytes: 320_000 },
];

interface Here {
  office: Office;
  live: FakeServer;
  complaints: Complaints;
}

async function prepare(page: Page, section: string, query = ''): Promise<Here> {
  const office = new Office();
  office.hold(sample);
  const items = sample.items.map(({ respondent = '', question = '', ...rest }) => ({ ...rest, respondent, question, skipped: false }));
  const view: InquiryView = inquiry(speaking('zh-CN'), { id: sample.id, title: sample.title, state: 'draft', item: null, items, evidence, screens: [{ id: 's1', name: '大厅主屏', layout: 'hall', panic: false }] });
  const live = new FakeServer({ role: 'console', inquiry: view, you: { account: 'admin', role: 'admin' } });
  const complaints = new Complaints();
  complaints.watch(page, 'prepare');
  await live.serve(page);
  await office.open(page, `/prepare${query}#edit/${sample.id}/${section}`);
  await page.route(`${origin}/evidence/**`, (route) =>
    /mp4$/.test(route.request().url()) ? route.fulfill({ status: 404, body: '' }) : route.fulfill({ contentType: 'image/svg+xml', body: drawnPicture('材料', '#37567a') }));
  await page.reload();
  return { office, live, complaints };
}

const png = (name: string) => ({ name, mimeType: 'image/png', buffer: Buffer.alloc(3_000_000, 7) });

for (const language of ['zh-CN', 'en'] as const) {
  test(`what goes on air is prepared, ${language}`, async ({ page }) => {
    const { office, complaints } = await prepare(page, 'agenda', `?lang=${language}`);
    const data = dataOf(sample, evidence, statement, '大厅主屏', '一.png', '二.png', '三.png', '四.png', '方案.pdf');
    const look = async (state: string, readable = true): Promise<void> => {
      await comesToRest(page);
      await page.evaluate(() => window.scrollTo(0, 0));
      await keepPicture(page, `states/${language}-prepare-air-${state}`, { fullPage: true });
      if (readable) await expectAccessible(page, state);
      if (language === 'en') await expectEnglish(page, data, state);
    };
    await page.getByTestId('item-0-statement').fill(statement);
    await look('1-statement');

    await page.getByTestId('section-evidence').click();
    await expect(page.getByTestId('evidence-e1')).toBeVisible();
    office.uploadAnswer = (path) => (path.endsWith('三.png') ? 'hold' : path.endsWith('一.png') ? [415, { code: 'unsupported_media', message: '' }] : [503, { code: 'storage_full', message: '' }]);
    await page.getByTestId('evidence-file-i1').setInputFiles([png('一.png'), png('二.png'), { name: '方案.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(9) }, png('三.png'), png('四.png')]);
    await expect(page.getByTestId('upload-三.png')).toHaveAttribute('data-state', 'sending');
    await expect(page.getByTestId('upload-二.png')).toHaveAttribute('data-state', 'failed');
    await page.getByTestId('look-e1').click();
    await look('2-evidence');

    await page.getByTestId('section-look').click();
    await look('3-look');
    await page.getByTestId('theme-blue').check();
    await page.getByTestId('colour-background').fill('#c9a227');
    await expect(page.getByTestId('contrast')).toHaveClass(/warn-line/);
    await page.getByTestId('public-delay').fill('300');
    await page.getByTestId('public-url').fill('live.example');
    await page.getByTestId('save').click();
    // The preview shows what can't be read as it is.
    await look('4-look-refused', false);
    await page.getByTestId('colour-background').fill('#0b5a3c');
    await page.getByTestId('colour-accent').fill('#ffe08a');
    await page.getByTestId('public-delay').fill('10');
    await page.getByTestId('public-url').fill('https://live.example/q');
    await page.getByTestId('emblem-file').setInputFiles(png('标志.png'));
    await expect(page.locator('.problem-line')).toContainText('2 MB');
    office.uploadAnswer = () => [201, { file: `${'9'.repeat(64)}.png`, type: 'image/png', bytes: 40 }];
    await page.getByTestId('emblem-file').setInputFiles({ ...png('标志.png'), buffer: Buffer.alloc(40) });
    await expect(page.getByTestId('look-preview').locator('img')).toBeVisible();
    await look('5-look-own');

    await page.getByTestId('section-screens').click();
    await page.getByTestId('screen-layout').selectOption('caption');
    await page.getByTestId('screen-add').click();
    await expect(page.getByTestId('screen-link-s1').locator('img')).toBeVisible();
    await look('6-screens');
    expect(complaints.found.filter((said) => !/status of (409|404|415|503)/.test(said))).toEqual([]);
  });
}

test('evidence is uploaded in turn, what fails can be sent again, and nothing else is touched by it', async ({ page }) => {
  const { office } = await prepare(page, 'evidence');
  await expect(page.getByTestId('evidence-e1')).toBeVisible();
  let full = true;
  office.uploadAnswer = (path) => (full && path.includes('二') ? [503, { code: 'storage_full', message: '' }] : [201, {}]);
  await page.getByTestId('evidence-file-i1').setInputFiles([png('一.png'), png('二.png'), png('三.png')]);
  await expect(page.getByTestId('upload-二.png')).toContainText('存储空间不足');
  await expect(page.locator('.upload-row')).toHaveCount(1);
  expect(office.uploaded).toEqual(['一', '二', '三'].map((name) => ({ path: `${sample.id}/evidence?item=i1&name=${name}.png`, bytes: 3_000_000 })));
  full = false;
  await page.getByTestId('upload-again').click();
  await expect(page.locator('.upload-row')).toHaveCount(0);
  expect(office.uploaded).toHaveLength(4);
});

test('evidence is dropped onto its item', async ({ page }) => {
  const { office } = await prepare(page, 'evidence');
  const card = page.getByTestId('evidence-of-i2');
  const files = await page.evaluateHandle(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(['xxxx'], 'a.webm', { type: 'video/webm' }));
    carried.items.add(new File(['yy'], 'b.png', { type: 'image/png' }));
    return carried;
  });
  await card.dispatchEvent('drop', { dataTransfer: files });
  await expect.poll(() => office.uploaded.map(({ path }) => path.split('?')[1])).toEqual(['item=i2&name=a.webm', 'item=i2&name=b.png']);
});

test('one that takes too long is ended, and a server that is away loses nothing', async ({ page }) => {
  const { office } = await prepare(page, 'evidence');
  await expect(page.getByTestId('evidence-e1')).toBeVisible();
  office.uploadAnswer = () => 'hold';
  await page.getByTestId('evidence-file-i1').setInputFiles([png('一.png'), png('二.png')]);
  await expect(page.getByTestId('upload-一.png')).toHaveAttribute('data-state', 'sending');
  await page.getByTestId('section-agenda').click();
  await page.getByTestId('section-evidence').click();
  office.reachable = false;
  await page.getByTestId('upload-一.png').getByTestId('upload-drop').click();
  await expect(page.getByTestId('upload-一.png')).toHaveCount(0);
  await expect(page.getByTestId('upload-二.png')).toContainText('网络中断');
  office.reachable = true;
  office.uploadAnswer = () => [201, {}];
  await page.getByTestId('upload-again').click();
  await expect(page.locator('.upload-row')).toHaveCount(0);
});

test('evidence is put in order and removed with a second press', async ({ page }) => {
  const { live } = await prepare(page, 'evidence');
  await page.getByTestId('evidence-e2').getByRole('button', { name: '↑' }).or(page.getByTestId('evidence-e2').locator('.list-tools button').first()).first().click();
  expect(await live.came('command')).toMatchObject({ name: 'order_evidence', args: { item: 'i1', evidence: ['e2', 'e1', 'e3'] } });
  const remove = page.getByTestId('remove-e3');
  await remove.click();
  await expect(remove).toHaveClass(/armed/);
  await expect(remove).not.toHaveAttribute('aria-disabled', 'true');
  live.commands = 'evidence_on_air';
  await remove.click();
  expect(await live.came('command', 2)).toMatchObject({ name: 'remove_evidence', args: { evidence: 'e3' } });
  await expect(page.getByTestId('evidence-problem')).toContainText('正在播出');
});

test('the look is saved as the contract has it, and never when it can’t be read', async ({ page }) => {
  const { office } = await prepare(page, 'look');
  await page.getByTestId('colour-accent').fill('#7a1a24');
  await expect(page.getByTestId('contrast')).toContainText('不能保存');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('problems')).toContainText('强调色');
  expect(office.inquiries.get(sample.id)?.rev).toBe(1);
  await page.getByTestId('colour-accent').fill('#FFE08A');
  await page.getByTestId('public-delay').fill('10');
  await page.getByTestId('public-url').fill(' https://live.example/q ');
  await page.getByTestId('section-agenda').click();
  await page.getByTestId('item-0-statement').fill(statement);
  await page.getByTestId('save').click();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  const saved = office.inquiries.get(sample.id)?.definition;
  expect(saved).toMatchObject({ appearance: { accent: '#ffe08a' }, public_delay_ms: 10_000, public_url: 'https://live.example/q' });
  expect(saved?.appearance).toEqual({ accent: '#ffe08a' });
  expect(saved?.items[0]?.statement).toBe(statement);
});

test('a screen gets its link and a launcher of its own', async ({ page }) => {
  const { office } = await prepare(page, 'screens');
  await page.getByTestId('screen-name').fill('直播字幕');
  await page.getByTestId('screen-layout').selectOption('caption');
  await page.getByTestId('screen-add').click();
  expect(office.screensMade).toEqual([{ name: '直播字幕', layout: 'caption' }]);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('launcher-s1').click()]);
  expect(file.suggestedFilename()).toBe('直播字幕.html');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain(`http://192.0.2.7:8080/screen#${sample.id}/`);
  expect(text).not.toContain('<h1>');
});
