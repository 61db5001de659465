// Database settings -> a session: exactly one TLS connection, opened by the first query. A session
// that has failed or ended is never used again, so no state of a dead connection outlives it.
import { connect, type Socket } from 'node:net'
import postgres from 'postgres'
import type { DatabaseSettings } from './configuration.ts'

export type Session = {
  selectNow: () => Promise<void>
  hasEnded: () => boolean
  close: () => Promise<void>
  destroy: () => void
}

type Wire = { socket: Socket | undefined; refusesTls: boolean; ended: boolean }

export function openSession(settings: DatabaseSettings): Session {
  const wire: Wire = { socket: undefined, refusesTls: false, ended: false }
  const client = postgres(optionsFor(settings, wire))
  return {
    selectNow: async () => {
      try {
        // Prepared by the client: the server parses it once for each session.
        await client`SELECT NOW()`
      } catch (error) {
        throw wire.refusesTls ? new Error('the database server offers no TLS: refused') : error
      }
    },
    hasEnded: () => wire.ended,
    close: () => client.end({ timeout: 1 }),
    // Not the client's own end: that waits for a peer which may be gone, or writes to a socket which
    // has just been closed. Without its one socket the client holds nothing and is garbage.
    destroy: () => {
      wire.ended = true
      wire.socket?.destroy()
    },
  }
}

function optionsFor(settings: DatabaseSettings, wire: Wire) {
  const { host, port, user, password, name } = settings
  return {
    // As lists, which the types don't know: it would split a plain IPv6 address at its colons.
    host: [host] as unknown as string,
    port: [port] as unknown as number,
    user,
    password,
    database: name,
    ssl: 'require' as const,
    // Said so that no PGSSLNEGOTIATION of the environment decides it.
    sslnegotiation: null,
    socket: () => dial(settings, wire),
    max: 1,
    fetch_types: false,
    // The deadline of the health check covers connecting too.
    connect_timeout: 0,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: 'app' },
    onnotice: () => {},
    onclose: () => {
      wire.ended = true
    },
  }
}

function dial({ host, port }: DatabaseSettings, wire: Wire): Socket {
  // The client would dial again at once and for ever when a server hangs up before it answers.
  if (wire.socket !== undefined || wire.ended) {
    throw new Error('the database closed the connection unanswered')
  }
  // Amid the login the system would hold a message back, until an acknowledgement that it delays by 40 ms.
  const socket = connect({ host, port, noDelay: true })
  socket.once('data', (answer) => {
    wire.refusesTls = answer.toString('latin1', 0, 1) === 'N'
  })
  wire.socket = socket
  // The client takes the TLS server name from here.
  return Object.assign(socket, { host })
}
