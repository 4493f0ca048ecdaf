// Two nodes on one outer Redis: one evening, one set of cookies.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballot, definition } from './support/definitions';
import { ballotIn, Hall, resultIn } from './support/hall';
import { ask } from './support/http';
import { OuterRedis } from './support/outer_redis';
import { Deputy, freshNonce } from './support/people';
import { failOnViolations } from './support/recorder';
import { Server } from './support/server';

failOnViolations();

let redis: OuterRedis;
let nodes: Server[] = [];
let hall: Hall;

beforeAll(async () => {
  redis = await OuterRedis.start();
  const { args } = redis;
  nodes = [await Server.start({ args }), await Server.start({ args })];
  hall = await Hall.open(nodes[0]!, definition(4, [ballot('b1'), ballot('b2')]));
});
afterAll(async () => {
  await hall?.leave();
  for (const node of nodes) await node.destroy();
  await redis?.destroy();
});

describe('two nodes on one store', () => {
  it('are ready', async () => {
    for (const node of nodes) expect((await ask(`${node.url}/readyz`)).status).toBe(200);
  });

  it('know the same accounts, cookies and inquiry, and play one evening', async () => {
    const moderator = await hall.console();
    await moderator.do('start', {});
    const [here] = await hall.present(['d001']);
    hall.moveTo(nodes[1]!);
    const otherModerator = await hall.console();
    const [there] = await hall.present(['d002']);
    const live = await hall.live();
    await moderator.viewWhere((view) => view.inquiry.present === 2);
    await moderator.do('open_ballot', { ballot: 'b1' });
    await there!.viewWithBallot('b1', 'open');

    const nonce = freshNonce();
    const receipt = await there!.press('b1', 'satisfied', { nonce });
    await here!.press('b1', 'dissatisfied');
    await moderator.nextOf('progress', (p) => p.cast === 2);
    await otherModerator.nextOf('progress', (p) => p.cast === 2);
    await otherModerator.nextOf('presence', (p) => p.deputies.includes('d001') && p.deputies.includes('d002'));

    // The phone of d002 comes back to the other node with the same bytes.
    await there!.close();
    hall.moveTo(nodes[0]!);
    const moved = await hall.deputy('d002');
    expect(await moved.cast(Deputy.voteOf('b1', 'satisfied', { nonce }))).toEqual(receipt);

    await otherModerator.viewWithBallot('b1', 'open');
    await otherModerator.do('close_ballot', { ballot: 'b1' });
    await moderator.viewWithBallot('b1', 'closed');
    const result = resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
    expect(result.counts).toEqual({ satisfied: 1, basically_satisfied: 0, dissatisfied: 1 });
    expect(resultIn(await live.viewWithBallot('b1', 'revealed'), 'b1')).toEqual(result);
  });

  it('give the same command one answer', async () => {
    hall.moveTo(nodes[0]!);
    const first = await hall.console();
    hall.moveTo(nodes[1]!);
    const second = await hall.console();
    const expected = first.view!.rev;
    const args = { item: 'i1', text: '整改', due: '2026-12-31' };
    const how = { id: 'one-command', expect: expected };
    const answers = await Promise.all([first.order('record_commitment', args, how), second.order('record_commitment', args, how)]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]!.type).toBe('done');
    expect((await hall.detail()).state.commitments).toHaveLength(1);
  });

  it('count one staff vote, two scrutineers\' papers and one queue between them', async () => {
    hall.moveTo(nodes[0]!);
    const other = await Hall.open(nodes[0]!, definition(4, [ballot('c1')]), hall.admin);
    const here = { desk: await other.console('moderator'), first: await other.console('scrutineer') };
    await here.desk.do('start', {});
    await other.issueKeys();
    other.moveTo(nodes[1]!);
    const there = { desk: await other.console(), second: await other.console('scrutineer'), live: await other.live() };
    const [phone] = await other.present(['d001', 'd002', 'd003']);
    await here.desk.viewWhere((view) => view.inquiry.present === 3);
    await here.desk.do('open_ballot', { ballot: 'c1' });
    await there.desk.viewWithBallot('c1', 'open');

    // The phone on the other node is told what was pressed for it.
    await here.desk.do('vote_for_deputy', { ballot: 'c1', deputy: 'd001', choice: 'satisfied' });
    const you = await phone!.nextOf('you', (message) => message.votes.c1 !== undefined);
    expect(you.votes.c1).toMatchObject({ choice: 'satisfied', attempt: 1, staff: true });

    await phone!.ask({ type: 'request', kind: 'speak', text: '请说明时限' });
    await here.desk.viewWhere((view) => view.inquiry.requests!.length === 1);
    await here.desk.do('call_request', { request: 'r1' });
    await phone!.nextOf('you', (message) => message.requests[0]?.state === 'called');
    expect((await there.live.viewWhere((view) => view.inquiry.speaker !== null)).inquiry.speaker!.deputy).toBe('d001');

    await here.desk.do('close_ballot', { ballot: 'c1' });
    const papers = { ballot: 'c1', counts: { dissatisfied: 2 }, issued: 2 };
    await here.first.viewWithBallot('c1', 'closed');
    const { rev } = await here.first.do('enter_paper_count', papers);
    await there.second.viewOf(rev);
    await there.second.do('enter_paper_count', papers);
    await here.desk.viewWhere((view) => ballotIn(view, 'c1').paper?.state === 'agreed');
    const result = resultIn(await here.desk.do('reveal_ballot', { ballot: 'c1' }), 'c1');
    expect(result).toMatchObject({ cast: 3, counts: { satisfied: 1, dissatisfied: 2 }, staff_votes: 1 });
    expect(resultIn(await there.live.viewWithBallot('c1', 'revealed'), 'c1')).toEqual(result);
    await other.leave();
  });

  it('close a ballot by the clock once, also where one of them dies', async () => {
    hall.moveTo(nodes[1]!);
    const moderator = await hall.console();
    const { rev } = await moderator.do('open_ballot', { ballot: 'b2', duration_ms: 2000 });
    await nodes[0]!.crash();
    const closed = await moderator.viewWithBallot('b2', 'closed');
    expect(closed.rev).toBe(rev + 1);
  });
});

describe('an outer store that is not durable', () => {
  it('lets no ballot open, and readyz says why', async () => {
    const other = await OuterRedis.start({ durable: false });
    let node: Server | undefined;
    try {
      node = await Server.start({ args: other.args });
      const ready = await ask(`${node.url}/readyz`);
      expect(ready.status).toBe(503);
      expect((JSON.parse(ready.text) as { reasons: string[] }).reasons.length).toBeGreaterThan(0);
      const own = await Hall.open(node, definition(1, [ballot('b1')]));
      const moderator = await own.console();
      await moderator.do('start', {});
      expect(await moderator.refused('open_ballot', { ballot: 'b1' })).toBe('store_not_durable');
      await moderator.nextOf('presence', (p) => p.store === 'not_durable');
      await own.leave();
    } finally {
      await node?.destroy();
      await other.destroy();
    }
  });
});

describe('a store that goes away', () => {
  it('takes nobody from a console’s list: those at the other node are there as last known', async () => {
    const lost = await OuterRedis.start();
    const pair: Server[] = [];
    try {
      for (let n = 0; n < 2; n += 1) pair.push(await Server.start({ args: lost.args }));
      const own = await Hall.open(pair[0]!, definition(1, [ballot('b1')]));
      const moderator = await own.console();
      await moderator.do('start', {});
      own.moveTo(pair[1]!);
      await own.present(['d001']);
      await own.screen();
      await moderator.nextOf('presence', (p) => p.deputies.length === 1 && p.screens.length === 1);
      lost.kill();
      const away = await moderator.nextOf('presence', (p) => p.store === 'away');
      expect(away.deputies).toEqual(['d001']);
      expect(away.screens).toHaveLength(1);
      await own.leave();
    } finally {
      for (const node of pair) await node.destroy();
      await lost.destroy();
    }
  });
});
