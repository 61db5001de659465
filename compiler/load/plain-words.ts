// The tokens of a plain config, read one after the other. Whoever meets what he doesn't know leaves:
// nothing of the config is understood then.
import type { Token } from './plain-tokens.ts'

export type Reader = {
  tokens: readonly Token[]
  isTypeScript: boolean
  /** Of the token that is read next. */
  at: number
  /** What was named so far; undefined for what only exists as a type, or not at all. */
  known: Map<string, unknown>
  /** How many letters and values templates and `...` have copied. */
  copied: number
}

/** A little text could stand for much. */
const mostCopied = 100_000

export function copy(reader: Reader, count: number): void {
  reader.copied += count
  if (reader.copied > mostCopied) leave()
}

/** A word or a sign. */
export function next({ tokens, at }: Reader, written: string): boolean {
  const token = tokens[at]
  return token?.written === written && (token.kind === 'name' || token.kind === 'sign')
}

export function takes(reader: Reader, written: string): boolean {
  const isThere = next(reader, written)
  if (isThere) reader.at += 1
  return isThere
}

export function need(reader: Reader, written: string): void {
  if (!takes(reader, written)) leave()
}

export function any(reader: Reader, kind: Token['kind']): string {
  const token = take(reader)
  return token.kind === kind ? token.written : leave()
}

/** What a type may be called; a constant too, that shall mean the same in CommonJS. */
export function ownName(reader: Reader): string {
  const name = any(reader, 'name')
  return isReserved(name) ? leave() : name
}

const reserved = new Set(
  (
    'abstract arguments as asserts async await break case catch class const continue debugger default ' +
    'delete do else enum eval export exports extends false finally for from function if implements import ' +
    'in infer instanceof interface is keyof let module new null of package private protected public ' +
    'readonly require return satisfies static super switch this throw true try type typeof undefined unique ' +
    'using var void while with yield __dirname __filename'
  ).split(' '),
)

export const isReserved = (name: string): boolean => reserved.has(name)

export function take(reader: Reader): Token {
  const token = reader.tokens[reader.at] ?? leave()
  reader.at += 1
  return token
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

export const unquoted = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)

export function leave(): never {
  throw new Error('not plain')
}
