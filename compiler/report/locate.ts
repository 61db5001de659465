// A config path and the config's sources → where that value is written, or the nearest thing
// around it that is written. Never an invented line: what can't be found has no span.
import type { Sources } from '../load/sources.ts'
import type { ConfigPath } from '../model/config-path.ts'
import { exportOf, type Place } from './exports.ts'
import { parseModule } from './parse-module.ts'
import { type Key, memberAt, resolveExpression } from './resolve-expression.ts'

export type Located = {
  /** The value; for a method, nothing that could be read off. */
  value?: Place
  /** An array's item and the config as a whole have none. */
  key?: Key
  /** Whether it is the value at the path, or one around it. */
  exact: boolean
}

export function locate(
  configPath: string,
  sources: Sources,
  path: ConfigPath,
): Located | undefined {
  const module = parseModule(configPath, sources)
  const value = module && exportOf(module, 'default')
  return value && descend({ value, exact: true }, path)
}

function descend(at: Located, path: ConfigPath): Located {
  const [step, ...rest] = path
  if (step === undefined) return { ...at, ...(at.value && { value: literal(at.value) }) }
  const member = at.value && memberAt(at.value, step)
  if (member === undefined) return { ...at, exact: false }
  // An array's item is best known by the key of its array.
  const key = member.key ?? (member.value ? undefined : at.key)
  return descend({ ...member, ...(key && { key }), exact: true }, rest)
}

/** Where the value itself is written out; an expression that computes it stays where it is. */
function literal(place: Place): Place {
  const written = resolveExpression(place)
  return /Literal$|^(Array|Object|Unary)Expression$/.test(written.node.type) ? written : place
}
