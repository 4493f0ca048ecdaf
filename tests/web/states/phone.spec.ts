// The deputy's phone in every state, in both languages, on small and large phones, and with type at 200 %: nothing cut off,
// nothing untranslated, every key large enough, nothing that axe calls serious.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { FakeServer } from '../support/fake_server';
import { expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { speaking, type Language } from './picture_data';
import { phoneStates, type PhoneState } from './phone_states';
import { keepPicture } from '../support/shots';

const looks = [
  { size: 'small', viewport: { width: 360, height: 640 }, type: 100 },
  { size: 'large', viewport: { width: 430, height: 932 }, type: 100 },
  { size: 'small-200', viewport: { width: 360, height: 640 }, type: 200 },
] as const;

interface Opened {
  page: Page;
  server: FakeServer;
  complaints: Complaints;
  close: () => Promise<void>;
}

async function open(browser: Browser, look: (typeof looks)[number], language: Language, state: PhoneState): Promise<Opened> {
  const context = await browser.newContext({ viewport: look.viewport, reducedMotion: 'reduce', hasTouch: true, isMobile: true });
  await context.addInitScript((percent) => localStorage.setItem('wenzheng.type_size', String(percent)), look.type);
  const page = await context.newPage();
  const complaints = new Complaints();
  complaints.watch(page, state.name);
  const say = speaking(language);
  const you = { id: 'd001', name: say('代表001', 'Deputy 001'), group: say('城关镇代表团', 'Chengguan delegation'), checked_in: state.own?.checked_in ?? false };
  const server = new FakeServer({ role: 'deputy', you, inquiry: state.inquiry, own: state.own, electorates: state.electorates });
  await server.open(page, `/phone?lang=${language}#pictures/0123456789abcdef`);
  await page.getByTestId('more').waitFor();
  complaints.lineMayBreak = state.name.includes('offline');
  await state.act?.(page, server);
  return { page, server, complaints, close: () => context.close() };
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
    test(`every state on a ${look.size} phone, ${language}`, async ({ browser }) => {
      test.setTimeout(300_000);
      const states = () => phoneStates(speaking(language), Date.now());
      for (const { name } of states()) {
        // Anew each time, for the deadlines' sake.
        const state = states().find((one) => one.name === name)!;
        await test.step(state.name, async () => {
          const { page, complaints, close } = await open(browser, look, language, state);
          await comesToRest(page);
          await keepPicture(page, `states/${language}-phone-${look.size}-${state.name}`, { fullPage: /^(result|finished)/.test(state.name) });
          expect.soft(await faultsOf(page), state.name).toEqual([]);
          await expect.soft(page.getByTestId('rehearsal'), state.name).toHaveCount(state.inquiry.rehearsal ? 1 : 0);
          if (look.size !== 'large') await expectAccessible(page, `phone, ${state.name}`);
          if (language === 'en') await expectEnglish(page, [], `phone, ${state.name}`);
          complaints.expectNone();
          await close();
        });
      }
    });
  }
}
