// The config's data → the bytes of the local file that it names as its artifact, if it names one.
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { valueAt } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'
import { shown } from '../report/quoted.ts'
import { readFailure } from './read-failure.ts'

export type ReadBinary = { binary?: Uint8Array; diagnostics: Diagnostic[] }

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
    if (!statSync(place).isFile()) return { diagnostics: [noFile(name, place, statSync(place))] }
    return { binary: readFileSync(place), diagnostics: [] }
  } catch (failure) {
    return { diagnostics: [unreadable(name, place, failure as NodeJS.ErrnoException)] }
  }
}

function unreadable(name: string, place: string, failure: NodeJS.ErrnoException): Diagnostic {
  if (failure.code === 'ENOENT') {
    return error('artifact-not-found', path, `the artifact ${shown(name)} does not exist`, {
      label: "no such file, seen from the config's folder",
      help: nearFile(place, name) ?? 'build the app first, or mend the path',
    })
  }
  return cantRead(name, readFailure(failure))
}

function nearFile(place: string, name: string): string | undefined {
  const near = nearest(basename(place), filesIn(dirname(place)))
  const start = name.slice(0, name.length - basename(name).length)
  return near === undefined ? undefined : `did you mean ${shown(start + near)}?`
}

function noFile(name: string, place: string, stats: Stats): Diagnostic {
  if (!stats.isDirectory()) return cantRead(name, 'it is no regular file')
  const [only, ...others] = filesIn(place)
  const help =
    only !== undefined && others.length === 0
      ? `did you mean ${shown(`${name.replace(/\/$/, '')}/${only}`)}?`
      : 'name the one file in it that is the app'
  return cantRead(name, 'it is a folder', help)
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const cantRead = (name: string, why: string, help?: string): Diagnostic =>
  error('artifact-not-found', path, `the artifact ${shown(name)} can't be read: ${why}`, {
    label: why.replace(/^it is /, ''),
    ...(help && { help }),
  })
