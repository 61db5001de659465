// A treatment -> a loopback server that gives it to every connection, and counts them. For the ways
// in which something that is no PostgreSQL can answer.
import { type AddressInfo, createServer, type Socket } from 'node:net'

export type StubServer = { port: number; taken: () => number; close: () => void }

export function createStubServer(treat: (socket: Socket) => void): Promise<StubServer> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket.unref())
    socket.on('error', () => {})
    treat(socket)
  })
  const stub = (): StubServer => ({
    port: (server.address() as AddressInfo).port,
    taken: () => sockets.length,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  })
  return new Promise((settle) => server.listen(0, '127.0.0.1', () => settle(stub())).unref())
}
