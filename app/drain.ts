// A listening server -> a closed one. For the drain time it goes on answering, so that balancers
// see the failing health check and turn away; then it stops listening and finishes what is open,
// within a bound. Each further signal ends the wait of the moment.
import type { Server } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { Log } from './log.ts'
import type { Signals } from './signals.ts'

export type DrainTimes = { drainSeconds: number; finishSeconds: number }

/** The connections that are open, kept up to date; call it before the server listens. */
export function watchConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

export async function drain(
  { server, open, log }: { server: Server; open: ReadonlySet<Socket>; log: Log },
  signals: Signals,
  { drainSeconds, finishSeconds }: DrainTimes,
): Promise<void> {
  log.info('draining', { drainSeconds })
  await Promise.race([wait(drainSeconds * 1000), signals.next()])
  // Right after this turn's poll, all connections that had arrived are accepted.
  await nextTurn()
  const closed = stopListening(server).then(() => true)
  const late = Promise.race([wait(finishSeconds * 1000), signals.next()]).then(() => false)
  log.info('listener closed', { connections: open.size })
  await closeIdle(server, open)
  if (await Promise.race([closed, late])) return
  log.warn('open requests cut off', { connections: open.size })
  server.closeAllConnections()
}

function stopListening(server: Server): Promise<void> {
  // Not the close of node:http: that also drops idle connections, before it has read what had
  // already arrived on them, and it stops enforcing the request timeouts.
  return new Promise((settle) => NetServer.prototype.close.call(server, () => settle()))
}

async function closeIdle(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  await nextTurn()
  server.closeIdleConnections()
  // A connection that has never sent anything counts as busy for node:http.
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
}
