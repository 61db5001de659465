// The config's data → the bytes of the local file that it names as its artifact, if it names one.
import { readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { valueAt } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { readFailure } from './read-text.ts'

export type ReadBinary = {
  /** The absolute path that the config names, whether anything is there or not. */
  place?: string
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

const path = ['app', 'artifact', 'file'] as const

/** Tolerates any data: what is wrong with it is validation's to say. */
export function readBinary(data: unknown, configPath: string): ReadBinary {
  const file = valueAt(data, path)
  const version = valueAt(data, ['version'])
  if (typeof file !== 'string' || file === '') return { diagnostics: [] }
  const name = typeof version === 'string' ? file.replaceAll('{version}', version) : file
  const place = resolve(dirname(configPath), name)
  try {
    // Others, such as pipes, may never end.
    if (!statSync(place).isFile()) return { place, diagnostics: [noFile(name, statSync(place))] }
    return { place, binary: readFileSync(place), diagnostics: [] }
  } catch (failure) {
    return { place, diagnostics: [unreadable(name, failure as NodeJS.ErrnoException)] }
  }
}

function unreadable(name: string, failure: NodeJS.ErrnoException): Diagnostic {
  if (failure.code === 'ENOENT') {
    return error('artifact-not-found', path, `the artifact ${shown(name)} does not exist`, {
      label: "no such file, seen from the config's folder",
      help: 'build the app first, or mend the path',
    })
  }
  return cantRead(name, readFailure(failure))
}

const noFile = (name: string, stats: Stats): Diagnostic =>
  cantRead(name, stats.isDirectory() ? 'it is a folder' : 'it is no regular file')

const cantRead = (name: string, why: string): Diagnostic =>
  error('artifact-not-found', path, `the artifact ${shown(name)} can't be read: ${why}`, {
    label: why,
  })
