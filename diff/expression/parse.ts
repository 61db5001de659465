// A Terraform template or expression → what it is made of. Only what our artifacts use is read;
// anything else is an `UnreadExpression`.
import type { Expression } from './expression.ts'
import { type Reader, readerOf } from './reader.ts'
import { endOfExpression, tokensOf, UnreadExpression } from './tokens.ts'

/** The text of a JSON string of Terraform's: literal, with `${…}` in it. */
export function parseTemplate(text: string): Expression {
  const parts = templateParts(text)
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return { kind: 'template', parts }
}

function templateParts(text: string): Expression[] {
  const at = text.search(/\$\{|%\{/)
  if (at === -1) return [{ kind: 'literal', value: text }]
  const isEscaped = text[at - 1] === text[at]
  if (isEscaped)
    return joined(`${text.slice(0, at - 1)}${text.slice(at, at + 2)}`, text.slice(at + 2))
  if (text[at] === '%') throw new UnreadExpression('a template directive')
  const inner = text.slice(at + 2)
  const end = endOfExpression(inner)
  const before: Expression[] = at === 0 ? [] : [{ kind: 'literal', value: text.slice(0, at) }]
  const after = inner.slice(end + 1)
  return [...before, parseExpression(inner.slice(0, end)), ...(after ? templateParts(after) : [])]
}

function joined(literal: string, rest: string): Expression[] {
  const [first, ...others] = templateParts(rest)
  return first?.kind === 'literal'
    ? [{ kind: 'literal', value: `${literal}${first.value}` }, ...others]
    : [{ kind: 'literal', value: literal }, ...(first ? [first] : []), ...others]
}

export function parseExpression(text: string): Expression {
  const reader = readerOf(tokensOf(text))
  const expression = choice(reader)
  if (reader.peek().kind !== 'end') throw new UnreadExpression(`unread: ${reader.peek().text}`)
  return expression
}

function choice(reader: Reader): Expression {
  const condition = binary(reader, 0)
  if (!reader.takes('?')) return condition
  const yes = choice(reader)
  reader.expect(':')
  return { kind: 'choice', condition, yes, no: choice(reader) }
}

/** From what binds loosest to what binds tightest. */
const operators = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
]

function binary(reader: Reader, level: number): Expression {
  const symbols = operators[level]
  if (symbols === undefined) return unary(reader)
  let left = binary(reader, level + 1)
  for (;;) {
    const operator = symbols.find((symbol) => reader.takes(symbol))
    if (operator === undefined) return left
    left = { kind: 'binary', operator, left, right: binary(reader, level + 1) }
  }
}

function unary(reader: Reader): Expression {
  if (reader.takes('!')) return { kind: 'not', of: unary(reader) }
  if (reader.takes('-')) return { kind: 'minus', of: unary(reader) }
  return traversal(reader, term(reader))
}

function traversal(reader: Reader, of: Expression): Expression {
  if (reader.takes('.')) {
    return traversal(reader, { kind: 'member', of, name: reader.next().text })
  }
  if (!reader.takes('[')) return of
  const at = choice(reader)
  reader.expect(']')
  return traversal(reader, { kind: 'index', of, at })
}

const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null }

function term(reader: Reader): Expression {
  if (reader.takes('(')) {
    const inner = choice(reader)
    reader.expect(')')
    return inner
  }
  if (reader.takes('[')) return reader.takes('for') ? forList(reader) : list(reader)
  if (reader.takes('{')) return reader.takes('for') ? forObject(reader) : object(reader)
  const { kind, text } = reader.next()
  if (kind === 'number') return { kind: 'literal', value: Number(text) }
  if (kind === 'string') return parseTemplate(unquoted(text.slice(1, -1)))
  if (kind !== 'name') throw new UnreadExpression(`unread: ${text}`)
  if (Object.hasOwn(words, text)) return { kind: 'literal', value: words[text] ?? null }
  return reader.takes('(')
    ? { kind: 'call', name: text, given: items(reader, ')') }
    : { kind: 'name', name: text }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
}

const unquoted = (text: string): string =>
  text.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gs, (_, letter: string) =>
    /^[uU]./.test(letter)
      ? String.fromCodePoint(Number.parseInt(letter.slice(1), 16))
      : (escapes[letter] ?? letter),
  )

function items(reader: Reader, end: string): Expression[] {
  const found: Expression[] = []
  while (!reader.takes(end)) {
    found.push(choice(reader))
    if (reader.takes('...')) throw new UnreadExpression('a spread argument')
    if (reader.takes(end)) break
    reader.expect(',')
  }
  return found
}

const list = (reader: Reader): Expression => ({ kind: 'list', items: items(reader, ']') })

function object(reader: Reader): Expression {
  const entries: [Expression, Expression][] = []
  while (!reader.takes('}')) {
    const key = objectKey(reader)
    if (!reader.takes('=')) reader.expect(':')
    entries.push([key, choice(reader)])
    reader.takes(',')
  }
  return { kind: 'object', entries }
}

function objectKey(reader: Reader): Expression {
  if (reader.peek().kind !== 'name') return term(reader)
  return { kind: 'literal', value: reader.next().text }
}

function loop(reader: Reader) {
  const names = [reader.next().text]
  if (reader.takes(',')) names.push(reader.next().text)
  reader.expect('in')
  const over = choice(reader)
  reader.expect(':')
  return { kind: 'for' as const, names, over }
}

const condition = (reader: Reader) => (reader.takes('if') ? { when: choice(reader) } : {})

function forList(reader: Reader): Expression {
  const head = loop(reader)
  const value = choice(reader)
  const when = condition(reader)
  reader.expect(']')
  return { ...head, value, ...when }
}

function forObject(reader: Reader): Expression {
  const head = loop(reader)
  const key = choice(reader)
  reader.expect('=>')
  const value = choice(reader)
  const when = condition(reader)
  reader.expect('}')
  return { ...head, key, value, ...when }
}
