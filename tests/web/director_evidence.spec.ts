// Evidence on a real server: uploaded beforehand, shown by the moderator, in step on every screen, and in the director's hand too.
import { adminPassword } from '../integration/support/server';
import { expect, expectScene, madeEvidence, test } from './director_stage';
import { photograph } from './support/surfaces';

test('evidence is uploaded beforehand and goes on air in step on two screens', async ({ studio }) => {
  const office = await studio.page('prepare');
  await office.goto(`${studio.server.url}/prepare#edit/${studio.hall.id}/evidence`);
  await office.getByTestId('account').fill('admin');
  await office.getByTestId('password').fill(adminPassword);
  await office.getByTestId('sign-in').click();
  const files = await madeEvidence(office);
  const pdf = { name: '冒充.png', mimeType: 'image/png', buffer: Buffer.from('%PDF-1.7 not a picture') };
  await office.getByTestId('evidence-file-i1').setInputFiles([files[0]!, pdf, files[1]!]);
  await expect(office.getByTestId('evidence-of-i1').locator('[data-evidence]')).toHaveCount(2);
  await expect(office.getByTestId('upload-冒充.png')).toContainText('不支持这种文件');
  studio.forgive(/prepare: .*status of (401|415)/);

  const walls = [await studio.wall('大厅主屏', 'hall'), await studio.wall('主席台屏', 'rostrum')];
  const moderator = await studio.console('moderator');
  const director = await studio.console('director');
  const strip = moderator.getByTestId('evidence-strip');
  const pieces = strip.locator('[data-evidence] button');
  await expect(pieces).toHaveCount(2);

  await pieces.first().click();
  for (const wall of walls) {
    await expectScene(wall, 'evidence');
    await expect(wall.page.getByTestId('media').locator('img')).toBeVisible();
  }
  await expect(director.getByTestId('evidence-strip').locator('.piece.shown')).toContainText('播出');
  await moderator.getByTestId('evidence-beside').click();
  for (const wall of walls) await expect(wall.page.locator('.stage')).toContainText('十七个小区');

  await director.locator('body').press('ArrowRight');
  await expect(moderator.getByTestId('film-control')).toBeVisible();
  const films = walls.map(({ page }) => page.getByTestId('media').locator('video'));
  for (const film of films) await expect.poll(() => film.evaluate((one) => (one as HTMLVideoElement).currentTime)).toBeGreaterThan(0.5);
  const places = () => Promise.all(films.map((film) => film.evaluate((one) => (one as HTMLVideoElement).currentTime)));
  const apart = async (): Promise<number> => {
    const [one, other] = await places();
    return Math.abs(one! - other!);
  };
  await expect.poll(apart).toBeLessThan(0.25);
  await photograph(director, 'director-film');
  await photograph(moderator, 'moderator-film');
  await moderator.getByTestId('evidence-play').click();
  for (const film of films) await expect.poll(() => film.evaluate((one) => (one as HTMLVideoElement).paused)).toBe(true);
  await moderator.getByTestId('evidence-seek').fill('3000');
  await expect.poll(async () => (await places()).map((at) => Math.round(at * 10) / 10)).toEqual([3, 3]);
  await expect(director.getByTestId('evidence-time')).toContainText('0:03 / 0:0');
  await director.getByTestId('evidence-hide').click();
  for (const wall of walls) await expectScene(wall, 'question');
  await expect(moderator.getByTestId('film-control')).toHaveCount(0);
});
