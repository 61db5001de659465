// A site that serves one release, and another one -> what happened while stock terraform went from the
// one to the other under load. It ends with the load stopped and no terraform running, also when it
// is aborted.

import { cloudMoment } from './cloud-moments.ts'
import { startLoad } from './load.ts'
import { pause } from './pause.ts'
import type { Punctuality } from './punctuality.ts'
import { tooSlow } from './punctuality.ts'
import type { Fleet, Moment, Request, Rollout } from './recording.ts'
import { RehearsalFault } from './rehearsal-fault.ts'
import type { Release, Site } from './site.ts'
import { terraformMoments } from './terraform-moments.ts'
import type { TerraformEnd, TerraformRun } from './terraform-run.ts'
import { untilServing } from './until-serving.ts'

export type RolloutOptions = {
  scenario: string
  title: string
  to: Release
  requestsPerSecond: number
  /** What is requested; default `/`. */
  path?: string
  /** That terraform is to refuse it; default false. */
  refused?: boolean
  /** Emulated seconds of load before and after the apply; default 10 and 20. */
  leadSeconds?: number
  tailSeconds?: number
  watch?: Watch
  signal?: AbortSignal
  /** Called once terraform runs, by those who want to interrupt it. */
  onApply?: (run: TerraformRun) => void
}

export type Watch = {
  phase?: (phase: Phase) => void
  request?: (request: Request) => void
  /** Of terraform when they are over. */
  moment?: (moment: Moment) => void
}

export type Phase = 'installing' | 'before' | 'applying' | 'after'

/** Brings the first release up, without load: nothing serves yet. */
export async function bringUp(site: Site, release: Release, signal?: AbortSignal): Promise<Fleet> {
  await site.install(release)
  const end = await aborting(site.start(applyWords), signal)
  if (end.status !== 0) {
    throw new RehearsalFault(`what shall be there before does not come up: ${reasonOf(end)}`)
  }
  await untilServing(site, signal)
  return site.noteServing()
}

const applyWords = ['apply', '-auto-approve', '-json']

export async function runRollout(site: Site, options: RolloutOptions): Promise<Rollout> {
  const { scenario, title, to, watch = {}, refused = false } = options
  const before = site.serving()
  const url = String((await site.outputs()).url)
  watch.phase?.('installing')
  await site.install(to)
  const record = recorder(site, watch)
  try {
    const { durationMs, end, punctuality } = await underLoad(site, url, options, record)
    const after = end.status === 0 ? await site.noteServing() : before
    const slow = tooSlow(punctuality, speedOf(site, options))
    return {
      ...{ scenario, title, before, after, durationMs },
      wentAsExpected: (end.status !== 0) === refused,
      ...(end.status !== 0 && { refusal: reasonOf(end) }),
      ...record.result(),
      ...(slow !== undefined && { tooSlow: slow }),
    }
  } finally {
    record.stop()
  }
}

const speedOf = ({ cloud }: Site, { requestsPerSecond }: RolloutOptions) => ({
  requestsPerSecond,
  speed: cloud.api.clock.scale,
})

type Recorder = ReturnType<typeof recorder>

/** Times count from `start`, which comes after the first requests. */
function recorder({ cloud }: Site, watch: Watch) {
  const { clock, events, state } = cloud.api
  const requests: Request[] = []
  const moments: Moment[] = []
  let origin = clock.now()
  const nameOf = (id: number) => state.droplets.find((droplet) => droplet.id === id)?.name
  const addMoment = (moment: Moment) => {
    moments.push(moment)
    watch.moment?.(moment)
  }
  const off = events.on((event) => {
    const moment = cloudMoment(event, event.at, nameOf)
    if (moment) addMoment(moment)
  })
  return {
    request: (request: Request) => {
      requests.push(request)
      watch.request?.(request)
    },
    terraform: terraformMoments(addMoment),
    start: () => {
      origin = clock.now()
    },
    sinceStart: () => clock.now() - origin,
    result: () => ({
      requests: requests.map((one) => ({ ...one, atMs: one.atMs - origin })).sort(byTime),
      moments: moments.map((one) => sinceOrigin(one, origin)).sort(byTime),
    }),
    stop: off,
  }
}

const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs

const sinceOrigin = (moment: Moment, origin: number): Moment => ({
  ...moment,
  atMs: moment.atMs - origin,
  ...(moment.untilMs !== undefined && { untilMs: moment.untilMs - origin }),
})

async function underLoad(site: Site, url: string, options: RolloutOptions, record: Recorder) {
  const { clock } = site.cloud.api
  const { requestsPerSecond, path, watch, leadSeconds = 10, tailSeconds = 20, signal } = options
  const { nameServer } = site.cloud.plane
  watch?.phase?.('before')
  const load = startLoad({
    ...{ url, requestsPerSecond, clock, nameServer, onRequest: record.request },
    ...(path !== undefined && { path }),
  })
  let punctuality: Punctuality | undefined
  try {
    await pause(site, leadSeconds, signal)
    watch?.phase?.('applying')
    const applied = await apply(site, options, record)
    watch?.phase?.('after')
    await pause(site, tailSeconds, signal)
    punctuality = await load.stop()
    return { ...applied, punctuality }
  } finally {
    if (!punctuality) void load.stop()
  }
}

async function apply(site: Site, { signal, onApply }: RolloutOptions, record: Recorder) {
  const { clock } = site.cloud.api
  record.start()
  const run = site.start(applyWords, (line) => record.terraform.take(line, clock.now()))
  onApply?.(run)
  const end = await aborting(run, signal)
  record.terraform.close(clock.now())
  return { end, durationMs: record.sinceStart() }
}

/** Kills it, and what it started, when it is aborted. */
async function aborting(run: TerraformRun, signal: AbortSignal | undefined): Promise<TerraformEnd> {
  const kill = () => run.signal('SIGKILL')
  signal?.addEventListener('abort', kill, { once: true })
  try {
    signal?.throwIfAborted()
    const end = await run.ended
    signal?.throwIfAborted()
    return end
  } finally {
    signal?.removeEventListener('abort', kill)
    kill()
  }
}

const reasonOf = ({ errors, text, status }: TerraformEnd): string =>
  errors.join('\n\n') || text.trim() || `it ended with status ${status}`
