// What a balancer does with every kind of backend: turns, checks, faults, what is sent again.
import { Agent, type RequestListener } from 'node:http'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ask, balance, httpBackend, isHealthy, saying } from './support/cloud-balancer.ts'
import { onNetwork, port } from './support/cloud-network.ts'
import { until } from './support/until.ts'

const test = suite('cloud: balancer')

onNetwork(test)

test('a balancer takes turns, and tells backends who asked', async () => {
  const mirror: RequestListener = (incoming, answer) => {
    answer.setHeader('Set-Cookie', ['a=1', 'b=2'])
    incoming.setEncoding('utf8')
    let body = ''
    incoming.on('data', (chunk) => (body += chunk))
    incoming.on('end', () => answer.end(JSON.stringify({ headers: incoming.headers, body })))
  }
  const [one, two] = [await httpBackend(1, mirror), await httpBackend(2, mirror)]
  const { ip } = balance([one, two])
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let count = 0; count < 6; count += 1) await ask(ip, { agent, path: '/x?y=1' })
  assert.equal([one.hits.length, two.hits.length], [3, 3])
  const reply = await ask(ip, {
    ...{ agent, method: 'POST', body: 'ä'.repeat(70_000) },
    headers: {
      'X-Forwarded-For': '9.9.9.9',
      Connection: 'keep-alive, X-Hop',
      'X-Hop': '1',
      Host: 'shop',
    },
  })
  const { headers, body } = JSON.parse(reply.body)
  assert.is(body.length, 70_000)
  assert.is(headers['x-forwarded-for'], '9.9.9.9, 127.0.0.1')
  assert.is(headers['x-forwarded-proto'], 'http')
  assert.is(headers['x-forwarded-port'], String(port))
  assert.is(headers['x-hop'], undefined)
  assert.is(headers.host, 'shop')
  assert.equal(reply.headers['set-cookie'], ['a=1', 'b=2'])
  agent.destroy()
})

test('a new backend counts as up or down until its checks have passed', async () => {
  const one = await httpBackend(1, saying('one'))
  assert.is((await ask(balance([one], { initialHealth: 'up' }).ip)).status, 200)
  const { ip, running } = balance([one], { initialHealth: 'down' })
  assert.is((await ask(ip)).status, 503)
  assert.equal(one.hits.length, 1)
  await until('its checks have passed', () => isHealthy(running, 1))
  assert.is((await ask(ip)).body, 'one')
})

test('a backend is out after three failed checks, and in after three good ones', async () => {
  let status = 200
  const one = await httpBackend(1, (_, answer) => {
    answer.statusCode = status
    answer.end('one')
  })
  const two = await httpBackend(2, saying('two'))
  const { ip, running, seen } = balance([one, two])
  status = 500
  await until('it is out', () => isHealthy(running, 1) === false)
  for (let count = 0; count < 4; count += 1) assert.is((await ask(ip)).body, 'two')
  status = 204
  await until('it is in again', () => isHealthy(running, 1))
  assert.equal(
    seen.map(({ what, detail }) => [what, detail.reason]),
    [
      ['backend-unhealthy', 'status 500'],
      ['backend-healthy', 'status 204'],
    ],
  )
})

test('without an answer, with a broken one, without a backend: 504, 502, 503', async () => {
  const silent = await httpBackend(1, (incoming, answer) => {
    if (incoming.url === '/health') answer.end()
    if (incoming.url === '/break') incoming.socket.resetAndDestroy()
    if (incoming.url === '/half') {
      answer.writeHead(200, { 'Content-Length': 10 })
      answer.write('half')
      setTimeout(() => answer.destroy(), 20)
    }
  })
  const { ip, seen } = balance([silent])
  assert.is((await ask(ip, { path: '/silent' })).status, 504)
  assert.is((await ask(ip, { path: '/break' })).status, 502)
  await ask(ip, { path: '/half' }).then(
    () => assert.unreachable('a cut answer must not look whole'),
    (error) => assert.is(error.code, 'ECONNRESET'),
  )
  silent.close()
  assert.is((await ask(ip, { path: '/gone' })).status, 503)
  assert.equal(
    seen.filter(({ what }) => what === 'request-failed').map(({ detail }) => detail.status),
    [504, 502, 503],
  )
  assert.is((await ask(balance([]).ip)).status, 503)
})

test('a request is sent once, and only one that was not sent goes to another backend', async () => {
  const breaking = await httpBackend(1, (incoming) => void incoming.socket.destroy())
  const two = await httpBackend(2, saying('two'))
  const { ip } = balance([breaking, two])
  const outcomes = [
    await ask(ip, { method: 'POST', body: 'x' }),
    await ask(ip, { method: 'POST', body: 'x' }),
  ]
  assert.equal(outcomes.map(({ status }) => status).sort(), [200, 502])
  assert.is(breaking.hits.length + two.hits.length, 2)
  breaking.close()
  const plain = balance([breaking, two])
  const failed = [await ask(plain.ip), await ask(plain.ip)].map(({ status }) => status)
  assert.equal(failed.sort(), [200, 503])
  const careful = balance([breaking, two], { redispatch: true })
  for (let count = 0; count < 4; count += 1) {
    assert.is((await ask(careful.ip, { method: 'POST', body: 'whole' })).body, 'two')
  }
})

test.run()
