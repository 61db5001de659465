// The text of a Terraform expression → its tokens. A quoted string stays whole, with what is
// interpolated in it, since it is a template of its own.

export type Token = { kind: 'number' | 'name' | 'string' | 'symbol' | 'end'; text: string }

export class UnreadExpression extends Error {}

const number = /^\d+(\.\d+)?([eE][+-]?\d+)?/
const name = /^[\p{L}_][\p{L}\p{N}_-]*/u
const symbol = /^(=>|==|!=|<=|>=|&&|\|\||\.\.\.|[-+*/%<>!?:,.()[\]{}=])/

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (let rest = text.trimStart(); rest !== ''; ) {
    const token = firstToken(rest)
    tokens.push(token)
    rest = rest.slice(token.text.length).trimStart()
  }
  return [...tokens, { kind: 'end', text: '' }]
}

function firstToken(text: string): Token {
  if (text.startsWith('"')) return { kind: 'string', text: text.slice(0, endOfString(text)) }
  const found = (
    [
      ['number', number],
      ['name', name],
      ['symbol', symbol],
    ] as const
  )
    .map(([kind, pattern]) => ({ kind, text: pattern.exec(text)?.[0] ?? '' }))
    .find((token) => token.text !== '')
  if (found === undefined) throw new UnreadExpression(`unread: ${text.slice(0, 20)}`)
  return found
}

/** Where the string that `text` begins with ends; a string may hold expressions that hold strings. */
function endOfString(text: string): number {
  let at = 1
  while (at < text.length) {
    if (text[at] === '"') return at + 1
    if (text[at] === '\\') at += 2
    else if (/^[$%]{2}\{/.test(text.slice(at, at + 3))) at += 3
    else if (/^[$%]\{/.test(text.slice(at, at + 2))) at += endOfExpression(text.slice(at + 2)) + 3
    else at += 1
  }
  throw new UnreadExpression('a string has no end')
}

/** The place of the brace that closes an expression which stands right behind `${`. */
export function endOfExpression(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') at += endOfString(text.slice(at)) - 1
    else if (text[at] === '{') depth += 1
    else if (text[at] === '}' && depth === 0) return at
    else if (text[at] === '}') depth -= 1
  }
  throw new UnreadExpression('an expression has no end')
}
