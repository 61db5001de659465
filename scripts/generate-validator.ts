// system.schema.json → validators without ajv: compiling the schema at every start would cost more
// than the rest of a build. One only tells whether a config is valid, which most are; the other one
// names every fault. Both fill defaults.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@babel/parser'
import { type Node, traverseFast } from '@babel/types'
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { root } from '../test/support/root.ts'

const banner = '// Generated from system.schema.json by `npm run generate`. Do not edit.'

const fits = `${banner}
/** Fills defaults into \`data\` in place, then says whether it fits the schema. What does not fit may
 * be half filled. */
declare const fits: (data: unknown) => boolean
export default fits
`

const validate = `${banner}
export type SchemaFault = {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

/** Fills defaults into \`data\` in place, then says whether it fits the schema, and where it does not. */
declare const validate: { (data: unknown): boolean; errors?: SchemaFault[] | null }
export default validate
`

export async function validatorModules(): Promise<[string, string][]> {
  return [
    ['schema/fits-system-config.gen.js', await bundled(withoutFaults(validatorCode(false)))],
    ['schema/fits-system-config.gen.d.ts', fits],
    ['schema/validate-system-config.gen.js', await bundled(validatorCode(true))],
    ['schema/validate-system-config.gen.d.ts', validate],
  ]
}

function validatorCode(allErrors: boolean): string {
  const text = readFileSync(join(root, 'schema/system.schema.json'), 'utf8')
  const schema = withoutAnnotations(JSON.parse(text))
  const ajv = new Ajv.default({
    strict: true,
    allErrors,
    useDefaults: true,
    // Reports have words of their own.
    messages: false,
    code: { source: true, esm: true, optimize: 2 },
  })
  return standaloneCode.default(ajv, ajv.compile(schema as object))
}

/** ajv has no option for it: each fault that the code would make becomes a 0. */
function withoutFaults(code: string): string {
  const faults: Node[] = []
  traverseFast(parse(code, { sourceType: 'module' }), (node) => {
    if (isFault(node)) faults.push(node)
  })
  return faults.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start ?? 0)}0${rest.slice(end ?? 0)}`,
    code,
  )
}

const isFault = (node: Node): boolean =>
  node.type === 'ObjectExpression' &&
  node.properties.some(
    (one) =>
      one.type === 'ObjectProperty' &&
      one.key.type === 'Identifier' &&
      one.key.name === 'schemaPath',
  )

async function bundled(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, sourcefile: 'validator.js' },
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    banner: { js: banner },
  })
  return outputFiles[0]?.text ?? ''
}

/** They would make up a third of what is read at every start. Below `properties` the same words are keys of
 * the config. */
function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotations)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([key]) => !['title', 'description', 'examples'].includes(key))
    .map(([key, nested]) => [
      key,
      key === 'properties' ? below(nested) : withoutAnnotations(nested),
    ])
  return Object.fromEntries(entries)
}

const below = (schemas: unknown) =>
  Object.fromEntries(
    Object.entries(schemas as Record<string, unknown>).map(([key, nested]) => [
      key,
      withoutAnnotations(nested),
    ]),
  )
