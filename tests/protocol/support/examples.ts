import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { protocolFolder, schemaFolders, schemaNames, type SchemaFolder } from './schemas';

const examples = `${protocolFolder}examples/`;

export interface InvalidExample {
  why: string;
  code?: string;
  beyond_schema?: boolean;
  text: string;
}

export function exampleFolders(): string[] {
  return readdirSync(examples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'verdicts')
    .map((entry) => entry.name)
    .sort();
}

export function readExamples<T>(folder: string): { file: string; value: T }[] {
  if (!existsSync(`${examples}${folder}`)) return [];
  return readdirSync(`${examples}${folder}`)
    .sort()
    .map((file) => ({ file, value: JSON.parse(readFileSync(`${examples}${folder}/${file}`, 'utf8')) as T }));
}

// Which schema the examples of `message` belong to.
export function schemaOf(message: string): SchemaFolder | undefined {
  return schemaFolders.find((folder) => schemaNames(folder).includes(message));
}
