// One evening from beginning to end: a console, three phones, a screen and the public page in Chromium, the rest of the hall beside.
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { adminPassword, test, twoMatters, type Evening } from './support/evening';
import { expectResult, photograph, signIn, takeStep, takeStepTwice, type Figures, type Surface } from './support/surfaces';

interface Seen {
  surface: Surface;
  page: Page;
  name: string;
}

async function photographAll(seen: Seen[], state: string): Promise<void> {
  for (const { page, name } of seen) await photograph(page, `${name}-${state}`);
}

async function everyoneShows(seen: Seen[], figures: Figures): Promise<void> {
  await Promise.all(seen.map(({ surface, page }) => expectResult(surface, page, figures)));
}

// The newest revision that the screen has reported as drawn.
function paintedBy(page: Page): () => number {
  let newest = -1;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const sent = JSON.parse(payload.toString()) as { type: string; rev?: number };
      if (sent.type === 'painted') newest = sent.rev ?? newest;
    }),
  );
  return () => newest;
}

async function screenHasPainted(evening: Evening, painted: () => number): Promise<void> {
  const { rev } = (await evening.liveView()) as { rev: number };
  await expect.poll(painted, { message: 'the revision that the screen has drawn' }).toBeGreaterThanOrEqual(rev);
}

test('an evening runs from sign-in to the end on every surface', async ({ begin }) => {
  const evening = await begin(twoMatters());
  const { page: console } = await evening.console();
  await expect(console.getByTestId('sign-in')).toBeVisible();
  await photograph(console, 'console-sign-in');
  await signIn(console, adminPassword, evening.id);
  const { page: screen } = await evening.screen();
  const painted = paintedBy(screen);
  await screen.reload();
  const { page: live } = await evening.live();
  const people = ['d001', 'd002', 'd003'];
  const phones: Page[] = [];
  const contexts: BrowserContext[] = [];
  for (const id of people) {
    const { page, context } = await evening.phone(id);
    phones.push(page);
    contexts.push(context);
  }
  const [one, two, three] = phones as [Page, Page, Page];
  const seen: Seen[] = [
    { surface: 'console', page: console, name: 'console' },
    { surface: 'screen', page: screen, name: 'screen' },
    { surface: 'live', page: live, name: 'live' },
    { surface: 'phone', page: one, name: 'phone' },
  ];
  const everyone: Seen[] = [...seen, ...[two, three].map((page): Seen => ({ surface: 'phone', page, name: 'phone' }))];

  await test.step('check-in', async () => {
    await expect(console.getByTestId('inquiry-state')).toHaveAttribute('data-state', 'draft');
    await expect(one.locator('.message h1')).toBeVisible();
    await photographAll(seen, '1-draft');
    await takeStep(console, 'open_checkin');
    for (const phone of phones) await expect(phone.getByTestId('checkin')).toBeVisible();
    await photograph(one, 'phone-2-checkin');
    for (const phone of phones) await phone.getByTestId('checkin').click();
    for (const phone of phones) await expect(phone.getByTestId('checkin')).toBeHidden();
  });

  const crowd = await evening.crowdWithout(people);
  await crowd.checkIn();
  await expect(console.getByTestId('present').locator('dd')).toHaveText('152 / 152');
  await expect(screen.getByTestId('checkin')).toContainText('152');
  await photograph(console, 'console-2-checkin');
  await photograph(screen, 'screen-2-checkin');
  await photograph(live, 'live-2-checkin');

  await test.step('the question goes up', async () => {
    await takeStep(console, 'start');
    await takeStep(console, 'select_item');
    for (const page of [screen, live, ...phones]) {
      await expect(page.getByTestId('question')).toContainText(/物业/);
    }
    await photographAll(seen, '3-question');
  });

  await test.step('everyone presses', async () => {
    await takeStep(console, 'open_ballot');
    for (const phone of phones) await expect(phone.getByTestId('choice-satisfied')).toBeVisible();
    await photographAll(seen, '4-ballot');

    await one.getByTestId('choice-satisfied').click();
    await expect(one.getByTestId('own-choice')).toHaveText('满意');
    await expect(one.getByTestId('receipt')).toHaveText(/^[0-9A-Z]{4} [0-9A-Z]{4}$/);
    await two.getByTestId('choice-satisfied').click();
    await expect(two.getByTestId('own-choice')).toHaveText('满意');
    const first = await two.getByTestId('receipt').textContent();
    // The last press counts, under a receipt of its own.
    await two.getByTestId('choice-dissatisfied').click();
    await expect(two.getByTestId('own-choice')).toHaveText('不满意');
    await expect(two.getByTestId('receipt')).not.toHaveText(first!);
    for (const page of [console, screen]) await expect(page.getByTestId('progress')).toContainText(/2\s*\/ 152/);
    await expect(live.getByTestId('progress')).toContainText('2 / 152');
    await photograph(one, 'phone-5-confirmed');
  });

  await test.step('a reload keeps what was pressed', async () => {
    const receipt = await one.getByTestId('receipt').textContent();
    await one.reload();
    await expect(one.getByTestId('own-choice')).toHaveText('满意');
    await expect(one.getByTestId('receipt')).toHaveText(receipt!);
    await expect(one.getByTestId('choice-satisfied')).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('a press without network is confirmed when it is back', async () => {
    evening.complaints.lineMayBreak = true;
    await contexts[2]!.setOffline(true);
    await three.getByTestId('choice-basically_satisfied').click();
    await expect(three.getByTestId('confirming')).toContainText('确认中');
    await expect(three.getByTestId('offline')).toBeVisible();
    await expect(three.getByTestId('confirming')).toContainText('基本满意');
    await photograph(three, 'phone-5-offline');
    await contexts[2]!.setOffline(false);
    await expect(three.getByTestId('own-choice')).toHaveText('基本满意');
    await expect(three.getByTestId('offline')).toBeHidden();
    evening.complaints.lineMayBreak = false;
  });

  await test.step('the count stays secret until the reveal', async () => {
    await crowd.press('b1', { satisfied: 100, basically_satisfied: 30, dissatisfied: 15 });
    for (const page of [console, screen]) await expect(page.getByTestId('progress')).toContainText(/148\s*\/ 152/);
    await expect(console.getByTestId('not-voted')).toContainText('4');
    await photographAll(seen, '5-pressed');
    await takeStep(console, 'close_ballot');
    await expect(screen.getByTestId('card')).toHaveAttribute('data-card', 'tallying');
    await expect(console.getByTestId('next-action')).toHaveAttribute('data-step', 'reveal_ballot');
    for (const { page } of everyone) await expect(page.getByTestId('result')).toHaveCount(0);
    await photographAll(seen, '6-closed');
  });

  await test.step('every surface shows the same result', async () => {
    await takeStepTwice(console, 'reveal_ballot');
    const counts = { satisfied: 101, basically_satisfied: 31, dissatisfied: 16 };
    await everyoneShows(everyone, { counts, verdict: '满意' });
    // By now it has hidden itself from cameras; a tap shows it again.
    await expect(two.getByTestId('own-choice')).toHaveText('已隐藏');
    await two.getByTestId('hide').click();
    await expect(two.getByTestId('own-choice')).toHaveText('不满意');
    await screenHasPainted(evening, painted);
    await expect(console.getByTestId(`screen-${evening.screenId}`).locator('.tag.good')).toBeVisible();
    await expect(screen.locator('[data-testid="verdict"].shown')).toHaveCSS('opacity', '1');
    await photographAll(seen, '7-result');
  });

  await test.step('a second ballot shows its count while it runs', async () => {
    await takeStep(console, 'select_item');
    await expect(screen.getByTestId('question')).toBeVisible();
    await takeStep(console, 'open_ballot');
    await one.getByTestId('choice-dissatisfied').click();
    await expect(one.getByTestId('own-choice')).toHaveText('不满意');
    // The first press counts: the others are out of reach now.
    await expect(one.getByTestId('choice-satisfied')).toHaveAttribute('aria-disabled', 'true');
    await crowd.press('b2', { satisfied: 70, basically_satisfied: 40, dissatisfied: 20 });
    await expect(screen.locator('[data-choice="satisfied"] .count b')).toHaveText('70');
    await expect(screen.locator('[data-choice="dissatisfied"] .count b')).toHaveText('21');
    await expect(console.getByTestId('progress')).toContainText(/131\s*\/ 152/);
    await expect(live.locator('.immediate')).toContainText('70');
    await photographAll(seen, '8-immediate');
    await takeStep(console, 'close_ballot');
    await takeStepTwice(console, 'reveal_ballot');
    const counts = { satisfied: 70, basically_satisfied: 40, dissatisfied: 21 };
    await everyoneShows(everyone, { counts, verdict: '未通过，整改后重新测评' });
    await expect(screen.locator('[data-testid="verdict"].shown')).toHaveCSS('opacity', '1');
    await photographAll(seen, '9-second-result');
  });

  await test.step('the end', async () => {
    await takeStepTwice(console, 'finish');
    await expect(console.getByTestId('inquiry-state')).toHaveAttribute('data-state', 'finished');
    await expect(screen.getByTestId('card')).toHaveAttribute('data-card', 'title');
    for (const phone of phones) await expect(phone.locator('.past li')).toHaveCount(2);
    await expect(live.getByTestId('past-results').locator(':scope > details')).toHaveCount(2);
    await screenHasPainted(evening, painted);
    await photographAll(seen, '10-finished');
  });
});
