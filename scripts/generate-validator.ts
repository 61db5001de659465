// system.schema.json → a validator without ajv: compiling the schema at every start would cost
// more than the rest of a build.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { root } from '../test/support/root.ts'

const declaration = `// Generated from system.schema.json by \`npm run generate\`. Do not edit.
export type SchemaFault = {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

/** Fills defaults into \`data\` in place, then says whether it fits the schema. */
declare const validate: { (data: unknown): boolean; errors?: SchemaFault[] | null }
export default validate
`

export async function validatorModule(): Promise<[string, string][]> {
  const text = readFileSync(join(root, 'schema/system.schema.json'), 'utf8')
  const schema = withoutAnnotations(JSON.parse(text))
  const ajv = new Ajv.default({
    strict: true,
    allErrors: true,
    useDefaults: true,
    // Reports have words of their own.
    messages: false,
    code: { source: true, esm: true, optimize: 2 },
  })
  const code = standaloneCode.default(ajv, ajv.compile(schema as object))
  const bundle = await build({
    stdin: { contents: code, resolveDir: root, sourcefile: 'validator.js' },
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    banner: { js: '// Generated from system.schema.json by `npm run generate`. Do not edit.' },
  })
  return [
    ['schema/validate-system-config.gen.js', bundle.outputFiles[0]?.text ?? ''],
    ['schema/validate-system-config.gen.d.ts', declaration],
  ]
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
