// What a director's presses and keys do: what is sent, in which order, and what never is.
import { expect, test, type Page } from '@playwright/test';
import type { AccountRole, Command, InquiryView } from '../../../web/src/shared/messages.generated';
import { airStates, type AirState } from './console_air_states';
import { Desk } from './console_desk';
import { speaking } from './picture_data';

test.use({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });

async function at(page: Page, role: AccountRole, name: string): Promise<Desk> {
  const told = airStates(speaking('zh-CN'), Date.now()).find((one) => one.name.endsWith(name)) as AirState;
  const desk = await Desk.open(page, role, told.inquiry);
  await desk.put(told);
  return desk;
}

const sent = (desk: Desk): Pick<Command, 'name' | 'args'>[] =>
  desk.server.heard.flatMap((one) => (one.type === 'command' ? [{ name: one.name, args: one.args } as Pick<Command, 'name' | 'args'>] : []));

const body = (page: Page) => page.locator('body');

test('a source is made ready on all, each in its own layout, and what fills the frame never covers captions', async ({ page }) => {
  const desk = await at(page, 'director', '12-lagging');
  await page.getByTestId('source-question-i1').click();
  await expect.poll(() => sent(desk)).toEqual([
    { name: 'preview', args: { screen: 's1', picture: { layout: 'hall', scene: 'question', item: 'i1' } } },
    { name: 'preview', args: { screen: 's2', picture: { layout: 'rostrum', scene: 'question', item: 'i1' } } },
    { name: 'preview', args: { screen: 's3', picture: { layout: 'caption', scene: 'question', item: 'i1' } } },
  ]);
  await page.getByTestId('source-qr').click();
  await expect.poll(() => sent(desk).slice(3).map(({ args }) => (args as { screen: string }).screen)).toEqual(['s1', 's2']);
  await body(page).press('3');
  await page.getByTestId('stage-hall').click();
  await page.getByTestId('source-result-i1-b1').click();
  await expect.poll(() => sent(desk).slice(5)).toEqual([{ name: 'preview', args: { screen: 's3', picture: { layout: 'hall', scene: 'result', ballot: 'b1' } } }]);
});

test('nothing is taken where nothing was made ready', async ({ page }) => {
  const desk = await at(page, 'director', '12-lagging');
  await body(page).press('Enter');
  await expect(page.getByTestId('message')).toContainText('没有可切换的预监画面');
  await page.getByTestId('take-all').click({ force: true });
  expect(sent(desk)).toEqual([]);
});

test('a preview and a take in one breath are carried out in this order', async ({ page }) => {
  const desk = await at(page, 'director', '12-lagging');
  desk.server.commands = 'late';
  await body(page).press('1');
  await page.getByTestId('source-title').click();
  await body(page).press(' ');
  await expect.poll(() => sent(desk).map(({ name }) => name)).toEqual(['preview']);
  desk.server.commands = 'yes';
  desk.server.answerNow();
  await expect.poll(() => sent(desk).map(({ name }) => name)).toEqual(['preview', 'take']);
});

test('a key that is held down takes once', async ({ page }) => {
  const desk = await at(page, 'director', '05-previews');
  await body(page).focus();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect.poll(() => sent(desk)).toEqual([{ name: 'take', args: {} }]);
  await page.getByTestId('take-all').focus();
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect.poll(() => sent(desk).length).toBe(2);
});

test('a panic waits for nothing and is asked again when somebody was quicker', async ({ page }) => {
  const desk = await at(page, 'director', '05-previews');
  desk.server.commands = 'never';
  await page.getByTestId('take-all').click();
  await expect.poll(() => sent(desk).length).toBe(1);
  desk.server.commands = 'stale_revision';
  await page.getByTestId('panic-all').click();
  await expect.poll(() => sent(desk).length).toBe(2);
  desk.server.commands = 'yes';
  desk.server.tell();
  await expect.poll(() => sent(desk).slice(1)).toEqual([{ name: 'panic', args: {} }, { name: 'panic', args: {} }]);
  await expect(page.getByTestId('message')).toContainText('已切到稍候画面');
});

test('a take is not carried out on previews that somebody else has just changed', async ({ page }) => {
  const desk = await at(page, 'director', '05-previews');
  desk.server.commands = 'stale_revision';
  await page.getByTestId('take-all').click();
  await expect.poll(() => sent(desk).length).toBe(1);
  desk.server.commands = 'yes';
  const screens: InquiryView['screens'] = [{ id: 's1', name: '大厅主屏', layout: 'hall', panic: false, preview: { layout: 'qr' } }];
  desk.server.tell({ screens });
  await expect(page.getByTestId('message')).toContainText('大厅主屏换了画面');
  expect(sent(desk)).toHaveLength(1);
});

test('one Escape only warns, and not for ever', async ({ page }) => {
  const desk = await at(page, 'director', '12-lagging');
  await body(page).press('Escape');
  await expect(page.getByTestId('panic-all')).toHaveClass(/warned/);
  await expect(page.getByTestId('panic-all')).not.toHaveClass(/warned/);
  await body(page).press('Escape');
  expect(sent(desk)).toEqual([]);
  await body(page).press('Escape');
  await expect.poll(() => sent(desk)).toEqual([{ name: 'panic', args: {} }]);
});

test('without a connection nothing is promised', async ({ page }) => {
  const desk = await at(page, 'director', '05-previews');
  desk.server.goAway();
  await expect(page.getByTestId('connection')).toHaveAttribute('data-link', 'lost');
  await page.getByTestId('panic-all').click({ force: true });
  await expect(page.getByTestId('message')).toContainText('连接');
  expect(sent(desk)).toEqual([]);
});

test('the keys are listed on the page', async ({ page }) => {
  await at(page, 'director', '12-lagging');
  await body(page).press('?');
  await expect(page.getByTestId('keys-list')).toContainText('Esc Esc');
  await page.getByTestId('show-keys').click();
  await expect(page.getByTestId('keys-list')).toHaveCount(0);
});

test('evidence turns with the arrows while one is on air, and a stray arrow puts nothing up', async ({ page }) => {
  const desk = await at(page, 'moderator', '01-evidence-offered');
  await body(page).press('ArrowRight');
  await page.getByTestId('evidence-beside').click();
  expect(sent(desk)).toEqual([]);
  await page.getByTestId('evidence-e2').click();
  await expect.poll(() => sent(desk)).toEqual([{ name: 'show_evidence', args: { evidence: 'e2', beside: true } }]);
  desk.server.tell({ showing: { evidence: 'e2', beside: true, playing: false, position_ms: 0, at: Date.now() } });
  await expect(page.getByTestId('evidence-hide')).toBeVisible();
  await body(page).press('ArrowLeft');
  await expect.poll(() => sent(desk).slice(1)).toEqual([{ name: 'show_evidence', args: { evidence: 'e1', beside: true } }]);
  await page.getByTestId('evidence-alone').click();
  await expect.poll(() => sent(desk).slice(2)).toEqual([{ name: 'show_evidence', args: { evidence: 'e2' } }]);
  await page.getByTestId('evidence-hide').click();
  await expect.poll(() => sent(desk).slice(3)).toEqual([{ name: 'hide_evidence', args: {} }]);
});

test('a film is paused, and the item that is up is put up again once its result was seen', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-film-on-air');
  await page.getByTestId('evidence-play').click();
  await expect.poll(() => sent(desk)).toEqual([{ name: 'pause_evidence', args: {} }]);
  const revealed = airStates(speaking('zh-CN'), Date.now()).find((one) => one.name === '05-previews')!;
  await desk.put(revealed);
  await page.getByTestId('back-to-question').click();
  await expect.poll(() => sent(desk).slice(1)).toEqual([{ name: 'select_item', args: { item: 'i1' } }]);
  await page.getByTestId('item-i1').click();
  await expect.poll(() => sent(desk).length).toBe(3);
});
