// Nothing -> a block of loopback addresses that no other emulated cloud on this machine uses, and the
// addresses in it. Linux answers at all of 127.0.0.0/8 without being told to.
import { createServer } from 'node:net'
import { StartFault } from '../start-fault.ts'

/** Ranges of 127.N.0.0/16, by their third numbers. */
const ranges = {
  droplet: [0, 63],
  private: [64, 127],
  reserved: [128, 159],
  balancer: [160, 191],
  database: [192, 223],
} as const

export type AddressKind = keyof typeof ranges

export type Block = {
  /** The N of 127.N.0.0/16. */
  number: number
  nameServer: string
  /** Never the same twice, until all of a kind were given out. */
  take: (kind: AddressKind) => string
  /** Notes that an address is in use already. */
  use: (address: string) => void
  release: () => Promise<void>
}

const first = 77
const last = 126

/** `wanted` for a cloud that starts again; it fails when another one has taken that block. */
export async function claimBlock(wanted?: number): Promise<Block> {
  for (let number = wanted ?? first; number <= (wanted ?? last); number += 1) {
    const lock = await abstractLock(`immuc-cloud-127.${number}`)
    if (lock) return blockOf(number, lock)
  }
  throw new StartFault(
    wanted === undefined
      ? `${last - first + 1} clouds run on this machine already. Stop one`
      : `another cloud uses 127.${wanted}.0.0/16, where this one's machines were. Stop that one first, or start afresh in another folder with --state FOLDER`,
  )
}

export type Lock = { release: () => Promise<void> }

/** An abstract socket: no file, and gone with the process. */
export function abstractLock(name: string): Promise<Lock | undefined> {
  return new Promise((settle) => {
    const server = createServer((socket) => socket.destroy())
    server.unref()
    server.once('error', () => settle(undefined))
    const release = () => new Promise<void>((done) => server.close(() => done()))
    server.listen({ path: `\0${name}` }, () => settle({ release }))
  })
}

function blockOf(number: number, { release }: Lock): Block {
  const used = new Set<string>()
  const next: Record<string, number> = {}
  const take = (kind: AddressKind): string => {
    const [low, high] = ranges[kind]
    const count = (next[kind] ?? 0) % ((high - low + 1) * 250)
    next[kind] = count + 1
    const address = `127.${number}.${low + Math.floor(count / 250)}.${(count % 250) + 2}`
    return used.has(address) ? take(kind) : address
  }
  return {
    number,
    nameServer: `127.${number}.255.53`,
    take,
    use: (address) => void used.add(address),
    release,
  }
}
