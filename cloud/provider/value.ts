// The values of Terraform's type system as plain data, with one object as the mark of what is known
// only after apply; and the conversion of anything to a value of a type, which then has every name of it.
import type { Attribute, Block, NestedBlock, Type } from './table.ts'

// An interface, which unlike a type is never taken for a record of values.
export interface Unknown {
  readonly knownAfterApply: true
}
export const unknownValue: Unknown = { knownAfterApply: true }

export type Value = null | boolean | number | string | Unknown | Value[] | { [name: string]: Value }

export type Attributes = { [name: string]: Value }

export const isAttributes = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && value !== unknownValue && !Array.isArray(value)

/** A block's value; null stays null, as a resource that does not exist. */
export function conformBlock(block: Block, value: unknown): Attributes | null {
  if (!isAttributes(value)) return null
  return Object.fromEntries([
    ...Object.entries(block.attributes).map(
      ([name, { type }]: [string, Attribute]) => [name, conform(type, value[name])] as const,
    ),
    ...Object.entries(block.block_types ?? {}).map(
      ([name, nested]) => [name, conformNested(nested, value[name])] as const,
    ),
  ])
}

function conformNested({ nesting_mode, block }: NestedBlock, value: unknown): Value {
  if (value === unknownValue) return unknownValue
  if (nesting_mode === 'single') return conformBlock(block, value)
  const elements = Array.isArray(value) ? value : []
  return elements.map((each) => (each === unknownValue ? unknownValue : conformBlock(block, each)))
}

export function conform(type: Type, value: unknown): Value {
  if (value === null || value === undefined) return null
  if (value === unknownValue) return unknownValue
  if (type === 'string') return String(value)
  if (type === 'bool') return value === true || value === 'true'
  // Terraform sends fractions that it read from the state as decimal strings.
  if (type === 'number') return Number(value)
  return conformCollection(type, value)
}

function conformCollection(type: Exclude<Type, string>, value: unknown): Value {
  if (type[0] === 'object') {
    const given = isAttributes(value) ? value : {}
    return mapEntries(type[1], (name, inner) => conform(inner, given[name]))
  }
  const [kind, inner] = type
  if (kind === 'map')
    return mapEntries(isAttributes(value) ? value : {}, (_, v) => conform(inner, v))
  return Array.isArray(value) ? value.map((each) => conform(inner, each)) : null
}

export function mapEntries<T>(
  record: { readonly [name: string]: T },
  change: (name: string, value: T) => Value,
): Attributes {
  return Object.fromEntries(
    Object.entries(record).map(([name, each]) => [name, change(name, each)]),
  )
}

/** Nothing may be unknown once a change is made: what nobody told is null. */
export function withoutUnknown(value: Value): Value {
  if (value === unknownValue) return null
  if (Array.isArray(value)) return value.map(withoutUnknown)
  return isAttributes(value) ? mapEntries(value, (_, each) => withoutUnknown(each)) : value
}
