// An evening in English on a real server: nothing left untranslated, nothing that axe calls serious. Chinese is what all other
// evenings are played in, and the galleries look at both.
import { expect, type Page } from '@playwright/test';
import { adminPassword, test, twoMatters, type Evening } from './support/evening';
import { dataOf, expectAccessible, expectEnglish } from './support/look';
import { photograph, signIn, takeStep, takeStepTwice } from './support/surfaces';

// Looks at these pages in the state of now.
function observer(evening: Evening) {
  return async (state: string, pages: Record<string, Page>): Promise<void> => {
    const data = dataOf(evening.definition, await evening.liveView(), '大厅');
    for (const [name, page] of Object.entries(pages)) {
      await photograph(page, `en-${name}-${state}`);
      await expectEnglish(page, data, `${name}, ${state}`);
      // The screen in the studio is for the eye and the camera.
      if (name !== 'screen') await expectAccessible(page, `${name}, ${state}`);
    }
  };
}

async function playThrough(evening: Evening): Promise<void> {
  const query = '?lang=en';
  const look = observer(evening);
  const { page: console } = await evening.console(query);
  await expect(console.getByTestId('sign-in')).toBeVisible();
  await look('sign-in', { console });
  await signIn(console, adminPassword, evening.id);
  const { page: phone } = await evening.phone('d001', query);
  const { page: screen } = await evening.screen(query);
  const { page: live } = await evening.live(query);
  const all = { console, phone, screen, live };

  await expect(phone.locator('.message h1')).toBeVisible();
  await expect(live.locator('.notice').first()).toBeVisible();
  await look('1-draft', all);

  await console.getByTestId('tab-keys').click();
  await expect(console.getByTestId('keys')).toBeVisible();
  await console.getByTestId('add-screen').click();
  await look('1-keys', { console });
  await console.getByTestId('add-screen').click();
  await console.getByTestId('tab-commitments').click();
  await look('1-commitments', { console });
  await console.getByTestId('tab-deputies').click();

  await takeStep(console, 'open_checkin');
  await expect(phone.getByTestId('checkin')).toBeVisible();
  await look('2-checkin', all);
  await phone.getByTestId('checkin').click();
  const crowd = await evening.crowdWithout(['d001']);
  await crowd.checkIn();
  await expect(console.getByTestId('present').locator('dd')).toHaveText('3 / 3');

  await takeStep(console, 'start');
  await takeStep(console, 'select_item');
  await expect(phone.getByTestId('question')).toBeVisible();
  await expect(screen.getByTestId('question')).toBeVisible();
  await look('3-question', all);

  await takeStep(console, 'open_ballot');
  await expect(phone.getByTestId('choice-satisfied')).toBeVisible();
  await look('4-ballot', all);
  await phone.getByTestId('choice-satisfied').click();
  await expect(phone.getByTestId('own-choice')).toBeVisible();
  await crowd.press('b1', { satisfied: 1 });
  await expect(screen.getByTestId('progress')).toContainText('2');
  await look('5-pressed', all);

  await takeStep(console, 'close_ballot');
  await expect(screen.getByTestId('card')).toHaveAttribute('data-card', 'tallying');
  await expect(phone.locator('.own-vote')).toBeVisible();
  await look('6-closed', all);
  await takeStepTwice(console, 'reveal_ballot');
  for (const page of [phone, screen, live]) await expect(page.getByTestId('result')).toBeVisible();
  await expect(screen.locator('[data-testid="verdict"].shown')).toHaveCSS('opacity', '1');
  await look('7-result', all);

  await takeStep(console, 'select_item');
  await takeStep(console, 'open_ballot');
  await phone.getByTestId('choice-dissatisfied').click();
  await expect(phone.getByTestId('own-choice')).toBeVisible();
  await look('8-immediate', all);

  await console.getByTestId('void').click();
  await console.getByTestId('void-reason').fill('The sound was lost');
  await console.getByTestId('void-confirm').click();
  await console.getByTestId('void-confirm').click();
  await expect(screen.getByTestId('card')).toHaveAttribute('data-card', 'void');
  await expect(phone.locator('.message')).toBeVisible();
  await look('9-void', all);

  await console.getByTestId('revote').click();
  await takeStep(console, 'open_ballot');
  await expect(phone.getByTestId('choice-satisfied')).toBeVisible();
  await takeStep(console, 'close_ballot');
  await takeStepTwice(console, 'reveal_ballot');
  await expect(phone.getByTestId('result')).toBeVisible();
  await takeStepTwice(console, 'finish');
  await expect(console.getByTestId('inquiry-state')).toHaveAttribute('data-state', 'finished');
  await expect(phone.locator('.past')).toBeVisible();
  await expect(screen.getByTestId('card')).toHaveAttribute('data-card', 'title');
  await look('10-finished', all);

  // A phone that was opened without its personal link.
  await phone.evaluate(() => localStorage.removeItem('wenzheng.deputy'));
  await phone.goto(`${evening.server.url}/phone${query}`);
  await expect(phone.getByTestId('signed-out')).toBeVisible();
  await look('11-signed-out', { phone });
}

test('in English, nothing is left in Chinese and axe finds nothing serious', async ({ begin }) => {
  await playThrough(await begin(twoMatters(3)));
});
