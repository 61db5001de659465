// cli/main.ts → dist/: the entry, and a chunk for every module that is imported only when it is
// needed, with chunks for what these share. All of it is CommonJS, which starts faster than ES
// modules; esbuild splits only ES modules, so they are converted afterwards.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build, type Metafile, transform } from 'esbuild'
import { commands } from '../cli/commands.ts'
import { helpText } from '../cli/yargs.ts'
import { root } from '../test/support/root.ts'

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
      HELP_TEXTS: JSON.stringify(await helpTexts()),
      BUILDER: JSON.stringify(builderMark),
      DEMO_APP: JSON.stringify(readFileSync(join(root, 'app/dist/app'), 'utf8')),
    },
    logLevel: 'warning',
    legalComments: 'none',
  })
  const chunks = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({ path, code: await commonJs(text) })),
  )
  const digest = createHash('sha256').update(JSON.stringify(chunks.map(({ code }) => code)))
  const builder = digest.digest('hex')
  for (const { path, code } of packed(chunks, hotPaths(metafile))) {
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

type Chunk = { path: string; code: string }

/** What starts, and what `build` needs to find nothing to do: all that they import at once. */
function hotPaths({ outputs }: Metafile): Set<string> {
  const hot = new Set<string>()
  const add = (path: string) => {
    if (hot.has(path)) return
    hot.add(path)
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && next in outputs) add(next)
    }
  }
  for (const [path, { entryPoint = '' }] of Object.entries(outputs)) {
    if (['cli/main.ts', 'cli/commands/build.ts'].includes(entryPoint)) add(path)
  }
  return new Set([...hot].map((path) => join(root, path)))
}

/** They travel in the entry's file as functions: to open a file takes longer than to read on. */
function packed(chunks: readonly Chunk[], hot: ReadonlySet<string>): Chunk[] {
  const isEntry = ({ path }: Chunk) => basename(path) === 'immuc.cjs'
  const isPacked = (chunk: Chunk) => !isEntry(chunk) && hot.has(chunk.path)
  const entry = chunks.filter(isEntry).map(({ path, code }) => ({
    path,
    code: entryCode(code, chunks.filter(isPacked)),
  }))
  const others = chunks
    .filter((chunk) => !isEntry(chunk) && !isPacked(chunk))
    .map(({ path, code }) => ({
      path,
      code: `((require) => {${code}\n})(require('../immuc.cjs'));\n`,
    }))
  return [...entry, ...others]
}

const entryCode = (entry: string, inside: readonly Chunk[]): string => `'use strict';
const chunks = {
${inside.map(({ path, code }) => `'${basename(path)}'(module, exports, require) {${code}\n}`).join(',\n')}
};
const loaded = {};
function load(path) {
  if (!path.startsWith('.')) return require(path);
  const name = path.replace(/^.*\\//, '');
  if (Object.hasOwn(loaded, name)) return loaded[name].exports;
  if (!Object.hasOwn(chunks, name)) return require('./chunks/' + name);
  const module = loaded[name] = { exports: {} };
  chunks[name](module, module.exports, load);
  return module.exports;
}
module.exports = load;
((require) => {${entry}
})(load);
`

/** With the names of functions as they are: a stack is there to be read. */
async function commonJs(module: string): Promise<string> {
  const { code } = await transform(requireLate(module), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
    legalComments: 'none',
  })
  return code
}

/** `import()` would start Node's loader of ES modules. yargs is one, and needs it. */
const requireLate = (module: string): string =>
  module.replaceAll(/\bimport\(("(?!yargs")[^"]+")\)/g, 'Promise.resolve().then(() => require($1))')
