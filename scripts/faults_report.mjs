// The lines of a run of scripts/faults as a table: report.md and report.json in FOLDER, the table on stdout.
//   faults_report.mjs LINES FOLDER
// Ends with 1 where a vote was lost or counted twice, or a control run saw no loss.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [lines, folder] = process.argv.slice(2);
const runs = existsSync(lines) ? readFileSync(lines, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
const number = (n) => n.toLocaleString('en-US');
const judged = runs.filter((run) => !run.control);
const sum = (name) => judged.reduce((total, run) => total + run[name], 0);

const rows = runs.map((run) => [run.control ? `${run.scenario} (control: has to lose)` : run.scenario, run.faults, run.cast, run.confirmed, run.refused, run.lost, run.double]);
rows.push(['**all but control runs**', ...['faults', 'cast', 'confirmed', 'refused', 'lost', 'double'].map(sum)]);
const heads = ['what goes wrong', 'faults', 'votes cast', 'confirmed', 'refused', 'lost', 'counted twice'];
const table = [
  `| ${heads.join(' | ')} |`,
  `|---|${'--:|'.repeat(heads.length - 1)}`,
  ...rows.map(([name, ...figures]) => `| ${name} | ${figures.map(number).join(' | ')} |`),
].join('\n');

writeFileSync(join(folder, 'report.md'), `${table}\n`);
writeFileSync(join(folder, 'report.json'), `${JSON.stringify(runs, null, 2)}\n`);
console.log(table);
const bad = judged.filter((run) => run.lost + run.double + run.outside + run.changed + run.miscounted + run.unanswered > 0);
for (const run of bad) console.error(`${run.scenario}: ${run.remarks.join('; ')}`);
const blind = runs.filter((run) => run.control && run.lost === 0);
for (const run of blind) console.error(`${run.scenario}: a control run that saw no loss`);
process.exitCode = bad.length + blind.length === 0 && runs.length > 0 ? 0 : 1;
