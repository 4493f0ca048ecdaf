// Prints what a first visit of each page downloads: the page, and every script and style it links, gzipped.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const root = new URL('../../build/web/', import.meta.url);
const limits = { phone: 150_000 };
let failed = false;

const imported = (file, seen) => {
  if (seen.has(file)) return;
  seen.add(file);
  if (!file.endsWith('.js')) return;
  const text = readFileSync(new URL(file, root), 'utf8');
  for (const [, name] of text.matchAll(/(?:from|^import|;import)\s*["']\.\/([^"']+)["']/g)) imported(`assets/${name}`, seen);
};

for (const page of readdirSync(root).filter((name) => name.endsWith('.html'))) {
  const html = readFileSync(new URL(page, root), 'utf8');
  const files = new Set();
  for (const [, file] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) imported(file, files);
  const bytes = [page, ...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, root))).length, 0);
  const limit = limits[page.replace('.html', '')];
  failed ||= limit !== undefined && bytes > limit;
  console.log(`${page.padEnd(14)} ${(bytes / 1000).toFixed(1)} kB gzip in ${files.size + 1} files`);
}
process.exitCode = failed ? 1 : 0;
