// The name given, or none → the absolute path of the one config file, or why there is none.
import { readdirSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'

export const stem = 'system.config'
export const extensions = ['.ts', '.mts', '.js', '.mjs', '.json']
/** What a config may be called, the most usual first. */
export const configNames = extensions.map((extension) => stem + extension)

/** A path is a string; anything else is the diagnostics. */
export async function findConfig(
  folder: string,
  given: string | undefined,
): Promise<string | Diagnostic[]> {
  const [name = '', ...others] = given === undefined ? configsIn(folder) : [given]
  const path = resolve(folder, name)
  if (others.length === 0 && isConfig(path)) return path
  const { searchConfig } = await import('./search-config.ts')
  return searchConfig(folder, given)
}

function isConfig(path: string): boolean {
  try {
    return extensions.includes(extname(path)) && statSync(path).isFile()
  } catch {
    return false
  }
}

/** The names of the configs in a folder, the most usual first. */
export function configsIn(folder: string): string[] {
  const present = filesIn(folder)
  return configNames.filter((name) => present.includes(name))
}

export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
