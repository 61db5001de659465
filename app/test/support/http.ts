// A port and a request -> its answer, each on a connection of its own. `dial` gives the bare
// connection, for requests that no HTTP client would send.
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { until } from '../../../test/support/until.ts'

export type Reply = { status: number; headers: IncomingHttpHeaders; body: string }

export function ask(port: number, path: string, method = 'GET'): Promise<Reply> {
  return new Promise((settle, fail) => {
    const options = { host: '127.0.0.1', port, path, method, agent: false, timeout: 30_000 }
    const sent = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        settle({ status: response.statusCode ?? 0, headers: response.headers, body })
      })
    })
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)))
    sent.on('error', fail)
    sent.end()
  })
}

export const check = (port: number, method?: string): Promise<Reply> =>
  ask(port, '/health/check', method)

export type Wire = {
  send: (text: string) => Promise<void>
  received: () => string
  /** Everything received until the other side closed. */
  closed: () => Promise<string>
  destroy: () => void
}

export function dial(port: number): Promise<Wire> {
  return new Promise((settle, fail) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    let isOver = false
    socket.on('data', (chunk) => {
      received += chunk
    })
    socket.on('error', fail)
    socket.on('close', () => {
      isOver = true
    })
    socket.on('connect', () => {
      // The connections of a failed test must not keep its process alive.
      socket.unref()
      settle({
        send: (text) => new Promise((sent) => socket.write(text, () => sent())),
        received: () => received,
        closed: async () => {
          await until('the app closes the connection', () => isOver)
          return received
        },
        destroy: () => socket.destroy(),
      })
    })
  })
}

/** Why a new connection fails, such as ECONNREFUSED, or "connected". */
export const knock = (port: number): Promise<string> =>
  dial(port).then(
    (wire) => {
      wire.destroy()
      return 'connected'
    },
    (error) => error.code,
  )
