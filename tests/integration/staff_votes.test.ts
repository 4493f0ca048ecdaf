// A staff tablet votes for a deputy with his consent: one vote among the others, and marked.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BallotDefinition, Definition, Report } from '../../web/src/shared/messages.generated';
import { ballot, definition } from './support/definitions';
import { Hall, resultIn, signIn } from './support/hall';
import { good, type Browser } from './support/http';
import type { Deputy, Operator } from './support/people';
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

async function opened(b1: BallotDefinition, more: Partial<Definition> = {}): Promise<{ moderator: Operator; deputies: Deputy[] }> {
  hall = await Hall.open(server, definition(3, [b1, ballot('b2')], more), admin);
  const moderator = await hall.console('moderator');
  await moderator.do('start', {});
  const deputies = await hall.present(hall.definition.deputies.map((deputy) => deputy.id));
  await moderator.viewWhere((view) => view.inquiry.present === deputies.length);
  await moderator.do('open_ballot', { ballot: 'b1' });
  return { moderator, deputies };
}

async function revealed(moderator: Operator) {
  await moderator.do('close_ballot', { ballot: 'b1' });
  return resultIn(await moderator.do('reveal_ballot', { ballot: 'b1' }), 'b1');
}

const report = async () => good<Report>(await admin.get(`${hall.path}/report`), 200, 'report');
const pressed = { ballot: 'b1', deputy: 'd001', choice: 'satisfied' };

describe('a vote on a staff tablet', () => {
  it('may be a score', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { scale: 'score100', rule: { preset: 'score_bands' } }));
    expect(await moderator.refused('vote_for_deputy', { ballot: 'b1', deputy: 'd001', score: 101 })).toBe('no_such_choice');
    expect(await moderator.refused('vote_for_deputy', pressed)).toBe('no_such_choice');
    await moderator.do('vote_for_deputy', { ballot: 'b1', deputy: 'd001', score: 87 });
    const you = await deputies[0]!.nextOf('you', (message) => message.votes.b1 !== undefined);
    expect(you.votes.b1).toMatchObject({ score: 87, attempt: 1, staff: true });
    expect(await revealed(moderator)).toMatchObject({ cast: 1, score: '87.00', staff_votes: 1 });
  });

  it('may be the answers of a questionnaire, all of them', async () => {
    const questions = [
      { id: 'q1', title: '整改力度' },
      { id: 'q2', title: '整改效果' },
    ];
    const { moderator, deputies } = await opened(ballot('b1', { questions }));
    expect(await moderator.refused('vote_for_deputy', { ballot: 'b1', deputy: 'd001', choices: { q1: 'satisfied' } })).toBe('no_such_choice');
    await moderator.do('vote_for_deputy', { ballot: 'b1', deputy: 'd001', choices: { q2: 'dissatisfied', q1: 'satisfied' } });
    const you = await deputies[0]!.nextOf('you', (message) => message.votes.b1 !== undefined);
    expect(you.votes.b1).toMatchObject({ choices: { q1: 'satisfied', q2: 'dissatisfied' }, staff: true });
    const { questions: counted, staff_votes } = await revealed(moderator);
    expect(counted).toMatchObject([{ counts: { satisfied: 1 } }, { counts: { dissatisfied: 1 } }]);
    expect(staff_votes).toBe(1);
  });

  it('gives way to a later press of the deputy himself, and is no staff vote then', async () => {
    const { moderator, deputies } = await opened(ballot('b1'));
    await moderator.do('vote_for_deputy', pressed);
    await deputies[0]!.nextOf('you', (message) => message.votes.b1?.staff === true);
    expect(await deputies[0]!.refused('b1', 'dissatisfied', { attempt: 1 })).toBe('attempt_superseded');
    await deputies[0]!.press('b1', 'dissatisfied', { attempt: 2 });
    const you = await deputies[0]!.nextOf('you', (message) => message.votes.b1?.attempt === 2);
    expect(you.votes.b1).not.toHaveProperty('staff');
    const result = await revealed(moderator);
    expect(result).toMatchObject({ cast: 1, counts: { satisfied: 0, dissatisfied: 1 } });
    expect(result).not.toHaveProperty('staff_votes');
    // That somebody pressed for him stays in the record.
    expect((await report()).staff_votes).toMatchObject([{ ballot: 'b1', deputy: 'd001' }]);
  });

  it('is a press like another where the first one counts', async () => {
    const { moderator, deputies } = await opened(ballot('b1', { press: 'first' }));
    await deputies[0]!.press('b1', 'dissatisfied');
    expect(await moderator.refused('vote_for_deputy', pressed)).toBe('already_voted');
    await moderator.do('vote_for_deputy', { ...pressed, deputy: 'd002' });
    expect(await deputies[1]!.refused('b1', 'dissatisfied')).toBe('already_voted');
    expect(await revealed(moderator)).toMatchObject({ cast: 2, counts: { satisfied: 1, dissatisfied: 1 }, staff_votes: 1 });
  });

  it('is refused for one who is not entitled, not there or not on the roll', async () => {
    const outsider = { id: 'o001', name: '列席001', group: '', electorates: ['public'] };
    const { moderator } = await opened(ballot('b1'), { deputies: [...definition(2, []).deputies, outsider] });
    await moderator.do('check_out', { deputy: 'd002' });
    expect(await moderator.refused('vote_for_deputy', { ...pressed, deputy: 'o001' })).toBe('not_entitled');
    expect(await moderator.refused('vote_for_deputy', { ...pressed, deputy: 'd002' })).toBe('not_checked_in');
    expect(await moderator.refused('vote_for_deputy', { ...pressed, deputy: 'd999' })).toMatch(/^(no_such_deputy|not_checked_in)$/);
    expect(await moderator.refused('vote_for_deputy', { ...pressed, ballot: 'b2' })).toBe('ballot_not_open');
    expect(await moderator.refused('vote_for_deputy', { ...pressed, ballot: 'b9' })).toMatch(/^(no_such_ballot|ballot_not_open)$/);
    expect(await revealed(moderator)).toMatchObject({ cast: 0 });
    expect((await report()).staff_votes).toEqual([]);
  });

  it('for an advisory electorate is counted there', async () => {
    const observer = { id: 'o001', name: '列席001', group: '', electorates: ['public'] };
    const { moderator } = await opened(ballot('b1', { advisory: ['public'] }), { deputies: [...definition(1, []).deputies, observer] });
    await moderator.do('vote_for_deputy', { ...pressed, deputy: 'o001' });
    const result = await revealed(moderator);
    expect(result).toMatchObject({ cast: 0, advisory: [{ cast: 1, counts: { satisfied: 1 } }] });
    // staff_votes says how many of `cast` were pressed on a tablet.
    expect(result).not.toHaveProperty('staff_votes');
  });
});

describe('its command', () => {
  it('sent again after the close gets its first answer and changes nothing', async () => {
    const { moderator } = await opened(ballot('b1'));
    const done = await moderator.order('vote_for_deputy', pressed, { id: 'staff-late' });
    const result = await revealed(moderator);
    expect(await moderator.order('vote_for_deputy', pressed, { id: 'staff-late' })).toEqual(done);
    expect(await moderator.refused('vote_for_deputy', { ...pressed, deputy: 'd002' }, { id: 'staff-late' })).toMatch(/^(id_reused|ballot_not_open)$/);
    expect(resultIn(moderator.view!, 'b1')).toEqual(result);
  });

  it('that is refused counts nothing: its id was another command\'s', async () => {
    const { moderator } = await opened(ballot('b1'));
    await moderator.order('record_commitment', { item: 'i1', text: '整改', due: '2026-12-31' }, { id: 'known-id' });
    expect(await moderator.refused('vote_for_deputy', pressed, { id: 'known-id' })).toBe('id_reused');
    expect(await revealed(moderator)).toMatchObject({ cast: 0 });
  });

  it('that is refused counts nothing: its id was for another deputy', async () => {
    const { moderator, deputies } = await opened(ballot('b1'));
    expect((await moderator.order('vote_for_deputy', pressed, { id: 'for-one' })).type).toBe('done');
    expect(await moderator.refused('vote_for_deputy', { ...pressed, deputy: 'd002' }, { id: 'for-one' })).toBe('id_reused');
    expect(await revealed(moderator)).toMatchObject({ cast: 1, staff_votes: 1 });
    await deputies[1]!.settle();
    expect(deputies[1]!.all('you').every((you) => you.votes.b1 === undefined)).toBe(true);
  });

  it('that is refused counts nothing: its id was another operator\'s', async () => {
    const { moderator } = await opened(ballot('b1'));
    const other = await hall.console('moderator');
    expect((await moderator.order('vote_for_deputy', pressed, { id: 'one-id' })).type).toBe('done');
    const answer = await other.order('vote_for_deputy', { ...pressed, choice: 'dissatisfied' }, { id: 'one-id' });
    expect(answer).toMatchObject({ type: 'refused', code: 'id_reused' });
    expect(await revealed(moderator)).toMatchObject({ cast: 1, counts: { satisfied: 1, dissatisfied: 0 } });
  });

  it('of two tablets at once is one vote', async () => {
    const { moderator, deputies } = await opened(ballot('b1'));
    const other = await hall.console('moderator');
    const answers = await Promise.all([moderator.order('vote_for_deputy', pressed), other.order('vote_for_deputy', pressed)]);
    expect(answers.map((answer) => answer.type)).toEqual(['done', 'done']);
    await deputies[0]!.nextOf('you', (message) => message.votes.b1?.attempt === 2);
    expect(await revealed(moderator)).toMatchObject({ cast: 1, counts: { satisfied: 1 }, staff_votes: 1 });
    expect((await report()).staff_votes).toHaveLength(2);
  });
});
