// A configuration → what is wrong with it, before anything is planned: the checks of a type's
// declaration. Whatever is not known yet passes.
import type { Check } from './check.ts'
import { type Attributes, isAttributes, unknownValue, type Value } from './value.ts'

export type Fault = { readonly attribute: string; readonly message: string }

export type Rules = {
  readonly checks?: { readonly [path: string]: Check }
  readonly conflicts?: readonly (readonly string[])[]
}

export function configFaults({ checks = {}, conflicts = [] }: Rules, config: Attributes): Fault[] {
  const faults = Object.entries(checks).flatMap(([path, check]) => {
    const [attribute = '', ...rest] = path.split('.')
    const name = rest.at(-1) ?? attribute
    return valuesAt(config, [attribute, ...rest]).flatMap((value) => {
      const message = check(value, name)
      return message === undefined ? [] : [{ attribute, message }]
    })
  })
  return [...faults, ...conflicts.flatMap((group) => conflictFaults(group, config))]
}

/** The values that a path reaches, one for each element of the blocks and sets on its way. */
function valuesAt(value: Value | undefined, path: readonly string[]): Value[] {
  if (value === undefined || value === null || value === unknownValue) return []
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, path))
  const [name, ...rest] = path
  if (name === undefined) return [value]
  return isAttributes(value) ? valuesAt(value[name], rest) : []
}

function conflictFaults(group: readonly string[], config: Attributes): Fault[] {
  const given = group.filter((name) => {
    const value = config[name] ?? null
    return value !== null && !(Array.isArray(value) && value.length === 0)
  })
  const [attribute, other] = given
  if (attribute === undefined || other === undefined) return []
  return [{ attribute, message: `"${attribute}": conflicts with ${other}` }]
}
