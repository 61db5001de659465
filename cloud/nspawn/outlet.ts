// Debian's archive -> a small HTTP server that hands on what apt asks for and nothing else. Packages,
// whose names never mean another content, are kept; lists come from the archive, and from what was
// kept only while it can't be reached.
import { randomUUID } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { get as getSecurely } from 'node:https'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Archive } from './archive.ts'

const quietMilliseconds = 30_000

export type Outlet = { close: () => Promise<void> }

/** `where` is the path of a socket, or a port of 127.0.0.1: 0 for a free one. */
export async function openOutlet(
  archive: Archive,
  folder: string,
  where: string | number,
): Promise<Outlet & { url: string }> {
  const server = createServer((request, response) => {
    serve(archive, folder, request, response).catch(() => response.destroy())
  })
  await listening(server, where)
  const address = server.address()
  return {
    url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '',
    close: async () => {
      const closed = new Promise((settle) => server.close(settle))
      server.closeAllConnections()
      await closed
    },
  }
}

function listening(server: Server, where: string | number): Promise<void> {
  return new Promise((settle, refuse) => {
    server.once('error', refuse)
    if (typeof where === 'string') server.listen(where, settle)
    else server.listen(where, '127.0.0.1', settle)
  })
}

type Wanted = { url: string; file: string; isForGood: boolean }

async function serve(
  archive: Archive,
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const wanted = request.method === 'GET' ? wantedBy(archive, folder, request.url ?? '') : undefined
  if (wanted === undefined) return void response.writeHead(403).end()
  if (wanted.isForGood && existsSync(wanted.file)) return await sendKept(wanted, response)
  const answer = await ask(archive, wanted.url).catch(() => undefined)
  if (answer?.statusCode === 200) return await sendAndKeep(wanted, answer, response)
  answer?.resume()
  if (answer === undefined && existsSync(wanted.file)) return await sendKept(wanted, response)
  response.writeHead(answer?.statusCode ?? 502).end()
}

function wantedBy({ upstreams }: Archive, folder: string, asked: string): Wanted | undefined {
  const path = new URL(asked, 'http://archive').pathname
  const [, archive = '', rest = ''] = path.match(/^\/([a-z-]+)\/([\w.+~%:/-]+)$/) ?? []
  const upstream = upstreams[archive]
  // A slash that is written otherwise would be one for the archive.
  if (upstream === undefined || /(^|\/)\.\.(\/|$)|%(2f|00)/i.test(rest)) return undefined
  return {
    url: `${upstream}/${rest}`,
    file: join(folder, archive, rest),
    isForGood: /^pool\/|\/by-hash\//.test(rest),
  }
}

const sendKept = ({ file }: Wanted, response: ServerResponse) =>
  pipeline(createReadStream(file), response)

/** Under its own name only when it is whole: a reader never sees a part of it. */
async function sendAndKeep(
  { file }: Wanted,
  answer: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  mkdirSync(dirname(file), { recursive: true })
  try {
    await pipeline(answer, createWriteStream(draft))
    const length = Number(answer.headers['content-length'] ?? -1)
    renameSync(draft, file)
    response.writeHead(200, length >= 0 ? { 'Content-Length': length } : {})
    await pipeline(createReadStream(file), response)
  } finally {
    rmSync(draft, { force: true })
  }
}

const mostRedirects = 4

async function ask(archive: Archive, url: string, redirects = 0): Promise<IncomingMessage> {
  const answer = await askOnce(archive, url)
  const { location } = answer.headers
  const isMoved = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0)
  if (!isMoved || location === undefined || redirects === mostRedirects) return answer
  answer.resume()
  return await ask(archive, new URL(location, url).href, redirects + 1)
}

function askOnce({ proxy }: Archive, url: string): Promise<IncomingMessage> {
  const headers = { 'User-Agent': 'immuc', Accept: '*/*' }
  return new Promise((settle, refuse) => {
    const { host } = new URL(url)
    const asked = url.startsWith('https:')
      ? getSecurely(url, { headers }, settle)
      : proxy === undefined
        ? get(url, { headers }, settle)
        : get(proxy, { path: url, headers: { ...headers, Host: host } }, settle)
    asked.once('error', refuse)
    asked.setTimeout(quietMilliseconds, () => asked.destroy(new Error(`${url} does not answer`)))
  })
}
