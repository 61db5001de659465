// Tokens → a reader that stands at one of them.
import { type Token, UnreadExpression } from './tokens.ts'

export type Reader = {
  peek: () => Token
  next: () => Token
  /** Takes the next token if it is this symbol or word. */
  takes: (text: string) => boolean
  expect: (text: string) => void
}

export function readerOf(tokens: readonly Token[]): Reader {
  let at = 0
  const end: Token = { kind: 'end', text: '' }
  const peek = () => tokens[at] ?? end
  const next = () => tokens[at++] ?? end
  const takes = (text: string) => {
    const is = peek().kind !== 'string' && peek().text === text && peek().kind !== 'end'
    if (is) at += 1
    return is
  }
  const expect = (text: string) => {
    if (!takes(text)) throw new UnreadExpression(`${text} is missing before ${peek().text}`)
  }
  return { peek, next, takes, expect }
}
