// What the figures come to: a line each with its target, and whether it is met.
import { summary } from './samples.mjs';

const number = (value, digits) => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const units = {
  us: (value) => `${number(value, value < 100 ? 2 : 0)} µs`,
  ms: (value) => `${number(value, value < 10 ? 2 : value < 100 ? 1 : 0)} ms`,
  s: (value) => `${number(value, 2)} s`,
  kib: (value) => `${number(value / 1024, 2)} KiB`,
  a_second: (value) => `${number(Math.round(value), 0)}/s`,
  times: (value) => number(value, 2),
  percent: (value) => `${number(value * 100, 1)} %`,
};

const thousands = (count) => number(count, 0);

// One that compares: each round's ratio of wenzheng to another.
function ratio(samples, what, figure, unit, other, { at_most, at_least }) {
  const ours = samples.summary('wenzheng', figure);
  const theirs = samples.summary(other, figure);
  // Of neighbours, where they were measured in turn; else each round's.
  const value = samples.summary('wenzheng', `${figure} ÷ ${other}`) ?? samples.ratio('wenzheng', other, figure);
  if (!value) return [];
  const met = at_most !== undefined ? value.median <= at_most : value.median >= at_least;
  const target = at_most !== undefined ? `≤ ${units.times(at_most)} × ${other}` : `≥ ${at_least} × ${other}`;
  return [{ what, wenzheng: unit(ours.median), other: `${other} ${unit(theirs.median)}`, value, show: units.times, target, met, figure }];
}

// One that stands by itself.
function bound(samples, what, figure, unit, at_most, target = `≤ ${unit(at_most)}`) {
  const value = samples.summary('wenzheng', figure);
  if (!value) return [];
  return [{ what, wenzheng: unit(value.median), other: '', value, show: unit, target, met: value.median <= at_most, figure }];
}

// Beside another, with nothing promised.
function against(samples, what, figure, unit, other) {
  return ratio(samples, what, figure, unit, other, { at_most: Infinity }).map((line) => ({ ...line, target: `(beside ${other})` }));
}

function shares(samples, what, figure, other_figure, at_most, target) {
  const before = new Map(samples.of('wenzheng', other_figure).map(({ round, value }) => [round, value]));
  const value = summary(samples.of('wenzheng', figure).filter(({ round }) => before.has(round)).map(({ round, value: one }) => one / before.get(round)));
  if (!value) return [];
  return [{ what, wenzheng: '', other: '', value, show: units.times, target, met: value.median <= at_most, figure }];
}

function fanout_lines(samples, plan, viewers_max) {
  const sizes = [...new Set(plan.sizes.map((size) => Math.min(size, viewers_max)))];
  const judged = sizes.filter((size) => size >= plan.steady.viewers);
  const weighed = plan.steady.viewers;
  const of = `${thousands(weighed)} viewers`;
  const cpu = judged.flatMap((size) => [
    ...ratio(samples, `CPU a delivered message, ${thousands(size)} viewers`, `fanout.cpu_us.${size}`, units.us, 'raw', { at_most: 1.1 }),
    ...ratio(samples, `CPU a delivered message, ${thousands(size)} viewers`, `fanout.cpu_us.${size}`, units.us, 'ws', { at_most: 0.7 }),
  ]);
  return [
    ...cpu,
    ...ratio(samples, `from the first to the last of ${of}`, `fanout.spread_ms.${weighed}`, units.ms, 'raw', { at_most: 1.15 }),
    ...ratio(samples, `from the press to the last of ${of}`, `fanout.last_ms.${weighed}`, units.ms, 'raw', { at_most: 1.15 }),
    ...ratio(samples, `${plan.steady.a_second} updates a second to ${of}: p99`, 'steady.p99_ms', units.ms, 'raw', { at_most: 1.15 }),
    ...bound(samples, `memory a silent connection, ${of}`, 'silent_bytes', units.kib, 4.5 * 1024),
    ...bound(samples, `the same after broadcasts`, 'after_bytes', units.kib, 4.5 * 1024, '≤ 4.50 KiB'),
    ...shares(samples, 'memory after broadcasts ÷ before', 'after_bytes', 'silent_bytes', 1.02, '≤ 1'),
    ...bound(samples, 'handshake with welcome and first view, server CPU', 'handshake_us', units.us, 25),
    ...against(samples, 'the same', 'handshake_us', units.us, 'raw'),
  ];
}

function vote_lines(samples, plan) {
  const flight = `${thousands(plan.deputies)} votes in flight`;
  const burst = `${thousands(plan.deputies)} votes in one second: receipt p99`;
  return [
    ...ratio(samples, `confirmed votes a second, ${flight}`, 'votes.a_second', units.a_second, 'socket.io + ioredis', { at_least: 6 }),
    ...ratio(samples, `confirmed votes a second, ${flight}`, 'votes.a_second', units.a_second, 'ws + ioredis', { at_least: 4 }),
    ...bound(samples, burst, 'burst.p99_ms', units.ms, 100),
    ...ratio(samples, burst, 'burst.p99_ms', units.ms, 'ws + ioredis', { at_most: 1 / 3 }),
  ];
}

function other_lines(samples, plan) {
  const slow = `${thousands(plan.slow.viewers)} viewers stalled for ${thousands(plan.slow.updates)} updates`;
  const result = `close → result at all of ${thousands(plan.crowd.viewers)} viewers, in a burst of votes`;
  const newest = samples.summary('wenzheng', 'slow.ended_with_newest');
  return [
    ...bound(samples, `${result}: it is there`, 'result.data_ms', units.ms, 1000),
    ...bound(samples, `${result}: it is shown`, 'result.painted_ms', units.ms, 1000),
    ...(newest
      ? [{ what: `${slow}: end with the newest`, wenzheng: units.percent(newest.median), other: '', value: newest, show: units.percent, target: '100 %', met: newest.least === 1, figure: 'slow.ended_with_newest' }]
      : []),
    ...bound(samples, `${slow}: stale bytes, the most of one`, 'slow.stale_bytes', units.kib, 64 * 1024),
    ...bound(samples, `${slow}: RSS afterwards ÷ before`, 'slow.rss_after', units.times, 1.05, '≤ 1.05'),
    ...bound(samples, `a record of ${thousands(plan.record.events)} events: served after`, 'record.served_ms', units.ms, 2000),
    ...shares(samples, `an update behind ${thousands(plan.record.events)} events ÷ behind 3`, 'record.update_us.long', 'record.update_us.short', 1.05, '≤ 1.05'),
  ];
}

export function lines(samples, plan, viewers_max) {
  return [...fanout_lines(samples, plan.fanout, viewers_max), ...vote_lines(samples, plan.votes), ...other_lines(samples, plan)];
}
