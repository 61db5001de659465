// A name server and the emulated clock -> one client of the system, as its users have them: it keeps
// what it resolved for the TTL and not longer, and asks over HTTP with or without kept connections.
import { Resolver } from 'node:dns/promises'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { Clock } from '../clock.ts'

export type Client = {
  /** The addresses of a name; fails with the code ENOTFOUND or ENODATA. */
  resolve: (name: string) => Promise<readonly string[]>
  get: (url: string, options?: { timeoutMilliseconds?: number }) => Promise<ClientReply>
  close: () => void
}

export type ClientReply = {
  status: number
  headers: IncomingHttpHeaders
  body: string
  from: string
}

export type ClientOptions = {
  clock: Clock
  nameServer: { address: string; port: number }
  /** Where its connections come from; firewalls see it. */
  localAddress?: string
  keepAlive?: boolean
}

type Cached = { addresses: readonly string[]; until: number }

export function makeClient({ clock, nameServer, localAddress, keepAlive }: ClientOptions): Client {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  resolver.setServers([`${nameServer.address}:${nameServer.port}`])
  const agent = new Agent({ keepAlive: keepAlive === true })
  const cache = new Map<string, Cached>()
  const resolve = async (name: string) => {
    const known = cache.get(name)
    if (known && clock.now() < known.until) return known.addresses
    const found = await resolver.resolve4(name, { ttl: true })
    const seconds = Math.min(...found.map(({ ttl }) => ttl))
    const addresses = found.map(({ address }) => address)
    cache.set(name, { addresses, until: clock.now() + seconds * 1000 })
    return addresses
  }
  return {
    resolve,
    get: async (url, { timeoutMilliseconds = 30_000 } = {}) => {
      const { hostname } = new URL(url)
      const isAddress = /^[\d.]+$/.test(hostname)
      const from = isAddress ? hostname : ((await resolve(hostname))[0] ?? '')
      return ask(url, from, { agent, timeoutMilliseconds, ...(localAddress && { localAddress }) })
    },
    close: () => {
      resolver.cancel()
      agent.destroy()
    },
  }
}

function ask(
  url: string,
  address: string,
  options: { agent: Agent; timeoutMilliseconds: number; localAddress?: string },
): Promise<ClientReply> {
  const { port, pathname, search, host: name } = new URL(url)
  const { timeoutMilliseconds, ...rest } = options
  const target = { host: address, port: port || 80, path: pathname + search }
  return new Promise((settle, refuse) => {
    const sent = request({ ...target, ...rest, headers: { Host: name } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('error', refuse)
      response.once('close', () => clearTimeout(timer))
      response.once('end', () => {
        const { statusCode: status = 0, headers } = response
        settle({ status, headers, body: Buffer.concat(chunks).toString('utf8'), from: address })
      })
    })
    const timer = setTimeout(
      () => sent.destroy(new Error(`no answer within ${timeoutMilliseconds} ms`)),
      timeoutMilliseconds,
    )
    sent.once('error', (error) => {
      clearTimeout(timer)
      refuse(error)
    })
    sent.end()
  })
}
