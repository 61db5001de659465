// A made-up recording for tests of figures and page: shaped like a real one, but nothing was run.
import type { Moment, Recording, Request, Rollout } from '../../rehearsal/recording.ts'

export const old = { version: 'v1.4.0', release: '3f2a91bc', instances: 3 }
export const next = { version: 'v1.5.0', release: 'c07d55e1', instances: 3 }

export const syntheticRequest = (request: Partial<Request> = {}): Request => ({
  ...{ atMs: 0, tookMs: 10, status: 200, release: old.release },
  ...{ connection: 'new', length: 'short', ...request },
})

export const syntheticRollout = (rollout: Partial<Rollout> = {}): Rollout => ({
  ...{ scenario: 'deploy', title: 'Deploy of v1.5.0', before: old, after: next },
  ...{ wentAsExpected: true, durationMs: 150_000, requests: [], moments: [], ...rollout },
})

export type Load = {
  requests: number
  fromMs: number
  untilMs: number
  /** From the first to the second, answers come from the new release more and more. */
  shift?: readonly [fromMs: number, untilMs: number]
  /** Between these, requests are lost. */
  outage?: readonly [fromMs: number, untilMs: number]
}

export function syntheticRequests({ requests, fromMs, untilMs, shift, outage }: Load): Request[] {
  const chance = chances(requests)
  return Array.from({ length: requests }, (_, index) => {
    const atMs = fromMs + ((untilMs - fromMs) * index) / requests
    const isLong = index % 25 === 0
    const isLost = outage !== undefined && atMs >= outage[0] && atMs < outage[1]
    const isNew = shift !== undefined && chance() < (atMs - shift[0]) / (shift[1] - shift[0])
    const release = isNew ? next.release : old.release
    const answer = isLost
      ? { status: chance() < 0.5 ? 0 : 502, fault: 'connect ECONNREFUSED 127.9.0.12:8080' }
      : { status: 200, release }
    const tookMs = isLong ? 250 + chance() * 30 : 2 * Math.exp(3 * chance() ** 3) + chance()
    return {
      ...{ atMs, tookMs, ...answer, length: isLong ? 'long' : 'short' },
      connection: index % 2 === 0 ? 'new' : 'kept',
    }
  })
}

/** Always the same sequence. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

export function syntheticMoments(instances = 3): Moment[] {
  const each = <T>(make: (index: number) => T[]): T[] =>
    Array.from({ length: instances }, (_, index) => make(index)).flat()
  const step = (subject: string, what: string, from: number, until?: number): Moment => ({
    ...{ source: 'terraform', subject, what, atMs: from * 1000 },
    ...(until !== undefined && { untilMs: until * 1000 }),
  })
  return [
    ...each((index) => [
      {
        ...step(`digitalocean_droplet.app["${next.release}-${index}"]`, 'creating', 1, 36 + index),
        release: next.release,
      },
      {
        ...step(`terraform_data.healthy["${next.release}-${index}"]`, 'waiting', 37 + index, 52),
        release: next.release,
      },
      {
        ...step(`digitalocean_droplet.app["${old.release}-${index}"]`, 'destroying', 122, 144),
        release: old.release,
      },
    ]),
    step('terraform_data.in_rotation[0]', 'adding, waiting, removing', 54, 104),
    step('terraform_data.drained', 'waiting', 104, 121),
    ...each((index): Moment[] => [
      ...[2, 34, 48].map((atSeconds, which) => ({
        ...step(
          `app-default-${next.release}-${index}`,
          ['created', 'active', 'healthy'][which] ?? '',
          atSeconds + index / 2,
        ),
        ...{ source: 'cloud' as const, release: next.release },
      })),
    ]),
    { ...step('app-default balancer', 'members changed', 55), source: 'cloud' },
    { ...step('app-default balancer', 'members changed', 89), source: 'cloud' },
  ]
}

export const syntheticRecording = (recording: Partial<Recording> = {}): Recording => ({
  ...{ app: 'shop', artifact: 'demo', provider: 'stand-in', terraformVersion: '1.11.4' },
  ...{ speed: 20, requestsPerSecond: 40, rollouts: [], ...recording },
})
