// Every schema of the contract, compiled once.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

export const protocolFolder = fileURLToPath(new URL('../../../protocol/', import.meta.url));
export const schemaFolders = ['server', 'client', 'http'] as const;
export type SchemaFolder = (typeof schemaFolders)[number];

const base = 'https://wenzheng.invalid/protocol/1/';

export function schemaNames(folder: SchemaFolder): string[] {
  return readdirSync(`${protocolFolder}schemas/${folder}`)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(`${protocolFolder}${path}`, 'utf8'));
}

function build(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: false, strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addSchema(readJson('schemas/common.json') as object);
  for (const folder of schemaFolders) {
    for (const name of schemaNames(folder)) ajv.addSchema(readJson(`schemas/${folder}/${name}.json`) as object);
  }
  return ajv;
}

export const ajv = build();

export function validator(folder: SchemaFolder, name: string): ValidateFunction {
  const found = ajv.getSchema(`${base}${folder}/${name}.json`);
  if (!found) throw new Error(`no schema ${folder}/${name}`);
  return found;
}

// The reasons why `value` doesn't conform; undefined where it does.
export function whyInvalid(folder: SchemaFolder, name: string, value: unknown): string | undefined {
  const validate = validator(folder, name);
  if (validate(value)) return undefined;
  return ajv.errorsText(validate.errors, { dataVar: name });
}
