// Database clusters of the emulated cloud -> real PostgreSQL servers behind TLS and trusted sources,
// which know nothing of each other and of which nothing is left.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { checkServerIdentity as checkIdentity, type PeerCertificate } from 'node:tls'
import postgres from 'postgres'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DatabaseCluster, DatabaseEndpoint } from '../cloud/backend.ts'
import { scaledClock } from '../cloud/clock.ts'
import { type DataPlane, startDataPlane } from '../cloud/data-plane.ts'
import { eventLog } from '../cloud/events.ts'
import { isAlive } from './support/is-alive.ts'
import { planeProcess } from './support/plane-process.ts'
import { postgres as postgresServer, testWith } from './support/tools.ts'
import { until } from './support/until.ts'

const test = suite('cloud: databases')

const clock = scaledClock({ scale: 20 })
const events = eventLog(clock)
let folder = ''
let plane: DataPlane

// One cloud for all of them.
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-database-'))
  const delays = { databaseCreate: 1000, databaseApply: 100, databaseResize: 100 }
  plane = await startDataPlane({ clock, events, stateFolder: join(folder, 'state'), delays })
})
test.after(async () => {
  const pids = plane.pids()
  await plane.close()
  clock.stop()
  rmSync(folder, { recursive: true, force: true })
  for (const pid of pids) assert.not.ok(isAlive(pid), `process ${pid} is left`)
})

const cluster = (id: string): DatabaseCluster => ({
  ...{ id, name: `db-${id}`, engine: 'pg', version: '17', region: 'ams3', nodes: 1 },
  ...{ size: 'db-s-1vcpu-1gb', storageMib: 10_240, pools: [], trusted: [], trustedAddresses: [] },
  users: [
    { name: 'doadmin', password: 'admin-secret' },
    { name: 'app', password: 'it\'s "\\secret' },
  ],
  databases: ['defaultdb', 'app'],
})

type Login = {
  user?: string
  password?: string
  database?: string
  ssl?: object | false
  /** Seconds to wait for an answer. */
  patience?: number
}

/** For a server that is to stay silent; one that answers may be slow on a busy machine. */
const short = { patience: 2 }

/** The outcome of a query: its first value, or the words of the refusal. */
async function query(
  { host, port }: DatabaseEndpoint,
  sql: string,
  { user = 'app', password = 'it\'s "\\secret', database = 'app', ssl, patience = 30 }: Login = {},
): Promise<unknown> {
  const client = postgres({
    ...{ host, port, user, password, database, max: 1, fetch_types: false },
    connect_timeout: patience,
    ssl: ssl ?? { rejectUnauthorized: false },
    onnotice: () => {},
  })
  try {
    const [row] = await client.unsafe(sql)
    return Object.values(row ?? {})[0]
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.end({ timeout: 1 })
  }
}

const admin = { user: 'doadmin', password: 'admin-secret' }

testWith(
  test,
  [postgresServer],
  'a cluster is reached over verified TLS only, by its users',
  async () => {
    const end = await plane.databases.create(cluster('tls'))
    assert.equal(await plane.databases.create(cluster('tls')), end)
    const checkServerIdentity = (_: string, certificate: PeerCertificate) =>
      checkIdentity(end.host, certificate)
    const ssl = { ca: end.caCertificate, rejectUnauthorized: true, checkServerIdentity }
    assert.is(await query(end, 'SELECT 1', { ssl }), 1)
    assert.match(`${await query(end, 'SELECT 1', { ssl: false })}`, 'no encryption')
    assert.match(
      `${await query(end, 'SELECT 1', { password: 'wrong' })}`,
      'password authentication',
    )
    assert.match(`${await query(end, 'CREATE TABLE t (a int)')}`, 'permission denied')
    assert.is(await query(end, 'CREATE TABLE t (a int)', admin), undefined)
    const isSuper = 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user'
    assert.is(await query(end, isSuper, admin), false)
  },
)

testWith(test, [postgresServer], 'users, passwords and databases follow the API', async () => {
  const end = await plane.databases.create(cluster('users'))
  await query(end, 'GRANT CREATE ON SCHEMA public TO app', admin)
  await query(end, 'CREATE TABLE mine AS SELECT 7 AS a')
  const [first] = cluster('users').users
  const changed = {
    ...cluster('users'),
    users: [...(first ? [first] : []), { name: 'we"ird', password: 'x' }],
    databases: ['defaultdb', 'app', 'new db'],
  }
  await plane.databases.apply(changed)
  assert.match(`${await query(end, 'SELECT 1')}`, 'password authentication')
  assert.is(await query(end, 'SELECT a FROM mine', admin), 7, 'the administrator inherits')
  const weird = { user: 'we"ird', password: 'x', database: 'new db' }
  assert.is(await query(end, 'SELECT 1', weird), 1)
  await plane.databases.apply({ ...changed, databases: ['defaultdb'] })
  assert.match(`${await query(end, 'SELECT 1', weird)}`, 'does not exist')
  await plane.databases.resize(cluster('users'))
  assert.is(await query(end, 'SELECT 1'), 1)
})

testWith(
  test,
  [postgresServer],
  'clusters know nothing of each other and go one by one',
  async () => {
    const other = { user: 'other', password: 'x' }
    const [one, two] = await Promise.all([
      plane.databases.create(cluster('one')),
      plane.databases.create({ ...cluster('two'), users: [{ name: 'other', password: 'x' }] }),
    ])
    assert.is.not(one.host, two.host)
    assert.match(`${await query(two, 'SELECT 1')}`, 'password authentication')
    const before = plane.pids()
    await plane.databases.destroy(cluster('one'))
    assert.is(await query(two, 'SELECT 1', other), 1)
    assert.match(`${await query(one, 'SELECT 1', short)}`, 'CONNECT_TIMEOUT')
    assert.is(plane.pids().length, before.length - 1)
  },
)

testWith(test, [postgresServer], 'only trusted sources get an answer', async () => {
  const trusted = [{ type: 'ip_addr', value: '203.0.113.7' }]
  const operator = { ...cluster('trusted'), trusted, trustedAddresses: ['203.0.113.7'] }
  const end = await plane.databases.create(operator)
  assert.is(await query(end, 'SELECT 1'), 1)
  await plane.databases.apply({ ...operator, trustedAddresses: ['127.1.2.3'] })
  assert.match(`${await query(end, 'SELECT 1', short)}`, 'CONNECT_TIMEOUT')
})

testWith(
  test,
  [postgresServer],
  'a cluster that goes while it comes leaves no server',
  async () => {
    const before = plane.pids()
    const [outcome] = await Promise.all([
      plane.databases.create(cluster('brief')).catch((error) => error.message),
      wait(30).then(() => plane.databases.destroy(cluster('brief'))),
    ])
    assert.match(outcome, 'destroyed while it was created')
    assert.equal(plane.pids(), before)
  },
)

test('an engine that is not emulated is refused by name', async () => {
  await plane.databases.create({ ...cluster('mysql'), engine: 'mysql' }).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'mysql'),
  )
})

testWith(
  test,
  [postgresServer],
  'nobody answers for a cluster that was going when the cloud ended',
  async () => {
    const stateFolder = join(folder, 'ending')
    const ending = await startDataPlane({ clock, events, stateFolder })
    const { host, port } = await ending.databases.create(cluster('going'))
    const destroyed = ending.databases.destroy(cluster('going'))
    await ending.close()
    await destroyed
    const refused = new Promise((settle) => {
      const socket = connect(port, host, () => settle('connected'))
      socket.once('error', ({ code }: NodeJS.ErrnoException) => settle(code))
    })
    assert.is(await refused, 'ECONNREFUSED')
  },
)

testWith(
  test,
  [postgresServer],
  'no server survives a cloud that is killed, nor its shared memory',
  async () => {
    const own = mkdtempSync(join(tmpdir(), 'immuc-cloud-database-'))
    const { child, pids } = await planeProcess(
      own,
      `await plane.databases.create(${JSON.stringify(cluster('c-1'))})`,
    )
    const [pid = 0] = pids
    const key = readFileSync(join(own, 'databases/c-1/data/postmaster.pid'), 'utf8').match(
      /^ *\d+ +(\d+)$/m,
    )?.[1]
    assert.ok(isAlive(pid) && key !== undefined && sharedMemory().includes(key))
    child.kill('SIGKILL')
    await until('the server is gone', () => !isAlive(pid))
    await until('its memory is gone', () => !sharedMemory().includes(key))
    rmSync(own, { recursive: true, force: true })
  },
)

/** Ids of the segments that there are. */
const sharedMemory = (): string[] =>
  readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[1] ?? '')

test.run()
