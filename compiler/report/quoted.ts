// Values as they appear in a message.
import { secretForms, secretMask } from '../check/secret-signs.ts'

/** `a`, `b` or `c`. */
export function quoted(names: readonly string[], word: 'or' | 'and' = 'or'): string {
  const marked = names.map((name) => `\`${name}\``)
  return marked.length < 2
    ? marked.join('')
    : `${marked.slice(0, -1).join(', ')} ${word} ${marked[marked.length - 1]}`
}

/** A value on one line, shortened if it is long; no secret that is known by its form. */
export function shown(value: unknown, longest = 60): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  if (secretForms(text).length > 0) return `\`${secretMask}\``
  const line = JSON.stringify(text.slice(0, longest * 2)).slice(1, -1)
  // A backtick in it would end the quotation too early.
  const plain = printable(line.replace(/\\(["\\])/g, '$1').replaceAll('`', "'"))
  return `\`${plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain}\``
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\0-\b\v-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The text without what would move a terminal's cursor or turn its writing round. */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd')
