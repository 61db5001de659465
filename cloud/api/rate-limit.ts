// Requests per hour -> the RateLimit headers, and whether one more is allowed. Every request counts
// for one emulated hour of its own, as the API has it.
import type { Clock } from '../clock.ts'

const hour = 3_600_000

export type RateLimit = {
  /** Counts a request; false means that it is one too many. */
  take: () => boolean
  headers: () => Record<string, string>
}

export function rateLimit(clock: Clock, perHour: number): RateLimit {
  let taken: number[] = []
  const current = () => {
    const since = clock.now() - hour
    while ((taken[0] ?? Infinity) <= since) taken = taken.slice(1)
    return taken
  }
  return {
    take: () => {
      if (current().length >= perHour) return false
      taken.push(clock.now())
      return true
    },
    headers: () => ({
      'ratelimit-limit': String(perHour),
      'ratelimit-remaining': String(Math.max(0, perHour - current().length)),
      'ratelimit-reset': String(Math.ceil(((taken[0] ?? clock.now()) + hour) / 1000)),
    }),
  }
}
