// The JSON Schema → what there is to say about each key of the config.
import { literal } from '../compiler/validate/phrases.ts'
import systemSchema from '../schema/system.schema.json' with { type: 'json' }
import { type Becomes, becomes } from './becomes.ts'
import type { ValueKey } from './config-key.ts'
import { type FactsTable, factsTable } from './facts-tables.ts'

export type KeyReference = {
  /** `app.env.*` stands for any name below `app.env`. */
  key: string
  description: string
  type: string
  unit?: string
  isRequired: boolean
  /** As it is written in a config; absent where there is none. */
  default?: string
  /** In words, as far as the type does not say it. */
  allowed?: string
  example?: string
  /** The keys directly below. */
  keys: readonly string[]
  becomes?: Becomes
  values?: FactsTable
}

type Node = {
  description?: string
  type?: string
  default?: unknown
  examples?: unknown[]
  enum?: unknown[]
  minimum?: number
  maximum?: number
  maxLength?: number
  pattern?: string
  uniqueItems?: boolean
  required?: string[]
  properties?: Record<string, Node>
  additionalProperties?: boolean | Node
  items?: Node
}

type Entry = { key: string; node: Node; isRequired: boolean }

const entries = (): Entry[] => entriesBelow(systemSchema as Node, '')

export const keyNames = (): readonly string[] => entries().map(({ key }) => key)

export const keyReferences = (): readonly KeyReference[] => entries().map(referenceOf)

export const keyReferencesOf = (keys: readonly string[]): readonly KeyReference[] =>
  entries()
    .filter(({ key }) => keys.includes(key))
    .map(referenceOf)

function entriesBelow(parent: Node, above: string): Entry[] {
  return membersOf(parent).flatMap(([name, node]) => {
    const key = above === '' ? name : `${above}.${name}`
    const isRequired = parent.required?.includes(name) ?? false
    return [{ key, node, isRequired }, ...entriesBelow(node, key)]
  })
}

/** `$schema` is for editors. */
function membersOf({ properties = {}, additionalProperties }: Node): [string, Node][] {
  const named = Object.entries(properties).filter(([name]) => name !== '$schema')
  return typeof additionalProperties === 'object' ? [['*', additionalProperties]] : named
}

function referenceOf({ key, node, isRequired }: Entry): KeyReference {
  const unit = /[a-z]Seconds$/.test(key) ? 'seconds' : undefined
  const allowed = allowedBy(node)
  const example = exampleOf(key, node)
  const values = factsTable(key)
  const becoming = becomes[key as ValueKey]
  return {
    key,
    description: node.description ?? '',
    type: typeOf(node),
    ...(unit && { unit }),
    isRequired,
    ...(node.default !== undefined && { default: literal(node.default) }),
    ...(allowed && { allowed }),
    ...(example && { example }),
    keys: membersOf(node).map(([name]) => `${key}.${name}`),
    ...(becoming && { becomes: becoming }),
    ...(values && { values }),
  }
}

function typeOf({ type, items }: Node): string {
  if (type === 'integer') return 'whole number'
  if (type === 'array') return `array of ${items?.type ?? 'value'}s`
  return type ?? 'string, `secret()` or `plain(…)`'
}

function allowedBy({ enum: words, minimum, maximum, maxLength, pattern, items }: Node): string {
  const rules = [
    words?.map((word) => `\`${literal(word)}\``).join(', '),
    minimum !== undefined && `${minimum} to ${maximum}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    pattern && `\`${pattern}\``,
    items?.pattern && `each \`${items.pattern}\``,
  ]
  return rules.filter((rule) => typeof rule === 'string').join(', ')
}

/** Within the keys around it, as it is written in a config. */
function exampleOf(key: string, { examples = [] }: Node): string | undefined {
  if (key.endsWith('.*')) return "app: { env: { LOG_LEVEL: 'info', STRIPE_KEY: secret() } }"
  const [example] = examples
  if (example === undefined) return undefined
  const [inner = '', ...outer] = key.split('.').reverse()
  return outer.reduce((text, name) => `${name}: { ${text} }`, `${inner}: ${literal(example)}`)
}
