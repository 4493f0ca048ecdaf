// What a confirmed vote costs, and how long its receipt takes: every deputy always has one vote in flight; then everybody once
// within a second.
import { choices } from '../hall.mjs';
import { cpu_ns, softirq_ms } from '../machine.mjs';
import { settled } from './fanout.mjs';

function all_confirmed(answer, what) {
  if (answer.error || answer.refused > 0 || answer.unanswered > 0) throw new Error(`${what}: ${JSON.stringify(answer)}`);
  return answer;
}

export async function votes_round(context, contestant, plan, add) {
  const { client } = context;
  const server = await contestant.start(context);
  const pids = server.pids();
  try {
    await client.open('d', plan.deputies, server.deputy);
    await settled(pids);
    const about = { group: 'd', ballot: 'b1', choices };
    const loop = (seconds, first_attempt) => client.ask({ op: 'votes', ...about, seconds, first_attempt }, seconds * 1000 + 60_000);
    const warm = all_confirmed(await loop(plan.warm_seconds, 1), 'votes');
    const before = { cpu: cpu_ns(pids), softirq: softirq_ms() };
    const seen = all_confirmed(await loop(plan.seconds, warm.last_attempt + 1), 'votes');
    add('votes.a_second', seen.confirmed / seen.seconds);
    add('votes.cpu_us', (cpu_ns(pids) - before.cpu) / 1000 / seen.confirmed);
    add('votes.softirq_us', ((softirq_ms() - before.softirq) * 1000) / seen.confirmed);
    add('votes.p99_ms', seen.p99_ms);
    await settled(pids);
    const asked = { op: 'burst', ...about, within_ms: plan.burst_ms, attempt: seen.last_attempt + 1 };
    const burst = all_confirmed(await client.ask(asked), 'a burst of votes');
    add('burst.p50_ms', burst.p50_ms);
    add('burst.p99_ms', burst.p99_ms);
    add('burst.max_ms', burst.max_ms);
    await client.close('d');
  } finally {
    await server.stop();
  }
}
