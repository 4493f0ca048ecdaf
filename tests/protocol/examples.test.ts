// The golden examples say what is a message; the C++ tests read the same files.
import { describe, expect, it } from 'vitest';
import { exampleFolders, readExamples, schemaOf, type InvalidExample } from './support/examples';
import { readJson, schemaNames, whyInvalid, type SchemaFolder } from './support/schemas';

const codes = readJson('schemas/common.json') as { $defs: Record<string, { enum: string[] }> };
const requests = ['definition', 'login', 'account', 'account_change', 'keys', 'join', 'screen', 'simulation', 'empty'];

// The codes with which a bad one may be answered; what the server says itself is not answered.
function codesFor(folder: SchemaFolder, message: string): string[] | undefined {
  if (folder === 'client') return codes.$defs.refused_code!.enum;
  return requests.includes(message) ? codes.$defs.error_code!.enum : undefined;
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe.each(exampleFolders().filter((name) => name !== 'unknown'))('examples of %s', (message) => {
  const folder = schemaOf(message)!;

  it('belong to a schema', () => {
    expect(folder).toBeDefined();
    expect(readExamples(`${message}/valid`).length).toBeGreaterThan(0);
  });

  it('conform to it where they are valid', () => {
    for (const { file, value } of readExamples(`${message}/valid`)) {
      expect(whyInvalid(folder, message, value), file).toBeUndefined();
    }
  });

  it('fail it where they are invalid, unless a schema can not see why', () => {
    for (const { file, value } of readExamples<InvalidExample>(`${message}/invalid`)) {
      const json = parsed(value.text);
      const fails = json === undefined || whyInvalid(folder, message, json.value) !== undefined;
      expect(fails, file).toBe(!value.beyond_schema);
    }
  });

  it('name a code of the contract where they are invalid', () => {
    for (const { file, value } of readExamples<InvalidExample>(`${message}/invalid`)) {
      expect(value.why, file).not.toBe('');
      const known = codesFor(folder, message);
      if (known) expect(known, file).toContain(value.code);
      else expect(value.code, file).toBeUndefined();
    }
  });
});

describe('examples of frames that are no message', () => {
  it('conform to no schema of a client message', () => {
    for (const { file, value } of readExamples<InvalidExample>('unknown/invalid')) {
      const json = parsed(value.text);
      if (json === undefined) continue;
      for (const message of schemaNames('client')) {
        expect(whyInvalid('client', message, json.value), `${file} as ${message}`).toBeDefined();
      }
    }
  });
});

describe('messages', () => {
  it('have examples, every one of them', () => {
    const folders = exampleFolders();
    for (const folder of ['server', 'client', 'http'] as const) {
      for (const message of schemaNames(folder)) expect(folders).toContain(message);
    }
  });
});
