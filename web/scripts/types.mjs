// Writes src/shared/messages.generated.ts from the schemas of the contract: `npm run types`.
// With --check it writes nothing and fails when the file is not what the schemas give.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'json-schema-to-typescript'

const schemas = fileURLToPath(new URL('../../protocol/schemas/', import.meta.url))
const output = fileURLToPath(new URL('../src/shared/messages.generated.ts', import.meta.url))

const files = ['common.json', ...['server', 'client', 'http'].flatMap((folder) => filesOf(folder))]

function filesOf(folder) {
  return readdirSync(join(schemas, folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${folder}/${name}`)
}

function pascal(name) {
  return name.replace(/(^|_)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase())
}

// The TypeScript name of what `ref`, standing in `file`, points at.
function nameOf(ref, file, titles) {
  const [path, pointer = ''] = ref.split('#')
  const target = path === '' ? file : posix.join(posix.dirname(file), path)
  const definition = pointer.match(/^\/\$defs\/(\w+)$/)
  if (definition) return pascal(definition[1])
  if (pointer === '' && titles.has(target)) return titles.get(target)
  throw new Error(`${file}: can't follow ${ref}`)
}

// Conditions narrow what may be sent, not the shape that a reader sees.
const conditions = new Set(['if', 'then', 'else', 'not'])

function rewrite(node, file, titles) {
  if (Array.isArray(node)) return node.map((each) => rewrite(each, file, titles))
  if (node === null || typeof node !== 'object') return node
  if ('$ref' in node) return { $ref: `#/definitions/${nameOf(node.$ref, file, titles)}` }
  const result = {}
  for (const [key, value] of Object.entries(node)) {
    if (conditions.has(key) || ['$id', '$schema', '$defs', 'propertyNames', 'default'].includes(key)) continue
    if (key === 'allOf' && value.every((each) => 'if' in each)) continue
    if (key === 'oneOf' && value.every((each) => Object.keys(each).join() === 'required')) continue
    if (key === 'prefixItems') result.items = rewrite(value, file, titles)
    else if (key === 'items' && value === false) result.additionalItems = false
    else if (['maxItems', 'minItems'].includes(key) && !('prefixItems' in node)) continue
    else result[key] = rewrite(value, file, titles)
  }
  return result
}

function gather() {
  const documents = new Map(files.map((file) => [file, JSON.parse(readFileSync(join(schemas, file), 'utf8'))]))
  const titles = new Map([...documents].map(([file, document]) => [file, document.title]))
  const definitions = {}
  const add = (name, node, file) => {
    if (name in definitions) throw new Error(`${file}: the name ${name} is taken`)
    definitions[name] = { ...rewrite(node, file, titles), title: name }
  }
  for (const [file, document] of documents) {
    for (const [name, node] of Object.entries(document.$defs ?? {})) add(pascal(name), node, file)
    if (file !== 'common.json') add(document.title, document, file)
  }
  const union = (folder) => ({
    oneOf: filesOf(folder).map((file) => ({ $ref: `#/definitions/${titles.get(file)}` })),
  })
  definitions.ServerMessage = { title: 'ServerMessage', ...union('server') }
  definitions.ClientMessage = { title: 'ClientMessage', ...union('client') }
  return definitions
}

export async function generate() {
  const definitions = gather()
  const root = {
    title: 'Contract',
    type: 'object',
    additionalProperties: false,
    required: Object.keys(definitions),
    properties: Object.fromEntries(Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }])),
    definitions,
  }
  const text = await compile(root, 'Contract', {
    additionalProperties: false,
    bannerComment: '// Generated from protocol/schemas by `npm run types`. Do not edit.',
    format: true,
    style: { semi: true, singleQuote: true, printWidth: 120 },
  })
  return text.replace(/\nexport interface Contract \{[^}]*\}/, '')
}

if (process.argv[1] && basename(process.argv[1]) === 'types.mjs') {
  const text = await generate()
  if (!process.argv.includes('--check')) writeFileSync(output, text)
  else if (readFileSync(output, 'utf8') !== text) {
    console.error('messages.generated.ts is not what the schemas give: npm run types')
    process.exitCode = 1
  }
}
