// A URL and a rate -> requests at that rate until it is stopped, each of them told when its outcome is
// known. Open loop: an answer that is late does not slow the rate. Long and short requests, new and
// kept connections are mixed evenly over several users.
import type { Clock } from '../cloud/clock.ts'
import { ask } from './ask.ts'
import { type Punctuality, punctuality } from './punctuality.ts'
import type { Request } from './recording.ts'
import { makeUser, type User } from './user.ts'

export type LoadOptions = {
  url: string
  /** Default `/`. A health check is for balancers: an app that drains answers it with 503. */
  path?: string
  requestsPerSecond: number
  clock: Clock
  nameServer: { address: string; port: number }
  /** `atMs` is emulated and counts from the epoch. Requests come in the order of their outcomes. */
  onRequest: (request: Request) => void
}

export type Load = {
  /** Sends no more, and settles when the last outcome is known. */
  stop: () => Promise<Punctuality>
}

const users = 10
/** Odd, so that long requests come on both kinds of connection. */
const longOneIn = 19
const tickMilliseconds = 4

export function startLoad(options: LoadOptions): Load {
  const all = Array.from({ length: users }, (_, index) =>
    makeUser({ ...options, localAddress: `127.0.1.${index + 1}` }),
  )
  const underWay = new Set<Promise<void>>()
  const { note, result } = punctuality()
  const start = performance.now()
  const every = 1000 / options.requestsPerSecond
  let sent = 0
  const timer = setInterval(() => {
    for (; start + sent * every <= performance.now(); sent += 1) {
      note(performance.now() - start - sent * every)
      const one = send(all, sent, options).finally(() => underWay.delete(one))
      underWay.add(one)
    }
  }, tickMilliseconds)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
      for (const user of all) user.close()
      return result()
    },
  }
}

async function send(all: readonly User[], index: number, options: LoadOptions): Promise<void> {
  const { clock, path = '/', onRequest } = options
  const user = all[Math.floor(index / 2) % all.length]
  if (!user) return
  const kind = {
    connection: index % 2 === 0 ? ('new' as const) : ('kept' as const),
    length: index % longOneIn === 0 ? ('long' as const) : ('short' as const),
  }
  const atMs = clock.now()
  onRequest({ atMs, ...kind, ...(await ask(user, { ...kind, path }, clock)) })
}
