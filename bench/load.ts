// A port, connections, seconds → how many requests a second were answered with 200. A client on plain
// sockets, so that the server is what is measured: each connection asks again as soon as it has its
// answer.
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export type Load = { port: number; path: string; connections: number; seconds: number }

export async function requestsPerSecond({ port, path, connections, seconds }: Load) {
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
  const count = { answers: 0 }
  const sockets = Array.from({ length: connections }, () => askAgain(port, request, count))
  // The first answers wait for connections, to the database too.
  await wait(300)
  const [before, start] = [count.answers, performance.now()]
  await wait(seconds * 1000)
  const [after, end] = [count.answers, performance.now()]
  for (const socket of sockets) socket.destroy()
  if (after === before) throw new Error(`port ${port} answered nothing`)
  return ((after - before) * 1000) / (end - start)
}

function askAgain(port: number, request: string, count: { answers: number }): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let text = ''
  socket.on('connect', () => socket.write(request))
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
    const rest = afterAnswer(text)
    if (rest === undefined) return
    text = rest
    count.answers += 1
    socket.write(request)
  })
  return socket
}

/** Undefined while the answer is not whole. */
function afterAnswer(text: string): string | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = text.slice(0, end)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(head)
  const length = /content-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const whole = end + 4 + Number(length)
    return text.length < whole ? undefined : text.slice(whole)
  }
  const last = text.indexOf('0\r\n\r\n', end + 4)
  return last < 0 ? undefined : text.slice(last + 5)
}
