// The programs that run a config, each as one text: neither in dist/ nor where the tests run from
// the sources do they need a file of their own then.
import { type BuildOptions, build } from 'esbuild'
import { root } from '../test/support/root.ts'

type Program = { name: string; options: BuildOptions; wrap: (text: string) => string }

const programs: readonly Program[] = [
  { name: 'config-worker', options: { format: 'cjs' }, wrap: (text) => text },
  {
    name: 'realm-program',
    options: { format: 'iife', globalName: 'program' },
    wrap: (text) => `(()=>{${text};return program.prepare})()`,
  },
]

export async function programModules(): Promise<[string, string][]> {
  return (await Promise.all(programs.map(programModule))).flat()
}

async function programModule({ name, options, wrap }: Program): Promise<[string, string][]> {
  const bundle = await build({
    absWorkingDir: root,
    entryPoints: [`compiler/load/${name}.ts`],
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    write: false,
    ...options,
  })
  const text = wrap(bundle.outputFiles?.[0]?.text ?? '')
  const note = `// Generated from ${name}.ts by \`npm run generate\`. Do not edit.\n`
  return [
    [`compiler/load/${name}.gen.js`, `${note}export default ${JSON.stringify(text)}\n`],
    [
      `compiler/load/${name}.gen.d.ts`,
      `${note}declare const program: string\nexport default program\n`,
    ],
  ]
}
