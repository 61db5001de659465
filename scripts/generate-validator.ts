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
  const schema = JSON.parse(readFileSync(join(root, 'schema/system.schema.json'), 'utf8'))
  const ajv = new Ajv.default({
    strict: true,
    allErrors: true,
    useDefaults: true,
    code: { source: true, esm: true, optimize: 2 },
  })
  const code = standaloneCode.default(ajv, ajv.compile(schema))
  const bundle = await build({
    stdin: { contents: code, resolveDir: root, sourcefile: 'validator.js' },
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    banner: { js: '// Generated from system.schema.json by `npm run generate`. Do not edit.' },
  })
  const text = bundle.outputFiles[0]?.text ?? ''
  return [
    ['schema/validate-system-config.gen.js', text],
    ['schema/validate-system-config.gen.d.ts', declaration],
  ]
}
