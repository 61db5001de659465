// Zones -> a name server on UDP and TCP at one address and port. No packet, however broken, stops it.
import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { readQuestion, truncated, writeFormatError, writeResponse } from './dns-message.ts'
import type { Zones } from './zones.ts'

export type NameServer = { address: string; port: number; close: () => Promise<void> }

const mostUdpBytes = 512

export async function startNameServer(
  zones: Zones,
  address: string,
  port = 5353,
): Promise<NameServer> {
  const respond = (message: Buffer) => answerTo(zones, message)
  const open = new Set<Socket>()
  // Multicast DNS may have 5353 at every address of the machine; this one is ours all the same.
  const udp = createSocket({ type: 'udp4', reuseAddr: true })
  udp.on('message', (message, { address: to, port: toPort }) => {
    const answer = respond(message)
    if (answer === undefined || toPort === 0) return
    udp.send(answer.length > mostUdpBytes ? truncated(answer) : answer, toPort, to, () => {})
  })
  udp.on('error', () => {})
  const tcp = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    serveTcp(socket, respond)
  })
  await listening(tcp, () => tcp.listen(port, address))
  await listening(udp, () => udp.bind(port, address))
  return {
    address,
    port,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise<void>((settle) => udp.close(() => settle()))
      await new Promise<void>((settle) => tcp.close(() => settle()))
    },
  }
}

function answerTo(zones: Zones, message: Buffer): Buffer | undefined {
  const question = readQuestion(message)
  if (question === undefined) return undefined
  if (question === 'malformed') return writeFormatError(message)
  return writeResponse(question, zones.answer(question))
}

type Listener = NodeJS.EventEmitter

const listening = (server: Listener, listen: () => void): Promise<void> =>
  new Promise((settle, refuse) => {
    server.once('listening', () => settle())
    server.once('error', refuse)
    listen()
  })

const idleMilliseconds = 10_000

/** Each message has its length in two bytes in front. */
function serveTcp(socket: Socket, respond: (message: Buffer) => Buffer | undefined): void {
  let rest = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.setTimeout(idleMilliseconds, () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      const answer = respond(rest.subarray(2, end))
      rest = rest.subarray(end)
      if (answer === undefined) return void socket.destroy()
      const length = Buffer.alloc(2)
      length.writeUInt16BE(answer.length)
      socket.write(Buffer.concat([length, answer]))
    }
  })
}
