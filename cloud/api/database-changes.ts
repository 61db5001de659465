// Resize, upgrade and migrate: the answer comes at once, the cluster is online again when the data
// plane has followed.
import { requiredText, text } from './body.ts'
import { openRegion } from './catalog.ts'
import { clusterOf } from './database-cluster.ts'
import { offeredVersion, shapeIn } from './database-create.ts'
import { onlineDatabase } from './database-find.ts'
import type { Database, DatabaseStatus } from './database-state.ts'
import { noContent, unprocessable } from './reply.ts'
import type { Call, Routes } from './router.ts'
import { vpcFor } from './vpc.ts'
import { start } from './work.ts'
import { changed, type World } from './world.ts'

export const databaseChangeRoutes: Routes = {
  'PUT /v2/databases/:database/resize': (call) => {
    const database = onlineDatabase(call)
    Object.assign(database, shapeIn(call.body, database))
    return begin(call.world, database, 'resizing')
  },
  'PUT /v2/databases/:database/upgrade': (call) => {
    const database = onlineDatabase(call)
    const version = offeredVersion(requiredText(call.body, 'version'))
    if (Number(version) <= Number(database.version)) {
      throw unprocessable(`invalid version: ${version} is not newer than ${database.version}`)
    }
    database.version = version
    return begin(call.world, database, 'upgrading')
  },
  'PUT /v2/databases/:database/migrate': migrate,
}

function migrate(call: Call) {
  const database = onlineDatabase(call)
  const region = openRegion(requiredText(call.body, 'region'), 'database cluster').slug
  const vpc = vpcFor(call.world, text(call.body, 'private_network_uuid'), region)
  Object.assign(database, { region, private_network_uuid: vpc.id })
  return begin(call.world, database, 'migrating')
}

function begin(world: World, database: Database, status: DatabaseStatus) {
  database.status = status
  changed(world, 'database', status, database)
  finishChange(world, database)
  return noContent
}

/** Also after a restart, for a change that was under way. */
export function finishChange(world: World, database: Database): void {
  const { databases } = world.backend
  const cluster = clusterOf(world.state, database)
  const steps: Partial<Record<DatabaseStatus, () => Promise<unknown>>> = {
    resizing: () => databases.resize(cluster),
    upgrading: () => databases.upgrade(cluster),
    migrating: async () => {
      database.endpoint = await databases.migrate(cluster)
    },
  }
  start(world, {
    what: `${database.status} database`,
    name: database.name,
    run: async () => {
      await steps[database.status]?.()
      database.status = 'online'
      changed(world, 'database', 'online', database)
    },
    failed: (message) => {
      database.status = 'online'
      changed(world, 'database', 'errored', database, { message })
    },
  })
}
