// Requests → columns of numbers, as the page carries tens of thousands of them: each names one of
// the few kinds that it is of.
import { isLost } from '../figures.ts'
import type { Request, Rollout } from '../recording.ts'
import type { TimeAxis } from './axes.ts'
import type { LatencyScale } from './plot-layout.ts'

export type Dots = {
  time: { fromMs: number; untilMs: number }
  latency: LatencyScale
  kinds: readonly DotKind[]
  /** By start. Whole emulated milliseconds since the one before. */
  since: readonly number[]
  tookMs: readonly number[]
  kind: readonly number[]
}

export type Side = 'before' | 'after' | 'unknown'

export type DotKind = Pick<Request, 'status' | 'fault' | 'release' | 'connection' | 'length'> & {
  side: Side
  lost: boolean
}

export function dots(rollout: Rollout, time: TimeAxis, latency: LatencyScale): Dots {
  const kinds = new Map<string, number>()
  const listed: DotKind[] = []
  const columns = { since: [] as number[], tookMs: [] as number[], kind: [] as number[] }
  let last = 0
  for (const request of rollout.requests.toSorted((a, b) => a.atMs - b.atMs)) {
    const atMs = Math.round(request.atMs)
    columns.since.push(atMs - last)
    last = atMs
    columns.tookMs.push(Math.round(request.tookMs * 10) / 10)
    columns.kind.push(numberOf(kindOf(request, rollout)))
  }
  const { fromMs, untilMs } = time
  return {
    time: { fromMs, untilMs },
    latency: { fromMs: latency.fromMs, untilMs: latency.untilMs },
    kinds: listed,
    ...columns,
  }

  function numberOf(kind: DotKind): number {
    const key = JSON.stringify(kind)
    const known = kinds.get(key)
    if (known !== undefined) return known
    kinds.set(key, listed.length)
    return listed.push(kind) - 1
  }
}

const kindOf = (request: Request, rollout: Rollout): DotKind => {
  const { status, fault, release, connection, length } = request
  const side = sideOf(release, rollout)
  return {
    ...{ status, connection, length, side, lost: isLost(request) },
    ...(fault !== undefined && { fault }),
    ...(release !== undefined && { release }),
  }
}

/** Where both are the same release, as when only the count changes, it has the colour of now. */
export function sideOf(release: string | undefined, { before, after }: Rollout): Side {
  if (release === undefined) return 'unknown'
  if (release === after.release) return 'after'
  return release === before.release ? 'before' : 'unknown'
}
