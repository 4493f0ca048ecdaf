// The server dies in the middle of a ballot, with every page open, and comes back: nothing that was confirmed is missing.
import { expect, type Page } from '@playwright/test';
import { adminPassword, test, twoMatters } from './support/evening';
import { expectResult, photograph, signIn, takeStep, takeStepTwice } from './support/surfaces';

test('pages come back by themselves after the server was killed', async ({ begin }) => {
  const evening = await begin(twoMatters(12));
  const { page: console } = await evening.console();
  await signIn(console, adminPassword, evening.id);
  const { page: screen } = await evening.screen();
  const { page: live } = await evening.live();
  const people = ['d001', 'd002', 'd003'];
  const phones: Page[] = [];
  for (const id of people) phones.push((await evening.phone(id)).page);
  const [one, two, three] = phones as [Page, Page, Page];

  await takeStep(console, 'open_checkin');
  for (const phone of phones) await phone.getByTestId('checkin').click();
  const crowd = await evening.crowdWithout(people);
  await crowd.checkIn();
  await takeStep(console, 'start');
  await takeStep(console, 'select_item');
  await takeStep(console, 'open_ballot');
  await one.getByTestId('choice-satisfied').click();
  await expect(one.getByTestId('own-choice')).toHaveText('满意');
  const receipt = (await one.getByTestId('receipt').textContent())!;
  await crowd.press('b1', { satisfied: 5, dissatisfied: 2 });
  await expect(screen.getByTestId('progress')).toContainText(/8\s*\/ 12/);

  await evening.crash();
  await expect(console.getByTestId('connection')).toHaveAttribute('data-link', 'lost');
  for (const phone of phones) await expect(phone.getByTestId('offline')).toBeVisible();
  // Pressed while nobody listens: kept, and honest about it.
  await two.getByTestId('choice-dissatisfied').click();
  await expect(two.getByTestId('confirming')).toContainText('不满意');
  // What was confirmed stays so on the phone, and the screen keeps its picture.
  await expect(one.getByTestId('receipt')).toHaveText(receipt);
  await expect(screen.getByTestId('held')).toBeVisible();
  await expect(screen.getByTestId('progress')).toContainText(/8\s*\/ 12/);
  await photograph(console, 'console-away');
  await photograph(screen, 'screen-away');
  await photograph(two, 'phone-away');
  await photograph(live, 'live-away');

  await evening.comeBack();
  await expect(two.getByTestId('own-choice')).toHaveText('不满意');
  await expect(console.getByTestId('connection')).toHaveAttribute('data-link', 'live');
  await expect(screen.getByTestId('held')).toBeHidden();
  for (const page of [live, ...phones]) await expect(page.getByTestId('offline')).toBeHidden();
  await expect(one.getByTestId('receipt')).toHaveText(receipt);
  await three.getByTestId('choice-basically_satisfied').click();
  await expect(three.getByTestId('own-choice')).toHaveText('基本满意');
  for (const page of [console, screen]) await expect(page.getByTestId('progress')).toContainText(/10\s*\/ 12/);

  await takeStep(console, 'close_ballot');
  await takeStepTwice(console, 'reveal_ballot');
  const result = { counts: { satisfied: 6, basically_satisfied: 1, dissatisfied: 3 }, verdict: '满意' };
  await Promise.all([
    expectResult('console', console, result),
    expectResult('screen', screen, result),
    expectResult('live', live, result),
    ...phones.map((phone) => expectResult('phone', phone, result)),
  ]);
});

test('a press while the store is out of reach is kept and says so, and is confirmed when the store is back', async ({ begin }) => {
  const evening = await begin(twoMatters(12));
  const { page: console } = await evening.console();
  await signIn(console, adminPassword, evening.id);
  const { page: phone } = await evening.phone('d001');
  await takeStep(console, 'open_checkin');
  await phone.getByTestId('checkin').click();
  await (await evening.crowdWithout(['d001'])).checkIn();
  await takeStep(console, 'start');
  await takeStep(console, 'select_item');
  await takeStep(console, 'open_ballot');
  await expect(phone.getByTestId('choice-satisfied')).toBeVisible();

  const redis = evening.server.redisPid();
  process.kill(redis, 'SIGSTOP');
  try {
    await phone.getByTestId('choice-satisfied').click();
    await expect(console.getByTestId('store')).toHaveClass(/bad/);
    await expect(phone.getByTestId('confirming')).toContainText('确认中');
    await expect(phone.getByTestId('receipt')).toHaveCount(0);
  } finally {
    process.kill(redis, 'SIGCONT');
  }
  // By now it has hidden the choice from cameras; the receipt stays.
  await expect(phone.getByTestId('receipt')).toHaveText(/^[0-9A-Z]{4} [0-9A-Z]{4}$/);
  await expect(console.getByTestId('store')).not.toHaveClass(/bad/);
});
