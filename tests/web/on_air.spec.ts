// Four screens of one evening on a real server: right in the same instant, through a killed server, a cut line and a reload,
// and with a director who takes over.
import { expect, layouts, test, type Stage } from './on_air_stage';

const six = ['satisfied', 'satisfied', 'satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied'];

async function everyScene(stage: Stage, scenes: Record<string, string>): Promise<void> {
  for (const layout of layouts) await expect(stage.page(layout).locator('.stage'), layout).toHaveAttribute('data-scene', scenes[layout] ?? scenes.rest!);
}

async function everyCount(stage: Stage, count: string): Promise<void> {
  for (const layout of layouts) {
    // A share may stand in the same element, after the count.
    const bar = stage.page(layout).locator('[data-testid="result"] [data-choice="satisfied"] b').first();
    await expect.poll(() => bar.evaluate((element) => element.firstChild?.textContent), layout).toBe(count);
  }
}

const spread = (instants: number[]): number => Math.max(...instants) - Math.min(...instants);

test('a result comes up on all of them in the same instant, though their clocks are hours off', async ({ browser, stage }) => {
  const pages = await stage.screens(browser, '');
  const figures: { ballot: string; after_the_instant: number[]; apart_by_their_clocks: number; apart_really: number }[] = [];
  for (const [round, id] of ['b1', 'b2', 'b3'].entries()) {
    await stage.vote(id, six.slice(0, 6 - round));
    await stage.count(id);
    await everyScene(stage, { result: round === 0 ? 'card' : 'result', rest: 'tallying' });
    const { inquiry } = await stage.reveal(id);
    const due = inquiry.ballots.find((one) => one.id === id)!.revealed_at!;
    const told: number[] = [];
    const really: number[] = [];
    for (const page of pages) {
      const at = Number(await page.locator('.stage[data-revealed-at]').getAttribute('data-revealed-at'));
      expect(at, 'nothing is told before its instant').toBeGreaterThanOrEqual(due);
      told.push(at - due);
      really.push((await stage.seen(page)).revealedAt[round]!);
    }
    figures.push({ ballot: id, after_the_instant: told, apart_by_their_clocks: spread(told), apart_really: spread(really) });
    expect(spread(really)).toBeLessThan(1000);
    await everyCount(stage, '4');
    for (const page of pages) expect((await stage.seen(page)).firstCounts.length, 'numbers count up').toBeGreaterThan(1);
  }
  console.log(`reveals on four screens, ms: ${JSON.stringify(figures)}`);
});

test('they hold their picture while the server is dead, then show a card, and are back by themselves', async ({ browser, stage }) => {
  await stage.screens(browser, '?hold=5');
  await stage.vote('b1', six);
  await stage.count('b1');
  await stage.reveal('b1');
  await everyCount(stage, '4');
  await stage.vote('b2', six.slice(0, 3));
  const now = { result: 'result', rest: 'voting' };
  await everyScene(stage, now);
  await expect(stage.page('hall').getByTestId('progress')).toContainText('3');

  await stage.crash();
  for (const page of stage.everyPage) await expect(page.getByTestId('held')).toBeVisible();
  await everyScene(stage, now);
  await expect(stage.page('hall').getByTestId('progress')).toContainText('3');
  // The clock stands still: what it says when the mark is there, it says until the card comes.
  const left = await stage.page('hall').getByTestId('countdown').innerText();
  await expect(stage.page('hall').getByTestId('countdown')).toHaveText(left);
  await everyScene(stage, { rest: 'card' });
  // The old picture is gone once the card has faded in.
  for (const page of stage.everyPage) await expect(page.locator('.stage')).not.toHaveText(/\d/, { useInnerText: true });

  await stage.comeBack();
  await everyScene(stage, now);
  for (const page of stage.everyPage) await expect(page.getByTestId('held')).toHaveCount(0);
  await expect(stage.page('hall').getByTestId('progress')).toContainText('3');
});

test('a cut line is marked, and what happened meanwhile is simply there afterwards', async ({ browser, stage }) => {
  await stage.screens(browser, '?hold=60');
  await stage.vote('b1', six);
  await stage.count('b1');
  await everyScene(stage, { result: 'card', rest: 'tallying' });
  await stage.offline(true);
  for (const page of stage.everyPage) await expect(page.getByTestId('held')).toBeVisible();
  const { inquiry } = await stage.reveal('b1');
  const due = inquiry.ballots.find(({ id }) => id === 'b1')!.revealed_at!;
  await everyScene(stage, { result: 'card', rest: 'tallying' });
  // Long after the instant, so that there is nothing left to animate.
  await expect.poll(() => Date.now() - due, { timeout: 10_000 }).toBeGreaterThan(2_000);
  await stage.offline(false);
  await everyScene(stage, { rest: 'result' });
  await everyCount(stage, '4');
  for (const page of stage.everyPage) expect((await stage.seen(page)).firstCounts, 'no number counted up').toEqual(['4']);
});

test('a page that is loaded again shows the same picture at once, without playing the reveal again', async ({ browser, stage }) => {
  await stage.screens(browser, '');
  await stage.vote('b1', six);
  await stage.count('b1');
  await stage.reveal('b1');
  await everyCount(stage, '4');
  for (const layout of layouts) {
    const page = stage.page(layout);
    await page.reload();
    await expect(page.locator('.stage')).toHaveAttribute('data-scene', 'result');
    await expect(page.getByTestId('verdict')).toContainText('基本满意');
    const { scenes, firstCounts } = await stage.seen(page);
    expect(scenes, layout).toEqual([`layout-${layout}:result`]);
    expect(firstCounts, layout).toEqual(['4']);
    await expect(page.locator('.stage[data-revealed-at]')).toHaveCount(0);
  }
});

test('a director makes ready, takes, lets go, and hides everything at once', async ({ browser, stage }) => {
  await stage.screens(browser, '');
  const director = await stage.hall.console('director');
  const [hall, rostrum] = [stage.ids.get('hall')!, stage.ids.get('rostrum')!];
  await everyScene(stage, { result: 'card', rest: 'question' });

  await director.do('preview', { screen: hall, picture: { layout: 'hall', scene: 'title' } });
  await director.do('preview', { screen: rostrum, picture: { layout: 'rostrum', scene: 'question', item: 'i2' } });
  await everyScene(stage, { result: 'card', rest: 'question' });
  await director.do('take', {});
  await expect(stage.page('hall').locator('.stage')).toHaveAttribute('data-scene', 'title');
  await expect(stage.page('rostrum').getByTestId('question')).toContainText('多次');
  // What is pinned stays, whatever the moderator does; who was not touched follows.
  await stage.vote('b1', six);
  await everyScene(stage, { hall: 'title', rostrum: 'question', caption: 'voting', result: 'card' });

  await director.do('panic', {});
  for (const page of stage.everyPage) await expect(page.getByTestId('card')).toHaveAttribute('data-card', 'hold');
  await director.do('release', {});
  await everyScene(stage, { result: 'card', rest: 'voting' });

  await stage.count('b1');
  await stage.reveal('b1');
  await everyScene(stage, { rest: 'result' });
  await director.do('preview', { screen: hall, picture: { layout: 'ranking' } });
  await director.do('take', { screen: hall });
  await expect(stage.page('hall').getByTestId('ranking')).toContainText('住房和城乡建设局');
  await director.do('preview', { screen: hall, picture: { layout: 'qr' } });
  await director.do('take', { screen: hall });
  await expect(stage.page('hall').getByTestId('qr')).toHaveAttribute('data-url', `${stage.server.url}/live/${stage.hall.id}`);
  await director.do('release', { screen: hall });
  await expect(stage.page('hall').locator('.stage')).toHaveAttribute('data-scene', 'result');
  // The same item again: back to the question.
  await stage.operator.do('select_item', { item: 'i1' });
  await everyScene(stage, { result: 'result', rest: 'question' });
});

test('a page whose cookies are blocked gets in by its ticket', async ({ browser, stage }) => {
  await stage.screens(browser, '');
  const page = stage.page('rostrum');
  // As in a frame of a local file: nothing that the server sets is kept.
  await page.route('**/screens/join', async (route) => {
    const answer = await route.fetch();
    await page.context().clearCookies();
    const { 'set-cookie': _, ...headers } = answer.headers();
    await route.fulfill({ response: answer, headers });
  });
  await page.context().clearCookies();
  await page.reload();
  await stage.operator.do('select_item', { item: 'i2' });
  await expect(page.getByTestId('question')).toContainText('多次');
  expect(await page.context().cookies()).toEqual([]);
});

test('the address of the code leads to what is announced, and to the result as a picture', async ({ browser, stage }) => {
  await stage.vote('b1', six);
  await stage.count('b1');
  const { inquiry } = await stage.reveal('b1');
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await context.newPage();
  stage.complaints.watch(phone, 'phone of the public');
  await phone.goto(`${stage.server.url}/live/${stage.hall.id}`);
  await expect(phone).toHaveTitle(`${inquiry.title} · 问政直播`);
  await expect(phone.getByTestId('result').getByTestId('verdict')).toHaveText('基本满意');
  await expect(phone.getByTestId('ranking')).toContainText('住房和城乡建设局');
  const card = phone.getByTestId('result').getByTestId('card-picture');
  await card.locator('summary').click();
  await expect.poll(() => card.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await context.close();
});
