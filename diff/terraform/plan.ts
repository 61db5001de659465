// Two configurations → what an apply of the second does to the resources of the first: what
// `terraform plan` says, without its state and without credentials.
import { evaluate, type Names, textOf } from '../expression/evaluate.ts'
import { parseExpression } from '../expression/parse.ts'
import { encoded, type Fields, isFields, isList, unknown, type Value } from '../expression/value.ts'
import { providerChanges } from '../provider-changes.ts'
import type { Configuration } from './configuration.ts'
import { differing } from './differing.ts'
import { attributesOf, bodyOf, type Instance, instancesOf } from './instances.ts'
import { namesOf } from './names.ts'

export type Action = 'create' | 'update' | 'replace' | 'delete'

export type ResourceChange = {
  address: string
  type: string
  label: string
  action: Action
  /** Attributes and blocks that differ; of a replacement, those that need it. */
  attributes: readonly string[]
  /** Terraform refuses to go on, because of `prevent_destroy`. */
  refused: boolean
}

/** What becomes of an instance, and what its attributes are then. */
type Decided = { change?: ResourceChange; value: (name: string) => Value }

type World = {
  instances: ReadonlyMap<string, Instance>
  names: Names
  decide: (at: string) => Decided
}

export function planned(before: Configuration, after: Configuration): ResourceChange[] {
  const old = worldOf(before, (one) => ({ value: currentValue(one) }))
  const wanted: World = worldOf(after, (one, names) =>
    decided(one, old.instances.get(unindexed(one.address)), { old, names }),
  )
  const made = [...wanted.instances.keys()].flatMap((at) => wanted.decide(at).change ?? [])
  const gone = [...old.instances].filter(([at]) => !wanted.instances.has(at))
  return [...made, ...gone.map(([, one]) => deleted(one, after))]
}

/** Terraform itself moves a resource between no key and `[0]` when `count` comes or goes. */
const unindexed = (address: string): string => address.replace(/\[0\]$/, '')

function worldOf(
  configuration: Configuration,
  decideOne: (one: Instance, names: Names) => Decided,
): World {
  const known = new Map<string, Decided>()
  const instances = new Map<string, Instance>()
  const names = namesOf(configuration, (type, label, steps) => {
    const [own, name = null] = split(bodyOf(configuration, type, label), steps)
    const at = unindexed(`${type}.${label}${own}`)
    return instances.has(at) ? decide(at).value(textOf(name)) : unknown(`${at}.${textOf(name)}`)
  })
  function decide(at: string): Decided {
    const one = instances.get(at)
    if (one === undefined) return { value: (name) => unknown(`${at}.${name}`) }
    const answer = known.get(at) ?? decideOne(one, names)
    known.set(at, answer)
    return answer
  }
  for (const one of instancesOf(configuration, names)) instances.set(unindexed(one.address), one)
  return { instances, names, decide }
}

/** The key of an instance, if the resource has several, and the attribute's name. */
function split(body: Value, steps: readonly Value[]): [key: string, name: Value | undefined] {
  const [first = null, second] = steps
  if (typeof first === 'number') return [`[${first}]`, second]
  if (!isFields(body)) return ['', first]
  return body.for_each === undefined ? ['', first] : [`[${JSON.stringify(first)}]`, second]
}

const currentValue =
  (one: Instance) =>
  (name: string): Value => {
    const attributes = attributesOf(one)
    return attributes[sourceOf(one, name)] ?? unknown(`${unindexed(one.address)}.${name}`)
  }

/** The output of `terraform_data` is its input. */
const sourceOf = ({ type }: Instance, name: string): string =>
  type === 'terraform_data' && name === 'output' ? 'input' : name

type Worlds = { old: World; names: Names }

function decided(one: Instance, current: Instance | undefined, { old, names }: Worlds): Decided {
  const attributes = attributesOf(one)
  if (current === undefined)
    return { change: changed(one, 'create', []), value: fresh(one, attributes) }
  const before = attributesOf(current)
  const ignored = lifecycleList(one, 'ignore_changes')
  const { replacedBy, unordered } = providerChanges(one.type)
  const different = differing(before, attributes, unordered).filter(
    (name) => !ignored.includes(name),
  )
  const triggered = lifecycleList(one, 'replace_triggered_by').filter((trigger) =>
    isTriggered(trigger, { old, names }),
  )
  const needing = [...different.filter((name) => replacedBy.includes(name)), ...triggered]
  if (needing.length > 0) {
    const change = changed(one, 'replace', needing, isProtected(one))
    return { change, value: fresh(one, attributes) }
  }
  const kept = Object.fromEntries(ignored.map((name) => [name, before[name] ?? null]))
  const value = (name: string): Value =>
    ({ ...attributes, ...kept })[sourceOf(one, name)] ??
    unknown(`${unindexed(one.address)}.${name}`)
  return { value, ...(different.length > 0 && { change: changed(one, 'update', different) }) }
}

const isTriggered = (trigger: string, { old, names }: Worlds): boolean => {
  const expression = parseExpression(trigger)
  return encoded(evaluate(expression, old.names)) !== encoded(evaluate(expression, names))
}

/** Of a new instance, what the configuration does not say is not known before the apply. */
const fresh =
  ({ address, type }: Instance, attributes: Fields) =>
  (name: string): Value => {
    const written = attributes[name]
    return written ?? unknown(`new ${type} ${address}.${name}`)
  }

const lifecycleList = ({ body }: Instance, name: string): string[] => {
  const list = isFields(body.lifecycle) ? body.lifecycle[name] : undefined
  return isList(list) ? list.map(textOf) : []
}

const isProtected = ({ body }: Instance): boolean =>
  isFields(body.lifecycle) && body.lifecycle.prevent_destroy === true

const changed = (
  { address, type, label }: Instance,
  action: Action,
  attributes: readonly string[],
  refused = false,
): ResourceChange => ({ address, type, label, action, attributes, refused })

/** A block that is gone from the configuration protects nothing any more; one whose count went down
 * still does. */
function deleted(one: Instance, after: Configuration): ResourceChange {
  const body = bodyOf(after, one.type, one.label)
  if (!isFields(body)) return changed(one, 'delete', [])
  const isMoved = body.count !== undefined && one.address === unindexed(one.address)
  const address = isMoved ? `${one.address}[0]` : one.address
  return changed({ ...one, address }, 'delete', [], isProtected({ ...one, body }))
}
