// What a report of a diff is made from, whatever its form: the diff, where its keys stand, and notes.
import type { Loaded } from '../../compiler/load/load.ts'
import type { ConfigPath } from '../../compiler/model/config-path.ts'
import { locate } from '../../compiler/report/locate.ts'
import { shownFile } from '../../compiler/report/shown-file.ts'
import { spanOf } from '../../compiler/report/span-of.ts'
import type { Diff } from '../diff.ts'
import { valueText } from './value-text.ts'

/** One key of the config, for a reader. */
export type Key = {
  name: string
  /** `file:line`; a key that is gone stands in the file as it was. */
  place?: { file: string; line: number; column: number; isOld: boolean }
  before: string
  after: string
}

export type DiffReport = {
  name: string
  ref: string
  commit: string
  diff: Diff
  keys: readonly Key[]
  notes: readonly string[]
}

/** A loaded config and the folder that its files are shown from. */
export type Read = { loaded: Loaded; folder: string }

export function keysOf(diff: Diff, before: Read, after: Read): Key[] {
  return diff.changes.map(({ change, name }) => ({
    name,
    ...placeOf(change.path, before, after),
    before: change.isContent ? 'some bytes' : valueText(change.before),
    after: change.isContent ? 'other bytes' : valueText(change.after),
  }))
}

function placeOf(path: ConfigPath, before: Read, after: Read): Pick<Key, 'place'> {
  const now = located(path, after)
  if (now !== undefined) return { place: { ...now, isOld: false } }
  const old = located(path, before)
  return old === undefined ? {} : { place: { ...old, isOld: true } }
}

function located(path: ConfigPath, { loaded, folder }: Read) {
  const found = locate(loaded.configPath, loaded.sources, path)
  const span = found?.exact ? spanOf(found, false) : undefined
  if (span === undefined) return undefined
  return { file: shownFile(span.file, folder), line: span.line, column: span.column }
}
