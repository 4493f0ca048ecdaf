// The deputy's phone in every state, in both languages, on small and large phones, and with type at 200 %: nothing cut off,
// nothing untranslated, every key large enough, nothing that axe calls serious.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { FakeServer } from '../support/fake_server';
import { expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { speaking, type Language } from './picture_data';
import { phoneStates, type PhoneState } from './phone_states';
import { isLookedAt, keepPicture } from '../support/shots';

const looks = [
  { size: 'small', viewport: { width: 360, height: 640 }, type: 100 },
  { size: 'large', viewport: { width: 430, height: 932 }, type: 100 },
  { size: 'small-200', viewport: { width: 360, height: 640 }, type: 200 },
] as const;

async function phone(browser: Browser, look: (typeof looks)[number]): Promise<Page> {
  const context = await browser.newContext({ viewport: look.viewport, reducedMotion: 'reduce', hasTouch: true, isMobile: true });
  await context.addInitScript((percent) => {
    if (location.protocol === 'about:') return;
    localStorage.clear();
    localStorage.setItem('wenzheng.type_size', String(percent));
  }, look.type);
  return context.newPage();
}

// Anew for each state, with nothing kept from the one before.
async function open(page: Page, language: Language, state: PhoneState, complaints: Complaints): Promise<void> {
  const say = speaking(language);
  const you = { id: 'd001', name: say('代表001', 'Deputy 001'), group: say('城关镇代表团', 'Chengguan delegation'), checked_in: state.own?.checked_in ?? false };
  const server = new FakeServer({ role: 'deputy', you, inquiry: state.inquiry, own: state.own, electorates: state.electorates });
  complaints.lineMayBreak = true;
  await page.goto('about:blank');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  complaints.lineMayBreak = state.name.includes('offline');
  await server.open(page, `/phone?lang=${language}#pictures/0123456789abcdef`);
  await page.getByTestId('more').waitFor();
  await state.act?.(page, server);
}

async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const name = (element: Element): string => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent?.trim().slice(0, 24)}”`;
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const button of Array.from(document.querySelectorAll('button'))) {
      const box = button.getBoundingClientRect();
      if (box.height < 63.5) faults.push(`${name(button)} is ${box.height} px high`);
      if (button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1) faults.push(`${name(button)} is clipped`);
    }
    for (const box of Array.from(document.querySelectorAll('.vote-status, .now, .clock, .score-display'))) {
      if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) faults.push(`${name(box)} is clipped`);
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const around = text.parentElement;
      if (!around || !text.textContent?.trim() || around.closest('.visually-hidden')) continue;
      // Names that stand elsewhere in full may end in an ellipsis.
      if (around.closest('.lamp-text, .vote-status .headline b')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width > 0 && (box.left < 0 || box.right > width + 1)) faults.push(`${name(around)} is outside`);
    }
    return faults;
  });
}

for (const language of ['zh-CN', 'en'] as const) {
  for (const look of looks) {
    if (!isLookedAt(language, look.size)) continue;
    test(`every state on a ${look.size} phone, ${language}`, async ({ browser }) => {
      test.setTimeout(300_000);
      const states = () => phoneStates(speaking(language), Date.now());
      const page = await phone(browser, look);
      const complaints = new Complaints();
      complaints.watch(page, `phone, ${look.size}`);
      for (const { name } of states()) {
        // Anew each time, for the deadlines' sake.
        const state = states().find((one) => one.name === name)!;
        await test.step(state.name, async () => {
          await open(page, language, state, complaints);
          await comesToRest(page);
          await keepPicture(page, `states/${language}-phone-${look.size}-${state.name}`, { fullPage: /^(result|finished)/.test(state.name) });
          expect.soft(await faultsOf(page), state.name).toEqual([]);
          await expect.soft(page.getByTestId('rehearsal'), state.name).toHaveCount(state.inquiry.rehearsal ? 1 : 0);
          if (look.size === 'small') await expectAccessible(page, `phone, ${state.name}`);
          if (language === 'en') await expectEnglish(page, [], `phone, ${state.name}`);
        });
      }
      complaints.expectNone();
      await page.context().close();
    });
  }
}
