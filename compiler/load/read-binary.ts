// The config's data → the bytes of the local file that it names as its artifact, if it names one.
import { readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { valueAt } from '../model/config-path.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

export type ReadBinary = {
  /** The absolute path that the config names, whether anything is there or not. */
  place?: string
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

export const artifactPath = ['app', 'artifact', 'file'] as const

/** Tolerates any data: what is wrong with it is validation's to say. */
export async function readBinary(data: unknown, configPath: string): Promise<ReadBinary> {
  const file = valueAt(data, artifactPath)
  const version = valueAt(data, ['version'])
  if (typeof file !== 'string' || file === '') return { diagnostics: [] }
  const name = typeof version === 'string' ? file.replaceAll('{version}', version) : file
  const place = resolve(dirname(configPath), name)
  const found = lookAt(place)
  if ('binary' in found) return { place, binary: found.binary, diagnostics: [] }
  const { noFile, unreadable } = await import('./binary-fault.ts')
  const diagnostic =
    'stats' in found ? noFile(name, place, found.stats) : unreadable(name, place, found.failure)
  return { place, diagnostics: [diagnostic] }
}

type Found = { binary: Uint8Array } | { stats: Stats } | { failure: NodeJS.ErrnoException }

function lookAt(place: string): Found {
  try {
    const stats = statSync(place)
    // Others, such as pipes, may never end.
    return stats.isFile() ? { binary: readFileSync(place) } : { stats }
  } catch (failure) {
    return { failure: failure as NodeJS.ErrnoException }
  }
}
