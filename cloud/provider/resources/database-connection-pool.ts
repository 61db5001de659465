// digitalocean_database_connection_pool: any change makes a new one.
import { lengthBetween, notEmpty, oneOf } from '../check.ts'
import { flag, text, whole } from '../given.ts'
import { during, type Resource } from '../resource.ts'
import { importedPart } from './cluster-part.ts'
import { type Connection, connectionAttributes } from './database-connection.ts'

type Pool = {
  name: string
  user: string
  mode: string
  size: number
  db: string
  connection?: Connection | null
  private_connection?: Connection | null
}

const idOf = (cluster: string, name: string): string => `${cluster}/${name}`

export const databaseConnectionPool: Resource = {
  replacedBy: ['cluster_id', 'name', 'user', 'mode', 'size', 'db_name', 'skip_if_exists'],
  checks: {
    cluster_id: notEmpty,
    name: lengthBetween(3, 63),
    user: notEmpty,
    mode: oneOf('session', 'transaction', 'statement'),
    size: notEmpty,
    db_name: notEmpty,
  },
  create: async ({ api, planned, keep }) => {
    const [cluster, name] = [text(planned.cluster_id) ?? '', text(planned.name) ?? '']
    const path = `/v2/databases/${cluster}/pools`
    const exists = flag(planned.skip_if_exists) && (await api.find(`${path}/${name}`))
    if (!exists) {
      const body = {
        name,
        user: text(planned.user),
        mode: text(planned.mode),
        size: whole(planned.size),
        db: text(planned.db_name),
      }
      await during('Error creating DatabaseConnectionPool', api.post(path, body))
    }
    keep({ id: idOf(cluster, name) })
  },
  read: async (api, state) => {
    const [cluster = '', name = ''] = String(state.id).split('/')
    const asked = api.find<{ pool: Pool }>(`/v2/databases/${cluster}/pools/${name}`)
    const found = await during('Error retrieving DatabaseConnectionPool', asked)
    if (found === undefined) return null
    const { user, mode, size, db, connection, private_connection } = found.pool
    return {
      ...connectionAttributes(text(state.password), connection, private_connection),
      cluster_id: cluster,
      name,
      user,
      mode,
      size,
      db_name: db,
    }
  },
  remove: ({ api, prior }) => {
    const path = `/v2/databases/${text(prior.cluster_id)}/pools/${text(prior.name)}`
    return during('Error deleting DatabaseConnectionPool', api.remove(path))
  },
  imported: (id) => importedPart(id, 'the name of the connection pool', idOf),
}
