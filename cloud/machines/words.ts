// A value of a unit file -> its words. Quotes of both kinds group and vanish wherever they stand,
// escapes work inside and outside of them: systemd.syntax(7) and systemd.service(5).
import { fromBytes, readEscape, toBytes } from './escapes.ts'

/** Quotes that are not closed, or a backslash at the end: systemd ignores the whole line. */
export class BadQuoting extends Error {
  override name = 'BadQuoting'
}

export type FirstWord = { word: string; rest: string }

const blank = /^[ \t\n\r]+/

/** Undefined when only blanks are left. A strict reader refuses what is no escape. */
export function firstWord(text: string, strict = false): FirstWord | undefined {
  const bytes = toBytes(text).replace(blank, '')
  if (bytes === '') return undefined
  let quote = ''
  let word = ''
  let at = 0
  for (; at < bytes.length && (quote !== '' || !blank.test(bytes.charAt(at))); at += 1) {
    const char = bytes.charAt(at)
    if (char === '\\') {
      const { text: meant, length } = escaped(bytes.slice(at + 1), strict)
      word += meant
      at += length
    } else if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) quote = char
    else word += char
  }
  if (quote !== '') throw new BadQuoting(`a ${quote} is not closed: ${text}`)
  return { word: fromBytes(word), rest: fromBytes(bytes.slice(at).replace(blank, '')) }
}

function escaped(text: string, strict: boolean) {
  if (text === '') throw new BadQuoting('the text ends in a backslash')
  const found = readEscape(text)
  if (found === undefined && strict) throw new BadQuoting(`\\${text.charAt(0)} is no escape`)
  return found ?? { text: `\\${text.charAt(0)}`, length: 1 }
}

/** The words before the first one with bad quoting, or all. */
export function words(text: string): string[] {
  const found: string[] = []
  try {
    for (let next = firstWord(text, true); next !== undefined; next = firstWord(next.rest, true)) {
      found.push(next.word)
    }
  } catch (error) {
    if (!(error instanceof BadQuoting)) throw error
  }
  return found
}

/** As words(), but what is not closed ends with the text: how systemd splits `$VARIABLE`. */
export function splitVariable(value: string): string[] {
  const found: string[] = []
  let quote = ''
  let word: string | undefined
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at)
    if (quote === '' && blank.test(char)) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else if (char === '\\') {
      at += 1
      word = (word ?? '') + value.charAt(at)
    } else if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char
      word ??= ''
    } else word = (word ?? '') + char
  }
  return word === undefined ? found : [...found, word]
}
