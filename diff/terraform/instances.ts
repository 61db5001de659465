// A configuration and what its names stand for → the instances of its resources, as `count` and
// `for_each` make them, each with the names that its own attributes see.
import { evaluate, type Names, stepped, textOf } from '../expression/evaluate.ts'
import { parseTemplate } from '../expression/parse.ts'
import { UnreadExpression } from '../expression/tokens.ts'
import { type Fields, isFields, isList, unknown, type Value } from '../expression/value.ts'
import type { Configuration } from './configuration.ts'

export type Instance = {
  type: string
  label: string
  /** As Terraform writes it: `type.label`, `type.label[0]` or `type.label["key"]`. */
  address: string
  body: Fields
  names: Names
}

/** A string is a template; a list and an object hold some. */
export function valued(written: Value, names: Names): Value {
  if (typeof written === 'string') return evaluate(parseTemplate(written), names)
  if (isList(written)) return written.map((item) => valued(item, names))
  if (!isFields(written)) return written
  return Object.fromEntries(
    Object.entries(written).map(([name, inner]) => [name, valued(inner, names)]),
  )
}

export const bodyOf = ({ resource }: Configuration, type: string, label: string): Value =>
  stepped(resource, [type, label])

export function instancesOf(configuration: Configuration, names: Names): Instance[] {
  return Object.entries(configuration.resource).flatMap(([type, labels]) =>
    Object.entries(isFields(labels) ? labels : {}).flatMap(([label, body]) =>
      isFields(body) ? expanded({ type, label, body, address: `${type}.${label}`, names }) : [],
    ),
  )
}

function expanded(one: Instance): Instance[] {
  const { body, address, names } = one
  if (body.count !== undefined) {
    const count = numberOf(valued(body.count, names), address)
    return Array.from({ length: count }, (_, index) => ({
      ...one,
      address: `${address}[${index}]`,
      names: withOwn(names, 'count', { index }),
    }))
  }
  if (body.for_each === undefined) return [one]
  return Object.entries(eachOf(valued(body.for_each, names), address)).map(([key, value]) => ({
    ...one,
    address: `${address}[${JSON.stringify(key)}]`,
    names: withOwn(names, 'each', { key, value }),
  }))
}

function numberOf(value: Value, address: string): number {
  if (typeof value === 'number') return value
  throw new UnreadExpression(`the count of ${address} is not known: ${textOf(value)}`)
}

/** A set is walked by its elements, a map by its keys. */
function eachOf(value: Value, address: string): Fields {
  if (isFields(value)) return value
  if (isList(value)) return Object.fromEntries(value.map((item) => [textOf(item), item]))
  throw new UnreadExpression(`the keys of ${address} are not known: ${textOf(value)}`)
}

export const withOwn =
  (names: Names, root: string, own: Fields): Names =>
  (name, steps) =>
    name === root ? stepped(own, steps) : names(name, steps)

const notAttributes = new Set([
  ...['count', 'for_each', 'depends_on', 'lifecycle', 'provisioner', 'connection', 'provider'],
  ...['timeouts', 'dynamic'],
])

/** Every attribute and block as it is written in the configuration, evaluated. */
export function attributesOf({ body, names }: Instance): Fields {
  const written = Object.entries(body).filter(([name]) => !notAttributes.has(name))
  const plain = Object.fromEntries(written.map(([name, value]) => [name, valued(value, names)]))
  const dynamic = isFields(body.dynamic) ? Object.entries(body.dynamic) : []
  const blocks = dynamic.map(([name, block]) => {
    const before = plain[name]
    return [name, [...(isList(before) ? before : []), ...repeated(name, block, names)]] as const
  })
  return { ...plain, ...Object.fromEntries(blocks) }
}

function repeated(name: string, block: Value, names: Names): Value[] {
  if (!isFields(block)) return []
  const each = valued(block.for_each ?? [], names)
  if (!isList(each)) return [unknown(`${name} for each of ${textOf(each)}`)]
  return each.map((value, key) => valued(block.content ?? {}, withOwn(names, name, { key, value })))
}
