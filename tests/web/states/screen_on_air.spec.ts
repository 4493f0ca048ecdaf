// Evidence, ranking, the public's code, cards and what a director pins: in both languages and themes, with a body's own look,
// and each layout in its fullest state on a screen of four thousand lines.
import { expect, test, type Page } from '@playwright/test';
import { expectEnglish } from '../support/look';
import { keepPicture } from '../support/shots';
import { comesToRest, Complaints } from '../support/surfaces';
import { speaking, type Language } from './picture_data';
import { pictures } from './pictures';
import { PictureServer } from './picture_server';
import { expectTitleSafe } from './screen_look';
import { files, ownLook, screenPictures, type ScreenPicture } from './screen_pictures';

test.use({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });

async function opened(page: Page, query: string): Promise<{ server: PictureServer; complaints: Complaints }> {
  const complaints = new Complaints();
  // A file that is missing on purpose is none of the page's faults.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/404 .*\/evidence\//.test(`${message.text()} ${message.location().url}`)) complaints.found.push(message.text());
  });
  page.on('pageerror', (error) => complaints.found.push(error.message));
  const server = await PictureServer.open(page, 'screen', query);
  for (const [name, file] of files) server.files.set(name, file);
  return { server, complaints };
}

function screenPicture(name: string, language: Language = 'zh-CN'): ScreenPicture {
  return screenPictures(speaking(language), Date.now()).find((one) => one.name === name)!;
}

async function put(server: PictureServer, { inquiry, picture }: ScreenPicture): Promise<void> {
  await server.show(inquiry, picture);
}

for (const language of ['zh-CN', 'en'] as const) {
  for (const theme of ['red', 'blue'] as const) {
    test(`what is on air besides the agenda, ${theme}, ${language}`, async ({ page }) => {
      const { server, complaints } = await opened(page, `?lang=${language}&theme=${theme}`);
      for (const { name } of screenPictures(speaking(language), 0)) {
        const state = screenPicture(name, language);
        await put(server, state);
        await comesToRest(page);
        const { layout } = state.picture;
        await keepPicture(page, `states/${language}-screen-${theme}-${name}`, { omitBackground: layout === 'caption' });
        await expectTitleSafe(page, name, layout === 'hall' || layout === 'ranking' || layout === 'qr');
        if (language === 'en') await expectEnglish(page, ['大厅'], name);
        await expect.soft(page.getByTestId('rehearsal'), name).toHaveCount(state.inquiry.rehearsal ? 1 : 0);
      }
      complaints.expectNone();
    });
  }
}

/** Each layout where it has most to say. */
const fullest: ScreenPicture[] = [
  ...(['hall', 'rostrum', 'caption', 'result'] as const).map((layout): ScreenPicture => ({ name: `${layout}-result-everything`, inquiry: pictures(speaking('zh-CN'), Date.now()).find(({ name }) => name === 'result-everything')!.inquiry, picture: { layout } })),
  ...['hall-evidence-alone', 'rostrum-evidence-beside-page', 'ranking-fourteen', 'qr-long', 'card-tallying', 'pinned-title'].map((name) => screenPicture(name)),
];

for (const [size, viewport] of Object.entries({ hd: { width: 1920, height: 1080 }, uhd: { width: 3840, height: 2160 } })) {
  test(`a body's own look, ${size}`, async ({ browser }) => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const { server, complaints } = await opened(page, '');
    for (const { name, inquiry, picture } of fullest) {
      await server.show({ ...inquiry, appearance: ownLook }, picture);
      await comesToRest(page);
      await keepPicture(page, `states/zh-CN-screen-own-${size}-${name}`, { omitBackground: picture.layout === 'caption' });
      await expectTitleSafe(page, `${name}, ${size}`);
    }
    complaints.expectNone();
    await context.close();
  });
}
