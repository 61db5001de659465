// What is inside a cluster: users, databases, pools and trusted sources. The answer waits until the
// data plane has followed, since clients connect with what they were given.
import {
  type Body,
  integer,
  object,
  objects,
  oneOf,
  requiredInteger,
  requiredText,
} from './body.ts'
import { newPassword } from './database-create.ts'
import { databaseOf, onlineDatabase } from './database-find.ts'
import type { Database, DatabaseRule } from './database-state.ts'
import { poolView, ruleView, userView } from './database-view.ts'
import { paged } from './page.ts'
import { tellDatabase } from './propagate.ts'
import {
  conflict,
  created,
  forbidden,
  found,
  noContent,
  ok,
  type Reply,
  unprocessable,
} from './reply.ts'
import type { Call, Handler, Routes } from './router.ts'
import { changed, isoNow, remove, uuid, type World } from './world.ts'

/** Changes an online cluster, then answers once the data plane has it. */
const edit =
  (apply: (database: Database, call: Call) => Reply): Handler =>
  async (call) => {
    const database = onlineDatabase(call)
    const reply = apply(database, call)
    changed(call.world, 'database', 'updated', database)
    await tellDatabase(call.world, database)
    return reply
  }

const users = '/v2/databases/:database/users'
const dbs = '/v2/databases/:database/dbs'
const pools = '/v2/databases/:database/pools'

export const databaseInsideRoutes: Routes = {
  [`GET ${users}`]: (call) => paged(call, 'users', databaseOf(call).users.map(userView)),
  [`POST ${users}`]: edit(createUser),
  [`GET ${users}/:user`]: (call) => ok({ user: userView(userOf(databaseOf(call), call)) }),
  [`PUT ${users}/:user`]: edit((database, call) => {
    const user = userOf(database, call)
    user.settings = object(call.body, 'settings') ?? {}
    return ok({ user: userView(user) })
  }),
  [`DELETE ${users}/:user`]: edit((database, call) => {
    const user = userOf(database, call)
    if (user.role === 'primary') throw forbidden('cannot delete the primary user')
    remove(database.users, user)
    return noContent
  }),
  [`POST ${users}/:user/reset_auth`]: edit((database, call) => {
    const user = userOf(database, call)
    user.password = newPassword()
    return ok({ user: userView(user) })
  }),
  [`GET ${dbs}`]: (call) => paged(call, 'dbs', databaseOf(call).dbs.map(named)),
  [`POST ${dbs}`]: edit((database, { body }) => {
    const name = requiredText(body, 'name')
    if (database.dbs.includes(name)) throw conflict('database name is not available')
    database.dbs.push(name)
    return created({ db: named(name) })
  }),
  [`GET ${dbs}/:db`]: (call) => ok({ db: named(dbOf(databaseOf(call), call)) }),
  [`DELETE ${dbs}/:db`]: edit((database, call) => {
    remove(database.dbs, dbOf(database, call))
    return noContent
  }),
  [`GET ${pools}`]: (call) => {
    const database = databaseOf(call)
    return paged(
      call,
      'pools',
      database.pools.map((pool) => poolView(database, pool)),
    )
  },
  [`POST ${pools}`]: edit((database, { body }) => {
    const pool = { name: requiredText(body, 'name'), ...poolIn(database, body) }
    if (database.pools.some(({ name }) => name === pool.name)) {
      throw conflict('pool name is not available')
    }
    database.pools.push(pool)
    return created({ pool: poolView(database, pool) })
  }),
  [`GET ${pools}/:pool`]: (call) => {
    const database = databaseOf(call)
    return ok({ pool: poolView(database, poolOf(database, call)) })
  },
  [`PUT ${pools}/:pool`]: edit((database, call) => {
    Object.assign(poolOf(database, call), poolIn(database, call.body))
    return noContent
  }),
  [`DELETE ${pools}/:pool`]: edit((database, call) => {
    remove(database.pools, poolOf(database, call))
    return noContent
  }),
  'GET /v2/databases/:database/firewall': (call) => ok({ rules: ruleView(databaseOf(call)) }),
  'PUT /v2/databases/:database/firewall': edit((database, { world, body }) => {
    const rules = objects(body, 'rules') ?? []
    database.rules = rules.map((rule) => ruleIn(world, database, rule))
    return noContent
  }),
}

const named = (name: string) => ({ name })

const userOf = (database: Database, { param }: Call) =>
  found(
    database.users.find(({ name }) => name === param('user')),
    'user not found',
  )

const dbOf = (database: Database, { param }: Call) =>
  found(
    database.dbs.find((name) => name === param('db')),
    'database not found',
  )

const poolOf = (database: Database, { param }: Call) =>
  found(
    database.pools.find(({ name }) => name === param('pool')),
    'pool not found',
  )

function createUser(database: Database, { body }: Call): Reply {
  const name = requiredText(body, 'name')
  if (database.users.some((user) => user.name === name)) {
    throw conflict('user name is not available')
  }
  const settings = object(body, 'settings')
  const user = { name, role: 'normal', password: newPassword(), ...(settings && { settings }) }
  database.users.push(user)
  return created({ user: userView(user) })
}

function poolIn(database: Database, body: Body) {
  const mode = oneOf(body, 'mode', ['transaction', 'session', 'statement']) ?? 'transaction'
  const size = integer(body, 'size') ?? requiredInteger(body, 'size')
  const db = requiredText(body, 'db')
  if (!database.dbs.includes(db)) throw unprocessable(`database ${db} does not exist`)
  return { mode, size, db, user: String(body.user ?? database.users[0]?.name) }
}

/** A rule that was there already keeps its id and date. */
function ruleIn(world: World, database: Database, rule: Body): DatabaseRule {
  const type = oneOf(rule, 'type', ['droplet', 'k8s', 'ip_addr', 'tag', 'app'])
  if (type === undefined) throw unprocessable('type is required')
  const value = requiredText(rule, 'value')
  const known = database.rules.find((one) => one.type === type && one.value === value)
  if (type === 'droplet' && !world.state.droplets.some(({ id }) => String(id) === value)) {
    throw unprocessable(`droplet ${value} does not exist`)
  }
  return known ?? { uuid: uuid(), type, value, created_at: isoNow(world) }
}
