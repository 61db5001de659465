// The config's data → the bytes of the local file that it names as its artifact, if it names one.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { valueAt } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { readFailure } from './read-text.ts'

export type ReadBinary = { binary?: Uint8Array; diagnostics: Diagnostic[] }

const path = ['app', 'artifact', 'file'] as const

/** Tolerates any data: what is wrong with it is validation's to say. */
export function readBinary(data: unknown, configPath: string): ReadBinary {
  const file = valueAt(data, path)
  const version = valueAt(data, ['version'])
  if (typeof file !== 'string' || file === '') return { diagnostics: [] }
  const name = typeof version === 'string' ? file.replaceAll('{version}', version) : file
  try {
    return { binary: readFileSync(resolve(dirname(configPath), name)), diagnostics: [] }
  } catch (failure) {
    return { diagnostics: [unreadable(name, failure as NodeJS.ErrnoException)] }
  }
}

function unreadable(name: string, failure: NodeJS.ErrnoException): Diagnostic {
  if (failure.code === 'ENOENT') {
    return error('artifact-not-found', path, `the artifact ${shown(name)} does not exist`, {
      label: "no such file, seen from the config's folder",
      help: 'build the app first, or mend the path',
    })
  }
  const why = readFailure(failure)
  return error('artifact-not-found', path, `the artifact ${shown(name)} can't be read: ${why}`, {
    label: why,
  })
}
