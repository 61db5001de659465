// A rollout → the figures that it is judged by. The table, the JSON output and the report page all
// take them from here.
import type { Request, Rollout } from './recording.ts'

export type Figures = {
  requests: number
  lost: number
  longestGap?: Gap
  /** Of short requests that were answered: long ones take as long as they are asked to. */
  p50Ms?: number
  p99Ms?: number
  durationMs: number
}

/**
 * Emulated. From the start of the first request that was lost until the start of the next one that
 * was answered; if none was any more, until the start of the last request.
 */
export type Gap = { fromMs: number; untilMs: number }

/** No answer, a cut one, or a server's failure. What an app refuses (4xx) is an answer. */
export const isLost = ({ status, fault }: Request): boolean =>
  status === 0 || status >= 500 || fault !== undefined

export function figures({ requests, durationMs }: Rollout): Figures {
  const longestGap = longestOf(gaps(requests))
  const latencies = requests
    .filter((request) => request.length === 'short' && !isLost(request))
    .map(({ tookMs }) => tookMs)
    .sort((a, b) => a - b)
  const [p50Ms, p99Ms] = [percentile(latencies, 50), percentile(latencies, 99)]
  return {
    requests: requests.length,
    lost: requests.filter(isLost).length,
    ...(longestGap && { longestGap }),
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
    durationMs,
  }
}

export const gapMs = ({ longestGap }: Figures): number =>
  longestGap ? longestGap.untilMs - longestGap.fromMs : 0

/** Requests are sorted by their start, whatever order they were answered in. */
function gaps(requests: readonly Request[]): Gap[] {
  const found: Gap[] = []
  let open: Gap | undefined
  for (const request of requests.toSorted((a, b) => a.atMs - b.atMs)) {
    if (open) open.untilMs = request.atMs
    if (!isLost(request)) open = undefined
    else if (!open) {
      open = { fromMs: request.atMs, untilMs: request.atMs }
      found.push(open)
    }
  }
  return found
}

const longestOf = (all: readonly Gap[]): Gap | undefined =>
  all.reduce<Gap | undefined>(
    (longest, gap) => (!longest || lengthOf(gap) > lengthOf(longest) ? gap : longest),
    undefined,
  )

const lengthOf = ({ fromMs, untilMs }: Gap): number => untilMs - fromMs

/** The smallest value that at least so many of a hundred don't exceed. */
const percentile = (sorted: readonly number[], percent: number): number | undefined =>
  sorted[Math.ceil((sorted.length * percent) / 100) - 1]
