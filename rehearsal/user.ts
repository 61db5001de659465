// A name server and the emulated clock -> one user of the system: remembers an address for the TTL and
// not longer, and asks over connections that are kept for the next request, or over new ones. As
// browsers and HTTP libraries do, it looks a name up to connect, not to use a connection that is open.
import { Resolver } from 'node:dns/promises'
import { Agent } from 'node:http'
import type { LookupFunction } from 'node:net'
import type { Clock } from '../cloud/clock.ts'

export type User = {
  name: string
  port: number
  /** Where its connections come from; firewalls see it. */
  localAddress: string
  lookup: LookupFunction
  kept: Agent
  close: () => void
}

export type UserOptions = {
  url: string
  clock: Clock
  nameServer: { address: string; port: number }
  localAddress: string
}

export function makeUser({ url, clock, nameServer, localAddress }: UserOptions): User {
  const { hostname, port } = new URL(url)
  const resolver = new Resolver({ timeout: 2000, tries: 3 })
  resolver.setServers([`${nameServer.address}:${nameServer.port}`])
  const kept = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  return {
    name: hostname,
    port: Number(port) || 80,
    localAddress,
    lookup: lookupIn(addressBook(resolver, clock)),
    kept,
    close: () => {
      resolver.cancel()
      kept.destroy()
    },
  }
}

type AddressBook = (name: string) => Promise<string>

/** Of one name: requests that come while it is looked up wait for the same answer. */
function addressBook(resolver: Resolver, clock: Clock): AddressBook {
  let known: { address: string; until: number } | undefined
  let asked: Promise<string> | undefined
  const ask = async (name: string) => {
    const [found] = await resolver.resolve4(name, { ttl: true })
    if (!found) throw Object.assign(new Error(`${name} has no address`), { code: 'ENODATA' })
    known = { address: found.address, until: clock.now() + found.ttl * 1000 }
    return found.address
  }
  return async (name) => {
    if (known && clock.now() < known.until) return known.address
    asked ??= ask(name).finally(() => {
      asked = undefined
    })
    return asked
  }
}

/** Node looks an address up by itself, without this. */
const lookupIn =
  (find: AddressBook): LookupFunction =>
  (name, { all }, settle) => {
    find(name).then(
      (address) => (all ? settle(null, [{ address, family: 4 }]) : settle(null, address, 4)),
      (error) => settle(error, ''),
    )
  }
