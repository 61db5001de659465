// SIGTERM to the shipped file -> the health check fails first, what is open is finished, new
// connections are refused, and the process ends with code 0.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { postgres, testWith } from '../../test/support/tools.ts'
import { until } from '../../test/support/until.ts'
import { bundledProgram, startApp, type TestApp } from './support/app.ts'
import { createDatabase } from './support/database.ts'
import { ask, check, dial, knock } from './support/http.ts'
import { freezeTree, thawTree } from './support/process-tree.ts'

const test = suite('drain')
const program = await bundledProgram()

const get = 'GET /health/check HTTP/1.1\r\nHost: app\r\n\r\n'
const stopped = { code: 0, signal: null }

const begin = async (app: TestApp): Promise<void> => {
  app.signal('SIGTERM')
  await app.line('draining')
}

/** A second signal ends the drain time, so no test has to wait for it. */
const hurry = async (app: TestApp): Promise<void> => {
  app.signal('SIGTERM')
  await app.line('listener closed')
}

test('draining: new requests are answered, the health check is 503, then nothing listens', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '600' })
  await begin(app)
  const health = await check(app.port)
  assert.is(health.status, 503)
  assert.is(health.headers.connection, 'close')
  assert.is((await check(app.port, 'HEAD')).status, 503)
  assert.is((await ask(app.port, '/')).status, 404)
  await hurry(app)
  assert.is(await knock(app.port), 'ECONNREFUSED')
  assert.equal(await app.ended(), stopped)
  assert.equal(
    app.lines().map(({ message }) => message),
    ['listening', 'draining', 'request', 'listener closed', 'stopped'],
  )
  assert.is(app.output.stderr, '')
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal}: the drain ends by itself after DRAIN_SECONDS`, async () => {
    const app = await startApp(program, { DRAIN_SECONDS: '0.2' })
    app.signal(signal)
    assert.equal(await app.ended(), stopped)
    assert.is((await app.line('draining')).drainSeconds, 0.2)
  })
}

test('a kept connection is told to close with its next answer', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '600' })
  const wire = await dial(app.port)
  await wire.send(get)
  await until('the first answer', () => wire.received().endsWith('"passing"}\n'))
  assert.match(wire.received(), 'Connection: keep-alive')
  await begin(app)
  await wire.send(get)
  const answers = await wire.closed()
  assert.match(answers, /HTTP\/1.1 503 .*\r\nConnection: close/s)
  await hurry(app)
  assert.equal(await app.ended(), stopped)
})

test('idle and silent connections do not delay the end', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '0', HEALTH_TIMEOUT_SECONDS: '1' })
  const [idle, silent] = [await dial(app.port), await dial(app.port)]
  await idle.send(get)
  await until('the answer', () => idle.received().endsWith('\n'))
  app.signal('SIGTERM')
  assert.equal(await app.ended(), stopped)
  await Promise.all([idle.closed(), silent.closed()])
  assert.ok(!app.lines().some(({ message }) => message === 'open requests cut off'))
})

test('a request whose headers were on their way is answered after the listener closed', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '0', HEALTH_TIMEOUT_SECONDS: '60' })
  const wire = await dial(app.port)
  await wire.send(get.slice(0, -2))
  // The answer to a later request shows that the earlier bytes have been read.
  await ask(app.port, '/')
  app.signal('SIGTERM')
  await app.line('listener closed')
  assert.is(await knock(app.port), 'ECONNREFUSED')
  await wire.send('\r\n')
  assert.match(await wire.closed(), /^HTTP\/1.1 503 /)
  assert.equal(await app.ended(), stopped)
})

test('requests that nobody had read when the signal came are answered', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '0' })
  const kept = await dial(app.port)
  await kept.send(get)
  await until('the first answer', () => kept.received().endsWith('"passing"}\n'))
  await freezeTree(app.pid)
  const fresh = await dial(app.port)
  await fresh.send(get)
  await kept.send(get)
  app.signal('SIGTERM')
  thawTree(app.pid)
  assert.match(await fresh.closed(), /^HTTP\/1.1 (200|503) /)
  assert.is((await kept.closed()).match(/HTTP\/1.1 (200|503) /g)?.length, 2)
  assert.equal(await app.ended(), stopped)
})

test('a request that never arrives is refused in the end, and does not hold it up', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '0', HEALTH_TIMEOUT_SECONDS: '0.1' })
  const wire = await dial(app.port)
  await wire.send(get.slice(0, -2))
  await ask(app.port, '/')
  app.signal('SIGTERM')
  assert.match(await wire.closed(), /^HTTP\/1.1 408 /)
  assert.equal(await app.ended(), stopped)
})

test('a body that is on its way is waited for, also after the listener closed', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '0' })
  const wire = await dial(app.port)
  await wire.send('GET / HTTP/1.1\r\nHost: app\r\nContent-Length: 2\r\n\r\n.')
  await ask(app.port, '/')
  assert.is(wire.received(), '')
  app.signal('SIGTERM')
  await app.line('listener closed')
  await wire.send('.')
  assert.match(await wire.closed(), /^HTTP\/1.1 404 /)
  assert.equal(await app.ended(), stopped)
})

test('a third signal cuts off what is open', async () => {
  const app = await startApp(program, { DRAIN_SECONDS: '600', HEALTH_TIMEOUT_SECONDS: '60' })
  const wire = await dial(app.port)
  await wire.send(get.slice(0, -2))
  await ask(app.port, '/')
  await begin(app)
  await hurry(app)
  app.signal('SIGTERM')
  assert.equal(await app.ended(), stopped)
  assert.is((await app.line('open requests cut off')).level, 'warn')
})

testWith(test, [postgres], 'a request that waits for the database is finished', async () => {
  const database = await createDatabase()
  try {
    const environment = { DRAIN_SECONDS: '600', HEALTH_TIMEOUT_SECONDS: '60' }
    const app = await startApp(program, { ...database.environment, ...environment })
    assert.is((await check(app.port)).status, 200)
    await database.freeze()
    const open = await dial(app.port)
    await open.send(get)
    await ask(app.port, '/')
    await begin(app)
    assert.is((await check(app.port)).status, 503)
    await hurry(app)
    assert.is(await knock(app.port), 'ECONNREFUSED')
    assert.is(open.received(), '')
    database.thaw()
    const answer = await open.closed()
    assert.match(answer, /^HTTP\/1.1 200 /)
    assert.match(answer, 'Connection: close')
    assert.equal(await app.ended(), stopped)
  } finally {
    await database.remove()
  }
})

testWith(test, [postgres], 'a hanging database does not hold up the end', async () => {
  const database = await createDatabase()
  try {
    const environment = { DRAIN_SECONDS: '0', HEALTH_TIMEOUT_SECONDS: '60' }
    const app = await startApp(program, { ...database.environment, ...environment })
    assert.is((await check(app.port)).status, 200)
    await database.freeze()
    app.signal('SIGTERM')
    assert.equal(await app.ended(), stopped)
  } finally {
    await database.remove()
  }
})

test.run()
