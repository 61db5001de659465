// A cloud with a site on it, and what every rollout there has to keep: under load nothing is lost, the
// next plan is empty, and in the end nothing is left.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { type Cloud, type CloudOptions, startCloud } from '../../cloud/start-cloud.ts'
import type { Data } from '../../compiler/load/to-data.ts'
import { figures, isLost } from '../../rehearsal/figures.ts'
import type { Request, Rollout } from '../../rehearsal/recording.ts'
import { bringUp, type RolloutOptions, runRollout } from '../../rehearsal/run-rollout.ts'
import { releaseAt, type Sources } from '../../rehearsal/run-scenario.ts'
import type { Stage } from '../../rehearsal/scenarios.ts'
import { makeSite, type Release, type Site } from '../../rehearsal/site.ts'
import { measurePace, type Pace, repeatingStarved, Starved, starvation } from './pace.ts'
import { root } from './root.ts'
import { type Fragment, withFragment } from './system.ts'

export type Grounds = {
  scale: number
  dataPlane?: CloudOptions['dataPlane']
  /** On top of the config of both releases. */
  config?: Fragment
}

export type Stand = { cloud: Cloud; site: Site; sources: Sources; folder: string }

export const app = readFileSync(join(root, 'app/dist/app'))

/** Waits as short as the compiler lets them be. */
export const quickHealth = {
  intervalSeconds: 3,
  timeoutSeconds: 3,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  startupSeconds: 60,
  drainSeconds: 10,
}

const base: Fragment = {
  app: { name: 'shop', artifact: { file: 'app' }, packages: ['nodejs'], health: quickHealth },
  scaling: { region: 'ams3' },
  domain: { zone: 'example.com', record: 'shop', ttlSeconds: 60 },
  access: { gateFrom: ['203.0.113.7/32'] },
}

/** For rollouts that change what the two releases of a stand share. */
export const withDatabase: Fragment = {
  ...base,
  version: 'v1',
  database: { size: 'db-s-1vcpu-1gb', preventDestroy: false },
}

/** Each attempt has a cloud of its own: a rollout can't be repeated where it has happened. */
export const onStand = (grounds: Grounds, body: (stand: Stand) => Promise<void>): Promise<void> =>
  repeatingStarved(() => once(grounds, body))

async function once(
  { scale, dataPlane, config = {} }: Grounds,
  body: (stand: Stand) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-rollouts-'))
  const cloud = await startCloud({
    stateFolder: join(folder, 'state'),
    scale,
    requestsPerHour: 1e9,
    ...(dataPlane && { dataPlane }),
  })
  const source = (version: string) => ({
    data: withFragment(withFragment(base, config), { version }) as Data,
    binary: app,
  })
  try {
    const site = makeSite({ cloud, folder: join(folder, 'infra') })
    const releases = join(folder, 'releases')
    const sources = { before: source('v1'), after: source('v2'), folder: releases }
    await body({ cloud, site, sources, folder })
  } finally {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const starts = async ({ site, sources }: Stand, stage: Stage) =>
  bringUp(site, await releaseAt(stage, sources))

type Options = Partial<Omit<RolloutOptions, 'to'>>

const paces = new WeakMap<Rollout, Pace>()

export const goes = async (stand: Stand, title: string, to: Stage, options?: Options) =>
  underLoad(stand, title, await releaseAt(to, stand.sources), options)

/** To its end. */
export async function underLoad(
  stand: Stand,
  title: string,
  to: Release,
  options: Options = {},
): Promise<Rollout> {
  const stop = measurePace()
  try {
    const rollout = await runRollout(stand.site, {
      ...{ scenario: title, title, requestsPerSecond: 40, leadSeconds: 5, tailSeconds: 10 },
      ...options,
      to,
    })
    paces.set(rollout, stop())
    return rollout
  } finally {
    stop()
  }
}

export function losesNothing(rollout: Rollout): void {
  noneOf(rollout, rollout.requests.filter(isLost))
  assert.ok(rollout.requests.length > 20, `${rollout.title}: there was a load`)
}

/** A loss fails, unless the load itself had no turn: then the whole run is to be repeated. */
export function noneOf(
  rollout: Rollout,
  lost: readonly Request[],
  pace: Pace | undefined = paces.get(rollout),
): void {
  if (lost.length === 0) return
  const starved = pace && starvation(pace)
  if (starved === undefined) assert.unreachable(story(rollout, lost))
  throw new Starved(`${starved}\n${story(rollout, lost)}`)
}

export function asExpected(rollout: Rollout): void {
  assert.ok(rollout.wentAsExpected, `${rollout.title}: ${rollout.refusal ?? 'it was not refused'}`)
}

/** What a person needs to understand a loss. */
export function story(rollout: Rollout, lost: readonly Request[]): string {
  const at = (ms: number) => (ms / 1000).toFixed(1)
  return [
    `${rollout.title}: ${lost.length} of ${figures(rollout).requests} requests were lost`,
    ...(rollout.tooSlow ? [rollout.tooSlow] : []),
    ...lost.slice(0, 20).map((one) => `  ${at(one.atMs)} s ${JSON.stringify(one)}`),
    ...rollout.moments.map(
      ({ atMs, untilMs, subject, what }) =>
        `  ${at(atMs)}${untilMs === undefined ? '' : `–${at(untilMs)}`} s ${subject}: ${what}`,
    ),
  ].join('\n')
}

export async function plansNothing({ site }: Stand, after: string): Promise<void> {
  const { status, text } = await site.run('plan', '-detailed-exitcode')
  assert.is(status, 0, `the plan after ${after} is empty:\n${text}`)
}

export async function destroysAll({ site, cloud }: Stand): Promise<void> {
  const { status, text } = await site.run('destroy', '-auto-approve')
  assert.is(status, 0, text)
  const { droplets, load_balancers, reserved_ips, firewalls, domains, vpcs } = cloud.api.state
  const left = { droplets, load_balancers, reserved_ips, firewalls, domains }
  for (const [kind, list] of Object.entries(left)) assert.equal(list, [], kind)
  assert.equal(
    vpcs.filter(({ name }) => name.startsWith('shop')),
    [],
  )
  assert.equal(cloud.plane.pids(), [])
}

/** Digests of the releases that answered. */
export const answering = ({ requests }: Rollout): (string | undefined)[] => [
  ...new Set(requests.filter((one) => !isLost(one)).map(({ release }) => release)),
]
