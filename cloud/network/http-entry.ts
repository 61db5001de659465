// A forwarding rule of kind http -> what takes its connections: each request goes to the pool's next
// backend, client connections are kept alive, and those to backends are kept or not as it is set.
import { Agent, createServer } from 'node:http'
import type { Socket } from 'node:net'
import { type ForwardOptions, forwardHttp } from './forward-http.ts'
import type { Backend, Pool } from './pool.ts'
import { upgrade } from './upgrade.ts'

export type HttpEntryOptions = Omit<ForwardOptions, 'next' | 'agentOf'> & {
  pool: Pool
  backendConnections: 'per-request' | 'pooled'
}

export type Entry = { accept: (socket: Socket) => void; close: () => void }

export function httpEntry({ pool, backendConnections, ...rest }: HttpEntryOptions): Entry {
  const agents = new Map<string, Agent>()
  const agentOf = ({ address }: Backend): Agent => {
    const known = agents.get(address)
    if (known) return known
    const made = new Agent({ keepAlive: backendConnections === 'pooled', noDelay: true })
    agents.set(address, made)
    return made
  }
  const options: ForwardOptions = { ...rest, next: pool.next, agentOf }
  const server = createServer({ keepAliveTimeout: rest.idleMilliseconds }, (incoming, answer) =>
    forwardHttp(incoming, answer, options),
  )
  server.on('upgrade', (incoming, socket, head) =>
    upgrade(incoming, socket as Socket, head, options),
  )
  return {
    // It never listens itself: the door does.
    accept: (socket) => void server.emit('connection', socket),
    close: () => {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}
