// The changes of single instances → one entry per resource, with the worst that its users notice, and
// the keys of the config that are to blame.
import { type Change, causesOf } from './causes.ts'
import { type Downtime, providerChanges, worst } from './provider-changes.ts'
import type { Action, ResourceChange } from './terraform/plan.ts'

export type ResourceGroup = {
  /** `type.label`. */
  resource: string
  type: string
  /** How many instances, by action. */
  actions: Partial<Record<Action, number>>
  addresses: readonly string[]
  attributes: readonly string[]
  downtime: Downtime
  notes: readonly string[]
  because: readonly string[]
  refused: boolean
}

export function resourceGroups(
  resources: readonly ResourceChange[],
  changes: readonly Change[],
): ResourceGroup[] {
  const names = [...new Set(resources.map(nameOf))]
  return names.map((name) =>
    group(
      name,
      resources.filter((one) => nameOf(one) === name),
      changes,
    ),
  )
}

const allActions = ['create', 'update', 'replace', 'delete'] as const

const nameOf = ({ type, label }: ResourceChange): string => `${type}.${label}`

function group(
  resource: string,
  all: readonly ResourceChange[],
  changes: readonly Change[],
): ResourceGroup {
  const unique = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())]
  const count = (action: Action) => all.filter((one) => one.action === action).length
  const counted = allActions.map((action) => [action, count(action)] as const)
  return {
    resource,
    type: all[0]?.type ?? '',
    actions: Object.fromEntries(counted.filter(([, number]) => number > 0)),
    addresses: all.map(({ address }) => address),
    attributes: unique(all.map(({ attributes }) => attributes)),
    downtime: worst(all.flatMap(downtimesOf)),
    notes: unique(all.map(notesOf)),
    because: inOrder(unique(all.map((one) => causesOf(one, changes))), changes),
    refused: all.some(({ refused }) => refused),
  }
}

const inOrder = (names: readonly string[], changes: readonly Change[]): string[] =>
  changes.map(({ name }) => name).filter((name) => names.includes(name))

function downtimesOf({ type, action, attributes }: ResourceChange): Downtime[] {
  const known = providerChanges(type)
  if (action !== 'update') return [known[action]]
  return attributes.map((name) => known.update[name] ?? known.update['*'] ?? 'none')
}

function notesOf({ type, action, attributes }: ResourceChange): string[] {
  const { notes = {} } = providerChanges(type)
  const asked = action === 'update' ? attributes : [action]
  return asked.flatMap((name) => notes[name] ?? [])
}
