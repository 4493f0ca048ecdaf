// Every layout in every state, in both languages: inside the title-safe area, nothing cut off, nothing untranslated; and what each must say.
import { expect, test } from '@playwright/test';
import type { InquiryView, Layout } from '../../../web/src/shared/messages.generated';
import { expectEnglish } from '../support/look';
import { comesToRest, Complaints } from '../support/surfaces';
import { speaking, type Language } from './picture_data';
import { pictures, type Picture } from './pictures';
import { PictureServer } from './picture_server';
import { keepPicture } from '../support/shots';
import { expectTitleSafe } from './screen_look';


test.use({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });

function picture(name: string, language: Language = 'zh-CN'): Picture {
  const found = pictures(speaking(language), Date.now()).find((one) => one.name === name);
  if (!found) throw new Error(`no picture ${name}`);
  return found;
}

async function put(server: PictureServer, { inquiry, progress }: Picture, layout: Layout, panic = false): Promise<void> {
  if (progress) server.send(progress);
  await server.show(inquiry, layout, panic);
}

/** Both languages in one theme; in the other the one that most halls have. */
const looks: [Language, 'red' | 'blue'][] = [['zh-CN', 'red'], ['en', 'red'], ['zh-CN', 'blue']];

for (const [language, theme] of looks) {
  for (const layout of ['hall', 'rostrum', 'caption', 'result', 'card'] as const) {
    test(`${layout} in every state, ${theme}, ${language}`, async ({ page }) => {
      const complaints = new Complaints();
      complaints.watch(page, 'screen');
      const server = await PictureServer.open(page, 'screen', `?lang=${language}&theme=${theme}`);
      const names = pictures(speaking(language), 0).map(({ name }) => name);
      for (const name of names.filter((one) => (layout === 'result' ? /result|finished/.test(one) : layout === 'card' ? /^(rehearsal-|)result$|^question$/.test(one) : true))) {
        const state = picture(name, language);
        await put(server, state, layout);
        await comesToRest(page);
        await keepPicture(page, `states/${language}-screen-${theme}-${layout}-${name}`, { omitBackground: layout === 'caption' });
        await expectTitleSafe(page, `${layout}, ${name}`, layout === 'hall' && !/ten$/.test(name));
        await expect.soft(page.getByTestId('rehearsal'), name).toHaveCount(state.inquiry.rehearsal ? 1 : 0);
        if (language === 'en') await expectEnglish(page, ['大厅'], `${layout}, ${name}`);
      }
      complaints.expectNone();
    });
  }
}

test('a card has no figure, whatever is known', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  for (const layout of ['hall', 'rostrum', 'caption', 'result'] as const) {
    await put(server, picture('result'), layout, true);
    await expect(page.getByTestId('card')).toBeVisible();
    expect(await page.locator('.stage').innerText()).not.toMatch(/\d|满意/);
  }
});

test('every question of a questionnaire comes up by itself, with its verdict', async ({ page }) => {
  await page.clock.install();
  const server = await PictureServer.open(page, 'screen', '');
  const state = picture('result-questions');
  const told = state.inquiry.ballots[0]!.result!.questions!;
  server.tell({ ...state.inquiry, screens: [{ id: 's1', name: 'x', layout: 'hall', panic: false }] });
  const table = page.getByTestId('questions');
  await expect(table).toBeVisible();
  const seen = new Map<string, string>();
  for (let turn = 0; turn < 3; turn += 1) {
    for (const row of await table.locator('[data-question]').all()) seen.set(String(await row.getAttribute('data-question')), await row.innerText());
    await page.clock.runFor(8_000);
  }
  expect([...seen.keys()].sort()).toEqual(told.map(({ id }) => id));
  for (const { id, title, verdict, counts } of told) {
    expect(seen.get(id)).toContain(title);
    expect(seen.get(id)).toContain(verdict.name);
    for (const count of Object.values(counts)) expect(seen.get(id)).toContain(String(count));
  }
});

test('an advisory electorate stands apart and is added to nothing', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await put(server, picture('result-advisory'), 'hall');
  await expect(page.locator('.bars [data-choice="satisfied"] .count b')).toHaveText('75');
  const aside = page.getByTestId('aside');
  await expect(aside).toHaveAttribute('data-kind', 'advisory');
  await expect(aside).toContainText('参考，不计入');
  await expect(aside).toContainText('312');
  expect(await page.locator('.stage').innerText()).not.toContain(String(75 + 312));
});

test('a correction is marked, and what was aired stays beside it', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await put(server, picture('result-corrected'), 'result');
  await expect(page.getByTestId('corrected')).toHaveText('更正');
  await expect(page.locator('.bars [data-choice="satisfied"] .count b')).toHaveText('77');
  await expect(page.getByTestId('aside')).toHaveAttribute('data-kind', 'aired');
  await expect(page.getByTestId('aside')).toContainText('75');
  await expect(page.getByTestId('result')).toContainText('纸质票漏录三张');
});

test('a re-vote shows the round before it, and the reason of a void one', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await put(server, picture('result-again'), 'hall');
  await expect(page.getByTestId('verdict')).toContainText('距前一项结论差 17 票');
  await expect(page.getByTestId('verdict')).toContainText('再次未通过');
  await expect(page.getByTestId('aside')).toContainText('第 1 轮');
  await expect(page.getByTestId('aside')).toContainText('差 1 票');
  await put(server, picture('result-again-after-void'), 'hall');
  await expect(page.getByTestId('aside')).toContainText('网络中断');
});

test('a score is large, named as a score and never as a rate', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  for (const [name, points] of [['result-score', '88.65'], ['result-combined', '74.42'], ['result-weighted', '74.31']] as const) {
    await put(server, picture(name), 'hall');
    await expect(page.getByTestId('verdict')).toContainText('测评得分');
    await expect(page.getByTestId('verdict')).toContainText(points);
    await expect(page.locator('.stage')).not.toContainText('满意率');
  }
  await put(server, picture('result-score'), 'hall');
  const { height } = (await page.getByText('88.65').boundingBox())!;
  expect(height).toBeGreaterThan(100);
  await expect(page.getByTestId('verdict')).toContainText('去掉 2 个');
});

test('who did not press is told only where the ballot says so', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await put(server, picture('result'), 'hall');
  await expect(page.locator('.stage')).not.toContainText('未按');
  await put(server, picture('result-not-pressed'), 'hall');
  await expect(page.locator('.figures')).toContainText(/未按\s*4/);
});

test('who speaks is named on each surface, who waits on the rostrum', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  for (const [name, part] of [['question-asked', '提问'], ['question-time-over', '追问'], ['result-speaker', '追问']] as const) {
    for (const layout of ['hall', 'rostrum', 'caption'] as const) {
      await put(server, picture(name), layout);
      const floor = layout === 'caption' ? page.locator('.lower') : page.getByTestId('floor');
      for (const word of [part, '代表001', '城关镇代表团']) await expect(floor, `${layout}, ${name}`).toContainText(word);
    }
  }
  await put(server, picture('question-asked'), 'rostrum');
  await expect(page.getByTestId('queue')).toContainText('等候提问 7 人');
  await expect(page.getByTestId('queue').locator('li').first()).toContainText('代表014');
  await put(server, picture('question-asked'), 'hall');
  await expect(page.getByTestId('queue')).toHaveCount(0);
});

test('timers run, pause and are over', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  for (const [name, state, word] of [['question-asked', 'running', '提问'], ['question-answered', 'paused', '已暂停'], ['question-time-over', 'over', '时间到']] as const) {
    await put(server, picture(name), 'rostrum');
    await expect(page.getByTestId('timer')).toHaveAttribute('data-state', state);
    await expect(page.getByTestId('timer')).toContainText(word);
  }
});

test('a result of an older ballot does not hide the question that is up', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  const { inquiry } = picture('older-result');
  const waiting: InquiryView = { ...inquiry, ballots: inquiry.ballots.map(({ result: _, ...ballot }) => ({ ...ballot, state: 'closed' })) };
  for (const layout of ['hall', 'caption'] as const) {
    for (const view of [waiting, inquiry]) {
      await server.show(view, layout);
      await expect(page.getByTestId('question')).toBeVisible();
      await expect(page.getByTestId('result')).toHaveCount(0);
    }
  }
});

test('an item that was passed over is not in the run of show', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  await put(server, picture('question'), 'rostrum');
  await expect(page.locator('.rostrum')).toContainText('第 1 项 · 共 2 项');
  await expect(page.locator('.following')).toContainText('人力资源');
  await expect(page.locator('.rostrum')).not.toContainText('夜间施工噪声');
});

test('check-in says how many are there and whether that is a quorum', async ({ page }) => {
  const server = await PictureServer.open(page, 'screen', '');
  for (const layout of ['hall', 'rostrum'] as const) {
    await put(server, picture('checkin-no-quorum'), layout);
    await expect(page.getByTestId('quorum')).toHaveText('法定人数 77 人，未达到，还差 6 人');
    await expect(page.getByTestId('checkin')).toHaveText(/应到\s*152\s*实到\s*71/);
    await put(server, picture('checkin-quorum'), layout);
    await expect(page.getByTestId('quorum')).toHaveText('法定人数 77 人，已达到');
  }
});
