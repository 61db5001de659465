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

const kinds: readonly { kind: Token['kind']; form: RegExp }[] = [
  { kind: 'name', form: /[A-Za-z_$][\w$]*/y },
  {
    kind: 'text',
    form: /'(?:[^'\\\r\n]|\\['"\\nrt])*'|"(?:[^"\\\r\n]|\\['"\\nrt])*"/y,
  },
  { kind: 'sign', form: /\.\.\.|[{}[\](),:;=.-]/y },
  {
    kind: 'number',
    form: /(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$.])/y,
  },
  { kind: 'template', form: /`[^`\\\r]*`/y },
]

export function plainTokens(text: string): Token[] | undefined {
  if (rareLineEnd.test(text)) return undefined
  const tokens: Token[] = []
  for (let at = 0; ; ) {
    const start = endOf(blank, text, at)
    if (start === text.length) return tokens
    const found = kinds.find(({ form }) => endOf(form, text, start) > start)
    if (found === undefined) return undefined
    const end = found.form.lastIndex
    tokens.push({
      kind: found.kind,
      written: text.slice(start, end),
      isFirstInLine: text.slice(at, start).includes('\n'),
    })
    at = end
  }
}

/** Of what stands there; its start, if it is something else. */
function endOf(form: RegExp, text: string, start: number): number {
  form.lastIndex = start
  return form.test(text) ? form.lastIndex : start
}
