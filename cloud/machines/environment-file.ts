// The text of an EnvironmentFile= -> its variables, by the state machine of systemd's own reader:
// quotes may hold raw line breaks, a backslash outside of quotes takes any character, and inside
// double quotes only \ " ` and $. Names that no shell takes are left out.

type Reading = {
  variables: Record<string, string>
  key: string
  value: string
  /** Length of the value without the unquoted blanks at its end. */
  solid: number
}

type Step = (reading: Reading, char: string) => Step

const isBreak = (char: string) => char === '\n' || char === '\r'
const isBlank = (char: string) => char === ' ' || char === '\t' || isBreak(char)

export function parseEnvironmentFile(text: string): Record<string, string> {
  const reading: Reading = { variables: {}, key: '', value: '', solid: 0 }
  let step: Step = beforeKey
  for (const char of text) step = step(reading, char)
  if (step !== beforeKey && step !== key && step !== comment) push(reading)
  return reading.variables
}

const beforeKey: Step = (reading, char) => {
  if (char === '#' || char === ';') return comment
  if (isBlank(char)) return beforeKey
  reading.key = char
  return key
}

const comment: Step = (_, char) => (isBreak(char) ? beforeKey : comment)

const key: Step = (reading, char) => {
  if (isBreak(char)) return beforeKey
  if (char === '=') return beforeValue
  reading.key += char
  return key
}

/** Also behind a closing quote: what follows belongs to the value. */
const beforeValue: Step = (reading, char) => {
  if (isBreak(char)) return push(reading)
  if (char === "'") return singleQuoted
  if (char === '"') return doubleQuoted
  if (char === '\\') return escaped
  return isBlank(char) ? beforeValue : keep(reading, char, value)
}

/** Quotes that do not begin a value are plain characters. */
const value: Step = (reading, char) => {
  if (isBreak(char)) return push(reading)
  if (char === '\\') return escaped
  if (!isBlank(char)) return keep(reading, char, value)
  reading.value += char
  return value
}

const escaped: Step = (reading, char) => keep(reading, isBreak(char) ? '' : char, value)

const singleQuoted: Step = (reading, char) =>
  char === "'" ? beforeValue : keep(reading, char, singleQuoted)

const doubleQuoted: Step = (reading, char) => {
  if (char === '"') return beforeValue
  return char === '\\' ? escapedInQuotes : keep(reading, char, doubleQuoted)
}

const escapedInQuotes: Step = (reading, char) => {
  const text = '"\\`$'.includes(char) ? char : char === '\n' ? '' : `\\${char}`
  return keep(reading, text, doubleQuoted)
}

function keep(reading: Reading, text: string, next: Step): Step {
  reading.value += text
  reading.solid = reading.value.length
  return next
}

function push(reading: Reading): Step {
  const name = reading.key.replace(/[ \t\n\r]+$/, '')
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    reading.variables[name] = reading.value.slice(0, reading.solid)
  }
  reading.key = ''
  reading.value = ''
  reading.solid = 0
  return beforeKey
}
