// Whose the console is: what each role finds there, what a rehearsal has of its own, and what a sign-out leaves behind.
import { expect, test } from '@playwright/test';
import type { AccountRole } from '../../../web/src/shared/messages.generated';
import { at } from './console_desk';

test.use({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });

const own: Record<AccountRole, { sees: string[]; not: string[] }> = {
  admin: { sees: ['tab-keys', 'void', 'take-s1', 'add-screen', 'open-director', 'timer-answer', 'agenda-edit', 'paper-begin', 'to-prepare'], not: [] },
  moderator: { sees: ['tab-requests', 'void', 'timer-answer', 'agenda-edit', 'open-director'], not: ['tab-keys', 'take-s1', 'panic-s1', 'add-screen', 'paper-begin', 'to-prepare'] },
  director: { sees: ['take-s1', 'panic-s1', 'panic-all', 'add-screen'], not: ['next-action', 'tab-deputies', 'void', 'timer-answer', 'agenda-edit', 'not-voted', 'paper-begin', 'count', 'to-prepare'] },
  scrutineer: { sees: ['paper-begin', 'count'], not: ['open-director', 'tab-deputies', 'void', 'timer-answer', 'agenda-edit', 'take-s1', 'not-voted', 'to-prepare'] },
};
for (const [role, { sees, not }] of Object.entries(own) as [AccountRole, (typeof own)[AccountRole]][]) {
  test(`a ${role} sees what is theirs, and the state of everything`, async ({ page }) => {
    await at(page, role, '08-count-to-confirm');
    for (const id of sees) await expect(page.getByTestId(id), id).toBeVisible();
    for (const id of not) await expect(page.getByTestId(id), id).toHaveCount(0);
    for (const id of ['present', 'phones', 'store', 'connection']) await expect(page.getByTestId(id)).toBeVisible();
    if (role === 'director') return;
    const may_confirm = role === 'admin' || role === 'scrutineer';
    await expect(page.getByTestId('next-action')).toHaveAttribute('aria-disabled', String(!may_confirm));
  });
}

test('a rehearsal is marked, and its simulated deputies come and go at the administrator’s word', async ({ page }) => {
  const desk = await at(page, 'admin', '24-rehearsal');
  await expect(page.getByTestId('rehearsal')).toHaveText('彩排');
  await page.getByTestId('simulate').click();
  await expect(page.getByTestId('rehearsal-panel')).toContainText('150');
  expect(desk.posts.at(-1)).toEqual({ path: '/api/v1/inquiries/pictures/simulation', body: { running: true } });
  await page.getByTestId('simulate').click();
  await expect(page.getByTestId('rehearsal-panel')).toContainText('没有模拟代表');
});

test('signing out ends the cookie and leaves nothing typed behind', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-ready');
  await page.getByTestId('tab-commitments').click();
  await page.getByTestId('commitment-text').fill('留下的字');
  await page.getByTestId('sign-out').click();
  await expect(page.getByTestId('sign-in')).toBeVisible();
  expect(desk.posts.at(-1)?.path).toBe('/api/v1/logout');
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('a sign-in that has ended costs nothing that was typed', async ({ page }) => {
  const desk = await at(page, 'moderator', '04-ready');
  await page.getByTestId('tab-commitments').click();
  await page.getByTestId('commitment-text').fill('写了一半');
  desk.signedIn = false;
  desk.server.close(4505);
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await page.getByTestId('account').fill('moderator1');
  await page.getByTestId('password').fill('a long password');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('tab-commitments').click();
  await expect(page.getByTestId('commitment-text')).toHaveValue('写了一半');
});
