// Equality of two values of one type, as the provider SDK sees it: sets have no order, and an
// element of a set block with an empty member equals one without it.
import type { Block, NestedBlock, Type } from './table.ts'
import { isAttributes, unknownValue, type Value } from './value.ts'

export const sameAttribute = (type: Type, a: Value, b: Value): boolean =>
  canonical(type, a) === canonical(type, b)

export const sameNested = (nested: NestedBlock, a: Value, b: Value): boolean =>
  canonicalNested(nested, a) === canonicalNested(nested, b)

/** The SDK writes no difference between null and an empty collection, and none between absent and zero. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (value === 0 || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  return isAttributes(value) && Object.keys(value).length === 0
}

/** One text per value of a type, equal only for equal values; empty members read as absent. */
export function canonicalElement(block: Block, element: Value, names: readonly string[]): string {
  if (!isAttributes(element)) return canonical('string', element)
  const parts = names.map((name) => {
    const value = element[name] ?? null
    const type = block.attributes[name]?.type
    const nested = block.block_types?.[name]
    if (isEmpty(value)) return `${name}:`
    return `${name}:${type ? canonical(type, value) : nested ? canonicalNested(nested, value) : ''}`
  })
  return `{${parts.join()}}`
}

function canonicalNested({ nesting_mode, block }: NestedBlock, value: Value): string {
  if (value === unknownValue) return '?'
  const names = [...Object.keys(block.attributes), ...Object.keys(block.block_types ?? {})]
  const elements = Array.isArray(value) ? value : value === null ? [] : [value]
  const texts = elements.map((each) => canonicalElement(block, each, names))
  return (nesting_mode === 'set' ? texts.sort() : texts).join()
}

function canonical(type: Type, value: Value): string {
  if (value === unknownValue) return '?'
  if (typeof type === 'string' || value === null) return JSON.stringify(value)
  const [kind, inner] = type
  if (Array.isArray(value) && kind !== 'object') {
    const texts = value.map((each) => canonical(inner, each))
    return `[${(kind === 'set' ? texts.sort() : texts).join()}]`
  }
  if (!isAttributes(value)) return JSON.stringify(value)
  const typeOf = (name: string) => (kind === 'object' ? (inner[name] ?? 'string') : inner)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${name}:${canonical(typeOf(name), value[name] ?? null)}`).join()}}`
}
