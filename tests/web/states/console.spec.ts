// The console in every state, as each role sees it, in both languages: nothing that axe calls serious, nothing untranslated, nothing cut off.
import { expect, test, type Page } from '@playwright/test';
import type { AccountRole } from '../../../web/src/shared/messages.generated';
import { expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { Desk } from './console_desk';
import { deskStates } from './console_states';
import { speaking } from './picture_data';
import { keepPicture } from '../support/shots';


test.use({ reducedMotion: 'reduce' });

// Every text within the window or within something that scrolls.
async function expectNothingCutOff(page: Page, state: string): Promise<void> {
  const found = await page.evaluate(() => {
    const faults: string[] = [];
    for (const element of Array.from(document.querySelectorAll('.desk *'))) {
      if (!Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())) continue;
      if (element.closest('.visually-hidden, option')) continue;
      const box = element.getBoundingClientRect();
      if (box.height === 0) continue;
      const text = `“${element.textContent?.trim().slice(0, 40)}” of ${element.className}`;
      // A name may be shortened, never beyond recognition.
      if (element.closest('.cut')) {
        if (box.width < 28) faults.push(`${text} has no room`);
        continue;
      }
      if (box.left < 0 || box.right > innerWidth + 1) faults.push(`${text} is outside`);
      for (let up = element.parentElement; up && !up.classList.contains('desk'); up = up.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(up);
        const edge = up.getBoundingClientRect();
        // What scrolls shows the rest by scrolling.
        if (overflowY === 'auto' || overflowY === 'scroll') break;
        if (overflowX !== 'visible' && (box.left < edge.left - 2 || box.right > edge.right + 2)) faults.push(`${text} is cut off beside by ${up.className}`);
        if (overflowY === 'hidden' && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2)) faults.push(`${text} is cut off by ${up.className}`);
      }
    }
    return faults;
  });
  expect.soft(found, state).toEqual([]);
}

// On the larger one everybody has more room than on the smaller; the two fullest pages stand for all.
const sizes: Record<string, { viewport: { width: number; height: number }; roles: AccountRole[] }> = {
  large: { viewport: { width: 1440, height: 900 }, roles: ['admin', 'director'] },
  small: { viewport: { width: 1280, height: 720 }, roles: ['admin', 'moderator', 'director', 'scrutineer'] },
};

for (const language of ['zh-CN', 'en'] as const) {
  for (const [size, { viewport, roles }] of Object.entries(sizes)) {
    for (const role of roles) {
      test(`every state as ${role}, ${size}, ${language}`, async ({ browser }) => {
        const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
        const page = await context.newPage();
        const complaints = new Complaints();
        complaints.watch(page, 'console');
        const states = deskStates(speaking(language), Date.now());
        const desk = await Desk.open(page, role, states[0]!.inquiry, { query: `?lang=${language}` });
        for (const { name } of states) {
          const state = deskStates(speaking(language), Date.now()).find((one) => one.name === name)!;
          await desk.put(state);
          await comesToRest(page);
          await keepPicture(page, `states/${language}-console-${role}-${size}-${name}`);
          await expectNothingCutOff(page, `${role}, ${size}, ${name}`);
          if (size === 'small') await expectAccessible(page, `${role}, ${name}`);
          if (language === 'en') await expectEnglish(page, [], `${role}, ${name}`);
        }
        complaints.expectNone();
        await context.close();
      });
    }
  }
}
