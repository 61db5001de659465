// What an apply would do to data, or leave it open to → sentences that nobody overlooks.
import { databaseSize } from '../compiler/facts.ts'
import type { System } from '../compiler/model/system.ts'
import { isFields } from './expression/value.ts'
import type { ResourceGroup } from './resource-groups.ts'
import type { Configuration } from './terraform/configuration.ts'

export type Danger = {
  kind: 'destroys data' | 'refused' | 'risk'
  what: string
  /** The keys that are to blame. */
  because: readonly string[]
}

type Both<T> = { before: T; after: T }

export function dangersOf(
  resources: readonly ResourceGroup[],
  configurations: Both<Configuration>,
  systems: Both<System>,
): Danger[] {
  return [
    ...resources.filter(({ downtime }) => downtime === 'destroys data').map(destroyed),
    ...resources.filter(({ refused }) => refused).map(refusedByTerraform),
    ...unprotected(configurations),
    ...shrunk(systems),
  ]
}

const destroyed = ({ resource, actions, because }: ResourceGroup): Danger => ({
  kind: 'destroys data',
  what: `${resource} is ${actions.replace ? 'destroyed and made anew, empty' : 'destroyed, with all its data'}`,
  because,
})

const refusedByTerraform = ({ resource, because }: ResourceGroup): Danger => ({
  kind: 'refused',
  what: `terraform refuses to destroy ${resource} while \`database.preventDestroy\` is true: nothing is applied`,
  because,
})

/** What Terraform would have refused to destroy until now. */
function unprotected({ before, after }: Both<Configuration>): Danger[] {
  const kept = protectedIn(after)
  return [...protectedIn(before)]
    .filter((resource) => !kept.has(resource))
    .map((resource) => ({
      kind: 'risk',
      what: `nothing keeps ${resource} from being destroyed any more`,
      because: ['database.preventDestroy'],
    }))
}

function protectedIn({ resource }: Configuration): Set<string> {
  const labelled = Object.entries(resource).flatMap(([type, labels]) =>
    Object.entries(isFields(labels) ? labels : {}).map(([label, body]) => ({ type, label, body })),
  )
  return new Set(
    labelled
      .filter(
        ({ body }) =>
          isFields(body) && isFields(body.lifecycle) && body.lifecycle.prevent_destroy === true,
      )
      .map(({ type, label }) => `${type}.${label}`),
  )
}

function shrunk({ before: { database: old }, after: { database: now } }: Both<System>): Danger[] {
  if (old === undefined || now === undefined) return []
  const risk = (isSo: boolean, what: string, key: string): Danger[] =>
    isSo ? [{ kind: 'risk', what, because: [`database.${key}`] }] : []
  const memory = (size: string) => databaseSize(size)?.memoryMib
  const [oldMemory = 0, newMemory = 0] = [memory(old.size), memory(now.size)]
  return [
    ...risk(
      Number(now.version) < Number(old.version),
      `DigitalOcean refuses to go back from PostgreSQL ${old.version} to ${now.version}`,
      'version',
    ),
    ...risk(
      newMemory > 0 && newMemory < oldMemory,
      `the database shrinks from ${old.size} to ${now.size}; DigitalOcean refuses if the data does not fit`,
      'size',
    ),
    ...risk(
      now.nodes < old.nodes,
      now.nodes === 1 ? 'the database has no standby any more' : 'the database loses a standby',
      'nodes',
    ),
  ]
}
