// An enclosure's empty network -> addresses that are real ones in it: a bridge for the public side of
// the droplets, one for the private side, a range for everything else, and a name server that machines
// ask. Nothing of it is seen from outside.

import { mkdirSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import type { AddressKind, Block } from '../network/addresses.ts'
import type { Ground } from '../network/ground.ts'
import { startNameServer } from '../network/name-server.ts'
import { makeZones, type Zones } from '../network/zones.ts'
import { insideOf } from './inside.ts'
import { archives } from './recipe.ts'
import { run } from './run.ts'

// Of 198.18.0.0/15, which RFC 2544 sets aside for tests: no machine of the world has such an address.
export const network = {
  gateway: '198.18.0.1',
  netmask: '255.255.128.0',
  outlet: '198.18.255.80',
  operator: '203.0.113.7',
} as const

const ranges: Readonly<Record<Exclude<AddressKind, 'private'>, readonly [number, number]>> = {
  droplet: [1, 127],
  reserved: [128, 159],
  balancer: [160, 191],
  database: [192, 223],
}

// What is not a droplet's answers on this side, at every address of the upper half. Without an address
// of its own, a bridge takes that of a port, and with the port the droplets would lose their gateway.
const script = `set -eu
ip link add public address 02:ff:00:00:00:01 type bridge
ip addr add ${network.gateway}/17 dev public
ip addr add ${network.operator}/32 dev lo
ip link set public up
ip link add vpc address 02:ff:00:00:00:02 type bridge
ip link set vpc up
ip route replace 198.18.0.0/17 dev public src ${network.operator}
ip route add local 198.18.128.0/17 dev lo src ${network.operator}
echo 1 > /proc/sys/net/ipv4/ip_forward`

// For a further cloud in the same enclosure.
const undo = `ip link del public; ip link del vpc
ip addr del ${network.operator}/32 dev lo
ip route del local 198.18.128.0/17 dev lo
nft flush ruleset`

export async function claimNetwork(stateFolder: string): Promise<Ground> {
  const { outlet } = insideOf()
  mkdirSync(stateFolder, { recursive: true })
  await run('sh', ['-c', script])
  const zones = makeZones()
  for (const name of Object.keys(archives)) zones.set(name, [addressRecord(network.outlet)])
  const relay = await relayTo(outlet, network.outlet)
  const nameServer = await startNameServer(zones, network.gateway, 53)
  const release = async () => {
    await relay.close()
    await run('sh', ['-c', undo])
  }
  return { stateFolder, zones, nameServer, block: makeBlock(release), release }
}

type Records = Parameters<Zones['set']>[1]

const addressRecord = (data: string): Records[number] => ({
  ...{ id: 0, type: 'A', name: '@', data, ttlSeconds: 3600 },
})

/** Apt's requests leave the enclosure over the socket. */
async function relayTo(path: string, address: string): Promise<{ close: () => Promise<void> }> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(path)
    open.add(near).add(far)
    near.on('error', () => far.destroy()).once('close', () => open.delete(near))
    far.on('error', () => near.destroy()).once('close', () => open.delete(far))
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((settle, refuse) => {
    server.once('error', refuse)
    server.listen(80, address, settle)
  })
  return {
    close: async () => {
      const closed = new Promise((settle) => server.close(settle))
      // A machine whose power was cut has ended none of them.
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

function makeBlock(release: () => Promise<void>): Block {
  const used = new Set<string>()
  const next: Record<string, number> = {}
  const take = (kind: AddressKind): string => {
    if (kind === 'private') throw new Error('a private address is one of a VPC')
    const [low, high] = ranges[kind]
    const count = (next[kind] ?? 0) % ((high - low + 1) * 250)
    next[kind] = count + 1
    const address = `198.18.${low + Math.floor(count / 250)}.${(count % 250) + 2}`
    return used.has(address) ? take(kind) : address
  }
  return {
    number: 0,
    nameServer: network.gateway,
    take,
    use: (address) => void used.add(address),
    release,
  }
}
