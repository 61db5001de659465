// gRPC over HTTP/2, as much of it as Terraform speaks to a plugin: single requests with single
// answers, and two streams that stay open. Each connection gets handlers of its own.
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import { type Handlers, isCall, messages } from './calls.ts'
import { decodeMessage, encodeMessage, type Fields } from './protobuf.ts'

export type ServerIdentity = { readonly certificate: string; readonly key: string }

export type GrpcOptions = {
  /** Called once for each connection: Terraform opens one for each provider configuration. */
  readonly connected: () => Handlers
  readonly shutDown: () => void
  /** For a connection that both sides authenticate: who this is, and whom it trusts. */
  readonly tls?: { readonly identity: ServerIdentity; readonly client: string } | undefined
}

const ok = 0
const unimplemented = 12
const internal = 13

export function grpcServer({ connected, shutDown, tls }: GrpcOptions): Http2Server {
  const server = tls === undefined ? createServer() : secureServer(tls)
  const sessions = new WeakMap<Http2Session, Handlers>()
  const handlersOf = (session: Http2Session | undefined): Handlers => {
    const known = session && sessions.get(session)
    if (known !== undefined) return known
    const handlers = connected()
    if (session) sessions.set(session, handlers)
    return handlers
  }
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {})
    void answer(stream, headers, { handlersOf, shutDown })
  })
  server.on('sessionError', () => {})
  return server
}

function secureServer({ identity, client }: NonNullable<GrpcOptions['tls']>): Http2Server {
  return createSecureServer({
    cert: identity.certificate,
    key: identity.key,
    ca: client,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['h2'],
  })
}

type Context = {
  readonly handlersOf: (session: Http2Session | undefined) => Handlers
  readonly shutDown: () => void
}

async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { handlersOf, shutDown }: Context,
): Promise<void> {
  const path = String(headers[':path'])
  if (path === '/plugin.GRPCBroker/StartStream' || path === '/plugin.GRPCStdio/StreamStdio') {
    stream.respond(head)
    stream.resume()
    return
  }
  try {
    const request = await bodyOf(stream)
    if (path === '/plugin.GRPCController/Shutdown') {
      finish(stream, ok, Buffer.alloc(0))
      shutDown()
    } else if (path === '/grpc.health.v1.Health/Check') finish(stream, ok, Buffer.of(8, 1))
    else await call(stream, path, { request, handlers: handlersOf(stream.session) })
  } catch (error) {
    finish(stream, internal, error instanceof Error ? error.message : String(error))
  }
}

async function call(
  stream: ServerHttp2Stream,
  path: string,
  { request, handlers }: { request: Buffer; handlers: Handlers },
): Promise<void> {
  const name = /^\/tfplugin5\.Provider\/(\w+)$/.exec(path)?.[1] ?? ''
  if (!isCall(name)) return finish(stream, unimplemented, `unknown method ${path}`)
  const [asked, answered] = messages[name]
  const handler = handlers[name] as (fields: Fields) => Fields | Promise<Fields>
  finish(stream, ok, encodeMessage(answered, await handler(decodeMessage(asked, request))))
}

const head = { ':status': 200, 'content-type': 'application/grpc' }

/** One message comes behind a byte for compression, which is never used, and four for its length. */
const prefixLength = 5

async function bodyOf(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).subarray(prefixLength)
}

/** An answer is a message; anything else that is said is the text of an error. */
function finish(stream: ServerHttp2Stream, status: number, said: Buffer | string): void {
  if (stream.closed || stream.destroyed) return
  if (typeof said === 'string') {
    const message = { 'grpc-status': String(status), 'grpc-message': encodeURIComponent(said) }
    stream.respond({ ...head, ...message }, { endStream: true })
    return
  }
  const prefix = Buffer.alloc(prefixLength)
  prefix.writeUInt32BE(said.length, 1)
  stream.respond(head, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }))
  stream.end(Buffer.concat([prefix, said]))
}
