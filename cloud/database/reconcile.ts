// The users and databases a cluster should have -> the server has those and no others. The first user
// administers: it owns the databases and makes roles, and as at DigitalOcean it is no superuser.
import type { DatabaseCluster } from '../backend.ts'
import { type Administrator, quotedName, quotedText } from './administrator.ts'
import type { Server } from './server.ts'

export async function reconcile(server: Server, cluster: DatabaseCluster): Promise<void> {
  const { session } = server
  const databases = await names(session, 'SELECT datname AS name FROM pg_database')
  await setUsers(session, cluster)
  await setDatabases(session, cluster, databases)
  await dropUsers(server, cluster)
}

const names = async (session: Administrator, sql: string): Promise<string[]> =>
  (await session.run(sql)).map(({ name }) => String(name))

const roles = (session: Administrator) =>
  names(session, "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^(pg_|_cloud$)'")

async function setUsers(session: Administrator, { users }: DatabaseCluster): Promise<void> {
  const present = await roles(session)
  for (const [index, { name, password }] of users.entries()) {
    const rights = index === 0 ? ' CREATEDB CREATEROLE REPLICATION' : ''
    const verb = present.includes(name) ? 'ALTER' : 'CREATE'
    await session.run(
      `${verb} ROLE ${quotedName(name)} LOGIN PASSWORD ${quotedText(password)}${rights}`,
    )
  }
}

async function setDatabases(
  session: Administrator,
  { users, databases }: DatabaseCluster,
  present: readonly string[],
): Promise<void> {
  const owner = users[0] ? ` OWNER ${quotedName(users[0].name)}` : ''
  for (const name of databases.filter((one) => !present.includes(one))) {
    await session.run(`CREATE DATABASE ${quotedName(name)}${owner}`)
  }
  const own = ['postgres', 'template0', 'template1']
  for (const name of present.filter((one) => !own.includes(one) && !databases.includes(one))) {
    await session.run(`DROP DATABASE ${quotedName(name)} WITH (FORCE)`)
  }
}

/** What a user owned goes to the administrator. */
async function dropUsers(
  { session, inside }: Server,
  { users, databases }: DatabaseCluster,
): Promise<void> {
  const wanted = users.map(({ name }) => name)
  const gone = (await roles(session)).filter((name) => !wanted.includes(name)).map(quotedName)
  const heir = quotedName(wanted[0] ?? '_cloud')
  for (const role of gone) {
    for (const database of databases) {
      const there = inside(database)
      await there.run(`REASSIGN OWNED BY ${role} TO ${heir}; DROP OWNED BY ${role}`)
      await there.end()
    }
    await session.run(`DROP ROLE ${role}`)
  }
}
