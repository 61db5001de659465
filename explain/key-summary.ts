// A key → one line about it, for lists of keys.
import type { KeyReference } from './key-reference.ts'

export function keySummary({ description, isRequired, ...rest }: KeyReference): string {
  const sentence = description.match(/^.*?[.:](?=\s|$)/)?.[0] ?? description
  const note = isRequired ? 'Required.' : rest.keys.length > 0 ? '' : defaultNote(rest.default)
  return `${sentence.replace(/:$/, '.')} ${note}`.trim()
}

const defaultNote = (text: string | undefined): string =>
  text === undefined ? '' : `Default: ${text}.`
