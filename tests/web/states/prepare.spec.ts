// The administrator's page in every state, in both languages; and that nothing typed is ever lost.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { AuditEntry, Definition } from '../../../web/src/shared/messages.generated';
import { dataOf, expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { Office, origin, presets, ruleInWords } from './prepare_office';
import { keepPicture } from '../support/shots';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sample = JSON.parse(readFileSync(join(root, 'scripts/sample/inquiry.json'), 'utf8')) as Definition;
const gbk = join(root, 'tests/web/support/rosters/gbk.csv');
const badRoll = '编号,姓名,代表团,参评范围\nd001,代表001,城关镇,代表\nd200,代表200,东河镇,代表、常委会\n,代表201,东河镇,代表\nd202,,东河镇,代表\nd200,代表203,东河镇,代表\nd204,代表204,东河镇,评审团\n';

test.use({ viewport: { width: 1366, height: 900 } });

async function office(page: Page, path = '/prepare'): Promise<{ office: Office; complaints: Complaints }> {
  const here = new Office();
  here.hold(sample);
  const complaints = new Complaints();
  complaints.watch(page, 'prepare');
  await here.open(page, path);
  return { office: here, complaints };
}

// What asks for a second press takes it only after a moment.
async function pressTwice(page: Page, testid: string): Promise<void> {
  const button = page.getByTestId(testid);
  await button.click();
  await expect(button).toHaveClass(/armed/);
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.click();
}

async function editSample(page: Page, section: string): Promise<void> {
  await page.getByTestId(`edit-${sample.id}`).click();
  await page.getByTestId(`section-${section}`).click();
}

for (const language of ['zh', 'en'] as const) {
  test(`every state looks right in ${language}`, async ({ page }) => {
    const { office: here, complaints } = await office(page, `/prepare?lang=${language}`);
    const data = dataOf(sample, presets.rules.map(({ rule }) => rule), ruleInWords, badRoll.split(/[\n,]/), '回访：', 'UTF-8');
    const look = async (state: string, fullPage = true): Promise<void> => {
      await comesToRest(page);
      await page.evaluate(() => window.scrollTo(0, 0));
      await keepPicture(page, `states/${language}-prepare-${state}`, { fullPage });
      await expectAccessible(page, `prepare, ${state}`);
      if (language === 'en') await expectEnglish(page, data, `prepare, ${state}`);
    };

    await expect(page.getByTestId(`inquiry-${sample.id}`)).toBeVisible();
    await page.getByTestId(`duplicate-${sample.id}`).click();
    await page.getByTestId('duplicate-id').fill('next year');
    await look('1-list');

    await editSample(page, 'basics');
    await look('2-basics');
    await page.getByTestId('section-agenda').click();
    await page.getByTestId('add-item').click();
    await page.getByTestId('save').click();
    await expect(page.getByTestId('problems')).toBeVisible();
    await look('3-agenda', false);
    await pressTwice(page, 'item-3-remove');

    await page.getByTestId('section-ballots').click();
    await page.getByTestId('ballot-0-open').click();
    await page.getByTestId('ballot-0-preset').selectOption('weighted_score');
    await expect(page.getByTestId('ballot-0-words')).toContainText(language === 'en' ? 'Fairness' : '公平性提醒');
    await look('4-ballot');
    await page.getByTestId('ballot-1-open').click();
    await page.getByTestId('ballots[1]-scale').selectOption('own');
    await expect(page.locator('.verdict-form')).toHaveCount(2);
    await look('5-own-rule');

    await page.getByTestId('section-roster').click();
    await page.getByTestId('roster-file').setInputFiles({ name: 'roll.csv', mimeType: 'text/csv', buffer: Buffer.from(badRoll) });
    await expect(page.locator('[data-testid="import-preview"] [data-row]')).toHaveCount(4);
    await look('6-roster');

    // Another administrator was quicker.
    here.hold({ ...sample, title: `${sample.title}（改）` }, undefined, 9);
    await page.getByTestId('save').click();
    await expect(page.getByTestId('refusal')).toBeVisible();
    await look('7-stale', false);
    await page.getByTestId('accept-newest').click();
    await page.getByTestId('save').click();
    await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');

    await page.getByTestId('section-print').click();
    await pressTwice(page, 'make-keys');
    await expect(page.locator('.card-sheet')).toHaveCount(Math.ceil(sample.deputies.length / 8));
    await look('8-cards', false);
    await page.getByTestId('print-list').click();
    await look('9-checkin-list', false);

    await page.getByTestId('section-rehearsal').click();
    await page.getByTestId('create-rehearsal').click();
    await expect(page.getByTestId('rehearsal-made')).toBeVisible();
    await look('10-rehearsal');

    await page.getByTestId('accounts').click();
    await page.getByTestId('create-account').click();
    await look('11-accounts');
    await page.getByTestId('sign-out').click();
    await expect(page.getByTestId('sign-in')).toBeVisible();
    await look('12-signed-out');
    expect(complaints.found.filter((said) => !/status of 409/.test(said))).toEqual([]);
  });
}

test('an inquiry is written from nothing, by a published procedure, and saved as the contract has it', async ({ page }) => {
  const { office: here, complaints } = await office(page);
  await page.getByTestId('create').click();
  await page.getByTestId('title').fill('教育专题问政');
  await page.getByTestId('id').fill('edu-2027');
  await page.getByTestId('section-agenda').click();
  await page.getByTestId('add-item').click();
  await page.getByTestId('item-0-department').fill('教育局');
  await page.getByTestId('item-0-title').fill('课后服务');
  await page.getByTestId('section-ballots').click();
  await page.getByTestId('add-ballot').click();
  await page.getByTestId('ballot-0-title').fill('满意度测评');
  await page.getByTestId('ballot-0-preset').selectOption('shiquan');
  await expect(page.getByTestId('ballot-0-words')).toContainText(ruleInWords);
  await page.getByTestId('section-roster').click();
  await page.getByTestId('roster-file').setInputFiles(gbk);
  await expect(page.getByTestId('import-preview')).toContainText('GBK');
  await page.getByTestId('import-merge').click();
  await page.getByTestId('save').click();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  expect(here.inquiries.get('edu-2027')?.definition).toEqual({
    id: 'edu-2027',
    title: '教育专题问政',
    language: 'zh-CN',
    deputies: [
      { id: 'd001', name: '代表001', group: '城关镇', electorates: ['deputies'] },
      { id: 'd002', name: '代表002', group: '东河镇', electorates: ['deputies', 'standing'] },
    ],
    items: [{ id: 'i1', department: '教育局', title: '课后服务' }],
    ballots: [
      {
        id: 'b1',
        item: 'i1',
        title: '满意度测评',
        electorate: 'deputies',
        secrecy: 'named',
        scale: 'satisfaction3',
        press: 'last',
        display: 'delayed',
        duration_ms: 60_000,
        scrutineers: 2,
        show_not_voted: true,
        rule: { ...presets.rules[0]?.rule, quorum: { of: 'entitled', more_than: [1, 2] } },
      },
    ],
  });
  // Saved again, it is the same inquiry: a change, not a second one.
  await page.getByTestId('section-basics').click();
  await page.getByTestId('title').fill('教育专题问政（第二稿）');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  expect(here.inquiries.get('edu-2027')).toMatchObject({ rev: 2, definition: { title: '教育专题问政（第二稿）' } });
  complaints.expectNone();
});

test('what is typed outlives a closed window, a lost network and an ended sign-in', async ({ page }) => {
  const { office: here } = await office(page);
  await editSample(page, 'basics');
  await page.getByTestId('title').fill('改过的标题');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'unsaved');
  await page.reload();
  await expect(page.getByTestId('title')).toHaveValue('改过的标题');

  here.reachable = false;
  await page.getByTestId('save').click();
  await expect(page.getByTestId('refusal')).toBeVisible();
  await expect(page.getByTestId('title')).toHaveValue('改过的标题');

  here.reachable = true;
  here.signedIn = null;
  await page.getByTestId('save').click();
  await page.getByTestId('account').fill('admin');
  await page.getByTestId('password').fill('a long password');
  await page.getByTestId('sign-in').click();
  await expect(page.getByTestId('title')).toHaveValue('改过的标题');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  expect(here.inquiries.get(sample.id)?.definition.title).toBe('改过的标题');
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('wenzheng.prepare')))).toEqual([]);
});

test('a check-in or a new key in the meantime is in nobody\'s way; what began already is named', async ({ page }) => {
  const { office: here } = await office(page);
  await editSample(page, 'basics');
  await page.getByTestId('title').fill('改过的标题');
  here.hold(sample, undefined, 12);
  await page.getByTestId('save').click();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  expect(here.inquiries.get(sample.id)).toMatchObject({ rev: 13, definition: { title: '改过的标题' } });

  here.frozen = 'ballot b1 has been opened';
  await page.getByTestId('title').fill('再改');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('refusal')).toContainText('对小区物业管理答复的满意度测评');
  await expect(page.getByTestId('title')).toHaveValue('再改');
});

test('an id that is taken is said at its field, and the draft is saved under another', async ({ page }) => {
  const { office: here } = await office(page);
  await page.getByTestId(`duplicate-${sample.id}`).click();
  await page.getByTestId('duplicate-id').fill('next');
  await page.getByTestId('duplicate-go').click();
  await expect(page.getByTestId('item-0-title')).toHaveValue('回访：小区物业管理');
  here.hold({ ...sample, id: 'next' });
  await page.getByTestId('save').click();
  await page.getByTestId('section-basics').click();
  await expect(page.locator('[data-places="id"] .problem-line')).toBeVisible();
  await page.getByTestId('id').fill('next-2');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  expect(here.inquiries.get('next-2')?.definition.deputies).toEqual(sample.deputies);
});

test('the template is a roll that the page reads, from Excel and from CSV', async ({ page }) => {
  const { complaints } = await office(page);
  await editSample(page, 'roster');
  for (const kind of ['xlsx', 'csv']) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`template-${kind}`).click()]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${kind}$`));
    await page.getByTestId('roster-file').setInputFiles(await file.path());
    await expect(page.getByTestId('import-preview').locator('.first-rows tr')).toHaveCount(3);
    await expect(page.getByTestId('import-preview').locator('[data-row]')).toHaveCount(0);
  }
  complaints.expectNone();
});

test('cards come out eight a sheet, for those who were chosen, and the list on whole pages', async ({ page }) => {
  const { office: here } = await office(page);
  await editSample(page, 'print');
  const printed = async (): Promise<number> => (await page.pdf({ preferCSSPageSize: true })).toString('latin1').split(/\/Type \/Page\b(?!s)/).length - 1;

  await page.getByTestId('keys-some').check();
  for (const id of ['d002', 'd005']) await page.getByTestId(`choose-${id}`).check();
  await pressTwice(page, 'make-keys');
  await expect(page.locator('.qr-card')).toHaveCount(2);
  expect(here.keysMadeFor).toEqual([['d002', 'd005']]);
  expect(await printed()).toBe(1);

  await page.locator('input[value="all"]').check();
  await pressTwice(page, 'make-keys');
  await expect(page.locator('.qr-card')).toHaveCount(sample.deputies.length);
  expect(await printed()).toBe(Math.ceil(sample.deputies.length / 8));
  await page.emulateMedia({ media: 'print' });
  await keepPicture(page.locator('.card-sheet').first(), 'states/a4-cards');
  await page.emulateMedia({ media: 'screen' });

  await page.getByTestId('print-list').click();
  await expect(page.getByTestId('checkin-list').locator('tbody tr')).toHaveCount(sample.deputies.length + new Set(sample.deputies.map((deputy) => deputy.group)).size);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  await keepPicture(page, 'states/a4-checkin-list');
});

test('accounts: created, given another role, removed; the last administrator stays', async ({ page }) => {
  const { office: here } = await office(page, '/prepare#accounts');
  await page.getByTestId('new-account').fill('scrutineer1');
  await page.getByTestId('new-account-password').fill('a long password');
  await page.getByTestId('new-account-role').selectOption('scrutineer');
  await page.getByTestId('create-account').click();
  await expect(page.getByTestId('account-scrutineer1')).toBeVisible();
  await page.getByTestId('account-scrutineer1').locator('select').selectOption('director');
  await expect(page.getByTestId('account-done')).toContainText('导播');
  expect(here.accounts.find((one) => one.account === 'scrutineer1')?.role).toBe('director');
  await pressTwice(page, 'delete-scrutineer1');
  await expect(page.getByTestId('account-scrutineer1')).toHaveCount(0);
  await pressTwice(page, 'delete-admin');
  await expect(page.getByTestId('account-problem')).toBeVisible();
  await expect(page.getByTestId('account-admin')).toBeVisible();
});

test('what was done is listed, a page at a time, in both languages', async ({ page }) => {
  const { office: here } = await office(page, '/prepare#accounts');
  const entry = (n: number, what: AuditEntry['what'], more: Partial<AuditEntry> = {}): AuditEntry => ({
    id: `${1_770_000_000_000 + n}-0`, at: 1_770_000_000_000 + n, account: 'admin', address: '192.0.2.7', what, result: 'done', ...more,
  });
  here.audit = [
    entry(3, 'keys_issued', { inquiry: 'shiquan-2026', count: 152 }),
    entry(2, 'signed_in', { account: '', result: 'bad_credentials' }),
    entry(1, 'account_made', { subject: 'clerk' }),
  ];
  await page.getByTestId('audit').click();
  await expect(page.getByTestId('audit-1770000000003-0')).toContainText('152');
  await expect(page.getByTestId('audit-1770000000002-0')).toContainText('不存在的账号');
  for (const language of ['zh-CN', 'en']) {
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expectAccessible(page, `activity in ${language}`);
    if (language === 'zh-CN') await page.getByTestId('language').click();
  }
  await expect(page.getByTestId('audit-1770000000003-0')).toContainText('Personal keys issued');
  await page.getByTestId('audit-older').click();
  await expect(page.getByTestId('audit-1770000000001-0')).toContainText('clerk');
  await expect(page.getByTestId('audit-older')).toHaveCount(0);
  await page.getByTestId('audit-newest').click();
  await expect(page.getByTestId('audit-1770000000003-0')).toBeVisible();
});

test('who is no administrator is asked to sign in as one', async ({ page }) => {
  const here = new Office();
  here.signedIn = { account: 'moderator', role: 'moderator' };
  await here.open(page, '/prepare');
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await expect(page.locator('.note')).toContainText('管理员');
  expect(page.url().startsWith(origin)).toBe(true);
});
