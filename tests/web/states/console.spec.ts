// The console in every state, as each role sees it, in both languages: nothing that axe calls serious, nothing untranslated, nothing cut off.
import { test } from '@playwright/test';
import type { AccountRole } from '../../../web/src/shared/messages.generated';
import { expectAccessible, expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { Desk } from './console_desk';
import { expectNothingCutOff } from './console_look';
import { deskStates } from './console_states';
import { speaking } from './picture_data';
import { isLookedAt, keepPicture } from '../support/shots';


test.use({ reducedMotion: 'reduce' });

// On the larger one everybody has more room than on the smaller; the two fullest pages stand for all.
const sizes: Record<string, { viewport: { width: number; height: number }; roles: AccountRole[] }> = {
  large: { viewport: { width: 1440, height: 900 }, roles: ['admin', 'director'] },
  small: { viewport: { width: 1280, height: 720 }, roles: ['admin', 'moderator', 'director', 'scrutineer'] },
};

for (const language of ['zh-CN', 'en'] as const) {
  for (const [size, { viewport, roles }] of Object.entries(sizes)) {
    if (!isLookedAt(language, size)) continue;
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
