// Data → YAML text: block style, two spaces, a text quoted wherever a plain one could mean
// something else.

export type Yaml = string | number | boolean | Yaml[] | { [key: string]: Yaml }

export const yaml = (value: Yaml): string => `${block(value, '').trimStart()}\n`

function block(value: Yaml, indent: string): string {
  if (typeof value !== 'object') return ` ${scalar(value)}`
  if (Array.isArray(value)) {
    return value.length === 0 ? ' []' : value.map((item) => entry(item, indent)).join('')
  }
  const pairs = Object.entries(value)
  return pairs.length === 0
    ? ' {}'
    : pairs.map(([key, nested]) => `\n${indent}${text(key)}:${nest(nested, indent)}`).join('')
}

const nest = (value: Yaml, indent: string): string => block(value, `${indent}  `)

/** A map starts on the line of its dash. */
function entry(item: Yaml, indent: string): string {
  const inner = block(item, `${indent}  `)
  return `\n${indent}- ${inner.trimStart()}`
}

const scalar = (value: string | number | boolean): string =>
  typeof value === 'string' ? text(value) : String(value)

/** In small letters: to ignore their case, a pattern asks tables that take long to load. */
const ambiguous = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'null'])
/** And no number. */
const letters = /^(?![Ee][-+]?\d+$)[A-Za-z_/][A-Za-z0-9_ /.,@+~=():'-]*$/
/** What makes a key of a text, or might. */
const signs = [': ', '::']

const isPlain = (value: string): boolean =>
  letters.test(value) &&
  !ambiguous.has(value.toLowerCase()) &&
  !value.endsWith(' ') &&
  !value.endsWith(':') &&
  !signs.some((sign) => value.includes(sign))

const text = (value: string): string => (isPlain(value) ? value : quotedText(value))

/** JSON's escapes are YAML's, once everything that YAML does not print is escaped as well. */
const quotedText = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
