// A clock -> a server on loopback by which other processes wait on it: `/sleep/SECONDS` answers when so
// much emulated time has passed, `/now` with the seconds since the epoch.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from './clock.ts'

export type ClockServer = { url: string; close: () => Promise<void> }

export async function serveClock(clock: Clock): Promise<ClockServer> {
  const server = createServer(({ url = '' }, answer) => {
    const seconds = Number(/^\/sleep\/([\d.]+)$/.exec(url)?.[1])
    if (url === '/now') answer.end(`${Math.floor(clock.now() / 1000)}\n`)
    else if (Number.isNaN(seconds)) answer.writeHead(404).end()
    else
      answer.once(
        'close',
        clock.after(seconds * 1000, () => answer.end()),
      )
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
