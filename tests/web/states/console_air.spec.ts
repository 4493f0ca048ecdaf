// The console's part of what is on air, in every state, for everybody who has a hand in it: looked at, accessible, in both languages.
import { expect, test, type Page } from '@playwright/test';
import type { AccountRole } from '../../../web/src/shared/messages.generated';
import { expectAccessible, expectEnglish } from '../support/look';
import { origin } from '../support/fake_server';
import { isLookedAt, keepPicture } from '../support/shots';
import { comesToRest, Complaints } from '../support/surfaces';
import { airStates, drawnPicture } from './console_air_states';
import { Desk } from './console_desk';
import { expectNothingCutOff } from './console_look';
import { speaking } from './picture_data';

test.use({ reducedMotion: 'reduce' });

const grounds = ['#37567a', '#7a4a37', '#2f6b4f', '#5b4a7d'];

/** Pictures are drawn, films are not there. */
async function serveEvidence(page: Page): Promise<void> {
  await page.route(`${origin}/evidence/**`, (route) => {
    const n = Number(/evidence\/(\d)/.exec(route.request().url())?.[1] ?? 1);
    if (/\.(mp4|webm)$/.test(route.request().url())) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ contentType: 'image/svg+xml', body: drawnPicture(`材料 ${n}`, grounds[n % grounds.length]!) });
  });
}

async function monitorsDrawn(page: Page): Promise<void> {
  const monitors = page.locator('.monitor');
  await expect.poll(() => monitors.evaluateAll((all) => all.filter((one) => (one as HTMLElement).offsetParent !== null && one.getAttribute('data-ready') !== 'true').length)).toBe(0);
  for (const frame of page.frames().slice(1)) await expect(frame.locator('.stage')).toBeAttached();
}

const sizes = { large: { width: 1440, height: 900 }, small: { width: 1280, height: 720 } };

for (const language of ['zh-CN', 'en'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    if (!isLookedAt(language, size)) continue;
    for (const role of ['director', 'moderator', 'admin'] as AccountRole[]) {
      test(`what is on air as ${role}, ${size}, ${language}`, async ({ browser }) => {
        const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
        const page = await context.newPage();
        const complaints = new Complaints();
        complaints.watch(page, 'console');
        const states = () => airStates(speaking(language), Date.now()).filter((one) => (one.of as AccountRole[]).includes(role));
        const { evidence: _, ...empty } = states()[0]!.inquiry;
        const desk = await Desk.open(page, role, empty, { query: `?lang=${language}` });
        await serveEvidence(page);
        for (const { name } of states()) {
          const state = states().find((one) => one.name === name)!;
          await desk.put(state);
          for (const open of role === 'director' ? [true] : [false, true]) {
            const shown = `${role}${role !== 'director' && open ? '-desk' : ''}`;
            if (role !== 'director' && open) await page.getByTestId('open-director').click();
            if (open) await monitorsDrawn(page);
            if (name.endsWith('lagging')) await expect(page.getByTestId('truth')).toHaveClass(/bad/);
            await comesToRest(page);
            await keepPicture(page, `states/${language}-air-${shown}-${size}-${name}`);
            await expectNothingCutOff(page, `${shown}, ${size}, ${name}`);
            expect.soft(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), `${shown}, ${size}, ${name} scrolls`).toBe(0);
            if (size === 'small') await expectAccessible(page, `${shown}, ${name}`);
            if (language === 'en') await expectEnglish(page, [], `${shown}, ${name}`);
            if (role !== 'director' && open) await page.getByTestId('close-director').click();
          }
        }
        expect(complaints.found.filter((said) => !/404.*\/evidence\/.*mp4/.test(said))).toEqual([]);
        await context.close();
      });
    }
  }
}

test('on a tablet everything that puts something on air is as large as a finger', async ({ browser }) => {
  const context = await browser.newContext({ viewport: sizes.small, hasTouch: true, isMobile: true, reducedMotion: 'reduce' });
  for (const role of ['director', 'moderator'] as const) {
    const page = await context.newPage();
    const state = airStates(speaking('zh-CN'), Date.now()).find((one) => one.name.endsWith('beside-statement'))!;
    const { evidence: _, ...empty } = state.inquiry;
    const desk = await Desk.open(page, role, empty);
    await serveEvidence(page);
    await desk.put(state);
    const small = await page.locator('.bar, .director-desk, .evidence, .strip, .next, .screens, .tab-list').locator('button:visible, select:visible, a:visible').evaluateAll((all) =>
      all.map((one) => ({ name: one.textContent?.trim(), ...(({ width, height }) => ({ width, height }))(one.getBoundingClientRect()) })).filter(({ width, height }) => width < 44 || height < 44));
    expect.soft(small, role).toEqual([]);
    await keepPicture(page, `states/zh-CN-air-${role}-tablet`);
    await page.close();
  }
  await context.close();
});
