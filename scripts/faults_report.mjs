// The lines of a run of scripts/faults as a table: report.md and report.json in FOLDER, the table on stdout.
//   faults_report.mjs LINES FOLDER FORM SEED SECONDS
// Ends with 1 where a vote was lost or counted twice, or a control run saw no loss.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [lines, folder, form = '', seed = '', took_s = '0'] = process.argv.slice(2);
const all = existsSync(lines) ? readFileSync(lines, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
const number = (n) => n.toLocaleString('en-US');
const time = (s) => (s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`);
const skipped = all.filter((run) => run.skipped);
const runs = all.filter((run) => !run.skipped);
const judged = runs.filter((run) => !run.control);
const sum = (name) => judged.reduce((total, run) => total + run[name], 0);
const figures = ['faults', 'cast', 'confirmed', 'refused', 'lost', 'double'];

// Votes are counted by the judge; where nobody votes there is nothing to count.
const figuresOf = (run) => (run.cast === 0 ? [number(run.faults), '', '', '', '', ''] : figures.map((name) => number(run[name])));
const rows = runs.map((run) => [run.control ? `control, has to lose: ${run.scenario}` : run.scenario, ...figuresOf(run), time(run.seconds)]);
rows.push(['**all but control runs**', ...figures.map((name) => number(sum(name))), time(Number(took_s))]);
const heads = ['what goes wrong', 'times', 'votes cast', 'confirmed', 'refused', 'lost', 'counted twice', 'took'];
const controls = runs.length - judged.length;
const report = [
  `${runs.length} scenarios in the ${form} form, ${controls} of them control; seed ${seed}; ${time(Number(took_s))}.`,
  ...skipped.map((run) => `Not played: ${run.scenario} (${run.skipped}).`),
  '',
  `| ${heads.join(' | ')} |`,
  `|---|${'--:|'.repeat(heads.length - 1)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');

writeFileSync(join(folder, 'report.md'), `${report}\n`);
writeFileSync(join(folder, 'report.json'), `${JSON.stringify({ form, seed: Number(seed), seconds: Number(took_s), runs: all }, null, 2)}\n`);
console.log(report);
const bad = judged.filter((run) => run.remarks.length + run.lost + run.double + run.outside + run.changed + run.miscounted + run.unanswered > 0);
for (const run of bad) console.error(`${run.scenario}: ${run.remarks.join('; ')}`);
const blind = runs.filter((run) => run.control && run.lost === 0);
for (const run of blind) console.error(`${run.scenario}: a control run that saw no loss`);
process.exitCode = bad.length + blind.length === 0 && runs.length > 0 ? 0 : 1;
