// cli/main.ts → dist/: the entry, and a chunk for every module that is imported only when it is
// needed, with chunks for what these share. What is always loaded together becomes one file, a pack,
// in which the chunks see each other's names directly. All of it is CommonJS, which starts faster
// than ES modules.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { commands } from '../cli/commands.ts'
import { helpText } from '../cli/yargs.ts'
import { root } from '../test/support/root.ts'
import { type Chunk, packsOf, packText } from './packs.ts'

export async function buildCommand(): Promise<void> {
  const { outputFiles, metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { immuc: 'cli/main.ts' },
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
  })
  const chunks = new Map(outputFiles.map(({ path, text }) => [path, chunkOf(path, text, metafile)]))
  const packs = packsOf(chunks, together(metafile))
  const files = await Promise.all(
    packs.map(async (pack) => ({ path: pack.path, code: await packText(pack, packs) })),
  )
  const digest = createHash('sha256').update(JSON.stringify(files.map(({ code }) => code)))
  const builder = digest.digest('hex')
  for (const { path, code } of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, code.replaceAll(builderMark, builder))
  }
}

/** Stands for the digest over all that is built, which is known when it is built. */
const builderMark = '<builder>'

async function helpTexts(): Promise<Record<string, string>> {
  const texts = ['', ...Object.keys(commands)].map(
    async (name) => [name, await helpText(name, commands)] as const,
  )
  return Object.fromEntries(await Promise.all(texts))
}

/** What starts, and what `build` needs to find nothing to do; what reads a config; and the compiler,
 * which is loaded while esbuild works. */
const loadedTogether = [
  ['cli/main.ts', 'cli/commands/build.ts', 'cli/commands/check.ts'],
  ['compiler/load/load.ts', 'cli/compiled-code.ts'],
  ['cli/compiler.ts'],
]

/** The chunks of these with all that they import at once, by the first group that needs them. */
function together({ outputs }: Metafile): Set<string>[] {
  const taken = new Set<string>()
  return loadedTogether.map((sources) => {
    const group = new Set<string>()
    const add = (path: string) => {
      if (taken.has(path)) return
      taken.add(path)
      group.add(join(root, path))
      for (const { path: next, kind } of outputs[path]?.imports ?? []) {
        if (kind === 'import-statement' && next in outputs) add(next)
      }
    }
    for (const source of sources) {
      for (const [path, { entryPoint }] of Object.entries(outputs)) {
        if (entryPoint === source) add(path)
      }
    }
    return group
  })
}

const chunkOf = (path: string, text: string, { outputs }: Metafile): Chunk => ({
  path,
  code: requireLate(text),
  exports: outputs[relative(root, path)]?.exports ?? [],
})

/** `import()` would start Node's loader of ES modules. yargs is one, and needs it. */
const requireLate = (module: string): string =>
  module.replaceAll(/\bimport\(("(?!yargs")[^"]+")\)/g, 'Promise.resolve().then(() => require($1))')
