// A stored database cluster -> what the API shows of it: connections are computed from the endpoint,
// the administrator and, for pools, the pool's own user and name.
import type { DatabaseEndpoint } from '../backend.ts'
import type { Database, DatabasePool, DatabaseReplica, DatabaseUser } from './database-state.ts'

type Login = { user: DatabaseUser | undefined; database: string }

function connection({ host, port }: { host: string; port: number }, { user, database }: Login) {
  const password = user?.password ?? ''
  const name = user?.name ?? ''
  return {
    protocol: 'postgresql',
    uri: `postgresql://${name}:${password}@${host}:${port}/${database}?sslmode=require`,
    database,
    host,
    port,
    user: name,
    password,
    ssl: true,
  }
}

function connections({ host, privateHost, port }: DatabaseEndpoint, login: Login) {
  return {
    connection: connection({ host, port }, login),
    private_connection: connection({ host: privateHost, port }, login),
  }
}

const admin = (database: Database): Login => ({ user: database.users[0], database: 'defaultdb' })

export function databaseView(database: Database): Record<string, unknown> {
  const { dbs, pools, rules, replicas, config, endpoint, users, ...shown } = database
  return {
    ...shown,
    semantic_version: `${database.version}.0`,
    status: database.status === 'errored' ? 'creating' : shownStatus(database),
    db_names: dbs,
    users: users.map(userView),
    maintenance_window: { ...database.maintenance_window, pending: false, description: [] },
    ...connections(endpoint, admin(database)),
    metrics_endpoints: [],
    rules: rules.map((rule) => ({ ...rule, cluster_uuid: database.id })),
    version_end_of_life: null,
    version_end_of_availability: null,
  }
}

/** The API has no word of its own for an upgrade under way. */
const shownStatus = ({ status }: Database): string => (status === 'upgrading' ? 'online' : status)

export const userView = (user: DatabaseUser) => ({ ...user })

export const ruleView = (database: Database) =>
  database.rules.map((rule) => ({ ...rule, cluster_uuid: database.id }))

export function poolView(database: Database, pool: DatabasePool) {
  const user = database.users.find(({ name }) => name === pool.user) ?? database.users[0]
  const endpoint = { ...database.endpoint, port: database.endpoint.port + 1 }
  return { ...pool, ...connections(endpoint, { user, database: pool.name }) }
}

export function replicaView(database: Database, { endpoint, ...replica }: DatabaseReplica) {
  return { ...replica, ...connections(endpoint, admin(database)) }
}
