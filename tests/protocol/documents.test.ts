// asyncapi.yaml and openapi.yaml point at schemas that exist, and leave none out.
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { protocolFolder, readJson, schemaNames } from './support/schemas';

function referencesOf(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) referencesOf(each, found);
  else if (node !== null && typeof node === 'object') {
    for (const [key, value] of Object.entries(node)) {
      if (key === '$ref' && typeof value === 'string') found.push(value);
      else referencesOf(value, found);
    }
  }
  return found;
}

function at(document: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document);
}

describe.each(['asyncapi.yaml', 'openapi.yaml'])('%s', (name) => {
  const document = load(readFileSync(`${protocolFolder}${name}`, 'utf8'));
  const references = referencesOf(document);

  it('refers only to what exists', () => {
    for (const reference of references) {
      const [path = '', pointer = ''] = reference.split('#');
      const target = path === '' ? document : readJson(path);
      expect(at(target, pointer), reference).toBeDefined();
    }
  });

  it('leaves no schema out', () => {
    const folders = name === 'asyncapi.yaml' ? (['server', 'client'] as const) : (['http'] as const);
    for (const folder of folders) {
      for (const schema of schemaNames(folder)) expect(references).toContain(`./schemas/${folder}/${schema}.json`);
    }
  });
});

describe('openapi.yaml', () => {
  it('names every page', () => {
    const { paths } = load(readFileSync(`${protocolFolder}openapi.yaml`, 'utf8')) as { paths: Record<string, unknown> };
    const pages = readdirSync(new URL('../../web/', import.meta.url)).filter((name) => name.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) expect(paths).toHaveProperty([`/${page.slice(0, -'.html'.length)}`]);
  });
});

describe('README.md', () => {
  it('names every code of the schemas', () => {
    const readme = readFileSync(`${protocolFolder}README.md`, 'utf8');
    const { $defs } = readJson('schemas/common.json') as { $defs: Record<string, { enum: string[] }> };
    for (const code of [...$defs.refused_code!.enum, ...$defs.error_code!.enum]) expect(readme).toContain(`\`${code}\``);
  });

  it('names every command', () => {
    const readme = readFileSync(`${protocolFolder}README.md`, 'utf8');
    const { $defs } = readJson('schemas/client/command.json') as { $defs: Record<string, { properties?: { name: { const: string } } }> };
    const names = Object.values($defs).flatMap((one) => one.properties?.name.const ?? []);
    expect(names).toHaveLength(43);
    for (const name of names) expect(readme, name).toMatch(new RegExp(`\`${name}[\` ]`));
  });
});
