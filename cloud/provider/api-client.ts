// Requests to the DigitalOcean API: one account, its token, its address. Tries again after 429, 5xx
// and lost connections as the real provider does, and words errors as its client library does.
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { type Pace, pause } from './wait.ts'

export type Account = {
  readonly apiUrl: string
  readonly token: string
  readonly userAgent: string
  readonly retries: number
  readonly pauseMs: { readonly least: number; readonly most: number }
}

export type Api = {
  get<T>(path: string): Promise<T>
  /** undefined when there is no such thing (404). */
  find<T>(path: string): Promise<T | undefined>
  /** All pages of a collection. */
  list<T>(path: string, key: string): Promise<T[]>
  post<T>(path: string, body: object): Promise<T>
  put<T>(path: string, body: object): Promise<T>
  remove(path: string, body?: object): Promise<void>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Answer = { status: number; retryAfter: string | undefined; requestId: string; body: string }

export class ApiError extends Error {
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

export const hasStatus = (error: unknown, ...status: number[]): boolean =>
  error instanceof ApiError && status.includes(error.status)

export function apiClient(account: Account, pace: Pace): Api {
  const send = <T>(method: Method, path: string, body?: object): Promise<T> =>
    exchange(account, pace, { method, url: new URL(path, account.apiUrl), body }) as Promise<T>
  const find = async <T>(path: string): Promise<T | undefined> => {
    try {
      return await send<T>('GET', path)
    } catch (error) {
      if (hasStatus(error, 404)) return undefined
      throw error
    }
  }
  return {
    find,
    get: (path) => send('GET', path),
    list: (path, key) => allPages((page) => send('GET', page), path, key),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    remove: (path, body) => send('DELETE', path, body),
  }
}

type Page = { links?: { pages?: { next?: string } } } & { [key: string]: unknown }

async function allPages<T>(
  send: (path: string) => Promise<Page>,
  path: string,
  key: string,
): Promise<T[]> {
  const items: T[] = []
  const separator = path.includes('?') ? '&' : '?'
  for (let number = 1; ; number++) {
    const page = await send(`${path}${separator}page=${number}&per_page=200`)
    items.push(...((page[key] as T[] | null) ?? []))
    if (!page.links?.pages?.next) return items
  }
}

type Sent = { method: Method; url: URL; body: object | undefined }

async function exchange(account: Account, pace: Pace, sent: Sent): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= account.retries
    const answer = await once(account, sent).catch((error: Error) => error)
    const failed = answer instanceof Error
    if (!failed && !mayPass(answer.status)) return result(sent, answer, '')
    const given = `; giving up after ${attempt + 1} attempt(s)`
    if (last && failed) throw new Error(`${sent.method} "${sent.url}": ${answer.message}${given}`)
    if (last && !failed) return result(sent, answer, given)
    const asked = failed ? undefined : answer.retryAfter
    await pause(pauseMs(account, attempt, asked), { pollMs: pace.pollMs })
  }
}

const mayPass = (status: number): boolean => status === 429 || (status >= 500 && status !== 501)

function pauseMs({ pauseMs: { least, most } }: Account, attempt: number, asked?: string): number {
  return /^\d+$/.test(asked ?? '') ? Number(asked) * 1_000 : Math.min(most, least * 2 ** attempt)
}

function result(
  { method, url }: Sent,
  { status, requestId, body }: Answer,
  given: string,
): unknown {
  const content = parsed(body)
  if (status < 300) return content
  const id = content.request_id ?? requestId
  const request = id ? ` (request ${JSON.stringify(id)})` : ''
  throw new ApiError(
    `${method} ${url}: ${status}${request} ${content.message ?? ''}${given}`,
    status,
  )
}

type ErrorContent = { message?: string; request_id?: string }

function parsed(body: string): ErrorContent {
  try {
    return body === '' ? {} : JSON.parse(body)
  } catch {
    return { message: body.slice(0, 200) }
  }
}

function once({ token, userAgent }: Account, { method, url, body }: Sent): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': userAgent,
    ...(text !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }),
  }
  return new Promise((settle, fail) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    // A connection of its own: one that is kept could be closed by the server as a POST begins.
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () =>
        settle({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          requestId: String(response.headers['x-request-id'] ?? ''),
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    sent.on('error', fail)
    sent.end(text)
  })
}
