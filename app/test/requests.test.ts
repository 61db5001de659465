// HTTP requests, good and bad, to the shipped file without a database -> its answers.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bundledProgram, endApp, startApp } from './support/app.ts'
import { ask, check, dial } from './support/http.ts'

const program = await bundledProgram()

test('without a database the health check passes without a query', async () => {
  const app = await startApp(program)
  const reply = await check(app.port)
  assert.is(reply.status, 200)
  assert.is(reply.headers['cache-control'], 'no-store')
  assert.equal(JSON.parse(reply.body), { health: 'passing' })
  await endApp(app)
})

test('HEAD answers as GET does, without the body', async () => {
  const app = await startApp(program)
  const [get, head] = [await check(app.port), await check(app.port, 'HEAD')]
  assert.is(head.status, 200)
  assert.is(head.body, '')
  assert.is(head.headers['content-length'], get.headers['content-length'])
  await endApp(app)
})

test('everything but reading the health path is 404', async () => {
  const app = await startApp(program)
  for (const path of ['/', '/health', '/health/check/', '/health/check2', '//', '/%']) {
    assert.is((await ask(app.port, path)).status, 404, path)
  }
  assert.is((await check(app.port)).status, 200)
  assert.is((await ask(app.port, '/health/check?from=balancer')).status, 200)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    assert.is((await check(app.port, method)).status, 404, method)
  }
  await endApp(app)
})

test('the release is in the first log line and in every answer', async () => {
  const app = await startApp(program, { RELEASE: 'v1.4.0' })
  assert.is((await app.line('listening')).release, 'v1.4.0')
  assert.is((await check(app.port)).headers['x-release'], 'v1.4.0')
  assert.is((await ask(app.port, '/')).headers['x-release'], 'v1.4.0')
  await endApp(app)
})

test('broken requests and clients that leave do not hurt', async () => {
  const app = await startApp(program)
  for (const text of [
    'nonsense\r\n\r\n',
    'GET /health/check HTTP/1.1\r\n\r\n',
    '\x16\x03\x01\x00',
  ]) {
    const wire = await dial(app.port)
    await wire.send(text)
    if (text.endsWith('\n')) assert.match(await wire.closed(), /^HTTP\/1.1 400 /)
    wire.destroy()
  }
  const tooLarge = await dial(app.port)
  await tooLarge.send(`GET / HTTP/1.1\r\nHost: app\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
  assert.match(await tooLarge.closed(), /^HTTP\/1.1 431 /)
  for (let count = 0; count < 20; count += 1) {
    const leaver = await dial(app.port)
    await leaver.send('GET /health/check HTTP/1.1\r\nHost: app\r\n\r\n'.repeat(10))
    leaver.destroy()
  }
  assert.is((await check(app.port)).status, 200)
  await endApp(app)
})

test('a client that is slow to ask is cut off, and others are served meanwhile', async () => {
  const app = await startApp(program)
  const begin = performance.now()
  const slow = await dial(app.port)
  const silent = await dial(app.port)
  await slow.send('GET /health/check HTTP/1.1\r\nHost: app\r\n')
  assert.is((await check(app.port)).status, 200)
  assert.match(await slow.closed(), /^HTTP\/1.1 408 /)
  assert.match(await silent.closed(), /^HTTP\/1.1 408 /)
  // After 5 s and a look once a second; the rest is room for a loaded machine.
  assert.ok(performance.now() - begin < 20_000)
  await endApp(app)
})

test.run()
