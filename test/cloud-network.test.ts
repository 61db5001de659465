// Plain servers at loopback addresses -> the emulated network in front of them: what a relay passes
// on, what a move of an address cuts, and what a balancer does with every kind of backend.

import { Agent, createServer, type RequestListener, request } from 'node:http'
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Balancer } from '../cloud/backend.ts'
import { scaledClock } from '../cloud/clock.ts'
import { type Block, claimBlock } from '../cloud/network/addresses.ts'
import { attach } from '../cloud/network/attachment.ts'
import {
  type BalancerOptions,
  type RunningBalancer,
  runBalancer,
} from '../cloud/network/balancer.ts'
import { peerList } from '../cloud/network/cidr.ts'
import { type Behind, changes, type Reachable } from '../cloud/network/reachable.ts'
import { relay } from '../cloud/network/relay.ts'
import { reservedIpTable } from '../cloud/network/reserved-ips.ts'
import { until } from './support/until.ts'

const test = suite('cloud: network')

const port = 18_080
const clock = scaledClock({ scale: 50 })
let block: Block
const endings: (() => unknown)[] = []

test.before.each(async () => {
  block = await claimBlock()
})
test.after.each(async () => {
  for (const end of endings.splice(0).reverse()) await end()
  await block.release()
})
test.after(() => clock.stop())

const isSettled = async (promise: Promise<unknown>, milliseconds = 150) =>
  (await Promise.race([promise.then(() => 'yes'), wait(milliseconds, 'no')])) === 'yes'

/** A bare server of its own address; the connection it was given last. */
async function wire(address: string) {
  const taken: Socket[] = []
  const server = createNetServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    taken.push(socket)
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  endings.push(() => {
    for (const socket of taken) socket.destroy()
    server.close()
  })
  return {
    last: async () => {
      await until('a connection arrives', () => taken.length > 0)
      return taken.at(-1) as Socket
    },
  }
}

/** Something reachable at one port whose answer can be changed. */
function changing(first: Behind): Reachable & { set: (behind: Behind) => void } {
  let behind = first
  const { onChange, tell } = changes()
  return {
    onChange,
    ports: () => [port],
    at: () => behind,
    set: (next) => {
      behind = next
      tell()
    },
  }
}

const forwardTo =
  (address: string) =>
  (near: Socket): void =>
    void relay(near, connect({ host: address, port, allowHalfOpen: true }), () => {})

function attached(address: string) {
  const attachment = attach(address, (message) => assert.unreachable(message))
  endings.push(() => attachment.close())
  return attachment
}

async function dial(address: string): Promise<Socket> {
  const socket = connect({ host: address, port, allowHalfOpen: true })
  socket.on('error', () => {})
  endings.push(() => socket.destroy())
  await new Promise((settle) => socket.once('connect', settle))
  return socket
}

const refusal = (address: string): Promise<string> =>
  new Promise((settle) => {
    const socket = connect({ host: address, port }, () => {
      socket.destroy()
      settle('connected')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => settle(String(error.code)))
  })

const once = (socket: Socket, event: string): Promise<unknown> =>
  new Promise((settle) => socket.once(event, settle))

test('a relay passes bytes, ends and resets of both sides on, and no more than is taken', async () => {
  const [front, back] = [block.take('reserved'), block.take('droplet')]
  const server = await wire(back)
  attached(front).to(changing(forwardTo(back)))
  const [near, far] = [await dial(front), await server.last()]
  near.end('question')
  assert.is(String(await once(far, 'data')), 'question')
  await once(far, 'end')
  far.end('answer after the end')
  assert.is(String(await once(near, 'data')), 'answer after the end')
  await once(near, 'end')

  const [reset, other] = [await dial(front), await server.last()]
  reset.write('x')
  await until('the next one arrives', async () => (await server.last()) !== other)
  const peer = await server.last()
  const seen = once(peer, 'error')
  reset.resetAndDestroy()
  assert.is(((await seen) as NodeJS.ErrnoException).code, 'ECONNRESET')

  const flooded = await dial(front)
  await wait(50)
  const slow = await server.last()
  slow.pause()
  flooded.write(Buffer.alloc(64 * 1024 * 1024))
  await wait(300)
  assert.ok(flooded.writableLength > 0, 'the sender is held back')
  const answered = once(flooded, 'error')
  slow.resetAndDestroy()
  assert.is(((await answered) as NodeJS.ErrnoException).code, 'ECONNRESET')
})

test('an address refuses, is silent or answers as what is behind it, at once', async () => {
  const address = block.take('droplet')
  const behind = changing('refused')
  const attachment = attached(address)
  attachment.to(behind)
  assert.is(await refusal(address), 'ECONNREFUSED')
  behind.set('silent')
  const held = await dial(address)
  held.write('anybody?')
  const over = Promise.race([once(held, 'data'), once(held, 'end'), once(held, 'close')])
  assert.not.ok(await isSettled(over))
  behind.set((socket) => socket.end('hello'))
  assert.is(String(await once(await dial(address), 'data')), 'hello')
  behind.set('refused')
  await until('it refuses', async () => (await refusal(address)) === 'ECONNREFUSED')
  attachment.to(undefined)
  await until('nobody is there', async () => (await refusal(address)) === 'connected')
})

for (const cutOnMove of [true, false]) {
  test(`a reserved IP moves at one instant; open connections are ${cutOnMove ? 'cut' : 'kept'}`, async () => {
    const greet = (text: string) =>
      changing((socket) => {
        socket.write(text)
        socket.on('data', () => socket.write('still here'))
      })
    const droplets: Record<number, Reachable> = { 1: greet('one'), 2: greet('two') }
    const table = reservedIpTable({
      ...{ clock, block, cutOnMove, assignMilliseconds: 1000, emit: () => {} },
      reachableOf: (id) => droplets[id],
    })
    endings.push(() => table.close())
    const ip = await table.reserve('ams3')
    const machine = (id: number) => ({ id }) as Parameters<typeof table.assign>[1]
    await table.assign(ip, machine(1))
    const open = await dial(ip)
    assert.is(String(await once(open, 'data')), 'one')
    const moved = table.assign(ip, machine(2))
    const closed = once(open, 'close')
    const answers = new Set<string>()
    // Nobody is refused at any moment of the move.
    for (let isOver = false; !isOver; isOver = await isSettled(moved, 1)) {
      answers.add(String(await once(await dial(ip), 'data')))
    }
    answers.add(String(await once(await dial(ip), 'data')))
    assert.equal([...answers], ['one', 'two'])
    assert.is(await isSettled(closed), cutOnMove)
    if (!cutOnMove) {
      open.write('x')
      assert.is(String(await once(open, 'data')), 'still here')
    }
    await table.assign(ip, undefined)
    const lost = await dial(ip)
    assert.not.ok(await isSettled(once(lost, 'data')))
    await table.release(ip)
  })
}

type HttpBackend = { address: string; id: number; hits: string[]; close: () => void }

async function httpBackend(id: number, listener: RequestListener): Promise<HttpBackend> {
  const address = block.take('droplet')
  const hits: string[] = []
  const server = createServer((incoming, answer) => {
    if (incoming.url !== '/health') hits.push(`${incoming.method} ${incoming.url}`)
    listener(incoming, answer)
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  endings.push(close)
  return { address, id, hits, close }
}

const saying =
  (text: string): RequestListener =>
  (_, answer) =>
    answer.end(text)

const balancerOf = (ip: string, backends: { id: number; address: string }[]): Balancer => ({
  ...{ id: 'lb', name: 'lb', region: 'ams3', ip, redirectHttpToHttps: false },
  forwardingRules: [
    {
      ...{ entryProtocol: 'http', entryPort: port, targetProtocol: 'http', targetPort: port },
      ...{ certificateId: '', tlsPassthrough: false },
    },
  ],
  healthCheck: {
    ...{ protocol: 'http', port, path: '/health' },
    ...{ intervalSeconds: 5, timeoutSeconds: 5, unhealthyThreshold: 3, healthyThreshold: 3 },
  },
  stickySessions: { type: 'none' },
  ...{ enableProxyProtocol: false, httpIdleTimeoutSeconds: 60 },
  members: backends.map(({ id, address }) => ({
    ...{ id, name: String(id), created: true },
    addresses: { publicIpv4: address, privateIpv4: '10.0.0.2' },
  })),
})

type Seen = { what: string; detail: Record<string, unknown> }

function balance(
  backends: { id: number; address: string }[],
  options: Partial<BalancerOptions> = {},
) {
  const ip = block.take('balancer')
  const seen: Seen[] = []
  const emit = (what: string, detail: Record<string, unknown>) => void seen.push({ what, detail })
  const running = runBalancer(balancerOf(ip, backends), {
    ...{ clock, emit, initialHealth: 'up', backendConnections: 'per-request', redispatch: false },
    ...options,
  })
  endings.push(() => running.close())
  return { ip, running, seen }
}

type Reply = { status: number; body: string; headers: Record<string, unknown> }

const ask = (
  host: string,
  options: {
    path?: string
    method?: string
    agent?: Agent
    body?: string
    headers?: Record<string, string>
  } = {},
): Promise<Reply> =>
  new Promise((settle, refuse) => {
    const { body, ...rest } = options
    const sent = request({ host, port, agent: false, ...rest }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      response.on('error', refuse)
      response.on('end', () =>
        settle({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
      )
    })
    sent.once('error', refuse)
    sent.end(body)
  })

const isHealthy = (running: RunningBalancer, id: number) =>
  running.members().find((member) => member.id === id)?.isHealthy

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

test('pooled connections: one that the backend closed is no lost request', async () => {
  let connections = 0
  const address = block.take('droplet')
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, answer) => {
    // It says nothing of it and closes right after the answer, as a server at its idle limit does.
    answer.end('one', () => setTimeout(() => incoming.socket.destroy(), 1))
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  endings.push(() => server.close())
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
  const [one, two] = [block.take('droplet'), block.take('droplet')]
  const [first, second] = [await wire(one), await wire(two)]
  const ip = block.take('balancer')
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
  endings.push(() => running.close())
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
  const address = block.take('droplet')
  const server = createServer()
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
    socket.pipe(socket)
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  endings.push(() => server.close())
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

test('peers of a rule are addresses and ranges', () => {
  const cases: [string[], string, boolean][] = [
    [['0.0.0.0/0'], '203.0.113.7', true],
    [['::/0'], '203.0.113.7', false],
    [['203.0.113.0/24', '::/0'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.8', false],
    [['nonsense', '', '203.0.113.0/33', '203.0.113.0/', '0.0.0.0/0/0'], '203.0.113.8', false],
    [[], '203.0.113.8', false],
    [['127.77.0.0/16'], '127.77.3.4', true],
  ]
  for (const [peers, address, wanted] of cases) {
    assert.is(peerList(peers)(address), wanted, `${peers} ${address}`)
  }
})

test('two clouds never share addresses', async () => {
  const other = await claimBlock()
  assert.is.not(other.number, block.number)
  const address = block.take('droplet')
  assert.is.not(block.take('droplet'), address)
  await claimBlock(block.number).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'another cloud uses'),
  )
  const { number } = other
  await other.release()
  const again = await claimBlock(number)
  await again.release()
})

test('a port that another program has is a clear fault', async () => {
  const address = block.take('droplet')
  const blocker = createNetServer()
  await new Promise<void>((settle) => blocker.listen(0, settle))
  const taken = (blocker.address() as AddressInfo).port
  const faults: string[] = []
  const attachment = attach(address, (message) => faults.push(message))
  attachment.to({ ports: () => [taken], at: () => 'silent', onChange: () => () => {} })
  await until('it is reported', () => faults.length > 0)
  assert.match(faults[0] ?? '', `port ${taken} is taken`)
  await attachment.close()
  blocker.close()
})

test.run()
