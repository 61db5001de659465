// /v2/databases/ID/replicas: read-only nodes, created asynchronously.
import { integer, requiredText, text, texts } from './body.ts'
import { clusterOf } from './database-cluster.ts'
import { databaseOf, onlineDatabase } from './database-find.ts'
import type { Database, DatabaseReplica } from './database-state.ts'
import { replicaView } from './database-view.ts'
import { paged } from './page.ts'
import { conflict, created, found, noContent, ok } from './reply.ts'
import { ensureTags } from './resources.ts'
import type { Call, Routes } from './router.ts'
import { vpcFor } from './vpc.ts'
import { start } from './work.ts'
import { changed, isoNow, remove, uuid, type World } from './world.ts'

const replicas = '/v2/databases/:database/replicas'

export const databaseReplicaRoutes: Routes = {
  [`GET ${replicas}`]: (call) => {
    const database = databaseOf(call)
    return paged(
      call,
      'replicas',
      database.replicas.map((replica) => replicaView(database, replica)),
    )
  },
  [`POST ${replicas}`]: createReplica,
  [`GET ${replicas}/:replica`]: (call) => {
    const database = databaseOf(call)
    return ok({ replica: replicaView(database, replicaOf(database, call)) })
  },
  [`DELETE ${replicas}/:replica`]: (call) => {
    const database = databaseOf(call)
    const replica = replicaOf(database, call)
    remove(database.replicas, replica)
    changed(call.world, 'database', 'updated', database, { replica: replica.name })
    return noContent
  },
}

const replicaOf = (database: Database, { param }: Call): DatabaseReplica =>
  found(
    database.replicas.find(({ name }) => name === param('replica')),
    'replica not found',
  )

function createReplica(call: Call) {
  const { world, body } = call
  const database = onlineDatabase(call)
  const name = requiredText(body, 'name')
  if (database.replicas.some((replica) => replica.name === name)) {
    throw conflict('replica name is not available')
  }
  const region = text(body, 'region') || database.region
  const replica: DatabaseReplica = {
    id: uuid(),
    name,
    region,
    size: text(body, 'size') || database.size,
    status: 'creating',
    created_at: isoNow(world),
    private_network_uuid: vpcFor(world, text(body, 'private_network_uuid'), region).id,
    tags: ensureTags(world.state, texts(body, 'tags') ?? []),
    storage_size_mib: integer(body, 'storage_size_mib') ?? database.storage_size_mib,
    endpoint: { host: '', privateHost: '', port: 25060 },
  }
  database.replicas.push(replica)
  replicate(world, database, replica)
  return created({ replica: replicaView(database, replica) })
}

/** Also after a restart, for one that was still creating. */
export function replicate(world: World, database: Database, replica: DatabaseReplica): void {
  start(world, {
    what: 'create replica',
    name: replica.name,
    run: async () => {
      const cluster = clusterOf(world.state, database)
      replica.endpoint = await world.backend.databases.replicate(cluster, replica.name)
      replica.status = 'online'
      changed(world, 'database', 'updated', database, { replica: replica.name })
    },
    failed: (message) => {
      replica.status = 'errored'
      changed(world, 'database', 'errored', database, { replica: replica.name, message })
    },
  })
}
