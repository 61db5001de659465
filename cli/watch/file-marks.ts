// Files → a mark for each that changes with its content, and which of them changed between two
// times. Nothing is read for it.
import { statSync } from 'node:fs'

export type Marks = ReadonlyMap<string, string>

export const marksOf = (files: readonly string[]): Marks =>
  new Map(files.map((file) => [file, markOf(file)]))

/** A file that is known to one side alone counts as it is now. */
export const changedFiles = (before: Marks, files: readonly string[]): string[] =>
  files.filter((file) => before.has(file) && before.get(file) !== markOf(file))

function markOf(file: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file)
    return [mtimeMs, ctimeMs, size, ino].join(' ')
  } catch (failure) {
    return String((failure as NodeJS.ErrnoException).code)
  }
}
