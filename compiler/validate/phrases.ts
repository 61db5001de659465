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
export function briefLiteral(value: unknown): string {
  const whole = literal(value)
  if (whole.length < longest || typeof value !== 'object' || value === null) return whole
  return literal(Object.fromEntries(Object.entries(value).slice(0, 1)))
}

const longest = 80
