// The attributes of one resource before and after → the names of those that differ in the eyes of
// the provider: a list in which order has no meaning, and what is empty and what is absent.
import { encoded, type Fields, isFields, isList, type Value } from '../expression/value.ts'

export function differing(before: Fields, after: Fields, unordered: readonly string[]): string[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  const form = (fields: Fields, name: string) =>
    encoded(comparable(fields[name] ?? null, name, unordered))
  return names.filter((name) => form(before, name) !== form(after, name))
}

function comparable(value: Value, path: string, unordered: readonly string[]): Value {
  if (isList(value)) {
    const items = value.map((item) => comparable(item, path, unordered))
    if (items.length === 0) return null
    if (!unordered.includes(path)) return items
    return [...new Map(items.map((item) => [encoded(item), item]))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item)
  }
  if (!isFields(value)) return value
  const inner = Object.entries(value).map(
    ([name, one]) => [name, comparable(one, `${path}.${name}`, unordered)] as const,
  )
  return Object.fromEntries(inner.filter(([, one]) => one !== null))
}
