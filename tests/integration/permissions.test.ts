// Who may give which command: every golden example of one, from an account of every role.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AccountRole, Command } from '../../web/src/shared/messages.generated';
import { readExamples } from '../protocol/support/examples';
import { ballot, definition } from './support/definitions';
import { Hall, signIn } from './support/hall';
import type { Browser } from './support/http';
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

const commands = readExamples<Command>('command/valid').map(({ value }) => value);
const ofDirectors: Command['name'][] = ['show', 'panic', 'preview', 'take', 'release', 'order_evidence', 'remove_evidence'];
// A film on air is the moderator's as much as the director's.
const transport: Command['name'][] = ['show_evidence', 'hide_evidence', 'play_evidence', 'pause_evidence', 'seek_evidence'];
const ofScrutineers: Command['name'][] = ['confirm_count', 'enter_paper_count'];

const may: Record<AccountRole, (name: Command['name']) => boolean> = {
  admin: () => true,
  moderator: (name) => ![...ofDirectors, ...ofScrutineers].includes(name),
  director: (name) => [...ofDirectors, ...transport].includes(name),
  scrutineer: (name) => ofScrutineers.includes(name),
};

describe('the golden examples', () => {
  it('have one of every command at least', () => {
    expect(new Set(commands.map((command) => command.name)).size).toBe(43);
  });

  it.each(['admin', 'moderator', 'director', 'scrutineer'] as const)('are allowed or not to a %s as the contract says', async (role) => {
    hall = await Hall.open(server, definition(2, [ballot('b1')]), admin);
    const operator = await hall.console(role);
    for (const { name, args } of commands) {
      const { rev } = operator.view!;
      const answer = await operator.order(name, args);
      const refused = answer.type === 'refused' && answer.code === 'not_allowed';
      expect(refused, name).toBe(!may[role](name));
      if (refused) expect((await hall.detail()).rev, name).toBe(rev);
      else if (answer.type === 'done') await operator.viewOf(answer.rev);
    }
  });
});
