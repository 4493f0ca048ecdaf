// Measures, and writes report.json, report.md and the pictures into a folder; the table goes to stdout.
//   main.mjs --plan full|quick|tiny [--only PART…] --folder DIR --wenzheng BIN --client BIN --raw BIN
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from './client.mjs';
import { fanout_contestants, prepare_store, view_bytes, voting_contestants } from './contestants.mjs';
import { ballot, definition } from './hall.mjs';
import { describe, why_unfit } from './machine.mjs';
import { lines } from './lines.mjs';
import { crowd_round } from './measure/crowd.mjs';
import { fanout_round } from './measure/fanout.mjs';
import { inquiries_round } from './measure/inquiries.mjs';
import { record_round } from './measure/record.mjs';
import { slow_round } from './measure/slow.mjs';
import { votes_round } from './measure/votes.mjs';
import { workers_round } from './measure/workers.mjs';
import { picture } from './picture.mjs';
import { plans, viewers_that_fit } from './plan.mjs';
import { stop_all } from './process.mjs';
import { Samples } from './samples.mjs';
import { markdown } from './table.mjs';

const parts = ['fanout', 'votes', 'crowd', 'slow', 'inquiries', 'record', 'workers'];
const { values: chosen } = parseArgs({
  options: {
    plan: { type: 'string', default: 'full' }, only: { type: 'string', multiple: true, default: [] }, folder: { type: 'string' },
    wenzheng: { type: 'string' }, client: { type: 'string' }, raw: { type: 'string' },
  },
});

function say(text) {
  process.stderr.write(`• ${text}\n`);
}

function fail(text, code = 2) {
  process.stderr.write(`error: ${text}\n`);
  process.exit(code);
}

const plan = plans[chosen.plan];
if (!plan) fail(`no plan ${chosen.plan}`);
for (const part of chosen.only) if (!parts.includes(part)) fail(`no part ${part}: ${parts.join(' ')}`);
const unfit = why_unfit();
if (unfit) fail(unfit, chosen.plan === 'tiny' ? 77 : 2);  // 77: a test that is skipped
const wanted = (part) => chosen.only.length === 0 || chosen.only.includes(part);

const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;
const samples = new Samples();
const machine = describe();
const viewers_max = viewers_that_fit(machine.descriptors);
const context = { wenzheng: chosen.wenzheng, raw: chosen.raw, client_binary: chosen.client, viewers_max };

const failures = [];

const failed = (round) => (what, error) => {
  say(`round ${round}, ${what}: ${error.stack}`);
  failures.push(`round ${round}, ${what}: ${error.message}`);
};

// What fails is told and left out; the rest goes on with a client of its own. Where several are measured at once, `work` names whose
// figure it is.
async function measure(what, contestant, round, work) {
  const from = seconds();
  try {
    context.client ??= new Client(chosen.client);
    const add = contestant === undefined ? (one, figure, value) => samples.add(round, one, figure, value) : (figure, value) => samples.add(round, contestant, figure, value);
    await work(add);
    say(`round ${round}, ${what}: ${(seconds() - from).toFixed(1)} s`);
  } catch (error) {
    failed(round)(what, error);
    await context.client?.quit();
    context.client = undefined;
  }
}

// Everybody in each round; who begins changes.
async function play_round(round) {
  const turn = (all) => all.map((_, i) => all[(i + round - 1) % all.length]);
  if (wanted('fanout')) {
    await measure('fan-out', undefined, round, (add) => fanout_round(context, turn(fanout_contestants), plan.fanout, add, failed(round)));
  }
  if (wanted('votes')) {
    for (const one of turn(voting_contestants)) await measure(`votes by ${one.name}`, one.name, round, (add) => votes_round(context, one, plan.votes, add));
  }
  const own = (part, what, work) => wanted(part) && round <= (plan[part].rounds ?? plan.rounds) && measure(what, 'wenzheng', round, work);
  await own('crowd', 'a hall that presses', (add) => crowd_round(context, plan.crowd, plan.votes.burst_ms, add));
  await own('inquiries', 'many inquiries', (add) => inquiries_round(context, plan.inquiries, add));
  await own('slow', 'stalled viewers', (add) => slow_round(context, plan.slow, add));
  await own('record', 'a long record', (add) => record_round(context, plan.record, add));
  await own('workers', 'one worker and two', (add) => workers_round(context, plan.workers, add));
}

async function prepare() {
  context.bytes = await view_bytes(context);
  say(`views of ${context.bytes} bytes; at most ${viewers_max} viewers on one server`);
  if (!['votes', 'crowd', 'workers'].some(wanted)) return;
  const deputies = Math.max(plan.votes.deputies, ...plan.crowd.deputies);
  context.prepared = await prepare_store(context, definition('hall', deputies, { ballots: [ballot('b1')] }), 'b1');
  say(`an inquiry with ${deputies} deputies checked in and a ballot open: ${seconds().toFixed(0)} s`);
}

function write_report() {
  const about = {
    machine, plan_name: chosen.plan, rounds: plan.rounds, bytes: context.bytes, viewers_max, failures, at: new Date().toISOString(), seconds: seconds(),
  };
  const judged = lines(samples, plan, viewers_max).map(({ show: _, ...line }) => line);
  const text = markdown(samples, plan, about);
  mkdirSync(chosen.folder, { recursive: true });
  writeFileSync(join(chosen.folder, 'report.json'), `${JSON.stringify({ about, lines: judged, samples: samples.all }, null, 1)}\n`);
  writeFileSync(join(chosen.folder, 'report.md'), text);
  writeFileSync(join(chosen.folder, 'report.svg'), picture(samples, plan, 'en'));
  writeFileSync(join(chosen.folder, 'report.zh-CN.svg'), picture(samples, plan, 'zh-CN'));
  process.stdout.write(text);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    process.on('unhandledRejection', () => undefined);  // who waited for a program that is ended now
    void stop_all().then(() => process.exit(1));
  });
}
// Whatever happens, nothing that was started goes on.
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: ${error.stack}\n`);
  void stop_all().then(() => process.exit(1));
});
try {
  await prepare();
  for (let round = 1; round <= plan.rounds; round += 1) await play_round(round);
  await context.client?.quit();
  write_report();
  if (failures.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`error: ${error.stack}\n`);
  process.exitCode = 1;
} finally {
  await stop_all();
}
process.exit();
