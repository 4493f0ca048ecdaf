// A whole hall on one node of wenzheng: what deputies cost beside viewers, and how soon a result that is closed and announced
// while everybody presses stands at all viewers.
import { Hall, choices } from '../hall.mjs';
import { now_ns } from '../machine.mjs';
import { moment } from '../process.mjs';
import { start_wenzheng } from '../contestants.mjs';
import { cost_of_updates, settled } from './fanout.mjs';

async function with_deputies(context, server, plan, add) {
  const { client } = context;
  const { cookies, inquiry } = context.prepared;
  for (const count of plan.deputies) {
    if (count > 0) {
      const some = { port: server.port, path: `/ws/${inquiry}/deputy`, cookies: cookies.slice(0, count), origin: server.url, dialect: 'ws', ready_after: 2 };
      await client.open('d', count, some);
      await settled(server.pids());
    }
    const cost = await cost_of_updates(client, server, count > 0 ? ['v', 'd'] : ['v'], plan.viewers + count, plan.updates);
    add(`crowd.cpu_us.${count}`, cost.cpu_us);
    add(`crowd.last_ms.${count}`, cost.last_ms);
    if (count > 0 && count !== plan.deputies.at(-1)) {
      await client.close('d');
      await settled(server.pids());
    }
  }
}

async function reveal_in_a_burst(client, operator, burst_ms, add) {
  await client.ask({ op: 'watch_result', group: 'v', ballot: 'b1' });
  const pressed = client.ask({ op: 'burst', group: 'd', ballot: 'b1', choices, within_ms: burst_ms, attempt: 1 });
  await moment(burst_ms / 2);
  const at = now_ns();
  await operator.do('close_ballot', { ballot: 'b1' });
  await operator.do('reveal_ballot', { ballot: 'b1' });
  const burst = await pressed;
  if (burst.error || burst.unanswered > 0) throw new Error(`votes during a close: ${JSON.stringify(burst)}`);
  const result = await client.ask({ op: 'await_result', group: 'v', timeout_ms: 20_000 });
  if (!result.complete) throw new Error(`a result did not reach every viewer: ${JSON.stringify(result)}`);
  add('result.data_ms', (result.last_ns - at) / 1e6);
  return { confirmed: burst.confirmed, at, last_ns: result.last_ns };
}

// Surfaces begin to show a result at one instant, which its view names on the store's clock: this machine's.
async function painted_after(server, inquiry, at, last_ns) {
  const view = await (await fetch(`${server.url}/api/v1/inquiries/${inquiry}/live`)).json();
  const { revealed_at, result } = view.inquiry.ballots.find(({ id }) => id === 'b1');
  const instant_ns = now_ns() - (Date.now() - revealed_at) * 1e6;
  return { cast: result.cast, ms: (Math.max(instant_ns, last_ns) - at) / 1e6 };
}

export async function crowd_round(context, plan, burst_ms, add) {
  const { client } = context;
  const { inquiry, cookies, folder } = context.prepared;
  const server = await start_wenzheng(context, { data: folder });
  try {
    const operator = await Hall.enter(server.url, inquiry, await Hall.sign_in(server.url)).console();
    server.publish = () => operator.do('start_timer', { kind: 'answer', duration_ms: 60_000 });
    await client.open('v', plan.viewers, server.viewer_of(inquiry));
    await with_deputies(context, server, plan, add);
    await settled(server.pids());
    const { confirmed, at, last_ns } = await reveal_in_a_burst(client, operator, burst_ms, add);
    const painted = await painted_after(server, inquiry, at, last_ns);
    if (painted.cast !== confirmed) throw new Error(`${confirmed} receipts, and ${painted.cast} votes in the result`);
    add('result.painted_ms', painted.ms);
    add('result.votes_before_close', confirmed / cookies.length);
    operator.close();
    await client.close('d');
    await client.close('v');
  } finally {
    await server.stop();
  }
}
