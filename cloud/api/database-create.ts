// POST /v2/databases: a validated request -> a cluster that is `creating`, and the work that brings
// it online.
import { randomBytes } from 'node:crypto'
import { type Body, integer, requiredInteger, requiredText, text, texts } from './body.ts'
import { databaseSizes, databaseVersions, openRegion } from './catalog.ts'
import { clusterOf } from './database-cluster.ts'
import type { Database } from './database-state.ts'
import { databaseView } from './database-view.ts'
import { created, unprocessable } from './reply.ts'
import { defaultProjectId, ensureTags } from './resources.ts'
import type { Call } from './router.ts'
import { vpcFor } from './vpc.ts'
import { start } from './work.ts'
import { changed, isoNow, uuid, type World } from './world.ts'

export function createDatabase({ world, body }: Call) {
  const name = nameIn(world, body)
  const region = openRegion(requiredText(body, 'region'), 'database cluster').slug
  const shape = shapeIn(body)
  const vpc = vpcFor(world, text(body, 'private_network_uuid'), region)
  const database: Database = {
    id: uuid(),
    name,
    ...engineIn(body),
    status: 'creating',
    region,
    ...shape,
    created_at: isoNow(world),
    private_network_uuid: vpc.id,
    project_id: text(body, 'project_id') || defaultProjectId(world.state),
    tags: ensureTags(world.state, texts(body, 'tags') ?? []),
    maintenance_window: { day: 'tuesday', hour: '14:00:00' },
    users: [{ name: 'doadmin', role: 'primary', password: newPassword() }],
    dbs: ['defaultdb'],
    pools: [],
    rules: [],
    replicas: [],
    config: {},
    endpoint: { host: '', privateHost: '', port: 25060 },
  }
  world.state.databases.push(database)
  changed(world, 'database', 'created', database)
  bringOnline(world, database)
  return created({ database: databaseView(database) })
}

export const newPassword = (): string => `AVNS_${randomBytes(12).toString('base64url')}`

function nameIn(world: World, body: Body): string {
  const name = requiredText(body, 'name')
  if (!/^[a-z][a-z0-9-]{2,62}$/.test(name)) {
    throw unprocessable('name must be 3 to 63 lower-case letters, numbers and dashes')
  }
  if (world.state.databases.some((database) => database.name === name)) {
    throw unprocessable('cluster name is not available')
  }
  return name
}

function engineIn(body: Body): { engine: string; version: string } {
  const engine = requiredText(body, 'engine')
  if (engine !== 'pg') throw unprocessable(`engine ${engine} is not emulated; only pg is`)
  return { engine, version: offeredVersion(text(body, 'version') || databaseVersions.default) }
}

export function offeredVersion(version: string): string {
  const known = databaseVersions.versions.find((one) => one.version === version)
  if (known?.status !== 'offered') throw unprocessable(`invalid version: ${version}`)
  return version
}

/** Also what a resize asks for; storage cannot shrink below what the cluster has. */
export function shapeIn(body: Body, before?: Database) {
  const slug = requiredText(body, 'size')
  const nodes = before ? (integer(body, 'num_nodes') ?? before.num_nodes) : nodesIn(body)
  const size = databaseSizes.find((one) => one.slug === slug)
  if (!size) throw unprocessable(`invalid size: ${slug}`)
  if (nodes < size.minNodes || nodes > size.maxNodes) {
    throw unprocessable(`invalid num_nodes ${nodes} for ${slug}`)
  }
  const least = (size.diskGib ?? 10) * 1024
  const storage =
    integer(body, 'storage_size_mib') ?? Math.max(least, before?.storage_size_mib ?? 0)
  if (storage < Math.max(least, before?.storage_size_mib ?? 0)) {
    throw unprocessable('storage_size_mib can not be smaller than what the cluster has')
  }
  return { size: slug, num_nodes: nodes, storage_size_mib: storage }
}

const nodesIn = (body: Body): number => requiredInteger(body, 'num_nodes')

/** Also after a restart, for one that was still creating. */
export function bringOnline(world: World, database: Database): void {
  start(world, {
    what: 'create database',
    name: database.name,
    run: async () => {
      database.endpoint = await world.backend.databases.create(clusterOf(world.state, database))
      database.status = 'online'
      changed(world, 'database', 'online', database)
    },
    failed: (message) => {
      database.status = 'errored'
      changed(world, 'database', 'errored', database, { message })
    },
  })
}
