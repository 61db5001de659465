// The shipped file against a real PostgreSQL that stops, hangs or refuses -> the health check tells
// the truth within its deadline and recovers without a restart of the app.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { postgres, testWith } from '../../test/support/tools.ts'
import { until } from '../../test/support/until.ts'
import { bundledProgram, endApp, startApp, type TestApp } from './support/app.ts'
import { createDatabase, type TestDatabase } from './support/database.ts'
import { check } from './support/http.ts'
import { createRelay } from './support/relay.ts'

const test = suite('health')
const program = await bundledProgram()
let database: TestDatabase

if (postgres.present()) {
  test.before(async () => {
    database = await createDatabase()
  })
  test.after(() => database.remove())
}

/** The health timeout where a test waits for it, and what a loaded machine may take beyond it. */
const deadlineSeconds = 1
const marginSeconds = 5

const start = (environment: object = {}) =>
  startApp(program, { ...database.environment, HEALTH_TIMEOUT_SECONDS: '30', ...environment })

const startHasty = (environment: object = {}) =>
  start({ HEALTH_TIMEOUT_SECONDS: String(deadlineSeconds), ...environment })

const passes = (app: { port: number }): Promise<void> =>
  until('the health check passes', async () => (await check(app.port)).status === 200)

async function failsInTime({ port }: { port: number }): Promise<void> {
  const begin = performance.now()
  const { status, body } = await check(port)
  const seconds = (performance.now() - begin) / 1000
  assert.is(status, 500)
  assert.equal(JSON.parse(body), { health: 'failing' })
  assert.ok(seconds < deadlineSeconds + marginSeconds, `answered after ${seconds} s`)
}

const reasons = (app: TestApp): unknown[] =>
  app
    .lines()
    .filter(({ message }) => message === 'health check fails')
    .map(({ reason }) => reason)

const sessions = (): Promise<Record<string, unknown>[]> =>
  database.query(
    "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'app'",
  )

const oneSession = (): Promise<void> =>
  until('the app has one connection', async () => (await sessions()).length === 1)

testWith(test, [postgres], 'the health check passes when the database answers', async () => {
  const app = await start()
  assert.is((await check(app.port)).status, 200)
  assert.is((await check(app.port, 'HEAD')).status, 200)
  assert.is(app.output.stderr, '')
  await endApp(app)
})

testWith(test, [postgres], 'the connection is encrypted', async () => {
  const app = await start()
  await passes(app)
  await oneSession()
  assert.equal(
    (await sessions()).map(({ ssl }) => ssl),
    [true],
  )
  await endApp(app)
})

testWith(test, [postgres], 'a database without TLS is refused, and the log says so', async () => {
  const app = await startHasty()
  await database.restart({ tls: false })
  await failsInTime(app)
  assert.equal(reasons(app), ['the database server offers no TLS: refused'])
  await database.restart()
  await passes(app)
  await endApp(app)
})

testWith(test, [postgres], 'stopped database: 500; back: 200, same process', async () => {
  const app = await startHasty()
  await passes(app)
  await database.stop()
  await failsInTime(app)
  await failsInTime(app)
  await database.start()
  await passes(app)
  await database.restart()
  await passes(app)
  process.kill(app.pid, 0)
  const failing = app.lines().filter(({ level }) => level === 'warn').length
  assert.ok(failing < 4, 'logs changes, not checks')
  await endApp(app)
})

testWith(test, [postgres], 'hanging database: 500 within the deadline; back: 200', async () => {
  const app = await startHasty()
  await passes(app)
  await database.freeze()
  // The first finds its open connection hanging, the second cannot open a new one.
  await failsInTime(app)
  await failsInTime(app)
  database.thaw()
  await passes(app)
  assert.equal(reasons(app), ['the database did not answer within 1 s'])
  await endApp(app)
})

testWith(test, [postgres], 'many checks of a hanging database leave nothing behind', async () => {
  const app = await startHasty()
  await passes(app)
  await database.freeze()
  await Promise.all(Array.from({ length: 50 }, () => failsInTime(app)))
  database.thaw()
  await passes(app)
  await oneSession()
  await endApp(app)
})

testWith(test, [postgres], 'a connection that went silent is replaced', async () => {
  const relay = await createRelay(database.port)
  const app = await startHasty({ DB_PORT: String(relay.port) })
  await passes(app)
  relay.silence()
  await failsInTime(app)
  await passes(app)
  await until('the silent connection is closed', () => relay.open() === 1)
  await endApp(app)
  relay.close()
})

testWith(
  test,
  [postgres],
  'wrong password: 500, the reason logged, no password shown',
  async () => {
    const app = await start({ DB_PASSWORD: 'hunter2' })
    await failsInTime(app)
    assert.equal(reasons(app), ['password authentication failed for user "app"'])
    assert.not.match(app.output.stdout + app.output.stderr, 'hunter2')
    await endApp(app)
  },
)

testWith(test, [postgres], 'the app starts while the database is down', async () => {
  await database.stop()
  const app = await startHasty()
  await failsInTime(app)
  await database.start()
  await passes(app)
  await endApp(app)
})

testWith(test, [postgres], 'balancers that check all the time use one connection', async () => {
  const app = await start()
  for (let round = 0; round < 10; round += 1) {
    const crowd = await Promise.all(Array.from({ length: 10 }, () => check(app.port)))
    assert.ok(crowd.every(({ status }) => status === 200))
  }
  await oneSession()
  await endApp(app)
})

test.run()
