// Text that has no syntax tree, such as a comment or a file with a syntax error → where secrets may
// stand in it, judged by their form and by the names before them.
import { mayBeSecret, secretForms } from '../check/secret-signs.ts'
import { occurrences, type SecretSet } from './secret-set.ts'

/** Offsets in the text, the end exclusive. */
export type Range = { start: number; end: number }

export function unparsedSecrets(text: string, secrets: SecretSet): Range[] {
  return [...secretForms(text), ...rangesOf(text, secrets), ...namedValues(text)]
}

const rangesOf = (text: string, secrets: SecretSet): Range[] =>
  occurrences(text, secrets).flatMap((secret) => {
    const ranges: Range[] = []
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
      ranges.push({ start: at, end: at + secret.length })
    }
    return ranges
  })

/** The texts behind the names of secrets. */
export const namedTexts = (text: string): string[] =>
  text.length > longestText
    ? []
    : namedValues(text).map(({ start, end }) =>
        text.slice(start, end).replace(/["'`;,\s]+$|^["'`]/g, ''),
      )

// More is looked at only where it is shown.
const longestText = 1_000_000

/** What stands behind `name:` or `name =`. */
function namedValues(text: string): Range[] {
  return [...text.matchAll(/([A-Za-z_$][\w$-]*)["'`\]]*\s*[:=](?!=)\s*/g)].flatMap((match) => {
    const start = match.index + match[0].length
    const value = valueAtStart(text.slice(start, start + longestValue))
    const bare = value.replace(/^["'`]|["'`]$/g, '')
    return mayBeSecret(match[1] ?? '', bare) ? [{ start, end: start + value.length }] : []
  })
}

const longestValue = 20_000

function valueAtStart(text: string): string {
  // The two functions of immuc's own.
  if (/^(secret|plain)\(/.test(text)) return ''
  const closed = text.match(/^(["'])(?:\\.|(?!\1)[^\\\r\n])*\1(?=\s*(?:[,;})\]\r\n]|$|as |\/\/))/)
  if (closed) return closed[0]
  if (text.startsWith('`')) return text.match(/^`(?:\\.|[^\\`])*`?/s)?.[0] ?? ''
  // A quote that is not closed, or closed too early: the rest of the line belongs to it.
  const isQuoted = text.startsWith('"') || text.startsWith("'")
  return text.match(isQuoted ? /^[^\r\n]*/ : /^[^,;})\r\n]*/)?.[0] ?? ''
}
