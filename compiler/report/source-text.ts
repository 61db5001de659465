// A source file, by its lines and by its offsets.
import { linesOf, type Sources } from '../load/sources.ts'

export type SourceLine = {
  text: string
  /** Where it begins in the file. */
  offset: number
}

type Lines = { lines: readonly string[]; offsets: readonly number[] }

const known = new WeakMap<Sources, Map<string, Lines>>()

/** Undefined if the file is none of the sources, or has no such line. */
export function lineAt(sources: Sources, file: string, line: number): SourceLine | undefined {
  const source = sources.get(file)?.text
  if (source === undefined) return undefined
  const files = known.get(sources) ?? new Map<string, Lines>()
  known.set(sources, files)
  const { lines, offsets } = files.get(file) ?? measured(source)
  files.set(file, { lines, offsets })
  const text = lines[line - 1]
  return text === undefined ? undefined : { text, offset: offsets[line - 1] ?? 0 }
}

function measured(source: string): Lines {
  const lines = linesOf(source)
  const offsets: number[] = []
  let offset = 0
  for (const { length } of lines) {
    offsets.push(offset)
    offset += length + (source.startsWith('\r\n', offset + length) ? 2 : 1)
  }
  return { lines, offsets }
}
