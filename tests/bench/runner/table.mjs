// The report as markdown: the targets, then every contestant's figures, then the curves.
import { fanout_contestants, voting_contestants } from './contestants.mjs';
import { lines, units } from './lines.mjs';

const thousands = (count) => count.toLocaleString('en-US');

function spread(value, show) {
  return value.rounds > 1 ? `${show(value.median)} (${show(value.least)} – ${show(value.most)})` : show(value.median);
}

function table(heads, rows) {
  if (rows.length === 0) return [];
  return [`| ${heads.join(' | ')} |`, `|---|${'--:|'.repeat(heads.length - 1)}`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''];
}

function targets(all) {
  return table(
    ['what', 'wenzheng', 'beside it', 'measured: median (least – most)', 'target', ''],
    all.map((line) => [line.what, line.wenzheng, line.other, spread(line.value, line.show), line.target, line.target.startsWith('(') ? '' : line.met ? 'met' : '**missed**']),
  );
}

function contestants(samples, names, figures) {
  const rows = figures.map(([what, figure, show]) => [
    what,
    ...names.map((name) => {
      const value = samples.summary(name, figure);
      return value ? spread(value, show) : '';
    }),
  ]);
  return table(['', ...names], rows.filter((row) => row.slice(1).some(Boolean)));
}

function fanout(samples, plan, viewers_max) {
  const sizes = [...new Set(plan.sizes.map((size) => Math.min(size, viewers_max)))];
  return contestants(samples, fanout_contestants.map(({ name }) => name), [
    ...sizes.map((size) => [`CPU a message, ${thousands(size)} viewers`, `fanout.cpu_us.${size}`, units.us]),
    ...sizes.map((size) => [`softirq of it, ${thousands(size)}`, `fanout.softirq_us.${size}`, units.us]),
    ...sizes.map((size) => [`first to last, ${thousands(size)}`, `fanout.spread_ms.${size}`, units.ms]),
    ...sizes.map((size) => [`press to last, ${thousands(size)}`, `fanout.last_ms.${size}`, units.ms]),
    [`p99 at ${plan.steady.a_second} updates a second`, 'steady.p99_ms', units.ms],
    ['the worst update\'s p99', 'steady.worst_p99_ms', units.ms],
    ['delivered, not replaced by newer ones', 'steady.delivered', units.percent],
    ['handshake, server CPU', 'handshake_us', units.us],
    ['memory a silent connection', 'silent_bytes', units.kib],
    ['the same after broadcasts', 'after_bytes', units.kib],
  ]);
}

function votes(samples) {
  return contestants(samples, voting_contestants.map(({ name }) => name), [
    ['confirmed votes a second', 'votes.a_second', units.a_second],
    ['CPU a vote, Redis included', 'votes.cpu_us', units.us],
    ['softirq of it', 'votes.softirq_us', units.us],
    ['receipt p99, always one in flight', 'votes.p99_ms', units.ms],
    ['one second\'s burst: receipt p50', 'burst.p50_ms', units.ms],
    ['p99', 'burst.p99_ms', units.ms],
    ['the last', 'burst.max_ms', units.ms],
  ]);
}

function curves(samples, plan) {
  const of = (figure, show) => {
    const value = samples.summary('wenzheng', figure);
    return value ? spread(value, show) : '';
  };
  const inquiries = plan.inquiries.inquiries.map((count) => [
    `${thousands(plan.inquiries.viewers)} viewers in ${thousands(count)} ${count === 1 ? 'inquiry' : 'inquiries'}`,
    of(`inquiries.cpu_us.${count}`, units.us), of(`inquiries.message_us.${count}`, units.us), of(`inquiries.update_us.${count}`, units.us),
  ]);
  const crowd = plan.crowd.deputies.map((count) => [
    `${thousands(plan.crowd.viewers)} viewers and ${thousands(count)} deputies`, of(`crowd.cpu_us.${count}`, units.us), of(`crowd.last_ms.${count}`, units.ms),
  ]);
  const record = [
    [`a node that starts serves ${thousands(plan.record.events)} events after`, of('record.served_ms', units.ms)],
    ['CPU of it, Redis included', of('record.served_cpu_ms', units.ms)],
    [`CPU an update to ${thousands(plan.record.viewers)} viewers, behind 3 events`, of('record.update_us.short', units.us)],
    [`the same behind ${thousands(plan.record.events)}`, of('record.update_us.long', units.us)],
    [`${thousands(plan.slow.updates)} updates with ${thousands(plan.slow.viewers)} stalled viewers took`, of('slow.updates_s', units.s)],
    ['memory a viewer while it was stalled', of('slow.stalled_rss', units.kib)],
    ['votes with a receipt when the ballot was closed, share of all', of('result.votes_before_close', units.percent)],
  ];
  const workers = plan.workers.workers.map((count) => [
    `${count} ${count === 1 ? 'worker' : 'workers'}`, of(`workers.last_ms.${count}`, units.ms), of(`workers.cpu_us.${count}`, units.us),
    of(`workers.votes_a_second.${count}`, units.a_second), of(`workers.vote_us.${count}`, units.us),
  ]);
  const has = (rows) => rows.filter((row) => row.slice(1).some(Boolean));
  return [
    ...table(['wenzheng, one node', 'CPU a message, all included', 'one more viewer\'s', 'CPU an update with one viewer'], has(inquiries)),
    ...table(['wenzheng, a hall\'s view', 'CPU a message', 'press to last'], has(crowd)),
    ...table(['wenzheng', ''], has(record)),
    ...table([`client, server and Redis on both cores`, `press to last of ${thousands(plan.workers.viewers)}`, 'CPU a message', 'confirmed votes a second', 'CPU a vote'], has(workers)),
  ];
}

function heading({ machine, plan_name, rounds, bytes, viewers_max, at, seconds }, most) {
  const where = `${machine.processor}, ${machine.all_cores} cores, ${machine.memory_gib} GiB, Linux ${machine.kernel}, node ${machine.node}`;
  const held = viewers_max < most ? [`A process may have ${thousands(machine.descriptors)} descriptors open here, so no server was given more than ${thousands(viewers_max)} viewers.`] : [];
  return [
    `\`scripts/bench\`, ${plan_name}, ${at.slice(0, 10)}, ${Math.round(seconds)} s: ${where}. Server and Redis on one core, the client on the other; ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, every server in each; views of ${bytes} bytes.`,
    ...held,
    '',
  ];
}

export function markdown(samples, plan, about) {
  const missing = about.failures.length > 0 ? ['**Not measured:**', ...about.failures.map((one) => `- ${one}`), ''] : [];
  const text = [
    ...heading(about, Math.max(...plan.fanout.sizes)),
    ...missing,
    ...targets(lines(samples, plan, about.viewers_max)),
    ...fanout(samples, plan.fanout, about.viewers_max),
    ...votes(samples),
    ...curves(samples, plan),
  ];
  return `${text.join('\n').trimEnd()}\n`;
}
