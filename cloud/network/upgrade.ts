// A request to upgrade, such as to a WebSocket -> a bare connection to a backend, which gets the
// request as it came and answers for itself.
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { ForwardOptions } from './forward-http.ts'
import { relay } from './relay.ts'

export function upgrade(
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  near: Socket,
  head: Buffer,
  { next, targetPort, localAddress }: ForwardOptions,
): void {
  const backend = next()
  if (backend === undefined) return void near.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
  const far = connect({
    host: backend.address,
    port: targetPort,
    localAddress,
    allowHalfOpen: true,
  })
  const pairs = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${rawHeaders[at + 1]}`]))
  far.write(`${method} ${url} HTTP/${httpVersion}\r\n${pairs.join('\r\n')}\r\n\r\n`)
  far.write(head)
  relay(near, far, () => {})
}
