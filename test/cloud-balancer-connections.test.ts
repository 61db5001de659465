// The connections of a balancer: pooled ones, those that outlive a change of backends, TCP, upgrades.
import { Agent, createServer, request } from 'node:http'
import type { Socket } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Balancer } from '../cloud/backend.ts'
import { runBalancer } from '../cloud/network/balancer.ts'
import { ask, balance, balancerOf, httpBackend, saying } from './support/cloud-balancer.ts'
import {
  block,
  clock,
  dial,
  endsLater,
  isSettled,
  once,
  onNetwork,
  port,
  wire,
} from './support/cloud-network.ts'
import { until } from './support/until.ts'

const test = suite('cloud: connections of a balancer')

onNetwork(test)

test('pooled connections: one that the backend closed is no lost request', async () => {
  let connections = 0
  const address = block().take('droplet')
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, answer) => {
    // It says nothing of it and closes right after the answer, as a server at its idle limit does.
    answer.end('one', () => setTimeout(() => incoming.socket.destroy(), 1))
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  endsLater(() => server.close())
  const { ip } = balance([{ id: 1, address }], { backendConnections: 'pooled' })
  for (let count = 0; count < 20; count += 1) assert.is((await ask(ip)).status, 200)
  assert.ok(connections >= 10)
})

test('who leaves a balancer gets nothing new and finishes what it has', async () => {
  let finish = () => {}
  const old = await httpBackend(1, (incoming, answer) => {
    if (incoming.url === '/slow') finish = () => answer.end('finished')
    else answer.end('old')
  })
  const fresh = await httpBackend(2, saying('fresh'))
  const { ip, running } = balance([old])
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  assert.is((await ask(ip, { agent })).body, 'old')
  const slow = ask(ip, { path: '/slow' })
  await until('it has arrived', () => old.hits.includes('GET /slow'))
  running.update(balancerOf(ip, [fresh]))
  for (let count = 0; count < 3; count += 1) assert.is((await ask(ip, { agent })).body, 'fresh')
  finish()
  assert.is((await slow).body, 'finished')
  agent.destroy()
})

test('a tcp rule passes connections on as they are, and keeps them', async () => {
  const [one, two] = [block().take('droplet'), block().take('droplet')]
  const [first, second] = [await wire(one), await wire(two)]
  const ip = block().take('balancer')
  const rules = (id: number, address: string): Balancer => {
    const balancer = balancerOf(ip, [{ id, address }])
    const [rule] = balancer.forwardingRules
    return {
      ...balancer,
      forwardingRules: rule ? [{ ...rule, entryProtocol: 'tcp', targetProtocol: 'tcp' }] : [],
      healthCheck: { ...balancer.healthCheck, protocol: 'tcp' },
    }
  }
  const running = runBalancer(rules(1, one), {
    ...{ clock, initialHealth: 'up', backendConnections: 'per-request', redispatch: false },
    emit: () => {},
  })
  endsLater(() => running.close())
  const near = await dial(ip)
  const far = await first.last()
  assert.is(far.remoteAddress, ip, 'it comes from the balancer')
  running.update(rules(2, two))
  near.write('kept')
  assert.is(String(await once(far, 'data')), 'kept')
  const next = await dial(ip)
  next.write('new')
  assert.is(String(await once(await second.last(), 'data')), 'new')
  running.remove()
  await once(near, 'close')
  assert.not.ok(await isSettled(once(await dial(ip), 'data')))
})

test('an upgraded connection goes through', async () => {
  const address = block().take('droplet')
  const server = createServer()
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
    socket.pipe(socket)
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  endsLater(() => server.close())
  const { ip } = balance([{ id: 1, address }])
  const headers = { Connection: 'Upgrade', Upgrade: 'echo' }
  const sent = request({ host: ip, port, headers, agent: false })
  sent.end()
  const socket = await new Promise<Socket>((settle) =>
    sent.once('upgrade', (_, upgraded) => settle(upgraded as Socket)),
  )
  socket.on('error', () => {})
  socket.write('ping')
  assert.is(String(await once(socket, 'data')), 'ping')
  socket.destroy()
})

test.run()
