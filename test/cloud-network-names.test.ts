// Records -> answers on UDP and TCP, also to packets that are none; and a client of the system that
// remembers an address for its TTL on the emulated clock and no longer.
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DnsRecord } from '../cloud/backend.ts'
import { scaledClock } from '../cloud/clock.ts'
import { type Block, claimBlock } from '../cloud/network/addresses.ts'
import { makeClient } from '../cloud/network/client.ts'
import { type NameServer, startNameServer } from '../cloud/network/name-server.ts'
import { makeZones, type Zones } from '../cloud/network/zones.ts'

const test = suite('cloud: names')

const clock = scaledClock({ scale: 20 })
let block: Block
let zones: Zones
let server: NameServer

test.before(async () => {
  block = await claimBlock()
  zones = makeZones()
  server = await startNameServer(zones, block.nameServer)
})
test.after(async () => {
  await server.close()
  await block.release()
  clock.stop()
})

const record = (type: string, name: string, data: string, ttlSeconds = 60): DnsRecord => ({
  ...{ id: 1, type, name, data, ttlSeconds },
})

const resolver = (): Resolver => {
  const made = new Resolver({ timeout: 2000, tries: 2 })
  made.setServers([`${server.address}:${server.port}`])
  return made
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error) => error.code,
  )

test('a resolver finds records, and is told apart what is not there and what has no address', async () => {
  zones.set('Example.com', [
    record('A', 'app', '127.1.2.3', 90),
    record('A', 'many', '127.0.0.2'),
    record('A', 'many', '127.0.0.3'),
    record('A', '@', '127.0.0.4'),
    record('CNAME', 'www', 'app.example.com'),
    record('CNAME', 'root', '@'),
    record('CNAME', 'circle', 'circle.example.com'),
    record('A', '*.wild', '127.0.0.5'),
    record('TXT', 'text', 'words'),
    record('A', 'broken', 'not an address'),
    record('A', 'a.below', '127.0.0.6'),
  ])
  zones.set('sub.example.com', [record('A', '@', '127.0.0.7')])
  const found = (name: string) => resolver().resolve4(name)
  assert.equal(await resolver().resolve4('APP.example.COM', { ttl: true }), [
    { address: '127.1.2.3', ttl: 90 },
  ])
  assert.equal((await found('many.example.com')).sort(), ['127.0.0.2', '127.0.0.3'])
  assert.equal(await found('example.com'), ['127.0.0.4'])
  assert.equal(await found('www.example.com'), ['127.1.2.3'])
  assert.equal(await found('root.example.com'), ['127.0.0.4'])
  assert.equal(await found('any.wild.example.com'), ['127.0.0.5'])
  assert.equal(await found('sub.example.com'), ['127.0.0.7'])
  assert.is(await codeOf(found('missing.example.com')), 'ENOTFOUND')
  assert.is(await codeOf(found('x.sub.example.com')), 'ENOTFOUND')
  for (const name of ['text', 'below', 'broken']) {
    assert.is(await codeOf(found(`${name}.example.com`)), 'ENODATA', name)
  }
  await codeOf(found('circle.example.com'))
  assert.is(await codeOf(resolver().resolve6('app.example.com')), 'ENODATA')
  assert.is(await codeOf(found('example.org')), 'EREFUSED')
  assert.is((await resolver().resolveSoa('example.com')).nsname, 'ns1.digitalocean.com')
  assert.is((await resolver().resolveNs('example.com')).length, 3)
  zones.set('example.com', [])
  assert.is(await codeOf(found('app.example.com')), 'EREFUSED')
})

/** The answer to one packet, or undefined when there is none in a while. */
function send(packet: Buffer, patience = 100): Promise<Buffer | undefined> {
  const socket = createSocket('udp4')
  return new Promise((settle) => {
    const done = (answer?: Buffer) => {
      clearTimeout(timer)
      socket.close()
      settle(answer)
    }
    const timer = setTimeout(done, patience)
    socket.once('message', done)
    socket.send(packet, server.port, server.address)
  })
}

const header = (flags: number, questions = 1) => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt16BE(0x1234, 0)
  bytes.writeUInt16BE(flags, 2)
  bytes.writeUInt16BE(questions, 4)
  return bytes
}
const question = (name: Buffer, type = 1, kind = 1) =>
  Buffer.concat([header(0x0100), name, Buffer.from([0, type, 0, kind])])
const name = Buffer.from('\x03app\x07example\x03com\x00', 'latin1')

test('no packet stops the server', async () => {
  zones.set('example.com', [record('A', 'app', '127.1.2.3')])
  const code = (answer: Buffer | undefined) =>
    answer === undefined ? 'none' : (answer[3] ?? 0) & 15
  const packets: [Buffer, number | 'none'][] = [
    [question(name), 0],
    [Buffer.alloc(0), 'none'],
    [Buffer.alloc(11), 'none'],
    [header(0x8000), 'none'],
    [header(0), 1],
    [header(0, 0), 1],
    [header(0, 9), 1],
    [question(Buffer.from([63, 65])), 1],
    [question(Buffer.from([0xc0, 0x0c])), 1],
    [
      question(
        Buffer.concat([...Array(60).fill(Buffer.from('\x07example', 'latin1')), Buffer.alloc(1)]),
      ),
      1,
    ],
    [Buffer.concat([header(0x2800), name, Buffer.from([0, 1, 0, 1])]), 4],
    [question(name, 1, 3), 5],
    [question(Buffer.from([0])), 5],
  ]
  for (const [packet, wanted] of packets) {
    assert.is(
      code(await send(packet, wanted === 'none' ? 100 : 5000)),
      wanted,
      packet.toString('hex'),
    )
  }
  for (let count = 0; count < 300; count += 1) {
    const noise = Buffer.from(Array.from({ length: count }, () => Math.random() * 256))
    await send(noise, 1)
  }
  assert.equal(await resolver().resolve4('app.example.com'), ['127.1.2.3'])
})

test('what is too long for UDP comes over TCP', async () => {
  const addresses = Array.from({ length: 60 }, (_, at) => `127.3.0.${at + 1}`)
  zones.set(
    'example.com',
    addresses.map((address) => record('A', 'app', address)),
  )
  const short = await send(question(name), 5000)
  assert.is((short?.[2] ?? 0) & 2, 2, 'it is marked as cut')
  assert.equal((await resolver().resolve4('app.example.com')).length, 60)
  const socket = connect(server.port, server.address)
  socket.on('error', () => {})
  socket.write(Buffer.from([0, 3, 1, 2, 3]))
  await new Promise((settle) => socket.once('close', settle))
})

test('a client keeps an address for its TTL and not longer', async () => {
  const addresses = [block.take('reserved'), block.take('reserved')] as const
  const servers = await Promise.all(
    addresses.map(
      (address) =>
        new Promise<ReturnType<typeof createServer>>((settle) => {
          const made = createServer((incoming, answer) => answer.end(incoming.headers.host))
          made.listen(18_081, address, () => settle(made))
        }),
    ),
  )
  const client = makeClient({ clock, nameServer: server, localAddress: '127.9.9.9' })
  const url = 'http://app.example.com:18081/x'
  zones.set('example.com', [record('A', 'app', addresses[0], 40)])
  const first = await client.get(url)
  assert.equal([first.status, first.body, first.from], [200, 'app.example.com:18081', addresses[0]])
  const until = clock.now() + 40_000
  zones.set('example.com', [record('A', 'app', addresses[1], 40)])
  while (clock.now() < until - 10_000) {
    const { from } = await client.get(url)
    if (clock.now() < until - 5_000) assert.is(from, addresses[0])
  }
  await clock.sleep(Math.max(0, until - clock.now()) + 1000)
  assert.is((await client.get(url)).from, addresses[1])
  assert.is(await codeOf(client.resolve('missing.example.com')), 'ENOTFOUND')
  client.close()
  for (const one of servers) one.close()
})

test.run()
