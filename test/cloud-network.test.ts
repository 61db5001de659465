// Plain servers at loopback addresses -> the emulated network in front of them: what a relay passes
// on, what a move of an address cuts, and whose address is whose.
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { claimBlock } from '../cloud/network/addresses.ts'
import { attach } from '../cloud/network/attachment.ts'
import { peerList } from '../cloud/network/cidr.ts'
import type { Reachable } from '../cloud/network/reachable.ts'
import { reservedIpTable } from '../cloud/network/reserved-ips.ts'
import {
  attached,
  block,
  changing,
  clock,
  dial,
  endsLater,
  forwardTo,
  isSettled,
  once,
  onNetwork,
  refusal,
  wire,
} from './support/cloud-network.ts'
import { until } from './support/until.ts'

const test = suite('cloud: network')

onNetwork(test)

test('a relay passes bytes, ends and resets of both sides on, and no more than is taken', async () => {
  const [front, back] = [block().take('reserved'), block().take('droplet')]
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
  const address = block().take('droplet')
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
      ...{ clock, block: block(), cutOnMove, assignMilliseconds: 1000, emit: () => {} },
      reachableOf: (id) => droplets[id],
    })
    endsLater(() => table.close())
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
  assert.is.not(other.number, block().number)
  const address = block().take('droplet')
  assert.is.not(block().take('droplet'), address)
  await claimBlock(block().number).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'another cloud uses'),
  )
  const { number } = other
  await other.release()
  const again = await claimBlock(number)
  await again.release()
})

test('a port that another program has is a clear fault', async () => {
  const address = block().take('droplet')
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
