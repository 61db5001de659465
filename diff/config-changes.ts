// Two complete configs → the keys that differ, each with what it was and what it is. A block that is
// there on one side only is one change.
import type { Data } from '../compiler/load/to-data.ts'
import type { ConfigPath } from '../compiler/model/config-path.ts'

export type ConfigChange = {
  path: ConfigPath
  /** Absent where the key is. */
  before?: Data
  after?: Data
  /** The file at `path` has other bytes; its name is the same. */
  isContent?: boolean
}

export function configChanges(before: Data, after: Data): ConfigChange[] {
  return changesBelow([], before, after)
}

function changesBelow(path: ConfigPath, before?: Data, after?: Data): ConfigChange[] {
  if (isSame(before, after)) return []
  if (!isBlock(before) || !isBlock(after)) {
    return [
      { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) },
    ]
  }
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  return names.flatMap((name) => changesBelow([...path, name], own(before, name), own(after, name)))
}

type Block = { readonly [name: string]: Data }

const own = (block: Block, name: string): Data | undefined =>
  Object.hasOwn(block, name) ? block[name] : undefined

/** A secret and a plain value are values, though they are written as objects. */
const isBlock = (value: Data | undefined): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isMarked(value as Block)

const isMarked = (value: Block): boolean =>
  Object.keys(value).length === 1 && (value.secret === true || typeof value.plain === 'string')

const isSame = (one: Data | undefined, other: Data | undefined): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

const sorted = (value: Data | undefined): unknown =>
  isBlock(value)
    ? Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, inner]) => [name, sorted(inner)])
    : value

/** The config with one of the changes made. */
export function withChange(config: Data, { path, after }: ConfigChange): Data {
  const [step, ...rest] = path
  if (step === undefined) return after ?? null
  const block = isBlock(config) ? config : {}
  const inner = withChange(own(block, String(step)) ?? {}, {
    path: rest,
    ...(after !== undefined && { after }),
  })
  const others = Object.entries(block).filter(([name]) => name !== String(step))
  const isRemoved = rest.length === 0 && after === undefined
  return Object.fromEntries(isRemoved ? others : [...others, [String(step), inner]])
}
