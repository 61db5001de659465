// The changes of a database cluster in place: size and nodes in one call, region, window, modes, major
// version, tags. Only the first two are waited for.
import { blocks, text, whole } from '../given.ts'
import { during, hasChanged, type Operation } from '../resource.ts'
import { untilOnline } from './database-cluster.ts'
import { setTags } from './tags.ts'

export async function updateCluster(operation: Operation): Promise<void> {
  const { api, planned } = operation
  const id = String(planned.id)
  const path = `/v2/databases/${id}`
  if (hasChanged(operation, 'size', 'node_count', 'storage_size_mib')) {
    await during('Error resizing database cluster', resize(operation, id))
  }
  if (hasChanged(operation, 'region')) {
    await during('Error migrating database cluster', migrate(operation, id))
  }
  const [window] = blocks(planned.maintenance_window)
  if (hasChanged(operation, 'maintenance_window') && window) {
    const set = api.put(`${path}/maintenance`, { day: window.day, hour: window.hour })
    await during('Error updating maintenance window for database cluster', set)
  }
  await updateModes(operation, path)
  if (hasChanged(operation, 'version')) {
    const upgraded = api.put(`${path}/upgrade`, { version: text(planned.version) })
    await during('Error upgrading version for database cluster', upgraded)
  }
  if (hasChanged(operation, 'tags')) {
    await during('Error updating tags', setTags(operation, 'database', id))
  }
}

async function resize(operation: Operation, id: string): Promise<void> {
  const { api, planned } = operation
  const storage = text(planned.storage_size_mib)
  const given = hasChanged(operation, 'storage_size_mib') && storage !== undefined
  await api.put(`/v2/databases/${id}/resize`, {
    size: text(planned.size),
    num_nodes: whole(planned.node_count),
    storage_size_mib: given ? Number(storage) : undefined,
  })
  await untilOnline(operation, id)
}

async function migrate(operation: Operation, id: string): Promise<void> {
  await operation.api.put(`/v2/databases/${id}/migrate`, { region: text(operation.planned.region) })
  await untilOnline(operation, id)
}

async function updateModes(operation: Operation, path: string): Promise<void> {
  const { api, planned } = operation
  if (hasChanged(operation, 'eviction_policy')) {
    const eviction_policy = text(planned.eviction_policy) ?? 'noeviction'
    await api.put(`${path}/eviction_policy`, { eviction_policy })
  }
  if (hasChanged(operation, 'sql_mode')) {
    await api.put(`${path}/sql_mode`, { sql_mode: text(planned.sql_mode) ?? '' })
  }
}
