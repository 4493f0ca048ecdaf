// What must hold for every page in every state: no serious finding of axe, and no Chinese of ours on an English page.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { RunOptions, Result } from 'axe-core';

const axe = readFileSync(fileURLToPath(new URL('../../../web/node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');

// What axe finds is a matter of roles, names and contrast, which are the same in both languages (that no text is missing in one
// is for the catalogue's own test): English pages are asked where pictures are wanted.
const askedInBoth = process.env.WENZHENG_PICTURES === '1';

export async function expectAccessible(page: Page, state: string): Promise<void> {
  if (!askedInBoth && (await page.locator('html').getAttribute('lang')) === 'en') return;
  await page.evaluate(`window.axe ? undefined : (() => { ${axe} })()`);
  const options: RunOptions = { preload: false, resultTypes: ['violations'] };
  const found = await page.evaluate(async (given) => {
    const { violations } = await (window as unknown as { axe: { run(o: RunOptions): Promise<{ violations: Result[] }> } }).axe.run(given);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`).join('; ')}`);
  }, options);
  expect.soft(found, `axe on ${state}`).toEqual([]);
}

const han = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

const translated = new Set(['满意', '基本满意', '不满意']);

// Every Chinese text of the record that a page may show as it is. Names of choices are not among them: those are translated.
export function dataOf(...records: unknown[]): string[] {
  const texts = new Set<string>();
  const collect = (value: unknown, key = ''): void => {
    if (key === 'scale') return;
    if (typeof value === 'string' && han.test(value) && !translated.has(value)) texts.add(value);
    else if (Array.isArray(value)) for (const one of value) collect(one, key);
    else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) collect(one, name);
  };
  for (const record of records) collect(record);
  return [...texts].sort((a, b) => b.length - a.length);
}

// Texts and attributes that people read or hear, but for what is marked as Chinese, like the switch of languages.
export async function expectEnglish(page: Page, data: string[], state: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    for (const element of Array.from(document.body.querySelectorAll('*'))) {
      if (element.closest('[lang^="zh"]')) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
      for (const node of Array.from(element.childNodes)) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
    }
    return found;
  });
  const ours = texts
    .map((text) => data.reduce((rest, known) => rest.replaceAll(known, ''), text).trim())
    .filter((text) => han.test(text));
  expect.soft(ours, `Chinese texts on ${state}`).toEqual([]);
}
