// Screens under a director: previews, takes, panics, and who may.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Layout, Picture, ScreenView, View } from '../../web/src/shared/messages.generated';
import type { Client } from './support/client';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, signIn } from './support/hall';
import type { Browser } from './support/http';
import type { Operator } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
let hall: Hall;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(() => hall?.leave());

interface Control {
  moderator: Operator;
  director: Operator;
  screens: Client[];
}

async function control(...layouts: Layout[]): Promise<Control> {
  hall = await Hall.open(server, definition(2, [ballot('b1'), ballot('b2', { item: 'i2' })]), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  const screens: Client[] = [];
  for (const layout of layouts) screens.push(await hall.screen(layout, layout));
  const director = await hall.console('director');
  await director.viewWhere(({ inquiry }) => inquiry.screens!.length === layouts.length);
  return { moderator, director, screens };
}

const screenIn = (view: View, name: string): ScreenView => view.inquiry.screens!.find((screen) => screen.name === name)!;
const idOf = (director: Operator, name: string): string => screenIn(director.view!, name).id;

describe('a director', () => {
  it('makes pictures ready and takes them all in one revision', async () => {
    const { director, screens } = await control('hall', 'rostrum');
    const question: Picture = { layout: 'hall', scene: 'question', item: 'i2' };
    await director.do('preview', { screen: idOf(director, 'hall'), picture: question });
    const ready = await director.do('preview', { screen: idOf(director, 'rostrum'), picture: { layout: 'card', card: 'wait' } });
    expect(screenIn(ready, 'hall')).toMatchObject({ layout: 'hall', preview: question });
    expect(screenIn(ready, 'hall')).not.toHaveProperty('picture');
    const taken = await director.do('take', {});
    expect(taken.rev).toBe(ready.rev + 1);
    for (const screen of screens) {
      const seen = await screen.viewOf(taken.rev);
      expect(screenIn(seen, 'hall')).toMatchObject({ layout: 'hall', picture: question });
      expect(screenIn(seen, 'rostrum')).toMatchObject({ layout: 'card', picture: { layout: 'card', card: 'wait' } });
      expect(screenIn(seen, 'hall')).not.toHaveProperty('preview');
    }
    expect(await director.refused('take', {})).toBe('nothing_to_take');
  });

  it('pins no result before its reveal', async () => {
    const { moderator, director } = await control('hall');
    await moderator.do('open_ballot', { ballot: 'b1' });
    await moderator.do('close_ballot', { ballot: 'b1' });
    const picture: Picture = { layout: 'hall', scene: 'result', ballot: 'b1' };
    expect(await director.refused('preview', { screen: idOf(director, 'hall'), picture })).toBe('bad_picture');
    await moderator.do('reveal_ballot', { ballot: 'b1' });
    await director.do('preview', { screen: idOf(director, 'hall'), picture });
    expect(await director.refused('preview', { screen: 's99', picture })).toBe('no_such_screen');
  });

  it('panics over every screen, brings one back, and gives all back to the moderator', async () => {
    const { director } = await control('hall', 'caption');
    const panicked = await director.do('panic', {});
    expect(panicked.inquiry.screens!.map(({ panic }) => panic)).toEqual([true, true]);
    const back = await director.do('take', { screen: idOf(director, 'hall') });
    expect(back.inquiry.screens!.map(({ panic }) => panic)).toEqual([false, true]);
    await director.do('show', { screen: idOf(director, 'hall'), layout: 'ranking' });
    const released = await director.do('release', {});
    expect(released.inquiry.screens!.map(({ panic, layout }) => ({ panic, layout }))).toEqual([
      { panic: false, layout: 'hall' },
      { panic: false, layout: 'caption' },
    ]);
  });

  it('is never too late because a moderator was quicker, nor makes the moderator so', async () => {
    const { moderator, director } = await control('hall');
    const seenByDirector = director.view!.rev;
    const seenByModerator = moderator.view!.rev;
    await moderator.do('select_item', { item: 'i1' });
    expect(await director.order('panic', {}, { expect: seenByDirector })).toMatchObject({ type: 'done' });
    await moderator.viewOf(seenByModerator + 1);
    const now = moderator.view!.rev;
    await director.do('release', {});
    expect(await moderator.order('select_item', { item: 'i2' }, { expect: now })).toMatchObject({ type: 'done' });
  });

  it('is the one who may, with the administrator', async () => {
    const { moderator, director } = await control('hall');
    const scrutineer = await hall.console('scrutineer');
    for (const other of [moderator, scrutineer]) {
      for (const name of ['take', 'release', 'panic'] as const) expect(await other.refused(name, {})).toBe('not_allowed');
    }
    expect(await director.refused('select_item', { item: 'i1' })).toBe('not_allowed');
    const chief = await hall.console();
    await chief.do('panic', {});
  });
});

describe('an announced result', () => {
  it('has the instant at which every surface begins to show it, after the view that tells it', async () => {
    const { moderator, screens } = await control('hall');
    await moderator.do('open_ballot', { ballot: 'b1' });
    await moderator.do('close_ballot', { ballot: 'b1' });
    await moderator.do('reveal_ballot', { ballot: 'b1' });
    const instants = new Set<number>();
    for (const surface of [moderator, screens[0]!, await hall.live()]) {
      const view = await surface.viewWithBallot('b1', 'revealed');
      instants.add(ballotIn(view, 'b1').revealed_at!);
    }
    expect(instants.size).toBe(1);
    const told = screens[0]!.all('view').find((view) => ballotIn(view, 'b1').state === 'revealed')!;
    expect(ballotIn(told, 'b1').revealed_at! - told.server_time).toBeGreaterThan(0);
  });

  it('ranks its department with the others, best first', async () => {
    const { moderator, screens } = await control('ranking');
    await moderator.do('open_checkin', {}).catch(() => undefined);
    const [one] = await hall.present(['d001']);
    for (const [id, choice] of [['b1', 'dissatisfied'], ['b2', 'satisfied']] as const) {
      await moderator.do('open_ballot', { ballot: id });
      await one!.viewWithBallot(id, 'open');
      await one!.press(id, choice);
      await moderator.do('close_ballot', { ballot: id });
      expect(moderator.view!.inquiry.ranking ?? []).not.toContainEqual(expect.objectContaining({ ballot: id }));
      await moderator.do('reveal_ballot', { ballot: id });
    }
    const view = await screens[0]!.viewWithBallot('b2', 'revealed');
    expect(view.inquiry.ranking!.map(({ place, ballot: id, figure, label }) => [place, id, figure, label])).toEqual([
      [1, 'b2', '50.00', 'percent'],
      [2, 'b1', '0.00', 'percent'],
    ]);
  });
});

describe('an item that is selected again', () => {
  it('begins its question anew, at an instant that everyone knows', async () => {
    const { moderator, screens } = await control('hall');
    const first = await moderator.do('select_item', { item: 'i1' });
    const again = await moderator.do('select_item', { item: 'i1' });
    expect(again.inquiry.item_at!).toBeGreaterThanOrEqual(first.inquiry.item_at!);
    expect((await screens[0]!.viewOf(again.rev)).inquiry.item_at).toBe(again.inquiry.item_at);
  });
});
