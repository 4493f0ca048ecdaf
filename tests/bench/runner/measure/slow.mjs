// Viewers that stop reading while the inquiry goes on, and read again: what they then get, and what it cost to wait for them.
import { Hall, definition } from '../hall.mjs';
import { cpu_ns, rss_bytes } from '../machine.mjs';
import { start_wenzheng } from '../contestants.mjs';
import { settled } from './fanout.mjs';

// A viewer's own kernel keeps what it has received and not read: little, so that it is the server that has to wait.
const rcvbuf = 8192;
const on_their_way = 20;

async function many_updates(operator, updates) {
  for (let from = 0; from < updates; from += on_their_way) {
    const some = Array.from({ length: Math.min(on_their_way, updates - from) });
    await Promise.all(some.map(() => operator.next('select_item', { item: 'i1' })));
  }
  return operator.rev;
}

export async function slow_round(context, plan, add) {
  const { client } = context;
  const server = await start_wenzheng(context);
  try {
    const hall = await Hall.create(server.url, definition('bench', 1));
    const operator = await hall.console();
    await operator.do('start');
    await client.open('v', plan.viewers, { ...server.viewer_of('bench'), rcvbuf });
    await client.wait_for('v', await operator.do('select_item', { item: 'i1' }));
    await settled(server.pids());
    const before = rss_bytes(server.pid);
    await client.ask({ op: 'stall', group: 'v' });
    const cpu = cpu_ns(server.pids());
    const began = performance.now();
    const last = await many_updates(operator, plan.updates);
    add('slow.updates_s', (performance.now() - began) / 1000);
    add('slow.update_us', (cpu_ns(server.pids()) - cpu) / 1000 / plan.updates / plan.viewers);
    add('slow.stalled_rss', (rss_bytes(server.pid) - before) / plan.viewers);
    await client.arm('v');
    await client.ask({ op: 'resume', group: 'v' });
    // Who was closed for being too slow gets nothing more, so this may end with its time.
    const seen = await client.ask({ op: 'await', group: 'v', rev: last, timeout_ms: 8000 });
    const newest = seen.revs.find(({ rev }) => rev === last)?.count ?? 0;
    add('slow.ended_with_newest', newest / plan.viewers);
    add('slow.stale_bytes', seen.most_bytes - context.bytes);
    await settled(server.pids());
    add('slow.rss_after', rss_bytes(server.pid) / before);
    operator.close();
    await client.close('v');
  } finally {
    await server.stop();
  }
}
