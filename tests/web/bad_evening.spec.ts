// The evening on which everything goes wrong, and the right result stands at its end.
import { expect, type Page } from '@playwright/test';
import type { Definition } from '../../web/src/shared/messages.generated';
import { adminPassword, test, twoMatters, type Evening } from './support/evening';
import { expectResult, photograph, signIn, takeStep, takeStepTwice } from './support/surfaces';

// Four deputies. The first matter's ballot needs a quorum and two scrutineers; the second's is opened by mistake.
function definition(): Definition {
  const whole = twoMatters(4);
  const [first, second] = whole.ballots!;
  const rule: Definition['ballots'] = [
    {
      ...first!,
      scrutineers: 2,
      rule: {
        denominator: 'entitled',
        quorum: { of: 'entitled', more_than: [1, 2] },
        verdicts: [{ name: '通过', choices: ['satisfied'], of: 'entitled', more_than: [1, 2] }, { name: '未通过' }],
        second_failure: '再次未通过，提请主任会议研究',
      },
    },
    second!,
  ];
  return { ...whole, ballots: rule };
}

async function consoleOf(evening: Evening, account: string): Promise<Page> {
  const { page } = await evening.console();
  await signIn(page, adminPassword, evening.id, account);
  return page;
}

// The card of what can be done for one deputy.
async function choose(console: Page, deputy: string): Promise<void> {
  await console.getByTestId('tab-deputies').click();
  await console.getByTestId(`deputy-${deputy}`).click();
  await expect(console.getByTestId('deputy-actions')).toBeVisible();
}

async function pressTwice(console: Page, testid: string): Promise<void> {
  const button = console.getByTestId(testid);
  await button.click();
  await expect(button).toHaveClass(/armed/);
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.click();
}

async function press(phone: Page, choice: string): Promise<void> {
  await phone.getByTestId(`choice-${choice}`).click();
  await expect(phone.getByTestId('receipt')).toBeVisible();
}

async function enterPaper(scrutineer: Page, counts: Record<string, number>): Promise<void> {
  for (const [choice, n] of Object.entries(counts)) await scrutineer.getByTestId(`paper-${choice}`).fill(String(n));
  await scrutineer.getByTestId('paper-issued').fill('1');
  await scrutineer.getByTestId('paper-enter').click();
}

test('a bad evening ends with the right result on every surface', async ({ begin }) => {
  test.setTimeout(240_000);
  const evening = await begin(definition());
  const [b1, b2] = evening.definition.ballots!.map((ballot) => ballot.id) as [string, string];
  const [i1, i2] = evening.definition.items.map((item) => item.id) as [string, string];
  for (const [account, role] of [['moderator', 'moderator'], ['first', 'scrutineer'], ['second', 'scrutineer']] as const) await evening.account(account, role);
  let { page: console } = await evening.console();
  await signIn(console, adminPassword, evening.id);
  const { page: screen } = await evening.screen();
  const { page: live } = await evening.live();
  const { page: one } = await evening.phone('d001');
  const { page: two } = await evening.phone('d002');

  await test.step('the quorum is missed, then met by a check-in by hand', async () => {
    await takeStep(console, 'open_checkin');
    for (const phone of [one, two]) {
      await phone.getByTestId('checkin').click();
      await expect(phone.getByTestId('checkin')).toBeHidden();
    }
    await takeStep(console, 'start');
    await takeStep(console, 'select_item');
    const next = console.getByTestId('next-action');
    await expect(next).toHaveAttribute('data-step', 'open_ballot');
    await expect(next).toHaveAttribute('aria-disabled', 'true');
    await expect(console.getByTestId('quorum')).toContainText('未达到');
    await photograph(console, 'bad-console-1-quorum');
    for (const deputy of ['d003', 'd004']) {
      await choose(console, deputy);
      await console.getByTestId('check-in').click();
      await expect(console.getByTestId('check-out')).toBeVisible();
      await console.getByTestId('deputy-close').click();
    }
    await expect(console.getByTestId('quorum')).toContainText('已达到');
    await expect(next).toHaveAttribute('aria-disabled', 'false');
  });

  await test.step('the wrong ballot is opened, and voided', async () => {
    await console.getByTestId(`item-${i2}`).click();
    await expect(console.getByTestId(`item-${i2}`)).toHaveAttribute('aria-current', 'step');
    await takeStep(console, 'open_ballot');
    await expect(console.getByTestId(`ballot-${b2}`)).toHaveAttribute('data-state', 'open');
    await press(one, 'dissatisfied');
    await console.getByTestId('void').click();
    await console.getByTestId('void-reason').fill('开错了议题');
    await pressTwice(console, 'void-confirm');
    await expect(console.getByTestId(`ballot-${b2}`)).toHaveAttribute('data-state', 'void');
    await expect(one.getByText('开错了议题')).toBeVisible();
    await photograph(one, 'bad-phone-2-void');
    await console.getByTestId(`item-${i1}`).click();
    await expect(console.getByTestId(`item-${i1}`)).toHaveAttribute('aria-current', 'step');
  });

  await test.step('a phone is lost, and its vote is kept', async () => {
    await takeStep(console, 'open_ballot');
    await press(one, 'satisfied');
    await press(two, 'dissatisfied');
    await choose(console, 'd002');
    await pressTwice(console, 'new-key');
    const link = console.getByTestId('deputy-link').locator('a.url');
    await expect(link).toBeVisible();
    await photograph(console, 'bad-console-3-new-phone');
    await expect(two.getByTestId('signed-out')).toHaveAttribute('data-reason', 'revoked');
    const { page: other } = await evening.phoneAt((await link.getAttribute('href'))!);
    await expect(other.getByTestId('receipt')).toBeVisible();
    await expect(other.getByTestId('own-choice')).toHaveText('不满意');
    await photograph(other, 'bad-phone-3-moved');
    await console.getByTestId('deputy-close').click();
  });

  await test.step('a third phone fails: staff press for its deputy', async () => {
    await choose(console, 'd003');
    await console.getByTestId('staff-vote').click();
    await console.getByTestId('staff-choice').selectOption('satisfied');
    await console.getByTestId('staff-consent').check();
    await photograph(console, 'bad-console-4-staff');
    await pressTwice(console, 'staff-send');
    await expect(console.getByTestId('deputy-d003')).toHaveAttribute('data-state', 'voted');
  });

  await test.step('the laptop dies, and another goes on where it stood', async () => {
    await console.context().close();
    console = await consoleOf(evening, 'moderator');
    await expect(console.getByTestId('progress')).toContainText('3');
    await expect(console.getByTestId('next-action')).toHaveAttribute('data-step', 'close_ballot');
    await photograph(console, 'bad-console-5-second-laptop');
    await takeStep(console, 'close_ballot');
    await expect(console.getByTestId(`ballot-${b1}`)).toHaveAttribute('data-state', 'closed');
  });

  const first = await consoleOf(evening, 'first');
  const second = await consoleOf(evening, 'second');
  const confirm = async (step = 'confirm_count') => {
    for (const scrutineer of [first, second]) await takeStep(scrutineer, step);
  };

  await test.step('the fourth votes on paper, which two scrutineers must count alike', async () => {
    await first.getByTestId('paper-begin').click();
    await enterPaper(first, { dissatisfied: 1 });
    await expect(console.getByTestId('paper')).toHaveAttribute('data-state', 'waiting');
    await enterPaper(second, { satisfied: 1 });
    await expect(second.getByTestId('paper')).toHaveAttribute('data-state', 'differs');
    await photograph(second, 'bad-scrutineer-6-differs');
    await expect(console.getByTestId('next-action')).toHaveAttribute('data-step', 'enter_paper_count');
    await enterPaper(second, { satisfied: 0, dissatisfied: 1 });
    await expect(second.getByTestId('paper')).toHaveAttribute('data-state', 'agreed');
    await expect(first.getByTestId('count')).toContainText('2');
    await photograph(first, 'bad-scrutineer-6-agreed');
    await confirm();
    await takeStepTwice(console, 'reveal_ballot');
    const figures = { counts: { satisfied: 2, basically_satisfied: 0, dissatisfied: 2 }, verdict: '未通过' };
    await Promise.all([expectResult('phone', one, figures), expectResult('live', live, figures), expectResult('screen', screen, figures), expectResult('console', console, figures)]);
    await photograph(screen, 'bad-screen-6-result');
  });

  await test.step('the result is corrected, and the aired one is kept', async () => {
    await console.getByTestId('erratum').click();
    await console.getByTestId('erratum-reason').fill('纸质票误读');
    await console.getByTestId('erratum-with-counts').check();
    await console.getByTestId('erratum-satisfied').fill('3');
    await console.getByTestId('erratum-dissatisfied').fill('1');
    await photograph(console, 'bad-console-7-erratum');
    await pressTwice(console, 'erratum-send');
    await expect(one.getByTestId('corrected')).toBeHidden();
    await confirm('confirm_erratum');
    await expect(one.getByTestId('corrected')).toBeVisible();
    await expect(one.getByTestId('verdict').first()).toHaveText('通过');
    await expect(one.getByTestId('aired').getByTestId('verdict')).toHaveText('未通过');
    await photograph(one, 'bad-phone-7-corrected');
    await photograph(screen, 'bad-screen-7-corrected');
  });

  await test.step('the matter is voted on again, and both rounds are shown', async () => {
    await console.getByTestId('revote').click();
    await takeStep(console, 'open_ballot');
    await press(one, 'basically_satisfied');
    await takeStep(console, 'close_ballot');
    await confirm();
    await takeStepTwice(console, 'reveal_ballot');
    await expect(one.getByTestId('round-before')).toContainText('通过');
    await expect(one.getByTestId('result')).toContainText('再次未通过');
    await photograph(one, 'bad-phone-8-second-round');
    await photograph(console, 'bad-console-8-second-round');
    await photograph(screen, 'bad-screen-8-second-round');
    await photograph(live, 'bad-live-8-second-round');
  });
});
