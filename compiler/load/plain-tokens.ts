// The text of a config → its words and signs, of the few kinds that a plain config is made of.
// Undefined for a text that has anything else in it.

export type Token = {
  kind: 'name' | 'text' | 'template' | 'number' | 'sign'
  /** As it is written. */
  written: string
  isFirstInLine: boolean
}

/** Line ends that only JavaScript knows. */
const rareLineEnd = /\r(?!\n)|[\u2028\u2029]/

const blank = /(?:[ \t\r\n]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y

const kinds: readonly [Token['kind'], RegExp][] = [
  ['name', /[A-Za-z_$][\w$]*/y],
  ['text', /'(?:[^'\\\r\n]|\\['"\\nrt])*'|"(?:[^"\\\r\n]|\\['"\\nrt])*"/y],
  ['sign', /\.\.\.|[{}[\](),:;=.-]/y],
  ['number', /(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$.])/y],
  ['template', /`[^`\\\r]*`/y],
]

export function plainTokens(text: string): Token[] | undefined {
  if (rareLineEnd.test(text)) return undefined
  const tokens: Token[] = []
  for (let at = 0; ; ) {
    const between = match(blank, text, at) ?? ''
    at += between.length
    if (at === text.length) return tokens
    const token = tokenAt(text, at, between.includes('\n'))
    if (token === undefined) return undefined
    tokens.push(token)
    at += token.written.length
  }
}

function tokenAt(text: string, at: number, isFirstInLine: boolean): Token | undefined {
  for (const [kind, form] of kinds) {
    const written = match(form, text, at)
    if (written !== undefined) return { kind, written, isFirstInLine }
  }
  return undefined
}

function match(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at
  return form.exec(text)?.[0]
}
