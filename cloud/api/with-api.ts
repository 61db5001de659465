// Options and a body -> the body run against an API of its own, which is closed however the body
// ends. For tests and rehearsals: a clock a thousand times faster than the real one unless told.
import { scaledClock } from '../clock.ts'
import type { CloudEvent, ResourceKind } from '../events.ts'
import { type Api, type ApiOptions, startApi } from './start-api.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into, not typed
export type Answer = { status: number; headers: Headers; body: any }

/** Never throws for a status; a body of 204 is undefined. */
export type Ask = (request: string, body?: unknown) => Promise<Answer>

export type Running = {
  api: Api
  /** `ask('POST /v2/tags', { name: 'app' })`. */
  ask: Ask
  /** Waits for a change of one resource, past or to come. */
  reached: (kind: ResourceKind, what: string, id?: string | number) => Promise<CloudEvent>
}

export async function withApi<T>(
  options: ApiOptions,
  body: (running: Running) => Promise<T>,
): Promise<T> {
  const api = await startApi({ clock: scaledClock({ scale: 1000 }), ...options })
  try {
    return await body({ api, ask: askOf(api.url), reached: reachedIn(api) })
  } finally {
    await api.close()
  }
}

export const askOf =
  (url: string, token = 'any'): Ask =>
  async (request, body) => {
    const [method = 'GET', path = '/'] = request.split(' ')
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

const reachedIn =
  (api: Api): Running['reached'] =>
  (kind, what, id) =>
    api.events.until(
      (event) =>
        event.kind === kind &&
        'what' in event &&
        event.what === what &&
        (id === undefined || event.id === String(id)),
    )
