// The filter and sort blocks of the list data sources, applied to records. Several filters all hold;
// of one filter's values one is enough, unless it says `all`.
import { blocks, flag, text, texts } from '../given.ts'
import type { Type } from '../table.ts'
import type { Attributes, Value } from '../value.ts'

type Types = { readonly [name: string]: Type }
type Match = (value: Value, wanted: string) => boolean

/** `types` are those of a record's members; a key that is none of them is an error. */
export function selected(config: Attributes, types: Types, records: Attributes[]): Attributes[] {
  const kept = blocks(config.filter).reduce(
    (rest, filter) => rest.filter(predicate(filter, types)),
    records,
  )
  return kept.toSorted((a, b) => comparison(blocks(config.sort), a, b))
}

function predicate(filter: Attributes, types: Types): (record: Attributes) => boolean {
  const key = text(filter.key) ?? ''
  const type = types[key]
  if (type === undefined) throw new Error(`there is no ${key} to filter by`)
  const match = matcher(typeof type === 'string' ? type : 'string', text(filter.match_by))
  const holds = (value: Value | undefined, wanted: string): boolean =>
    Array.isArray(value) ? value.some((each) => match(each, wanted)) : match(value ?? null, wanted)
  return (record) => {
    const wanted = texts(filter.values)
    const matches = (each: string) => holds(record[key], each)
    return flag(filter.all) ? wanted.every(matches) : wanted.some(matches)
  }
}

function matcher(type: string, matchBy = 'exact'): Match {
  if (type === 'bool') return (value, wanted) => value === (wanted === 'true')
  if (type === 'number') return (value, wanted) => Math.abs(Number(value) - Number(wanted)) < 1e-6
  const matches: { readonly [way: string]: (value: string, wanted: string) => boolean } = {
    exact: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
    substring: (value, wanted) => value.includes(wanted),
    re: (value, wanted) => new RegExp(wanted).test(value),
  }
  const match = matches[matchBy]
  if (match === undefined) throw new Error(`match_by can't be ${matchBy}`)
  return (value, wanted) => match(String(value ?? ''), wanted)
}

function comparison(sorts: Attributes[], a: Attributes, b: Attributes): number {
  for (const { key, direction } of sorts) {
    const name = text(key) ?? ''
    const [x, y] = [a[name] ?? '', b[name] ?? '']
    if (x !== y) return (x < y ? -1 : 1) * (direction === 'desc' ? -1 : 1)
  }
  return 0
}
