// /v2/databases: clusters, their maintenance window, configuration, backups and CA certificate.
import { type Body, object, requiredText } from './body.ts'
import { databaseSizes, databaseVersions, regions } from './catalog.ts'
import { databaseChangeRoutes } from './database-changes.ts'
import { clusterOf } from './database-cluster.ts'
import { createDatabase } from './database-create.ts'
import { databaseOf } from './database-find.ts'
import { databaseInsideRoutes } from './database-inside.ts'
import { databaseReplicaRoutes } from './database-replicas.ts'
import { databaseView } from './database-view.ts'
import { paged } from './page.ts'
import { noContent, ok } from './reply.ts'
import { hasTag, urn } from './resources.ts'
import type { Call, Routes } from './router.ts'
import { leaveVpc } from './vpc.ts'
import { start } from './work.ts'
import { changed, remove } from './world.ts'

export const databaseRoutes: Routes = {
  ...databaseChangeRoutes,
  ...databaseInsideRoutes,
  ...databaseReplicaRoutes,
  'GET /v2/databases': (call) => {
    const tag = call.query.get('tag_name')
    const wanted = call.world.state.databases.filter((one) => tag === null || hasTag(one, tag))
    return paged(call, 'databases', wanted.map(databaseView))
  },
  'POST /v2/databases': createDatabase,
  'GET /v2/databases/options': () => ok(options),
  'GET /v2/databases/metrics/credentials': () =>
    ok({ credentials: { basic_auth_username: 'metrics', basic_auth_password: 'metrics' } }),
  'GET /v2/databases/:database': (call) => ok({ database: databaseView(databaseOf(call)) }),
  'DELETE /v2/databases/:database': deleteDatabase,
  'PUT /v2/databases/:database/maintenance': (call) => {
    const day = requiredText(call.body, 'day').toLowerCase()
    databaseOf(call).maintenance_window = { day, hour: requiredText(call.body, 'hour') }
    return noContent
  },
  'GET /v2/databases/:database/backups': (call) => {
    const { created_at } = databaseOf(call)
    return ok({ backups: [{ created_at, size_gigabytes: 0.03 }], scheduled_backup_time: null })
  },
  'GET /v2/databases/:database/ca': (call) => {
    const pem = databaseOf(call).endpoint.caCertificate ?? noCertificate
    return ok({ ca: { certificate: Buffer.from(pem).toString('base64') } })
  },
  'GET /v2/databases/:database/config': (call) => ok({ config: databaseOf(call).config }),
  'PATCH /v2/databases/:database/config': (call) => {
    Object.assign(databaseOf(call).config, object(call.body, 'config'))
    return noContent
  },
  'GET /v2/databases/:database/events': (call) => paged(call, 'events', none(call)),
}

function none(call: Call): [] {
  databaseOf(call)
  return []
}

/** The shape of PEM without a certificate in it: there is no server behind such a cluster. */
const noCertificate = [
  '-----BEGIN CERTIFICATE-----',
  Buffer.from('This cluster has no data plane.').toString('base64'),
  '-----END CERTIFICATE-----',
  '',
].join('\n')

const offered = databaseVersions.versions.filter(({ status }) => status === 'offered')

const options: Body = {
  options: {
    pg: {
      regions: regions.map(({ slug }) => slug),
      versions: offered.map(({ version }) => version),
      default_version: databaseVersions.default,
      layouts: [1, 2, 3].map((nodes) => ({
        num_nodes: nodes,
        sizes: databaseSizes
          .filter(({ minNodes, maxNodes }) => minNodes <= nodes && nodes <= maxNodes)
          .map(({ slug }) => slug),
      })),
    },
  },
  version_availability: {
    pg: offered.map(({ version, endOfLife, endOfAvailability }) => ({
      version,
      end_of_life: `${endOfLife}T00:00:00Z`,
      end_of_availability: endOfAvailability ? `${endOfAvailability}T00:00:00Z` : null,
    })),
  },
}

function deleteDatabase(call: Call) {
  const { world } = call
  const database = databaseOf(call)
  const cluster = clusterOf(world.state, database)
  remove(world.state.databases, database)
  leaveVpc(world, {
    ...database,
    urn: urn('dbaas', database.id),
    vpc_uuid: database.private_network_uuid,
  })
  changed(world, 'database', 'deleted', database)
  start(world, {
    what: 'destroy database',
    name: database.name,
    run: () => world.backend.databases.destroy(cluster),
    failed: (message) => changed(world, 'database', 'errored', database, { message }),
  })
  return noContent
}
