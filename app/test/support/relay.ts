// A target port -> a loopback port in front of it that can go silent: bytes are swallowed and
// nothing is closed, as behind a network that lost its way. Only connections of that moment are
// concerned; later ones pass.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Relay = {
  port: number
  silence: () => void
  /** Connections taken so far. */
  taken: () => number
  /** Connections open now. */
  open: () => number
  close: () => void
}

type Pair = { near: Socket; far: Socket; silent: boolean }

export function createRelay(target: number): Promise<Relay> {
  const pairs = new Set<Pair>()
  let taken = 0
  const server = createServer((near) => {
    taken += 1
    const far = connect(target, '127.0.0.1')
    const pair = { near: near.unref(), far: far.unref(), silent: false }
    pairs.add(pair)
    join(pair, () => pairs.delete(pair))
  })
  const relay = (): Relay => ({
    port: (server.address() as AddressInfo).port,
    silence: () => {
      for (const pair of pairs) pair.silent = true
    },
    taken: () => taken,
    open: () => pairs.size,
    close: () => {
      server.close()
      for (const { near } of pairs) near.destroy()
    },
  })
  return new Promise((settle) => server.listen(0, '127.0.0.1', () => settle(relay())).unref())
}

function join(pair: Pair, over: () => void): void {
  const { near, far } = pair
  const pass = (to: Socket) => (chunk: Buffer) => {
    if (!pair.silent) to.write(chunk)
  }
  near.on('data', pass(far))
  far.on('data', pass(near))
  near.on('error', () => {})
  far.on('error', () => near.destroy())
  far.on('close', () => near.destroy())
  near.on('close', () => {
    far.destroy()
    over()
  })
}
