// A source text → where its brackets open and close. Read by its tokens alone: for a text that a parser
// refused, or of which only a part is there.
import type { Span } from '../model/diagnostic.ts'
import { linesOf } from './sources.ts'

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/** Comments and texts, which may hold any bracket; then what counts. */
const tokens =
  /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|[{}[\]();]/g

/** The place of the bracket that is never closed. `missing` is the one that should have come;
 * undefined where the innermost open one is none of its kind, for then the text was misread. */
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

/** A statement at the start of a line, without what follows it there. */
export function statementOf(line: string): string {
  let depth = 0
  for (const { 0: token, index } of line.matchAll(tokens)) {
    if (token in closing) depth += 1
    const isClosing = /^[}\])]$/.test(token)
    const isEnd = depth === 0 && (isClosing || /^(;|\/\/|\/\*)/.test(token))
    if (isEnd) return line.slice(0, index).trimEnd()
    if (isClosing) depth -= 1
  }
  return line.trimEnd()
}
