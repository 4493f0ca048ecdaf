// A long record: how soon a node that is started serves it, and whether a view costs more for what lies behind it.
//
// The record is made from a backup of a short one, going on as a console would: the same command again and again, each event
// chained to the one before. `wenzheng restore` checks every bit of it before it takes it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { start_wenzheng } from '../contestants.mjs';
import { Hall, definition } from '../hall.mjs';
import { cpu_ns } from '../machine.mjs';
import { remove_folder, temporary_folder, within } from '../process.mjs';
import { cost_of_updates, settled } from './fanout.mjs';

const run = promisify(execFile);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// As server/record/chain.hpp says.
function chain(previous, { rev, at, event, seal = '' }) {
  return sha256([previous, String(rev), String(at), event, seal].map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}

// The lines of a backup whose last event was a command, with further such commands behind it.
export function go_on(text, events) {
  const lines = text.trimEnd().split('\n').slice(0, -1).map((line) => JSON.parse(line));
  const record = lines.filter((line) => 'event' in line);
  let digest = record.reduce(chain, '');
  const { rev, at, event } = record.at(-1);
  const pattern = JSON.parse(event);
  const commands = {};
  const more = [];
  for (let next = rev + 1; next <= events; next += 1) {
    const command = `long-${next}`;
    const one = { at: at + next - rev, event: JSON.stringify({ ...pattern, command, previous: digest }), rev: next };
    digest = chain(digest, one);
    commands[command] = `${next} ${pattern.content}`;
    more.push(one);
  }
  const [head, ...rest] = lines.filter((line) => !('event' in line));
  for (const line of rest) if (line.key === 'hot') line.fields.rev = String(events);
  const all = [{ ...head, events }, ...record, ...more, ...rest, { fields: commands, key: 'commands' }];
  const body = `${all.map((line) => JSON.stringify(line)).join('\n')}\n`;
  return `${body}${JSON.stringify({ end: true, sha256: sha256(body) })}\n`;
}

async function make_records(context, events) {
  const folder = temporary_folder();
  const server = await start_wenzheng(context);
  const hall = await Hall.create(server.url, definition('bench', 1));
  const operator = await hall.console();
  await operator.do('start');
  await operator.do('select_item', { item: 'i1' });
  operator.close();
  await server.stop({ keep: true });
  const short = join(folder, 'short');
  const long = join(folder, 'long');
  await run(context.wenzheng, ['backup', '--data-dir', server.folder, '--inquiry', 'bench', short]);
  writeFileSync(long, go_on(readFileSync(short, 'utf8'), events));
  const restored = temporary_folder();
  await run(context.wenzheng, ['restore', '--data-dir', restored, long]);
  remove_folder(folder);
  return { short: server.folder, long: restored };
}

// From the line `listening` until the public view of the newest rev is there.
async function served_after(server, events) {
  const answer = await within(fetch(`${server.url}/api/v1/inquiries/bench/live`), 'the view of a long record', 60_000);
  const { rev } = await answer.json();
  if (rev !== events) throw new Error(`a node serves rev ${rev} of ${events}`);
  return performance.now() - server.listening_at;
}

export async function record_round(context, plan, add) {
  const { client } = context;
  context.records ??= await make_records(context, plan.events);
  for (const length of ['short', 'long']) {
    const server = await start_wenzheng(context, { data: context.records[length] });
    try {
      if (length === 'long') {
        const before = cpu_ns(server.pids());
        add('record.served_ms', await served_after(server, plan.events));
        add('record.served_cpu_ms', (cpu_ns(server.pids()) - before) / 1e6);
      }
      const operator = await Hall.enter(server.url, 'bench', await Hall.sign_in(server.url)).console();
      server.publish = () => operator.do('select_item', { item: 'i1' });
      await client.open('v', plan.viewers, server.viewer_of('bench'));
      await settled(server.pids());
      const cost = await cost_of_updates(client, server, ['v'], plan.viewers, plan.updates);
      add(`record.update_us.${length}`, cost.cpu_us * plan.viewers);
      add(`record.last_ms.${length}`, cost.last_ms);
      operator.close();
      await client.close('v');
    } finally {
      await server.stop();
    }
  }
}
