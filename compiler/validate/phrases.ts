// Phrases of the validator's diagnostics.
import { type ConfigPath, pathText } from '../model/config-path.ts'

export const subject = (path: ConfigPath): string =>
  path.length === 0 ? 'the default export' : `\`${pathText(path)}\``

/** A value as it would be written in a TypeScript config. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if (Object.keys(value).length === 0) return '{}'
  if ('secret' in value && value.secret === true) return 'secret()'
  const entries = Object.entries(value).map(([key, nested]) => `${key}: ${literal(nested)}`)
  return `{ ${entries.join(', ')} }`
}

/** All of a short value, the first entry of a long object. */
function brief(value: unknown): unknown {
  const isShort = literal(value).length < longest
  if (isShort || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).slice(0, 1))
}

/** A key with a value, as either kind of config has it. */
export const entryHelp = (
  advice: (entry: string) => string,
  key: string,
  value: unknown,
): { help: string; helpInJson: string } => ({
  help: advice(`\`${key}: ${literal(brief(value))}\``),
  helpInJson: advice(`\`"${key}": ${spaced(brief(value))}\``),
})

/** JSON on one line, with a space where a person puts one. */
const spaced = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replace(/^\[ (.*) \]$/, '[$1]')

const longest = 80
