// What an update costs that goes to many: CPU a delivered message, how long until the last one has it, and what a connection
// costs to make and to keep.
//
// All servers are up at the same time, each with its viewers, and have an update each in turn: what the machine does just then, it
// does to all of them. A ratio is the median of those of neighbours.
import { Client } from '../client.mjs';
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

// One server with a client program of its own.
class Stand {
  constructor(contestant, fail) {
    this.name = contestant.name;
    this.contestant = contestant;
    this.fail = fail;
  }

  // What fails is told and leaves the round; the others go on.
  async try(what, work) {
    if (this.failed) return;
    try {
      await work();
    } catch (error) {
      this.failed = true;
      this.fail(`${what} of ${this.name}`, error);
    }
  }

  async start(context) {
    this.server = await this.contestant.start(context);
    this.client = new Client(context.client_binary);
  }

  async stop() {
    await this.client?.quit();
    await this.server?.stop();
  }
}

// What one update of one server cost.
async function weigh_update(stand, count) {
  const pids = stand.server.pids();
  const before = { cpu: cpu_ns(pids), softirq: softirq_ms() };
  const seen = await one_update(stand.client, stand.server, ['v']);
  return { cpu_us: (cpu_ns(pids) - before.cpu) / 1000 / count, softirq_us: ((softirq_ms() - before.softirq) * 1000) / count, ...seen };
}

async function updates_in_turn(stands, count, updates, add) {
  const seen = new Map(stands.map((stand) => [stand, []]));
  for (let beat = -2; beat < updates; beat += 1) {  // memory and compilers get warm
    for (const stand of stands) {
      await stand.try('an update', async () => {
        const cost = await weigh_update(stand, count);
        if (beat >= 0) seen.get(stand).push(cost);
      });
    }
  }
  const whole = stands.filter((stand) => !stand.failed);
  const ours = whole.find(({ name }) => name === 'wenzheng');
  for (const stand of whole) {
    for (const figure of ['cpu_us', 'spread_ms', 'last_ms']) {
      add(stand.name, `fanout.${figure}.${count}`, median(seen.get(stand).map((one) => one[figure])));
      if (!ours || stand === ours) continue;
      const ratios = seen.get(ours).map((one, beat) => one[figure] / seen.get(stand)[beat][figure]);
      add('wenzheng', `fanout.${figure}.${count} ÷ ${stand.name}`, median(ratios));
    }
    add(stand.name, `fanout.softirq_us.${count}`, seen.get(stand).reduce((sum, one) => sum + one.softirq_us, 0) / updates);
  }
}

// At the size that connections are weighed at, in processes that have held none yet.
async function weigh(stands, plan, updates, add) {
  const count = plan.steady.viewers;
  const opened = new Map();
  for (const stand of stands) {
    await stand.try('connections', async () => {
      opened.set(stand, await open_and_weigh(stand.client, stand.server, 'v', count));
      add(stand.name, 'handshake_us', opened.get(stand).handshake_us);
      add(stand.name, 'silent_bytes', opened.get(stand).silent_bytes);
    });
  }
  await updates_in_turn(stands, count, updates, add);
  for (const stand of stands) {
    await stand.try('a steady stream', async () => {
      await settled(stand.server.pids());
      const kept = await steady(stand.client, stand.server, 'v', count, plan.steady);
      for (const [name, value] of Object.entries(kept)) add(stand.name, `steady.${name}`, value);
      await settled(stand.server.pids());
      add(stand.name, 'after_bytes', (rss_bytes(stand.server.pid) - opened.get(stand).rss_before) / count);
    });
  }
}

export async function fanout_round(context, contestants, plan, add, fail) {
  const stands = contestants.map((contestant) => new Stand(contestant, fail));
  try {
    for (const stand of stands) await stand.try('the start', () => stand.start(context));
    const weighed = plan.steady.viewers;
    await weigh(stands, plan, plan.updates[plan.sizes.indexOf(weighed)], add);
    for (const [i, size] of plan.sizes.entries()) {
      if (size === weighed) continue;
      const count = Math.min(size, context.viewers_max);
      const those = stands.filter(({ contestant }) => size <= contestant.viewers_max);
      for (const stand of stands) await stand.try('an end', () => stand.client.close('v'));
      for (const stand of those) {
        await stand.try('connections', async () => {
          await settled(stand.server.pids());
          await stand.client.open('v', count, stand.server.viewer);
          await settled(stand.server.pids());
        });
      }
      await updates_in_turn(those.filter((stand) => !stand.failed), count, plan.updates[i], add);
    }
  } finally {
    for (const stand of stands) await stand.stop();
  }
}
