// What an update costs that goes to many: CPU a delivered message, how long until the last one has it, and what a connection
// costs to make and to keep.
import { cpu_ns, now_ns, rss_bytes, softirq_ms } from '../machine.mjs';
import { moment, within } from '../process.mjs';
import { median, quantile } from '../samples.mjs';

// Until the server has nothing left to do of what came before.
export async function settled(pids, patience_ms = 5000) {
  const deadline = performance.now() + patience_ms;
  let before = cpu_ns(pids);
  let quiet = 0;
  while (quiet < 2 && performance.now() < deadline) {
    await moment(60);
    const now = cpu_ns(pids);
    quiet = now - before < 3e6 ? quiet + 1 : 0;
    before = now;
  }
}

// `groups` of `count` clients in all are sent `updates` updates, each when the last one has reached everybody.
export async function cost_of_updates(client, server, groups, count, updates) {
  for (let i = 0; i < 2; i += 1) await one_update(client, server, groups);  // memory and compilers get warm
  const pids = server.pids();
  const before = { cpu: cpu_ns(pids), softirq: softirq_ms() };
  const seen = [];
  for (let i = 0; i < updates; i += 1) seen.push(await one_update(client, server, groups));
  const messages = count * updates;
  return {
    cpu_us: (cpu_ns(pids) - before.cpu) / 1000 / messages,
    softirq_us: ((softirq_ms() - before.softirq) * 1000) / messages,
    spread_ms: median(seen.map((one) => one.spread_ms)),
    last_ms: median(seen.map((one) => one.last_ms)),
  };
}

async function one_update(client, server, groups) {
  for (const group of groups) await client.arm(group);
  const at = now_ns();
  const rev = await within(server.publish(), 'an update', 60_000);
  const parts = [];
  for (const group of groups) parts.push((await client.wait_for(group, rev)).revs.find((one) => one.rev === rev));
  const first = Math.min(...parts.map((one) => one.first_ns));
  const last = Math.max(...parts.map((one) => one.last_ns));
  return { spread_ms: (last - first) / 1e6, last_ms: (last - at) / 1e6 };
}

// Updates at fixed instants, whether the last one has arrived or not. Of each: when 99 of 100 clients had it, and the last.
export async function steady(client, server, group, count, { a_second, seconds }) {
  await client.arm(group);
  const began = now_ns();
  const sent = [];
  for (let i = 0; i < a_second * seconds; i += 1) {
    await moment(Math.max(0, (began + (i * 1e9) / a_second - now_ns()) / 1e6));
    sent.push({ at: now_ns(), rev: server.publish() });
  }
  for (const one of sent) one.rev = await within(one.rev, 'an update', 60_000);
  const { revs } = await client.wait_for(group, sent.at(-1).rev, 60_000);
  const at = new Map(sent.map((one) => [one.rev, one.at]));
  const these = revs.filter(({ rev }) => at.has(rev));
  const late = these.map((one) => (one.first_ns - at.get(one.rev)) / 1e6 + one.p99_us / 1000);
  // A server may leave out what a newer update has replaced.
  const delivered = these.reduce((sum, one) => sum + one.count, 0) / count / sent.length;
  return { p99_ms: median(late), worst_p99_ms: quantile(late, 1), delivered };
}

async function open_and_weigh(client, server, group, count) {
  const pids = server.pids();
  await settled(pids);
  const before = { cpu: cpu_ns(pids), rss: rss_bytes(server.pid) };
  await client.open(group, count, server.viewer);
  await settled(pids);
  return {
    handshake_us: (cpu_ns(pids) - before.cpu) / 1000 / count,
    silent_bytes: (rss_bytes(server.pid) - before.rss) / count,
    rss_before: before.rss,
  };
}

// The size that connections are weighed at comes first, in a process that has held none yet.
export async function fanout_round(context, contestant, plan, add) {
  const { client } = context;
  const server = await contestant.start(context);
  try {
    const weighed = plan.steady.viewers;
    const fits = (size) => size !== weighed && size <= (contestant.viewers_max ?? Infinity);
    const sizes = [weighed, ...plan.sizes.filter(fits)];
    for (const size of sizes) {
      const count = Math.min(size, context.viewers_max);
      const opened = await open_and_weigh(client, server, 'v', count);
      const cost = await cost_of_updates(client, server, ['v'], count, plan.updates[plan.sizes.indexOf(size)]);
      for (const [name, value] of Object.entries(cost)) add(`fanout.${name}.${count}`, value);
      if (size === weighed) {
        add('handshake_us', opened.handshake_us);
        add('silent_bytes', opened.silent_bytes);
        const kept = await steady(client, server, 'v', count, plan.steady);
        for (const [name, value] of Object.entries(kept)) add(`steady.${name}`, value);
        await settled(server.pids());
        add('after_bytes', (rss_bytes(server.pid) - opened.rss_before) / count);
      }
      await client.close('v');
    }
  } finally {
    await server.stop();
  }
}
