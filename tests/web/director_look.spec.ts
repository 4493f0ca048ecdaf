// A body's own look, from the preparation page to the wall, on a real server.
import { adminPassword } from '../integration/support/server';
import { expect, madePicture, test } from './director_stage';

test('the office chooses theme, colours and emblem, and the wall wears them at once', async ({ studio }) => {
  const hall = await studio.wall('大厅主屏', 'hall');
  await expect(hall.page.locator('html')).toHaveAttribute('data-theme', 'red');
  const office = await studio.page('prepare');
  await office.goto(`${studio.server.url}/prepare#edit/${studio.hall.id}/look`);
  await office.getByTestId('account').fill('admin');
  await office.getByTestId('password').fill(adminPassword);
  await office.getByTestId('sign-in').click();
  await office.getByTestId('theme-blue').check();
  await office.getByTestId('colour-background').fill('#0b5a3c');
  await office.getByTestId('colour-accent').fill('#ffe08a');
  await office.getByTestId('emblem-file').setInputFiles(await madePicture(office));
  await expect(office.getByTestId('look-preview').locator('img')).toBeVisible();
  await office.getByTestId('public-url').fill('https://live.example/q');
  await office.getByTestId('save').click();
  await expect(office.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
  await expect(hall.page.locator('html')).toHaveAttribute('data-theme', 'blue');
  expect(await hall.page.evaluate(() => document.documentElement.style.getPropertyValue('--accent'))).toBe('#ffe08a');
  await office.reload();
  await expect(office.getByTestId('colour-background')).toHaveValue('#0b5a3c');
  await expect(office.getByTestId('look-preview').locator('img')).toBeVisible();

  const director = await studio.console('director');
  await director.getByTestId('source-title').click();
  await director.locator('body').press('Enter');
  await expect(hall.page.getByTestId('emblem')).toBeVisible();
  studio.forgive(/prepare: .*status of 401/);
});
