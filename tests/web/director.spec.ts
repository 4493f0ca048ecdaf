// A director at the desk on a real server: he previews, takes, panics and lets go; the moderator sees what doesn't follow him.
import { expect, expectScene, test } from './director_stage';
import { takeStep, takeStepTwice } from './support/surfaces';

test('a director previews and takes, panics and lets go, and what is typed is never a key', async ({ studio }) => {
  const hall = await studio.wall('大厅主屏', 'hall');
  const rostrum = await studio.wall('主席台屏', 'rostrum');
  const caption = await studio.wall('直播字幕', 'caption');
  const walls = [hall, rostrum, caption];
  const director = await studio.console('director');
  const moderator = await studio.console('moderator');
  for (const wall of walls) await expectScene(wall, 'question');
  await expect(director.getByTestId('truth')).toContainText('3/3');
  await expect(director.getByTestId(`air-${hall.id}`).locator('.monitor')).toHaveAttribute('data-ready', 'true');
  await expect(director.getByTestId(`air-${hall.id}`).frameLocator('iframe').getByTestId('question')).toContainText('物业');

  await test.step('a preview is seen and is not on air', async () => {
    await director.keyboard.press('2');
    await expect(director.getByTestId(`choose-${rostrum.id}`)).toHaveAttribute('aria-pressed', 'true');
    await director.getByTestId('source-title').click();
    await expect(director.getByTestId(`preview-${rostrum.id}`).frameLocator('iframe').locator('.stage')).toHaveAttribute('data-scene', 'title');
    await expect(director.getByTestId('take-all')).toContainText('1 屏');
    await expectScene(rostrum, 'question');
    await expect(moderator.getByTestId('apart')).toHaveCount(0);
  });

  await test.step('while a name is typed no key takes', async () => {
    await director.getByTestId('add-screen').click();
    await director.getByTestId('screen-name').fill('门厅屏');
    await director.getByTestId('screen-name').press('1');
    await director.getByTestId('screen-name').press('Space');
    await director.getByTestId('screen-name').press('Enter');
    await expect(director.getByTestId('screen-link')).toBeVisible();
    await expect(director.getByTestId('truth')).toContainText('3/4');
    await expect(director.getByTestId('truth')).toContainText('门厅屏');
    await expectScene(rostrum, 'question');
    await director.getByTestId('screen-link').getByRole('button', { name: '收起' }).click();
    await expect(director.getByTestId(`choose-${rostrum.id}`)).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('one key takes, and the moderator is told', async () => {
    await director.locator('body').press('Enter');
    await expectScene(rostrum, 'title');
    await expectScene(hall, 'question');
    await expect(director.getByTestId(`tile-${rostrum.id}`)).toHaveAttribute('data-control', 'director');
    await expect(moderator.getByTestId('apart')).toContainText('主席台屏');
    await expect(moderator.getByTestId('apart')).toContainText('由导播控制，不跟随');
  });

  await test.step('the hall follows the moderator, the rostrum doesn’t', async () => {
    await takeStep(moderator, 'open_ballot');
    await expectScene(hall, 'voting');
    await expectScene(caption, 'voting');
    await expectScene(rostrum, 'title');
    await director.locator('body').press('a');
    await expectScene(rostrum, 'voting');
    await expect(moderator.getByTestId('apart')).toHaveCount(0);
  });

  await test.step('previews on all are taken in one moment', async () => {
    await director.locator('body').press('0');
    await director.getByTestId('source-card_wait').click();
    await expect(director.getByTestId('take-all')).toContainText('3 屏');
    await expect(director.getByTestId(`preview-${caption.id}`).locator('.nothing')).toBeVisible();
    await director.getByTestId('take-all').press('Space');
    await expectScene(hall, 'card');
    await expectScene(rostrum, 'card');
    await expectScene(caption, 'voting');
    await director.locator('body').press('a');
    for (const wall of walls) await expectScene(wall, 'voting');
  });

  await test.step('Escape twice is the emergency; one by one they come back', async () => {
    await director.locator('body').press('Escape');
    await expect(director.getByTestId('panic-all')).toContainText('再按 Esc');
    for (const wall of walls) await expectScene(wall, 'voting');
    await director.locator('body').press('Escape');
    for (const wall of [hall, rostrum]) await expectScene(wall, 'card');
    await expect(caption.page.getByTestId('progress')).toHaveCount(0);
    await expect(moderator.getByTestId('apart')).toContainText('应急卡');
    await director.getByTestId(`take-${hall.id}`).click();
    await expectScene(hall, 'voting');
    await expectScene(rostrum, 'card');
    await director.getByTestId('choose-all').click();
    await director.locator('body').press('a');
    for (const wall of walls) await expectScene(wall, 'voting');
    await expect(moderator.getByTestId('apart')).toHaveCount(0);
  });

  await test.step('after a reveal the moderator goes back to the question', async () => {
    await studio.vote(['satisfied', 'satisfied', 'dissatisfied']);
    await takeStep(moderator, 'close_ballot');
    await takeStepTwice(moderator, 'reveal_ballot');
    await expectScene(hall, 'result');
    await moderator.getByTestId('back-to-question').click();
    for (const wall of walls) await expectScene(wall, 'question');
    await expect(moderator.getByTestId('back-to-question')).toHaveCount(0);
    await director.getByTestId('source-result-i1-b1').click();
    await director.locator('body').press('Enter');
    await expectScene(rostrum, 'result');
    await expect(director.getByTestId('truth')).toContainText('3/4');
  });
});

test('an administrator reaches the desk beside the ballot, where the keys are his only while he works there', async ({ studio }) => {
  const hall = await studio.wall('大厅主屏', 'hall');
  const admin = await studio.console('admin');
  await admin.getByTestId('open-director').click();
  await expect(admin.getByTestId('director')).toBeVisible();
  await expect(admin.getByTestId('next-action')).toBeVisible();
  await expect(admin.locator('.ballot-panel')).toBeVisible();
  await admin.getByTestId('source-qr').click();
  await expect(admin.getByTestId('take-all')).toContainText('1 屏');
  await admin.getByTestId('next-action').focus();
  await admin.keyboard.press('1');
  await expect(admin.getByTestId('message')).toContainText('计时');
  await expectScene(hall, 'question');
  await admin.getByTestId('take-all').press('Enter');
  await expectScene(hall, 'qr');
  await admin.getByTestId('choose-all').focus();
  await admin.keyboard.press('a');
  await expectScene(hall, 'question');
});

test('the console tells which screen lags and for how long, and which is gone', async ({ studio }) => {
  const hall = await studio.wall('大厅主屏', 'hall');
  const rostrum = await studio.wall('主席台屏', 'rostrum');
  const director = await studio.console('director');
  const moderator = await studio.console('moderator');
  const truth = director.getByTestId('truth');
  await expect(truth).toContainText('2/2');
  await expect(truth).toContainText('均已到位');

  // A page that hangs: connected, and drawing nothing.
  const hung = await rostrum.page.context().newCDPSession(rostrum.page);
  await hung.send('Debugger.enable');
  await hung.send('Debugger.pause');
  await takeStep(moderator, 'open_ballot');
  await expectScene(hall, 'voting');
  await expect(truth).toContainText('1/2');
  await expect(truth).toContainText(/主席台屏落后 \d+ 秒/);
  await expect(director.getByTestId(`lag-${rostrum.id}`)).toContainText('落后');
  await expect(moderator.getByTestId('screens-status')).toHaveClass(/bad/);
  await hung.send('Debugger.resume');
  await expect(truth).toContainText('均已到位');
  await expectScene(rostrum, 'voting');

  await rostrum.page.close();
  await expect(truth).toContainText('主席台屏未连接');
  await expect(moderator.getByTestId('truth')).toContainText('1/2');
});
