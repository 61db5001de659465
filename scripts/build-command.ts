// cli/main.ts → dist/: the entry, and a chunk for every module that is imported only when it is
// needed, with chunks for what these share. All of it is CommonJS, which starts faster than ES
// modules; esbuild splits only ES modules, so they are converted afterwards.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build, transform } from 'esbuild'
import { root } from '../test/support/root.ts'

export async function buildCommand(): Promise<void> {
  const { outputFiles } = await build({
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
    logLevel: 'warning',
    legalComments: 'none',
  })
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, await commonJs(text))
  }
}

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
  module.replaceAll(
    /\bimport\(("(?:\.[^"]+|esbuild)")\)/g,
    'Promise.resolve().then(() => require($1))',
  )
