// HTTP requests -> handlers -> HTTP answers. A request passes the token, the faults and the rate
// limit before its handler; after a change the state is saved and passed on before the answer goes.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Body } from './body.ts'
import { propagate } from './propagate.ts'
import type { RateLimit } from './rate-limit.ts'
import { ApiRefusal, badRequest, errorBody, notFound, type Reply } from './reply.ts'
import { type Call, router } from './router.ts'
import { routes } from './routes.ts'
import type { World } from './world.ts'

export type ServerOptions = { world: World; limit: RateLimit; token: string | undefined }

type Request = { method: string; url: URL; text: string; id: string; authorization: string }

const route = router(routes)

export function apiServer(options: ServerOptions): Server {
  return createServer((incoming, response) => {
    void read(incoming)
      .then((request) => serve(options, request, response))
      .catch(() => response.destroy())
  })
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://localhost'),
    text: Buffer.concat(chunks).toString('utf8'),
    id: randomUUID(),
    authorization: incoming.headers.authorization ?? '',
  }
}

async function serve(options: ServerOptions, request: Request, response: ServerResponse) {
  const { reply, message } = await answer(options, request)
  const { world } = options
  const { method, url, id } = request
  const path = url.pathname + url.search
  const status = reply === 'never' ? 0 : reply.status
  const event = { kind: 'api', method, path, status, requestId: id } as const
  world.events.emit({ ...event, ...(message !== undefined && { message }) })
  if (reply === 'never') return
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': id,
    ...options.limit.headers(),
  })
  response.end(reply.body && method !== 'HEAD' ? JSON.stringify(reply.body) : undefined)
}

async function answer(
  options: ServerOptions,
  request: Request,
): Promise<{ reply: Reply | 'never'; message?: string }> {
  try {
    return { reply: await handle(options, request) }
  } catch (error) {
    const status = error instanceof ApiRefusal ? error.status : 500
    const message = error instanceof Error ? error.message : String(error)
    return { reply: { status, body: errorBody(status, message, request.id) }, message }
  }
}

async function handle(options: ServerOptions, request: Request): Promise<Reply | 'never'> {
  const { world } = options
  authenticate(options.token, request.authorization)
  if (await struck(world, request)) return 'never'
  if (!options.limit.take()) throw new ApiRefusal(429, 'API Rate limit exceeded.')
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const match = route(method, request.url.pathname)
  if (!match) throw notFound(`${method} ${request.url.pathname} is not emulated.`)
  const call: Call = {
    world,
    path: request.url.pathname,
    query: request.url.searchParams,
    body: parse(request.text),
    param: match.param,
  }
  const reply = await match.handler(call)
  if (method !== 'GET') settle(world)
  return reply
}

/** Any token does, unless one was set. */
function authenticate(token: string | undefined, authorization: string): void {
  const given = authorization.match(/^Bearer (.+)$/)?.[1]
  if (given === undefined || (token !== undefined && given !== token)) {
    throw new ApiRefusal(401, 'Unable to authenticate you')
  }
}

/** True when a fault leaves the request without an answer. */
async function struck(world: World, { method, url }: Request): Promise<boolean> {
  const fault = world.faults.hit(`${method} ${url.pathname}`)
  if (!fault) return false
  if (fault.answer === 'never') return true
  if (typeof fault.answer === 'object') {
    await world.clock.sleep(fault.answer.lateSeconds * 1000)
    return false
  }
  const status = fault.answer === 'error' ? 500 : fault.answer
  throw new ApiRefusal(status, status === 429 ? 'API Rate limit exceeded.' : 'Server Error')
}

function parse(text: string): Body {
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body
  } catch {}
  throw badRequest('The request body is not a JSON object.')
}

function settle(world: World): void {
  propagate(world)
  world.save()
}
