// Fails where tests/abuse/README.md names a limit that isn't in limits.hpp, or a test that isn't in its file.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (file) => (existsSync(root + file) ? readFileSync(root + file, 'utf8') : '');
const known = new Set([...textOf('server/inquiry/limits.hpp').matchAll(/^inline constexpr [\w:]+ (\w+) =/gm)].map(([, name]) => name));
const rows = textOf('tests/abuse/README.md').split('\n').map((line, at) => ({ line, at: at + 1 })).filter(({ line }) => /^\| (?!what \|)/.test(line));

const wrong = rows.length < 40 ? ['the tables are not all there'] : [];
for (const { line, at } of rows) {
  const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
  const [, file, title] = /^`(tests\/[^`]+)` "(.+)"$/.exec(cells.at(-1)) ?? [];
  if (file === undefined || ![2, 4].includes(cells.length)) wrong.push(`${at}: is no row of these tables`);
  else if (!textOf(file).replaceAll("\\'", "'").includes(title)) wrong.push(`${at}: ${file} has no test "${title}"`);
  const limit = cells.length === 4 ? cells[2].replaceAll('`', '') : undefined;
  if (limit !== undefined && !known.has(limit)) wrong.push(`${at}: limits.hpp has no ${limit}`);
}
for (const one of wrong) console.error(`tests/abuse/README.md: ${one}`);
process.exit(wrong.length === 0 ? 0 : 1);
