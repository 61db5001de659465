// Plain data → a config with every default filled in, or undefined if it breaks the schema.
import type { CompleteConfig } from '../../schema/complete-config.gen.ts'
import fits from '../../schema/fits-system-config.gen.js'
import type { Data } from '../load/to-data.ts'

export function complete(data: Data): CompleteConfig | undefined {
  // The validator fills defaults in place; the caller's data stays as it was.
  const config: unknown = copyOf(data)
  return fits(config) ? (config as CompleteConfig) : undefined
}

/** `structuredClone` opens a channel for messages first, which takes longer than to validate. */
function copyOf(data: Data): Data {
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map(copyOf)
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copyOf(value)]))
}
