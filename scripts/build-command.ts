// cli/start.ts → dist/: the entry, and a chunk for every module that is imported only when it is
// needed, with chunks for what these share. What is always loaded together becomes one file, a pack,
// in which the chunks see each other's names directly. All of it is CommonJS, which starts faster
// than ES modules.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'
import { commands } from '../cli/commands.ts'
import { helpText } from '../cli/yargs.ts'
import { root } from '../test/support/root.ts'
import { calledByCheck, withEagerFunctions } from './eager-functions.ts'
import { type Chunk, type Group, packsOf, packText } from './packs.ts'

export async function buildCommand(): Promise<void> {
  const { outputFiles, metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { immuc: 'cli/start.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['esbuild', 'yargs'],
    define: {
      HELP_TEXTS: JSON.stringify(JSON.stringify(await helpTexts())),
      BUILDER: JSON.stringify(builderMark),
      DEMO_APP: JSON.stringify(readFileSync(join(root, 'app/dist/app'), 'utf8')),
    },
    logLevel: 'warning',
    legalComments: 'none',
    plugins: [tablesAsText],
  })
  const chunks = new Map(outputFiles.map(({ path, text }) => [path, chunkOf(path, text, metafile)]))
  const packs = packsOf(chunks, together(metafile))
  const files = await Promise.all(
    packs.map(async (pack) => ({ ...pack, code: await packText(pack, packs) })),
  )
  writeAll(files)
  const called = calledByCheck(join(root, 'dist/immuc.cjs'))
  const eager = files.map(({ path, code, keptWith }, index) => {
    const starts = index === 0 || keptWith ? called.get(basename(path)) : undefined
    return { path, code: starts ? withEagerFunctions(code, starts) : code }
  })
  const digest = createHash('sha256')
    .update(JSON.stringify(eager.map(({ code }) => code)))
    .digest('hex')
  writeAll(eager.map(({ path, code }) => ({ path, code: code.replaceAll(builderMark, digest) })))
}

/** The entry comes first. */
function writeAll(files: readonly { path: string; code: string }[]): void {
  for (const [index, { path, code }] of files.entries()) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, code, { mode: index === 0 ? 0o755 : 0o644 })
  }
}

/** V8 reads JSON in a text faster than the same as an object literal. */
const tablesAsText: Plugin = {
  name: 'tables-as-text',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.json$/ }, ({ path }) => {
      const table = JSON.parse(readFileSync(path, 'utf8'), withoutNotes)
      // Nothing but the version is asked for.
      const wanted = path === join(root, 'package.json') ? { version: table.version } : table
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(wanted))})` }
    })
  },
}

/** Where a table comes from is for who reads it in the repository. */
const withoutNotes = (key: string, value: unknown) =>
  key === '//' || key === 'source' ? undefined : value

/** Stands for the digest over all that is built, which is known when it is built. */
const builderMark = '<builder>'

async function helpTexts(): Promise<Record<string, string>> {
  const texts = ['', ...Object.keys(commands)].map(
    async (name) => [name, await helpText(name, commands)] as const,
  )
  return Object.fromEntries(await Promise.all(texts))
}

/** It starts all others. */
const entry = ['cli/start.ts', 'cli/compiled-code.ts']
/** What `build` needs to find nothing to do. */
const starting = ['cli/main.ts', 'cli/commands/build.ts', 'cli/commands/check.ts']
const reading = ['compiler/load/load.ts']
/** The compiler's tables are for these too, without the rest of it. */
const explaining = [
  ...['cli/commands/explain.ts', 'explain/explain.ts', 'cli/commands/schema.ts'],
  'cli/completion/answer.ts',
]
/** It is loaded while esbuild works. */
const compiling = ['cli/compiler.ts']
/** It is loaded for a config that is not valid. */
const refusing = ['compiler/validate/explain-faults.ts']

/** What is loaded together, with all that it imports at once; each chunk in the first group that needs
 * it. */
function together({ outputs }: Metafile): Group[] {
  const compiler = reached(compiling, outputs)
  const shared = [...reached(explaining, outputs)].filter((path) => compiler.has(path))
  const groups = [
    { paths: reached(entry, outputs) },
    { paths: reached(starting, outputs), keptWith: 'start' },
    { paths: reached(reading, outputs), keptWith: 'compiler' },
    { paths: shared, keptWith: 'compiler' },
    { paths: compiler, keptWith: 'compiler' },
    { paths: reachedByTwo([...explaining, ...refusing], outputs) },
  ]
  const taken = new Set<string>()
  return groups.map(({ paths, ...rest }) => {
    const own = [...paths].filter((path) => !taken.has(path))
    for (const path of own) taken.add(path)
    return { paths: new Set(own.map((path) => join(root, path))), ...rest }
  })
}

/** The schema, and what else at least two of these need. */
function reachedByTwo(sources: readonly string[], outputs: Metafile['outputs']): Set<string> {
  const once = new Set<string>()
  const twice = new Set<string>()
  for (const source of sources) {
    for (const path of reached([source], outputs)) (once.has(path) ? twice : once).add(path)
  }
  return twice
}

function reached(sources: readonly string[], outputs: Metafile['outputs']): Set<string> {
  const found = new Set<string>()
  const add = (path: string) => {
    if (found.has(path)) return
    found.add(path)
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && next in outputs) add(next)
    }
  }
  for (const source of sources) {
    for (const [path, { entryPoint }] of Object.entries(outputs)) {
      if (entryPoint === source) add(path)
    }
  }
  return found
}

const chunkOf = (path: string, text: string, { outputs }: Metafile): Chunk => ({
  path,
  code: requireLate(text),
  exports: outputs[relative(root, path)]?.exports ?? [],
})

/** `import()` would start Node's loader of ES modules. yargs is one, and needs it. */
const requireLate = (module: string): string =>
  module.replaceAll(/\bimport\(("(?!yargs")[^"]+")\)/g, 'Promise.resolve().then(() => require($1))')
