// The shipped file as a process without a database -> how it starts, logs, fails and shares a
// machine.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { until } from '../../test/support/until.ts'
import { bundledProgram, endApp, launchApp, sourceProgram, startApp } from './support/app.ts'
import { freePort } from './support/free-port.ts'
import { ask, check, knock } from './support/http.ts'

const program = await bundledProgram()

test('the log is one JSON object per line, and health checks do not flood it', async () => {
  const app = await startApp(program)
  for (let count = 0; count < 5; count += 1) await check(app.port)
  await ask(app.port, '/cart?card=4111', 'POST')
  await app.line('request')
  const lines = app.lines()
  assert.equal(
    lines.map(({ message }) => message),
    ['listening', 'health check passes', 'request'],
  )
  for (const { time, level } of lines) {
    assert.is(new Date(time).toISOString(), time)
    assert.is(level, 'info')
  }
  const { method, path, status } = await app.line('request')
  assert.equal({ method, path, status }, { method: 'POST', path: '/cart', status: 404 })
  assert.is(app.output.stderr, '')
  await endApp(app)
})

test('LOG_LEVEL=debug shows the health checks, LOG_LEVEL=warn nothing of a normal day', async () => {
  const loud = await startApp(program, { LOG_LEVEL: 'debug' })
  await check(loud.port)
  assert.is((await loud.line('request')).path, '/health/check')
  await endApp(loud)
  const port = await freePort()
  const quiet = launchApp(program, { PORT: String(port), LOG_LEVEL: 'warn', DRAIN_SECONDS: '0' })
  await until('the app listens', async () => (await knock(port)) === 'connected')
  await check(port)
  quiet.signal('SIGTERM')
  await quiet.ended()
  assert.is(quiet.output.stdout, '')
})

test('a bad configuration is one line with all faults, and exit code 1', async () => {
  const environment = { PORT: 'http', DB_HOST: 'db', DB_PASSWORD: 'hunter2' }
  const app = launchApp(program, environment)
  assert.equal(await app.ended(), { code: 1, signal: null })
  const [line, ...rest] = app.lines()
  assert.is(rest.length, 0)
  assert.is(line?.level, 'error')
  assert.equal(line?.faults, [
    'PORT is "http", not a whole number from 0 to 65535',
    'DB_USER is missing: DB_HOST is set',
    'DB_NAME is missing: DB_HOST is set',
  ])
  assert.not.match(app.output.stdout + app.output.stderr, 'hunter2')
})

test('a port in use is one line, and exit code 1', async () => {
  const first = await startApp(program)
  const second = launchApp(program, { PORT: String(first.port) })
  assert.equal(await second.ended(), { code: 1, signal: null })
  assert.is(second.lines().length, 1)
  const { level, port, reason } = await second.line('cannot listen')
  assert.is(level, 'error')
  assert.is(port, first.port)
  assert.match(`${reason}`, 'EADDRINUSE')
  assert.is(second.output.stderr, '')
  await endApp(first)
})

test('a crash is one line, and exit code 1', async () => {
  const fault = 'data:text/javascript,setTimeout(() => { throw new Error("boom") }, 200)'
  const app = launchApp([process.execPath, '--import', fault, ...program], { PORT: '0' })
  assert.equal(await app.ended(), { code: 1, signal: null })
  const { level, reason } = await app.line('crashed')
  assert.is(level, 'error')
  assert.is(reason, 'boom')
  assert.is(app.output.stderr, '')
})

test('two processes of the same file serve side by side', async () => {
  const apps = [await startApp(program), await startApp(program)]
  for (const { port } of apps) assert.is((await check(port)).status, 200)
  assert.is.not(apps[0]?.port, apps[1]?.port)
  for (const app of apps) await endApp(app)
})

test('the sources run as the shipped file does', async () => {
  const app = await startApp(sourceProgram(), { RELEASE: 'next' })
  const reply = await check(app.port)
  assert.is(reply.status, 200)
  assert.is(reply.headers['x-release'], 'next')
  assert.is(app.output.stderr, '')
  await endApp(app)
})

test('the listener takes connections on the port it was given', async () => {
  const port = await freePort()
  const app = await startApp(program, { PORT: String(port) })
  assert.is(app.port, port)
  assert.is((await check(port)).status, 200)
  await endApp(app)
})

test.run()
