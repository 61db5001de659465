// A bundle → everything outside of it that it depends on: the text of each file, the names in each
// folder in which esbuild looked for an import, and the settings above them, there or not. Undefined
// where that is not known for sure: of a bundle with a package in it, for one.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Inputs } from '../load/inputs.ts'
import type { Seen } from '../load/seen.ts'
import { settingsAbove } from '../load/settings.ts'

/** Of a config that imports nothing but immuc and modules of Node's. */
export const witnessesOfOne = (configPath: string): string[] => [
  configPath,
  ...settingsAbove(dirname(configPath)),
]

export function witnessesOf(inputs: Inputs, folder: string): string[] | undefined {
  const paths = new Set<string>()
  for (const [input, { imports }] of Object.entries(inputs)) {
    const file = resolve(folder, input)
    if (/[\\/]node_modules[\\/]/.test(file)) return undefined
    for (const path of [file, ...settingsAbove(dirname(file))]) paths.add(path)
    for (const imported of imports) {
      if (imported.external && /^(immuc$|node:)/.test(imported.path)) continue
      const written = imported.original ?? ''
      if (imported.external || !/^\.\.?\/[^*]+$/.test(written)) return undefined
      const target = resolve(dirname(file), written)
      // An import may name a file, or a folder with an index in it.
      for (const place of [dirname(target), target, dirname(resolve(folder, imported.path))]) {
        paths.add(`${place}/`)
      }
    }
  }
  return [...paths]
}

/** Undefined if something there leads elsewhere. */
export function look(paths: Iterable<string>): Seen | undefined {
  const seen = new Map<string, string | null>()
  for (const path of paths) {
    const found = path.endsWith('/') ? namesIn(path) : textOf(path)
    if (found === undefined) return undefined
    seen.set(path, found)
  }
  return seen
}

export const isSame = (a: Seen, b: Seen): boolean =>
  [...a].every(([path, found]) => b.get(path) === found)

function textOf(path: string): string | null | undefined {
  try {
    // Most settings are not there, and an error takes longer.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return null
    const bytes = readFileSync(path)
    // Bytes that are no text would look like others.
    const text = bytes.toString('utf8')
    const isText = Buffer.byteLength(text) === bytes.length && !text.includes('\ufffd')
    const isStraight = realpathSync.native(path) === path
    const isWhole = !/[tj]sconfig\.json$/.test(path) || !/extends|\\u/.test(text)
    return isText && isStraight && isWhole ? text : undefined
  } catch (failure) {
    return isAbsent(failure) ? null : undefined
  }
}

function namesIn(folder: string): string | null | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort()
      .join('\n')
  } catch (failure) {
    return isAbsent(failure) ? null : undefined
  }
}

const isAbsent = (failure: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((failure as NodeJS.ErrnoException).code ?? '')
