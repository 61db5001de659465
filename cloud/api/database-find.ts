// The cluster that a request is about.
import type { Database } from './database-state.ts'
import { ApiRefusal, found } from './reply.ts'
import type { Call } from './router.ts'

export const databaseOf = ({ world, param }: Call): Database =>
  found(
    world.state.databases.find(({ id }) => id === param('database')),
    'cluster not found',
  )

/** A cluster that is not online takes no changes. */
export function onlineDatabase(call: Call): Database {
  const database = databaseOf(call)
  if (database.status !== 'online') {
    throw new ApiRefusal(412, `cluster is ${database.status}, try again when it is online`)
  }
  return database
}
