// Prior state and configuration → planned state, and the attributes whose change needs a new
// resource. It decides as the provider SDK does (the "legacy type system"), not as Terraform's core would.
import type { Change, Defaults, Resource } from './resource.ts'
import { canonicalElement, isEmpty, sameAttribute, sameNested } from './same.ts'
import type { Block, NestedBlock, Type } from './table.ts'
import { type Attributes, isAttributes, unknownValue, type Value } from './value.ts'

export type Plan = { readonly planned: Attributes; readonly replacedBy: readonly string[] }

type Rules = Pick<Resource, 'defaults' | 'replacedBy' | 'stored' | 'unchanged' | 'customise'>

export function planChange(
  rules: Rules,
  block: Block,
  { prior, config }: { prior: Attributes | null; config: Attributes },
): Plan {
  const filled = filledBlock(block, config, prior, rules.defaults)
  const stored = withStored(rules, { prior: prior ?? {}, planned: filled, config })
  const planned =
    prior === null ? stored : settled(rules, block, { prior, planned: stored, config })
  const custom = rules.customise?.({ prior: prior ?? {}, planned, config }) ?? {}
  for (const name of custom.unknown ?? []) planned[name] = unknownValue
  if (prior === null) return { planned, replacedBy: [] }
  const replacing = [...(rules.replacedBy ?? []), ...(custom.replacedBy ?? [])]
  return { planned, replacedBy: replacing.filter((name) => differs(block, name, prior, planned)) }
}

function differs(block: Block, name: string, prior: Attributes, planned: Attributes): boolean {
  const [before, after] = [prior[name] ?? null, planned[name] ?? null]
  const attribute = block.attributes[name]
  if (attribute) return !sameAttribute(attribute.type, before, after)
  const nested = block.block_types?.[name]
  return nested !== undefined && !sameNested(nested, before, after)
}

function filledBlock(
  block: Block,
  config: Attributes,
  prior: Attributes | null,
  defaults: Defaults = {},
): Attributes {
  const attributes = Object.entries(block.attributes).map(([name, { type, computed }]) => {
    const written = withUnknownSet(type, config[name] ?? null)
    const usual = defaults[name]
    if (written !== null) return [name, written] as const
    if (usual !== undefined && typeof usual !== 'object') return [name, usual] as const
    if (!computed) return [name, null] as const
    return [name, prior === null ? unknownValue : (prior[name] ?? null)] as const
  })
  const blocks = Object.entries(block.block_types ?? {}).map(([name, nested]) => {
    const usual = defaults[name]
    const inner = typeof usual === 'object' ? usual : {}
    return [name, filledNested(nested, config[name] ?? null, prior?.[name], inner)] as const
  })
  return Object.fromEntries([...attributes, ...blocks])
}

/** The SDK can't hold an unknown element in a set: the whole set is unknown then. */
function withUnknownSet(type: Type, value: Value): Value {
  const isSet = typeof type !== 'string' && type[0] === 'set'
  return isSet && Array.isArray(value) && value.includes(unknownValue) ? unknownValue : value
}

function filledNested(
  nested: NestedBlock,
  written: Value,
  prior: Value | undefined,
  defaults: Defaults,
): Value {
  if (nested.nesting_mode === 'single' || !Array.isArray(written)) return written
  if (written.length === 0 && nested.computed) return prior ?? unknownValue
  const before = Array.isArray(prior) ? prior : []
  return written.map((element, index) => {
    if (!isAttributes(element)) return element
    const known = filledBlock(nested.block, element, {}, defaults)
    const old = nested.nesting_mode === 'list' ? before[index] : match(nested.block, known, before)
    return filledBlock(nested.block, element, isAttributes(old) ? old : null, defaults)
  })
}

/** The prior element that a set's element is: the same in all that was written or is a default. */
function match(block: Block, element: Attributes, before: readonly Value[]): Value | undefined {
  const names = [...Object.keys(block.attributes), ...Object.keys(block.block_types ?? {})]
  const written = names.filter(
    (name) => !(block.attributes[name]?.computed && (element[name] ?? null) === null),
  )
  const text = canonicalElement(block, element, written)
  return before.find((each) => canonicalElement(block, each, written) === text)
}

function withStored({ stored = {} }: Rules, { prior, planned, config }: Change): Attributes {
  const changed = Object.entries(stored).map(([name, store]) => {
    const written = config[name]
    // What ignore_changes puts in place of the configuration is in its stored form already.
    const keep = typeof written !== 'string' || written === prior[name]
    return [name, keep ? (planned[name] ?? null) : store(written)] as const
  })
  return { ...planned, ...Object.fromEntries(changed) }
}

/** Takes the prior value wherever the difference to it is none in the eyes of the SDK or the type. */
function settled({ unchanged = {} }: Rules, block: Block, change: Change): Attributes {
  const { prior, planned } = change
  const names = Object.keys(planned)
  const values = names.map((name) => {
    const [before, after] = [prior[name] ?? null, planned[name] ?? null]
    const same =
      bothEmpty(before, after) ||
      !differs(block, name, prior, planned) ||
      unchanged[name]?.(before, after, change)
    return [name, same ? before : after] as const
  })
  return Object.fromEntries(values)
}

/** What is left out equals any zero; an explicit empty list equals an absent one. */
function bothEmpty(before: Value, after: Value): boolean {
  if (after === null) return isEmpty(before)
  if (!Array.isArray(after) || after.length > 0) return false
  return before === null || (Array.isArray(before) && before.length === 0)
}
