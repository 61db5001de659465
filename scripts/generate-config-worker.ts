// compiler/load/config-worker.ts → its program as one text: a thread needs no file of its own then,
// neither in dist/ nor where the tests run from the sources.
import { build } from 'esbuild'
import { root } from '../test/support/root.ts'

const declaration = `// Generated from config-worker.ts by \`npm run generate\`. Do not edit.
declare const program: string
export default program
`

export async function configWorkerModule(): Promise<[string, string][]> {
  const bundle = await build({
    absWorkingDir: root,
    entryPoints: ['compiler/load/config-worker.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    write: false,
  })
  const text = JSON.stringify(bundle.outputFiles[0]?.text ?? '')
  return [
    [
      'compiler/load/config-worker.gen.js',
      `// Generated from config-worker.ts by \`npm run generate\`. Do not edit.\nexport default ${text}\n`,
    ],
    ['compiler/load/config-worker.gen.d.ts', declaration],
  ]
}
