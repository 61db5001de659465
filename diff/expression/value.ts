// What an expression evaluates to. What only DigitalOcean or a later step knows is a text that says
// where it comes from: two such texts are equal if, and only if, the values are.

export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [name: string]: Value }

export type Fields = { readonly [name: string]: Value }

/** Something that is not known yet, by where it comes from. */
export const unknown = (from: string): string => `⟨${from}⟩`

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

/** What can't be looked into: it holds something that is not known. */
export const isUnknown = (value: Value | undefined): boolean =>
  typeof value === 'string' && value.includes('⟨')

/** As Terraform's own `jsonencode` writes it: keys in order, `<`, `>` and `&` escaped. */
export function encoded(value: Value): string {
  return written(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function written(value: Value): string {
  if (isList(value)) return `[${value.map(written).join(',')}]`
  if (!isFields(value)) return goString(value)
  const entries = Object.keys(value)
    .sort(byCodePoint)
    .map((name) => `${goString(name)}:${written(value[name] ?? null)}`)
  return `{${entries.join(',')}}`
}

/** JSON as Go writes it: it has no `\b` and no `\f`. */
const goString = (value: string | number | boolean | null): string =>
  JSON.stringify(value).replace(/\\\\|\\b|\\f/g, (found) =>
    found === '\\\\' ? found : found === '\\b' ? '\\u0008' : '\\u000c',
  )

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
