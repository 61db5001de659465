// digitalocean_database_replica: a read-only node of its own. The API refuses one (412) until the
// cluster's first backup is there, so the creation is tried again.
import { hasStatus } from '../api-client.ts'
import { notEmpty, tagName } from '../check.ts'
import { text, texts } from '../given.ts'
import { during, hasChanged, type Operation, type Resource, timeoutMs } from '../resource.ts'
import { pause, waitFor } from '../wait.ts'
import { importedPart } from './cluster-part.ts'
import { type Connection, connectionAttributes } from './database-connection.ts'
import { sameTags } from './tags.ts'

type Replica = {
  id: string
  name: string
  status: string
  region: string
  tags?: string[] | null
  private_network_uuid?: string
  connection?: Connection | null
  private_connection?: Connection | null
}

const retryPauseMs = 500
const onlineMs = 1_800_000
const idOf = (cluster: string, name: string): string => `${cluster}/replicas/${name}`

export const databaseReplica: Resource = {
  replacedBy: ['name', 'cluster_id', 'region', 'private_network_uuid', 'tags'],
  checks: { name: notEmpty, cluster_id: notEmpty, private_network_uuid: notEmpty, tags: tagName },
  unchanged: { tags: sameTags },
  create: async (operation) => {
    const { planned, keep } = operation
    await make(operation)
    await during('Error creating DatabaseReplica', untilOnline(operation))
    keep({ id: idOf(String(planned.cluster_id), String(planned.name)) })
  },
  read: async (api, state) => {
    const path = `/v2/databases/${text(state.cluster_id)}/replicas/${text(state.name)}`
    const asked = api.find<{ replica: Replica }>(path)
    const found = (await during('Error retrieving DatabaseReplica', asked))?.replica
    if (found === undefined) return null
    return {
      ...connectionAttributes(text(state.password), found.connection, found.private_connection),
      uuid: found.id,
      region: found.region,
      tags: found.tags ?? [],
      private_network_uuid: found.private_network_uuid ?? '',
    }
  },
  update: async (operation) => {
    const { api, planned } = operation
    if (!hasChanged(operation, 'size')) return
    const body = { size: text(planned.size), num_nodes: 1 }
    const resized = api.put(`/v2/databases/${text(planned.uuid)}/resize`, body)
    await during('Error resizing database replica', resized)
    await during('Error resizing database replica', untilOnline(operation))
  },
  remove: ({ api, prior }) => {
    const path = `/v2/databases/${text(prior.cluster_id)}/replicas/${text(prior.name)}`
    return during('Error deleting DatabaseReplica', api.remove(path))
  },
  imported: (id) => importedPart(id, 'the replica name', idOf),
}

async function make({ api, pace, planned }: Operation): Promise<void> {
  const body = {
    name: text(planned.name),
    region: text(planned.region),
    size: text(planned.size),
    tags: texts(planned.tags),
    private_network_uuid: text(planned.private_network_uuid),
  }
  const end = Date.now() + timeoutMs(planned, 'create', '20m')
  for (;;) {
    try {
      await api.post(`/v2/databases/${text(planned.cluster_id)}/replicas`, body)
      return
    } catch (error) {
      if (!hasStatus(error, 412) || Date.now() > end) {
        return during('Error creating DatabaseReplica', Promise.reject(error))
      }
      await pause(retryPauseMs, pace)
    }
  }
}

async function untilOnline({ api, pace, planned }: Operation): Promise<void> {
  const path = `/v2/databases/${text(planned.cluster_id)}/replicas/${text(planned.name)}`
  const state = async (): Promise<string | undefined> =>
    (await api.find<{ replica: Replica }>(path))?.replica.status === 'online' ? 'online' : undefined
  const wait = { state, target: 'online', pending: [], delayMs: 15_000, pauseMs: 15_000 }
  await waitFor({ ...wait, timeoutMs: onlineMs }, { pollMs: pace.pollMs })
}
