// How late each request was sent -> whether this machine kept up with the rate. Where it did not, a
// request that got no answer may be the machine's fault and no loss of the rollout.

export type Punctuality = { requests: number; late: number; latestMs: number }

/** A lateness that a busy machine has now and then. */
const tolerableMilliseconds = 250
const tolerableShare = 0.02
const worstMilliseconds = 3_000

export function punctuality() {
  const seen: Punctuality = { requests: 0, late: 0, latestMs: 0 }
  return {
    note: (latenessMs: number) => {
      seen.requests += 1
      if (latenessMs > tolerableMilliseconds) seen.late += 1
      seen.latestMs = Math.max(seen.latestMs, Math.round(latenessMs))
    },
    result: (): Punctuality => ({ ...seen }),
  }
}

/** Words for a person, or undefined where it kept up. */
export function tooSlow(
  { requests, late, latestMs }: Punctuality,
  { requestsPerSecond, speed }: { requestsPerSecond: number; speed: number },
): string | undefined {
  if (late <= requests * tolerableShare && latestMs < worstMilliseconds) return undefined
  return (
    `this machine is too slow for ${requestsPerSecond} requests per second at ${speed} times the speed: ` +
    `${late} of ${requests} were sent late, one of them by ${latestMs} ms`
  )
}
