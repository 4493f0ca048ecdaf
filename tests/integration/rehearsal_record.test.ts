// A rehearsal is an inquiry of its own: its record, its keys, its screens; nothing of it touches the real one.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InquiryCreated, InquiryDetail, InquiryList, Report } from '../../web/src/shared/messages.generated';
import { Client } from './support/client';
import { ballot, definition } from './support/definitions';
import { Hall, resultIn, signIn } from './support/hall';
import { Browser, errorOf, good } from './support/http';
import { failOnViolations } from './support/recorder';
import { run, Server, temporaryFolder } from './support/server';

failOnViolations();

let server: Server;
let admin: Browser;
let real: Hall;
let rehearsal: Hall;
beforeAll(async () => {
  server = await Server.start();
  admin = await signIn(server);
});
afterAll(() => server?.destroy());
afterEach(async () => {
  await real?.leave();
  await rehearsal?.leave();
});

const make = async (of: Hall) => good<InquiryCreated>(await admin.post(`${of.path}/rehearsals`, {}), 201, 'inquiry_created');
const detailOf = async (id: string) => good<InquiryDetail>(await admin.get(`/api/v1/inquiries/${id}`), 200, 'inquiry_detail');

async function prepared(): Promise<void> {
  real = await Hall.open(server, definition(3, [ballot('b1')]), admin);
  rehearsal = Hall.enter(server, { ...real.definition, id: (await make(real)).id }, admin);
}

// Check-in, a ballot on phones, a staff tablet and on paper, a request, a promise.
async function play(hall: Hall): Promise<void> {
  const desk = await hall.console();
  await desk.do('start', {});
  const deputies = await hall.present(['d001', 'd002']);
  await desk.viewWhere((view) => view.inquiry.present === 2);
  await desk.do('check_in', { deputy: 'd003' });
  await desk.do('open_ballot', { ballot: 'b1' });
  await deputies[0]!.press('b1', 'satisfied');
  await desk.do('vote_for_deputy', { ballot: 'b1', deputy: 'd002', choice: 'satisfied' });
  await desk.do('close_ballot', { ballot: 'b1' });
  const scrutineer = await hall.console('scrutineer');
  await desk.do('enter_paper_count', { ballot: 'b1', counts: { dissatisfied: 1 } });
  await scrutineer.viewOf(desk.view!.rev);
  await scrutineer.do('enter_paper_count', { ballot: 'b1', counts: { dissatisfied: 1 } });
  await desk.viewOf(scrutineer.view!.rev);
  await desk.do('reveal_ballot', { ballot: 'b1' });
  await deputies[0]!.ask({ type: 'request', kind: 'speak' });
  await desk.viewWhere((view) => view.inquiry.requests!.length === 1);
  await desk.do('call_request', { request: 'r1' });
  await desk.do('record_commitment', { item: 'i1', text: '整改', due: '2026-12-31' });
  await desk.do('finish', {});
}

describe('a rehearsal', () => {
  it('is marked on every surface, in the list and in its definition; the real one is not', async () => {
    await prepared();
    for (const [hall, marked] of [[real, false], [rehearsal, true]] as const) {
      const clients: Client[] = [await hall.console(), await hall.live(), await hall.screen(), await hall.deputy('d001')];
      for (const client of clients) expect(client.view!.inquiry.rehearsal).toBe(marked);
      const detail = await detailOf(hall.id);
      expect(detail.definition.rehearsal_of).toBe(marked ? real.id : undefined);
      const { inquiries } = good<InquiryList>(await admin.get('/api/v1/inquiries'), 200, 'inquiry_list');
      expect(inquiries.find((one) => one.id === hall.id)).toMatchObject({ rehearsal: marked });
    }
    const { id: _, rehearsal_of: __, ...same } = (await detailOf(rehearsal.id)).definition;
    expect((await detailOf(real.id)).definition).toMatchObject(same);
  });

  it('is played to its end, and the real inquiry has not heard of it', async () => {
    await prepared();
    const before = await detailOf(real.id);
    const heard = await real.live();
    await play(rehearsal);
    await heard.settle();
    expect(heard.all('view')).toHaveLength(1);
    expect({ ...(await detailOf(real.id)), server_time: 0 }).toEqual({ ...before, server_time: 0 });
    const report = good<Report>(await admin.get(`${real.path}/report`), 200, 'report');
    expect(report).toMatchObject({ speeches: [], requests: [], staff_votes: [] });
    expect(report.attendance.every((one) => one.checked_in_at === null && one.votes === 0)).toBe(true);

    // The real evening goes on with the same deputies as if nothing had been.
    await play(real);
    const played = await detailOf(real.id);
    expect(played.state.commitments).toHaveLength(1);
    expect(resultIn({ inquiry: played.state } as never, 'b1')).toMatchObject({ cast: 3, staff_votes: 1 });
  });

  it('has a record of its own, which says what it is', async () => {
    await prepared();
    await play(rehearsal);
    const { text } = await admin.get(`${rehearsal.path}/record`);
    const folder = temporaryFolder();
    try {
      writeFileSync(join(folder, 'record.jsonl'), text);
      const { exit, stdout } = await run(['verify', join(folder, 'record.jsonl')]);
      expect(exit.code).toBe(0);
      expect(stdout).toContain(rehearsal.id);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(text).toContain('rehearsal_of');
    const { text: other } = await admin.get(`${real.path}/record`);
    expect(other.trimEnd().split('\n')).toHaveLength(2);
    expect(other).not.toContain('rehearsal_of');
  });

  it('has keys, phones and screens of its own: none opens the other hall', async () => {
    await prepared();
    for (const [from, to] of [[real, rehearsal], [rehearsal, real]] as const) {
      const phone = await from.join('d001');
      expect(errorOf(await new Browser(server.url).post(`${to.path}/join`, { key: from.keys.get('d001') }))).toBe('401 bad_key');
      expect((await to.connectAs(Client, 'deputy', phone).closes()).code).toBe(4503);
      const { browser } = await from.addScreen('大屏', 'hall');
      expect((await to.connectAs(Client, 'screen', browser).closes()).code).toBe(4503);
    }
  });

  it('is made as often as needed, of a rehearsal too, and stays one', async () => {
    await prepared();
    const second = await make(real);
    const third = await make(rehearsal);
    expect(new Set([real.id, rehearsal.id, second.id, third.id]).size).toBe(4);
    expect((await detailOf(third.id)).definition.rehearsal_of).toBe(real.id);
    const { definition: what, rev } = await detailOf(second.id);
    const headers = { 'if-match': String(rev) };
    const { rehearsal_of: _, ...unmarked } = what;
    for (const other of [unmarked, { ...what, rehearsal_of: rehearsal.id }]) {
      expect(errorOf(await admin.put(`/api/v1/inquiries/${second.id}`, other, headers))).toBe('409 frozen');
    }
    const headersOfReal = { 'if-match': String((await detailOf(real.id)).rev) };
    const marked = { ...real.definition, rehearsal_of: second.id };
    expect(errorOf(await admin.put(real.path, marked, headersOfReal))).toBe('409 frozen');
    expect((await detailOf(second.id)).definition.rehearsal_of).toBe(real.id);
    expect((await detailOf(real.id)).definition.rehearsal_of).toBeUndefined();
  });

  it('is made of the agenda as it is now, by the administrator, of an inquiry that is there', async () => {
    await prepared();
    const desk = await real.console();
    await desk.do('start', {});
    await desk.do('add_item', { item: 'i3', department: '交通运输局', title: '公交线路', after: 'i1' });
    await desk.do('add_ballot', { ballot: 'b3', item: 'i3', title: '加测', like: 'b1' });
    const { definition: what, state } = await detailOf((await make(real)).id);
    expect(what.items.map((item) => item.id)).toEqual(['i1', 'i3', 'i2']);
    expect(what.ballots!.map((one) => one.id)).toEqual(['b1', 'b3']);
    expect(state).toMatchObject({ state: 'draft', present: 0, rehearsal: true });
    const moderator = await real.account('moderator');
    expect(errorOf(await moderator.post(`${real.path}/rehearsals`, {}))).toBe('403 not_allowed');
    expect(errorOf(await new Browser(server.url).post(`${real.path}/rehearsals`, {}))).toBe('401 not_signed_in');
    expect(errorOf(await admin.post('/api/v1/inquiries/no-such-one/rehearsals', {}))).toBe('404 no_such_inquiry');
  });
});
