// Two readings of one config → the first value that differs between them.
import { type ConfigPath, pathText } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Data } from './to-data.ts'

/** Undefined if nothing differs; the path of the object around it where a key is missing. */
export function firstDifference(a: Data, b: Data, path: ConfigPath = []): ConfigPath | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? undefined : path
  }
  if (Array.isArray(a) !== Array.isArray(b)) return path
  const others = new Map(Object.entries(b))
  const entries = Object.entries(a)
  if (entries.length !== others.size) return path
  for (const [key, value] of entries) {
    const other = others.get(key)
    if (other === undefined) return path
    const step = Array.isArray(a) ? Number(key) : key
    const difference = firstDifference(value, other, [...path, step])
    if (difference !== undefined) return difference
  }
  return undefined
}

const subject = (path: ConfigPath): string =>
  path.length === 0 ? 'the config' : `\`${pathText(path)}\``

export const notDeterministic = (path: ConfigPath): Diagnostic =>
  error('not-deterministic', path, `${subject(path)} has another value each time it is read`, {
    label: 'differs between two readings',
    help: 'take out the clock or the random number: equal configs must give equal artifacts',
  })
