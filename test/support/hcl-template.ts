// A text of a *.tf.json file → the expressions in it, as Terraform's template syntax reads it.
// It throws on what Terraform could not parse: an open brace, an open quote, an unknown escape.

export type Expression = {
  /** Its code, with every text literal in it emptied. */
  code: string
  /** The literal texts of its quoted strings, unescaped. */
  texts: string[]
}

/** What it evaluates to, or undefined if it holds more than texts. */
export function plainText(template: string): string | undefined {
  const { text, expressions } = scanTemplate(template, 0, false)
  return expressions.every(({ code }) => code === '""') ? text : undefined
}

type Found = { expressions: Expression[]; end: number }

export function expressionsIn(template: string): Expression[] {
  return scanTemplate(template, 0, false).expressions
}

/** Literal text up to the end, or up to the closing quote. */
function scanTemplate(source: string, start: number, isQuoted: boolean): Found & { text: string } {
  const expressions: Expression[] = []
  let text = ''
  let at = start
  while (at < source.length) {
    if (isQuoted && source[at] === '"') return { expressions, text, end: at + 1 }
    if (isQuoted && source[at] === '\n') throw new Error(`a line ends inside quotes: ${source}`)
    const opening = source.slice(at).match(/^([$%])(?:\1)?\{/)?.[0]
    if (opening?.length === 3) {
      text += opening.slice(1)
      at += 3
    } else if (opening !== undefined) {
      const inner = scanExpression(source, at + 2)
      expressions.push(...inner.expressions)
      text += inner.expressions[0]?.texts.join('') ?? ''
      at = inner.end
    } else if (isQuoted && source[at] === '\\') {
      const escaped = source.slice(at).match(/^\\(?:[nrt"\\]|u[\da-fA-F]{4}|U[\da-fA-F]{8})/)?.[0]
      if (escaped === undefined) throw new Error(`an unknown escape at ${at}: ${source}`)
      text += unescaped(escaped)
      at += escaped.length
    } else {
      text += source[at]
      at += 1
    }
  }
  if (isQuoted) throw new Error(`a quote is not closed: ${source}`)
  return { expressions, text, end: at }
}

/** Code up to the brace that closes it. */
function scanExpression(source: string, start: number): Found {
  const own: Expression = { code: '', texts: [] }
  const expressions = [own]
  let depth = 0
  for (let at = start; at < source.length; at += 1) {
    const letter = source[at]
    if (letter === '"') {
      const quoted = scanTemplate(source, at + 1, true)
      own.texts.push(quoted.text)
      own.code += '""'
      expressions.push(...quoted.expressions)
      at = quoted.end - 1
    } else {
      if (letter === '}' && depth === 0) return { expressions, end: at + 1 }
      if (letter === '{') depth += 1
      if (letter === '}') depth -= 1
      own.code += letter
    }
  }
  throw new Error(`an expression is not closed: ${source}`)
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const unescaped = ([, kind = '', ...digits]: string): string =>
  digits.length > 0
    ? String.fromCodePoint(Number.parseInt(digits.join(''), 16))
    : (letters[kind] ?? kind)
