// digitalocean_database_cluster. A creation that does not come online in time leaves nothing in the
// state: the id is kept only then, as the real provider has it, and the cluster goes on costing.
import type { Api } from '../api-client.ts'
import { notEmpty } from '../check.ts'
import { blocks, text, texts, whole } from '../given.ts'
import {
  type Change,
  type Customised,
  during,
  type Operation,
  type Resource,
  timeoutMs,
} from '../resource.ts'
import type { Attributes, Value } from '../value.ts'
import { waitFor } from '../wait.ts'
import { type Cluster, clusterAttributes } from './database-cluster-state.ts'
import { updateCluster } from './database-cluster-update.ts'
import { sameTags } from './tags.ts'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

export const databaseCluster: Resource = {
  replacedBy: ['name', 'engine', 'private_network_uuid', 'project_id'],
  stored: { region: (written) => written.toLowerCase() },
  unchanged: {
    tags: sameTags,
    version: (before, after, { planned }) =>
      planned.engine === 'redis' && Number(before) > Number(after),
    maintenance_window: sameWindow,
  },
  checks: {
    name: notEmpty,
    engine: notEmpty,
    size: notEmpty,
    region: notEmpty,
    node_count: notEmpty,
    private_network_uuid: notEmpty,
    'maintenance_window.day': (value) =>
      typeof value !== 'string' || days.includes(value.toLowerCase())
        ? undefined
        : `expected day to be a valid day of the week, got ${value}`,
  },
  customise,
  create,
  read: async (api, state) => {
    const asked = api.find<{ database: Cluster }>(`/v2/databases/${state.id}`)
    const found = await during('Error retrieving database cluster', asked)
    return found === undefined
      ? null
      : { ...clusterAttributes(found.database, state), ...(await modes(api, state)) }
  },
  update: updateCluster,
  remove: ({ api, prior }) =>
    during('Error deleting database cluster', api.remove(`/v2/databases/${prior.id}`)),
}

function customise({ prior, planned }: Change): Customised {
  const { engine, version, sql_mode, eviction_policy } = planned
  if ((version ?? '') === '') {
    throw new Error(
      text(prior.version)
        ? `The argument "version" is now required. Set the ${text(engine)} version to the value saved to state: ${text(prior.version)}`
        : 'The argument "version" is required, but no definition was found.',
    )
  }
  if (text(sql_mode) && engine !== 'mysql') {
    throw new Error('sql_mode is only supported for MySQL Database Clusters')
  }
  if (text(eviction_policy) && engine !== 'redis' && engine !== 'valkey') {
    throw new Error('eviction_policy is only supported for Redis Database Clusters')
  }
  return {}
}

/** "13:00" and "13:00:00" are one hour. */
function sameWindow(before: Value, after: Value): boolean {
  const shown = (value: Value) =>
    blocks(value).map(({ day, hour }) => `${String(day)} ${String(hour).split(':').slice(0, 2)}`)
  return shown(after).length > 0 && shown(before).join() === shown(after).join()
}

async function create(operation: Operation): Promise<void> {
  const { api, planned, keep } = operation
  const made = api.post<{ database: Cluster }>('/v2/databases', request(planned))
  const { id, connection } = (await during('Error creating database cluster', made)).database
  await during('Error creating database cluster', untilOnline(operation, id))
  keep({ id, ...(text(connection?.password) && { password: text(connection?.password) ?? null }) })
  const [window] = blocks(planned.maintenance_window)
  if (window) {
    const set = api.put(`/v2/databases/${id}/maintenance`, { day: window.day, hour: window.hour })
    await during('Error adding maintenance window for database cluster', set)
  }
  await setModes(operation, id)
}

function request(planned: Attributes): object {
  const [restore] = blocks(planned.backup_restore)
  const [autoscale] = blocks(planned.storage_autoscale)
  const storage = text(planned.storage_size_mib)
  return {
    name: text(planned.name),
    engine: text(planned.engine),
    version: text(planned.version),
    size: text(planned.size),
    region: text(planned.region),
    num_nodes: whole(planned.node_count),
    private_network_uuid: text(planned.private_network_uuid),
    project_id: text(planned.project_id),
    tags: texts(planned.tags),
    storage_size_mib: storage === undefined ? undefined : Number(storage),
    backup_restore: restore,
    autoscale: autoscale && { storage: autoscale },
  }
}

/** Looks at the cluster every 15 seconds; an interruption does not end it, as in the real provider. */
export async function untilOnline(operation: Operation, id: string): Promise<void> {
  const { api, pace, planned } = operation
  const timeout = timeoutMs(planned, 'create', '30m')
  const end = Date.now() + timeout
  const state = async (): Promise<string | undefined> => {
    const asked = api.find<{ database: Cluster }>(`/v2/databases/${id}`)
    const found = await during('Error trying to read database cluster state', asked)
    if (found?.database.status === 'online') return 'online'
    if (Date.now() > end) throw new Error('Timeout waiting to database cluster to become online')
    return undefined
  }
  const wait = { state, target: 'online', pending: [], delayMs: 15_000, pauseMs: 15_000 }
  await waitFor({ ...wait, timeoutMs: timeout }, { pollMs: pace.pollMs })
}

async function setModes({ api, planned }: Operation, id: string): Promise<void> {
  const [policy, mode] = [text(planned.eviction_policy), text(planned.sql_mode)]
  if (policy) await api.put(`/v2/databases/${id}/eviction_policy`, { eviction_policy: policy })
  if (mode) await api.put(`/v2/databases/${id}/sql_mode`, { sql_mode: mode })
}

/** Read back only where the state has them. */
async function modes(api: Api, { id, eviction_policy, sql_mode }: Attributes): Promise<Attributes> {
  return {
    ...(text(eviction_policy) &&
      (await api.get<Attributes>(`/v2/databases/${id}/eviction_policy`))),
    ...(text(sql_mode) && (await api.get<Attributes>(`/v2/databases/${id}/sql_mode`))),
  }
}
