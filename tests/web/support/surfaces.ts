// The pages of an evening: how they are opened, watched, read and photographed.
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { keepPicture } from './shots';

export type Surface = 'phone' | 'console' | 'screen' | 'live';

const sizes: Record<Surface, { width: number; height: number }> = {
  phone: { width: 390, height: 844 },
  console: { width: 1440, height: 900 },
  screen: { width: 1920, height: 1080 },
  live: { width: 390, height: 844 },
};


// Until everything that moves for a moment has arrived; what pulses for ever may go on.
export async function comesToRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity),
  );
}

export async function photograph(page: Page, name: string): Promise<void> {
  await comesToRest(page);
  await keepPicture(page, `${name}`);
}

// What browsers say by themselves when a server or a network is away; nothing that a page could keep quiet.
const networkIsAway = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)|WebSocket connection to \S+ failed/;
// The console asks who it is before anyone has signed in.
const notSignedInYet = /status of 401 .*\/api\/v1\/inquiries$/;

// Everything that a page complained about: errors, warnings of the browser, violations of the policy.
export class Complaints {
  readonly found: string[] = [];
  // For tests that cut the line themselves.
  lineMayBreak = false;

  watch(page: Page, who: string): void {
    page.on('pageerror', (error) => this.found.push(`${who}: ${error.message}`));
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      const said = `${message.text()} ${message.location().url}`;
      if (notSignedInYet.test(said) || (this.lineMayBreak && networkIsAway.test(said))) return;
      this.found.push(`${who}: ${said}`);
    });
  }

  expectNone(): void {
    expect(this.found).toEqual([]);
  }
}

export interface Opened {
  page: Page;
  context: BrowserContext;
}

export async function openSurface(
  browser: Browser,
  surface: Surface,
  url: string,
  complaints: Complaints,
  who: string = surface,
): Promise<Opened> {
  const phone = surface === 'phone' || surface === 'live';
  const context = await browser.newContext({ viewport: sizes[surface], ...(phone && { hasTouch: true, isMobile: true }) });
  const page = await context.newPage();
  complaints.watch(page, who);
  await page.goto(url);
  return { page, context };
}

// The one large button of the console, once it is about this step.
export async function takeStep(console: Page, step: string): Promise<void> {
  const button = console.getByTestId('next-action');
  await expect(button).toHaveAttribute('data-step', step);
  await button.click();
}

// What can't be taken back asks for a second press.
export async function takeStepTwice(console: Page, step: string): Promise<void> {
  await takeStep(console, step);
  const button = console.getByTestId('next-action');
  await expect(button).toHaveAttribute('data-step', step);
  await button.click();
}

export async function signIn(console: Page, password: string, inquiry: string, account = 'admin'): Promise<void> {
  await console.getByTestId('account').fill(account);
  await console.getByTestId('password').fill(password);
  await console.getByTestId('sign-in').click();
  await console.getByTestId(`inquiry-${inquiry}`).click();
  await expect(console.getByTestId('connection')).toHaveAttribute('data-link', 'live');
}

export interface Figures {
  counts: Record<string, number>;
  verdict: string;
}

// Counts in the order of the scale, as each surface writes them.
export async function expectResult(surface: Surface, page: Page, { counts, verdict }: Figures): Promise<void> {
  const expected = Object.entries(counts);
  if (surface === 'screen') {
    for (const [choice, n] of expected) {
      await expect(page.locator(`[data-testid="result"] [data-choice="${choice}"] .count b`)).toHaveText(String(n));
    }
    await expect(page.getByTestId('verdict')).toContainText(verdict);
    return;
  }
  if (surface === 'console') {
    const cells = page.locator('.ballot-panel .result td.count');
    await expect(cells).toHaveText(expected.map(([, n]) => String(n)));
    await expect(page.getByTestId('verdict').locator('b')).toHaveText(verdict);
    return;
  }
  const shown: Locator = page.getByTestId('result');
  for (const [choice, n] of expected) {
    await expect(shown.getByTestId(`result-${choice}`).locator('.result-count')).toHaveText(new RegExp(`^${n}\\D*$`));
  }
  await expect(shown.getByTestId('verdict')).toHaveText(verdict);
}
