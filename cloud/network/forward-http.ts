// A request at a balancer -> the answer of one of its backends. 503 when none is healthy or the chosen
// one takes no connection, 502 when it breaks off before it answers, 504 when it is silent too long.
// A request is sent once: the only exception is one without a body and without effect (GET, HEAD,
// OPTIONS) on a pooled connection that the backend was closing just then.
import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { Backend } from './pool.ts'

export type ForwardOptions = {
  /** The balancer's own address. */
  localAddress: string
  targetPort: number
  entryPort: number
  next: () => Backend | undefined
  agentOf: (backend: Backend) => Agent
  /** Real milliseconds without a byte from the backend. */
  idleMilliseconds: number
  /** Asks further backends when one takes no connection; nothing was sent then. */
  redispatch: boolean
  emit: (what: string, detail: Record<string, unknown>) => void
}

type Exchange = {
  incoming: IncomingMessage
  answer: ServerResponse
  options: ForwardOptions
  tries: number
}

const mostTries = 3

export function forwardHttp(
  incoming: IncomingMessage,
  answer: ServerResponse,
  options: ForwardOptions,
): void {
  attempt({ incoming, answer, options, tries: 0 })
}

function attempt(exchange: Exchange): void {
  exchange.tries += 1
  const backend = exchange.options.next()
  if (backend === undefined) refuse(exchange, 503, 'no healthy backend')
  else send(exchange, backend)
}

function send(exchange: Exchange, backend: Backend): void {
  const { incoming, options } = exchange
  const sent = request({
    host: backend.address,
    port: options.targetPort,
    localAddress: options.localAddress,
    agent: options.agentOf(backend),
    method: incoming.method,
    path: incoming.url,
    headers: requestHeaders(incoming, options) as unknown as NodeJS.Dict<string>,
    timeout: options.idleMilliseconds,
  })
  watch(exchange, backend, sent)
  // Nothing of the body is taken before there is a connection, so that another backend can have it.
  sent.once('socket', (socket) => {
    if (!socket.connecting) incoming.pipe(sent)
    else socket.once('connect', () => incoming.pipe(sent))
  })
}

function watch(exchange: Exchange, backend: Backend, sent: ClientRequest): void {
  const { incoming, answer } = exchange
  let isLate = false
  sent.once('response', (response) => passOn(response, answer))
  sent.once('timeout', () => {
    isLate = true
    sent.destroy(new Error('it was silent too long'))
  })
  sent.on('error', (error) => {
    incoming.unpipe(sent)
    if (answer.headersSent || answer.destroyed) answer.destroy()
    else failed(exchange, backend, { sent, error, isLate })
  })
  answer.once('close', () => {
    if (!answer.writableFinished) sent.destroy()
  })
}

type Failure = { sent: ClientRequest; error: NodeJS.ErrnoException; isLate: boolean }

function failed(exchange: Exchange, { address }: Backend, { sent, error, isLate }: Failure): void {
  const neverConnected = error.syscall === 'connect'
  const again = neverConnected
    ? exchange.options.redispatch
    : sent.reusedSocket && isHarmless(exchange)
  const status = isLate ? 504 : neverConnected ? 503 : 502
  if (again && !isLate && exchange.tries < mostTries) attempt(exchange)
  else refuse(exchange, status, `${address}: ${error.message}`)
}

function isHarmless({ incoming: { method = '', headers } }: Exchange): boolean {
  const hasBody = 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0
  return !hasBody && ['GET', 'HEAD', 'OPTIONS'].includes(method)
}

const titles: Record<number, string> = {
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

function refuse({ incoming, answer, options }: Exchange, status: number, reason: string): void {
  options.emit('request-failed', { status, reason, method: incoming.method, path: incoming.url })
  const body = `${status} ${titles[status]}\n`
  answer.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': body.length })
  answer.end(body)
  incoming.resume()
}

function passOn(response: IncomingMessage, answer: ServerResponse): void {
  const headers = withoutHops(response.rawHeaders, ['transfer-encoding'])
  answer.writeHead(response.statusCode ?? 502, response.statusMessage, headers)
  response.pipe(answer)
  // A backend that breaks off in the middle must not look like one that was done.
  response.once('aborted', () => answer.destroy())
}

const hops = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade']
const forwarded = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port']

/** Names and values in turn, as they came, without what concerns only one connection. */
function withoutHops(raw: readonly string[], further: readonly string[]): string[] {
  const named = raw.flatMap((name, at) =>
    /^connection$/i.test(name) && at % 2 === 0 ? raw[at + 1] : [],
  )
  const dropped = new Set([...hops, ...further, ...String(named).toLowerCase().split(/ *, */)])
  return raw.filter((_, at) => !dropped.has((raw[at - (at % 2)] ?? '').toLowerCase()))
}

function requestHeaders(incoming: IncomingMessage, { entryPort }: ForwardOptions): string[] {
  const before = incoming.headers['x-forwarded-for']
  const from = incoming.socket.remoteAddress ?? ''
  return [
    ...withoutHops(incoming.rawHeaders, forwarded),
    ...['X-Forwarded-For', before === undefined ? from : `${before}, ${from}`],
    ...['X-Forwarded-Proto', 'http'],
    ...['X-Forwarded-Port', String(entryPort)],
  ]
}
