// Plain servers and connections at the addresses of an emulated network.
import { connect, createServer as createNetServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import { scaledClock } from '../../cloud/clock.ts'
import { type Block, claimBlock } from '../../cloud/network/addresses.ts'
import { attach } from '../../cloud/network/attachment.ts'
import { type Behind, changes, type Reachable } from '../../cloud/network/reachable.ts'
import { relay } from '../../cloud/network/relay.ts'
import { until } from './until.ts'

export const port = 18_080
export const clock = scaledClock({ scale: 50 })
let claimed: Block | undefined
const endings: (() => unknown)[] = []

/** What a test has started ends with it. */
export const endsLater = (end: () => unknown): void => void endings.push(end)

export function block(): Block {
  if (claimed === undefined) throw new Error('a block is claimed before each test')
  return claimed
}

/** Every test of the suite has a block of addresses of its own. */
export function onNetwork(test: Test): void {
  test.before.each(async () => {
    claimed = await claimBlock()
  })
  test.after.each(async () => {
    for (const end of endings.splice(0).reverse()) await end()
    await claimed?.release()
  })
  test.after(() => clock.stop())
}

export const isSettled = async (promise: Promise<unknown>, milliseconds = 150) =>
  (await Promise.race([promise.then(() => 'yes'), wait(milliseconds, 'no')])) === 'yes'

/** A bare server of its own address; the connection it was given last. */
export async function wire(address: string) {
  const taken: Socket[] = []
  const server = createNetServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    taken.push(socket)
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  endsLater(() => {
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
export function changing(first: Behind): Reachable & { set: (behind: Behind) => void } {
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

export const forwardTo =
  (address: string) =>
  (near: Socket): void =>
    void relay(near, connect({ host: address, port, allowHalfOpen: true }), () => {})

export function attached(address: string) {
  const attachment = attach(address, (message) => assert.unreachable(message))
  endsLater(() => attachment.close())
  return attachment
}

export async function dial(address: string): Promise<Socket> {
  const socket = connect({ host: address, port, allowHalfOpen: true })
  socket.on('error', () => {})
  endsLater(() => socket.destroy())
  await new Promise((settle) => socket.once('connect', settle))
  return socket
}

export const refusal = (address: string): Promise<string> =>
  new Promise((settle) => {
    const socket = connect({ host: address, port }, () => {
      socket.destroy()
      settle('connected')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => settle(String(error.code)))
  })

export const once = (socket: Socket, event: string): Promise<unknown> =>
  new Promise((settle) => socket.once(event, settle))
