// Inquiries over HTTP: definition, keys, join, screens, the public's view.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Definition, InquiryDetail, InquiryList, KeysAnswer, Presets, ScreenAnswer, View } from '../../web/src/shared/messages.generated';
import { readExamples, type InvalidExample } from '../protocol/support/examples';
import { whyInvalid } from '../protocol/support/schemas';
import { Client } from './support/client';
import { ballot, definition, freshId } from './support/definitions';
import { Hall, signIn } from './support/hall';
import { ask, Browser, errorOf, good } from './support/http';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());

const inquiries = '/api/v1/inquiries';

describe('a definition', () => {
  it('is taken in every form of the golden examples, and given back with the same meaning', async () => {
    const presets = good<Presets>(await admin.get('/api/v1/presets'), 200, 'presets').rules;
    // A preset comes back written out in full.
    const inFull = (what: Definition): Definition => ({
      ...what,
      ballots: what.ballots?.map((b) => (b.rule.preset ? { ...b, rule: presets.find((one) => one.id === b.rule.preset)!.rule } : b)),
    });
    for (const { file, value } of readExamples<Definition>('definition/valid')) {
      const sent = { ...value, id: freshId('example') };
      good(await admin.post(inquiries, sent), 201, 'inquiry_created');
      const { definition: kept } = good<InquiryDetail>(await admin.get(`${inquiries}/${sent.id}`), 200, 'inquiry_detail');
      expect(kept, file).toMatchObject(JSON.parse(JSON.stringify(inFull(sent))) as object);
    }
  });

  it('gets the code of the golden example where it is bad', async () => {
    for (const { file, value } of readExamples<InvalidExample>('definition/invalid')) {
      expect(errorOf(await admin.sendText('POST', inquiries, value.text)), file).toBe(`400 ${value.code}`);
    }
  });

  it('names the unknown field', async () => {
    const answer = await admin.post(inquiries, { ...definition(1, []), colour: 'red' });
    expect(answer.text).toContain('colour');
    const deep = definition(1, [{ ...ballot('b1'), secret_sauce: 1 } as never]);
    expect((await admin.post(inquiries, deep)).text).toContain('secret_sauce');
  });

  it('is taken with 5000 deputies and 200 ballots, and with no more', async () => {
    const ballots = Array.from({ length: 200 }, (_, i) => ballot(`b${i}`));
    good(await admin.post(inquiries, definition(5000, ballots)), 201, 'inquiry_created');
    expect(errorOf(await admin.post(inquiries, definition(5001, [])))).toBe('400 bad_field');
    expect(errorOf(await admin.post(inquiries, definition(1, [...ballots, ballot('b200')])))).toBe('400 bad_field');
  });

  it('exists once', async () => {
    const what = definition(1, [ballot('b1')]);
    expect(good(await admin.post(inquiries, what), 201, 'inquiry_created')).toMatchObject({ id: what.id });
    expect(errorOf(await admin.post(inquiries, what))).toBe('409 exists');
  });

  it('is made by the administrator only', async () => {
    const hall = await Hall.open(server, definition(1, []), admin);
    const moderator = await hall.account('moderator');
    expect(errorOf(await moderator.post(inquiries, definition(1, [])))).toBe('403 not_allowed');
    const nobody = new Browser(server.url);
    expect(errorOf(await nobody.post(inquiries, definition(1, [])))).toBe('401 not_signed_in');
    expect(errorOf(await nobody.get(inquiries))).toBe('401 not_signed_in');
    expect(errorOf(await nobody.get(hall.path))).toBe('401 not_signed_in');
    expect((await moderator.get(hall.path)).status).toBe(200);
  });

  it('stands in the list', async () => {
    const what = definition(1, []);
    await admin.post(inquiries, what);
    const list = good<InquiryList>(await admin.get(inquiries), 200, 'inquiry_list');
    expect(list.inquiries).toContainEqual(expect.objectContaining({ id: what.id, title: what.title, state: 'draft' }));
  });
});

describe('a change of a definition', () => {
  it('needs the newest revision', async () => {
    const hall = await Hall.open(server, definition(1, [ballot('b1')]), admin);
    const { rev } = await hall.detail();
    const next = { ...hall.definition, title: '修改后的标题' };
    expect((await admin.put(hall.path, next)).status).toBe(400);
    good(await admin.put(hall.path, next, { 'if-match': String(rev) }), 200, 'inquiry_created');
    const changed = await hall.detail();
    expect(changed.definition.title).toBe(next.title);
    expect(changed.rev).toBeGreaterThan(rev);
    expect(errorOf(await admin.put(hall.path, next, { 'if-match': String(rev) }))).toBe('409 stale_revision');
  });

  it('reaches everyone', async () => {
    const hall = await Hall.open(server, definition(1, [ballot('b1')]), admin);
    const live = await hall.live();
    const { rev } = await hall.detail();
    await admin.put(hall.path, { ...hall.definition, title: '新的标题' }, { 'if-match': String(rev) });
    expect((await live.viewOf(rev + 1)).inquiry.title).toBe('新的标题');
    await hall.leave();
  });

  it('is checked like a new one', async () => {
    const hall = await Hall.open(server, definition(1, [ballot('b1')]), admin);
    const headers = { 'if-match': String((await hall.detail()).rev) };
    const secret = { ...hall.definition, ballots: [{ ...ballot('b1'), secrecy: 'secret' }] };
    expect(errorOf(await admin.put(hall.path, secret, headers))).toBe('400 unsupported_secrecy');
    expect(errorOf(await admin.put(hall.path, { ...hall.definition, x: 1 }, headers))).toBe('400 unknown_field');
  });

  it('is frozen where something has been opened', async () => {
    const hall = await Hall.open(server, definition(2, [ballot('b1'), ballot('b2')]), admin);
    const console = await hall.console();
    await console.do('start', {});
    await console.do('open_ballot', { ballot: 'b1' });
    await console.do('close_ballot', { ballot: 'b1' });
    const headers = { 'if-match': String((await hall.detail()).rev) };
    const change = (id: string) => ({
      ...hall.definition,
      ballots: hall.definition.ballots!.map((b) => (b.id === id ? { ...b, scale: 'satisfaction4_abstain' } : b)),
    });
    expect(errorOf(await admin.put(hall.path, change('b1'), headers))).toBe('409 frozen');
    good(await admin.put(hall.path, change('b2'), headers), 200, 'inquiry_created');
    await hall.leave();
  });
});

describe('keys', () => {
  it('are made for all or for some', async () => {
    const hall = await Hall.open(server, definition(3, []), admin);
    const all = good<KeysAnswer>(await admin.post(`${hall.path}/keys`, {}), 200, 'keys_answer');
    expect(all.keys.map((key) => key.id).sort()).toEqual(['d001', 'd002', 'd003']);
    expect(new Set(all.keys.map((key) => key.key)).size).toBe(3);
    const some = good<KeysAnswer>(await admin.post(`${hall.path}/keys`, { deputies: ['d002'] }), 200, 'keys_answer');
    expect(some.keys.map((key) => key.id)).toEqual(['d002']);
    expect(errorOf(await admin.post(`${hall.path}/keys`, { deputies: ['d009'] }))).toMatch(/no_such_deputy$/);
  });

  it('come with a link to the phone page', async () => {
    const hall = await Hall.open(server, definition(1, []), admin);
    const { keys } = good<KeysAnswer>(await admin.post(`${hall.path}/keys`, {}), 200, 'keys_answer');
    expect(new URL(keys[0]!.url, server.url).pathname).toBe('/phone');
    expect(keys[0]!.url).toContain(keys[0]!.key);
  });

  it('open the hall for their deputy', async () => {
    const hall = await Hall.open(server, definition(2, []), admin);
    await hall.issueKeys();
    const browser = new Browser(server.url);
    const joined = await browser.post(`${hall.path}/join`, { key: hall.keys.get('d002') });
    expect(good(joined, 200, 'join_answer')).toEqual({ id: 'd002', name: '代表002', group: '池河镇', electorates: ['deputies'] });
    expect([...browser.cookies.keys()]).toEqual(['wz_deputy']);
    expect(browser.cookieLines[0]).toMatch(/HttpOnly/i);
  });

  it('are good for one inquiry only', async () => {
    const hall = await Hall.open(server, definition(1, []), admin);
    const other = await Hall.open(server, definition(1, []), admin);
    await hall.issueKeys();
    const browser = new Browser(server.url);
    for (const key of [hall.keys.get('d001')!, 'no-such-key-at-all-0000', '']) {
      expect(errorOf(await browser.post(`${other.path}/join`, { key }))).toBe('401 bad_key');
    }
    expect(browser.cookies.size).toBe(0);
  });

  it('revoke the ones before: key, cookie and connection', async () => {
    const hall = await Hall.open(server, definition(2, []), admin);
    const deputy = await hall.deputy('d001');
    const neighbour = await hall.deputy('d002');
    const old = { browser: hall.browsers.get('d001')!, key: hall.keys.get('d001')! };
    await hall.issueKeys(['d001']);
    expect((await deputy.closes()).code).toBe(4505);
    expect(errorOf(await old.browser.post(`${hall.path}/join`, { key: old.key }))).toBe('401 bad_key');
    const again = hall.connectAs(Client, 'deputy', old.browser);
    expect((await again.closes()).code).toBe(4501);
    await neighbour.settle();
    await hall.leave();
  });

  it('are made by the administrator only', async () => {
    const hall = await Hall.open(server, definition(1, []), admin);
    const director = await hall.account('director');
    expect(errorOf(await director.post(`${hall.path}/keys`, {}))).toBe('403 not_allowed');
    expect(errorOf(await new Browser(server.url).post(`${hall.path}/keys`, {}))).toBe('401 not_signed_in');
  });

  it.each(['keys', 'join', 'screens'])('and the like: a bad body of %s gets the code of the golden example', async (call) => {
    const hall = await Hall.open(server, definition(1, []), admin);
    const examples = readExamples<InvalidExample>(`${call === 'screens' ? 'screen' : call}/invalid`);
    for (const { file, value } of examples) {
      expect(errorOf(await admin.sendText('POST', `${hall.path}/${call}`, value.text)), file).toBe(`400 ${value.code}`);
    }
  });
});

describe('screens', () => {
  it('are added by an operator and sign in with their key', async () => {
    const hall = await Hall.open(server, definition(1, []), admin);
    const made = await admin.post(`${hall.path}/screens`, { name: '主席台屏', layout: 'rostrum' });
    const { id, key, url } = good<ScreenAnswer>(made, 201, 'screen_answer');
    expect(new URL(url, server.url).pathname).toBe('/screen');
    const browser = new Browser(server.url);
    const joined = await browser.post(`${hall.path}/screens/join`, { key });
    expect(good(joined, 200, 'screen_join_answer')).toEqual({
      id,
      name: '主席台屏',
      layout: 'rostrum',
      ticket: expect.stringMatching(/^[\w.-]{40,}$/),
    });
    expect([...browser.cookies.keys()]).toEqual(['wz_screen']);
    expect(errorOf(await browser.post(`${hall.path}/screens/join`, { key: 'no-such-key-at-all-0000' }))).toBe('401 bad_key');
    expect(errorOf(await new Browser(server.url).post(`${hall.path}/screens`, { name: 'x', layout: 'hall' }))).toBe(
      '401 not_signed_in',
    );
  });
});

describe('the public view over HTTP', () => {
  it('is a whole view with an ETag, which spares the next answer', async () => {
    const hall = await Hall.open(server, definition(2, [ballot('b1')]), admin);
    const first = await ask(`${server.url}${hall.path}/live`);
    expect(first.status).toBe(200);
    expect(first.headers['cache-control']).toContain('max-age=1');
    const view = JSON.parse(first.text) as View;
    expect(whyInvalid('server', 'view', view)).toBeUndefined();
    expect(view.inquiry).not.toHaveProperty('deputies');
    expect(view.inquiry).not.toHaveProperty('screens');

    const etag = first.headers.etag!;
    expect(etag).toMatch(/^(W\/)?".+"$/);
    const second = await ask(`${server.url}${hall.path}/live`, { headers: { 'if-none-match': etag } });
    expect(second).toMatchObject({ status: 304, text: '' });

    const console = await hall.console();
    const { rev } = await console.do('open_checkin', {});
    const third = await ask(`${server.url}${hall.path}/live`, { headers: { 'if-none-match': etag } });
    expect(third.status).toBe(200);
    expect(third.headers.etag).not.toBe(etag);
    expect(JSON.parse(third.text)).toMatchObject({ rev, inquiry: { state: 'checkin' } });
    await hall.leave();
  });
});
