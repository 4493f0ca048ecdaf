// What a second worker brings, as far as two cores tell that hold the client as well: the same viewers and the same votes on a
// node of one worker and on one of two. Nothing is pinned; the work is shared out by the kernel (SO_REUSEPORT).
import { Client } from '../client.mjs';
import { start_wenzheng } from '../contestants.mjs';
import { Hall, choices } from '../hall.mjs';
import { both_cores, cpu_ns } from '../machine.mjs';
import { cost_of_updates, settled } from './fanout.mjs';

async function measure(client, server, context, plan, count, add) {
  const { inquiry, cookies } = context.prepared;
  const operator = await Hall.enter(server.url, inquiry, await Hall.sign_in(server.url)).console();
  server.publish = () => operator.do('start_timer', { kind: 'answer', duration_ms: 60_000 });
  await client.open('v', plan.viewers, server.viewer_of(inquiry));
  await settled(server.pids());
  const cost = await cost_of_updates(client, server, ['v'], plan.viewers, plan.updates);
  add(`workers.cpu_us.${count}`, cost.cpu_us);
  add(`workers.last_ms.${count}`, cost.last_ms);
  operator.close();
  await client.close('v');
  const deputies = { port: server.port, path: `/ws/${inquiry}/deputy`, cookies: cookies.slice(0, plan.deputies), origin: server.url, dialect: 'ws', ready_after: 2 };
  await client.open('d', plan.deputies, deputies);
  await settled(server.pids());
  const pids = server.pids();
  const before = cpu_ns(pids);
  const seen = await client.ask({ op: 'votes', group: 'd', ballot: 'b1', choices, seconds: plan.seconds, first_attempt: 1 }, plan.seconds * 1000 + 60_000);
  if (seen.error || seen.refused > 0 || seen.unanswered > 0) throw new Error(`votes: ${JSON.stringify(seen)}`);
  add(`workers.votes_a_second.${count}`, seen.confirmed / seen.seconds);
  add(`workers.vote_us.${count}`, (cpu_ns(pids) - before) / 1000 / seen.confirmed);
  await client.close('d');
}

export async function workers_round(context, plan, add) {
  const client = new Client(context.client_binary, both_cores);
  try {
    for (const count of plan.workers) {
      const server = await start_wenzheng(context, { data: context.prepared.folder, workers: count, core: both_cores });
      try {
        await measure(client, server, context, plan, count, add);
      } finally {
        await server.stop();
      }
    }
  } finally {
    await client.quit();
  }
}
