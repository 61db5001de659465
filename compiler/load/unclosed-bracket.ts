// A source text that ends too early → the place of the bracket that is never closed.
import type { Span } from '../model/diagnostic.ts'
import { linesOf } from './sources.ts'

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/** Comments and texts, which may hold any bracket; then the brackets. */
const tokens =
  /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|[{}[\]()]/g

/** `missing` is the bracket that should have come; undefined where the innermost open one is none of
 * its kind, for then the text was misread. */
export function unclosedBracket(text: string, missing: string): Omit<Span, 'file'> | undefined {
  const open: { bracket: string; offset: number }[] = []
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token in closing) open.push({ bracket: token, offset: index })
    else if (token === closing[open.at(-1)?.bracket ?? '']) open.pop()
  }
  const last = open.at(-1)
  if (last === undefined || closing[last.bracket] !== missing) return undefined
  const before = linesOf(text.slice(0, last.offset))
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length: 1 }
}
