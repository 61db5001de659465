// Requests -> answers, over node:http. Every request that was read to its end gets one answer and one log
// line, slow senders are cut off, and while draining each answer also closes its connection.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Health } from './health.ts'
import type { Log } from './log.ts'
import { type Answer, isHealthPath, route } from './routes.ts'

export type Service = {
  health: Health
  isDraining: () => boolean
  release: string | undefined
  log: Log
}

/** From its first byte to the last one of its body. */
export const requestSeconds = 10

const limits = {
  headersTimeout: 5_000,
  requestTimeout: requestSeconds * 1000,
  connectionsCheckingInterval: 1_000,
  // Longer than the 60 s after which balancers drop an idle connection themselves, so that none
  // sends a request into a connection that this side is closing.
  keepAliveTimeout: 75_000,
}

export function createAppServer(service: Service): Server {
  return createServer(limits, (request, response) => void serve(service, request, response))
}

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? ''
  const path = request.url?.split('?', 1)[0] ?? ''
  logWhenOver(service.log, request, response, path)
  if (hasBody(request)) await wholly(request)
  const answer = await route(method, path, service)
  send(answer, service, response)
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined

/** A client that still sends its body when the answer comes could see a reset instead of it. */
function wholly(request: IncomingMessage): Promise<void> {
  return new Promise((settle) => {
    request.once('end', settle).once('close', settle).resume()
  })
}

function send(answer: Answer, { release, isDraining }: Service, response: ServerResponse): void {
  const body = `${JSON.stringify(answer.body)}\n`
  response.writeHead(answer.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...(release === undefined ? {} : { 'X-Release': release }),
    ...(isDraining() ? { Connection: 'close' } : {}),
  })
  response.end(body)
}

function logWhenOver(
  log: Log,
  { method }: IncomingMessage,
  response: ServerResponse,
  path: string,
): void {
  const start = performance.now()
  response.once('close', () => {
    const milliseconds = Math.round(performance.now() - start)
    const outcome = response.writableFinished ? { status: response.statusCode } : { aborted: true }
    const level = isHealthPath(path) ? 'debug' : 'info'
    log[level]('request', { method, path, ...outcome, milliseconds })
  })
}
