// An address and a port -> a listener that is there only while something answers, so that a connection
// is refused by the kernel as it would be by the machine. What stands behind it changes at once, for
// the next connection, without the listener going away.

import { createServer, type Server, type Socket } from 'node:net'
import type { Behind } from './reachable.ts'
import { reset } from './reset.ts'

export type Door = {
  set: (behind: Behind) => void
  /** Resets all connections that came through. */
  cut: () => void
  close: () => Promise<void>
}

type State = {
  address: string
  port: number
  behind: Behind
  server: Server | undefined
  sockets: Set<Socket>
  fault: (message: string) => void
}

export function makeDoor(address: string, port: number, fault: (message: string) => void): Door {
  const state: State = {
    ...{ address, port, fault, behind: 'refused', server: undefined },
    sockets: new Set(),
  }
  return {
    set: (behind) => {
      state.behind = behind
      if (behind === 'refused') void shut(state)
      else state.server ??= listen(state)
    },
    cut: () => cut(state.sockets),
    close: async () => {
      state.behind = 'refused'
      cut(state.sockets)
      await shut(state)
    },
  }
}

function cut(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) reset(socket)
}

function listen(state: State): Server {
  const { address, port, sockets } = state
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    if (state.behind === 'refused') reset(socket)
    else if (state.behind === 'silent') hold(socket)
    else state.behind(socket)
  })
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (state.server === server) state.server = undefined
    state.fault(reason(error, address, port))
  })
  server.listen(port, address)
  return server
}

function reason({ code, message }: NodeJS.ErrnoException, address: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken on this machine (asked for at ${address}): stop what listens there`
  }
  if (code === 'EACCES') return `port ${port} needs root on this machine (asked for at ${address})`
  return message
}

function shut(state: State): Promise<void> {
  const { server } = state
  state.server = undefined
  if (server === undefined) return Promise.resolve()
  return new Promise((settle) => {
    const close = () => server.close(() => settle())
    // A listener that is closed before it listens would listen afterwards.
    if (server.listening) close()
    else server.once('listening', close).once('error', () => settle())
  })
}

/** Nobody there: what comes is swallowed, nothing ever goes back. */
export function hold(socket: Socket): void {
  socket.resume()
  socket.once('end', () => socket.destroy())
}
