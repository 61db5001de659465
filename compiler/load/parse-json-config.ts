// The text of a system.config.json → its data, or the place of the first syntax error.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Data } from './to-data.ts'

export type ParsedJson = { data: Data; diagnostics: Diagnostic[] }

export function parseJsonConfig(file: string, text: string): ParsedJson {
  try {
    return { data: JSON.parse(text), diagnostics: [] }
  } catch (failure) {
    return { data: null, diagnostics: [syntaxError(file, text, failure as Error)] }
  }
}

function syntaxError(file: string, text: string, failure: Error): Diagnostic {
  // V8 names the offset, or says nothing of it at the end of the text.
  const offset = Number(failure.message.match(/at position (\d+)/)?.[1] ?? text.length)
  const before = text.slice(0, offset).split('\n')
  const column = (before[before.length - 1] ?? '').length + 1
  const seen =
    text[offset] === undefined
      ? 'the file ends too early'
      : `unexpected ${JSON.stringify(text[offset])}`
  return error('syntax-error', [], `the config is not valid JSON: ${seen}`, {
    span: { file, line: before.length, column, length: 1 },
  })
}
