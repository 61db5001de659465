// A local artifact that can't be read → why, and what to do.
import { readdirSync, type Stats } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'
import { shown } from '../report/quoted.ts'
import { artifactPath } from './read-binary.ts'
import { readFailure } from './read-failure.ts'

export function unreadable(
  name: string,
  place: string,
  failure: NodeJS.ErrnoException,
): Diagnostic {
  if (failure.code === 'ENOENT') {
    return error('artifact-not-found', artifactPath, `the artifact ${shown(name)} does not exist`, {
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

export function noFile(name: string, place: string, stats: Stats): Diagnostic {
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
  error('artifact-not-found', artifactPath, `the artifact ${shown(name)} can't be read: ${why}`, {
    label: why.replace(/^it is /, ''),
    ...(help && { help }),
  })
