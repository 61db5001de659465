// A set-up, which is a way in and what the cloud does where DigitalOcean's is unknown -> the same
// rollouts in the same order under each, ours or the talk's.
import { join } from 'node:path'
import { startCloud } from '../cloud/start-cloud.ts'
import type { Data } from '../compiler/load/to-data.ts'
import type { Rollout } from './recording.ts'
import { bringUp, runRollout } from './run-rollout.ts'
import { releaseAt, type Sources } from './run-scenario.ts'
import type { Stage } from './scenarios.ts'
import { makeSite, type Release } from './site.ts'
import { talkRelease } from './talk/release.ts'

export type SetUp = {
  name: string
  terraform: 'immuc' | 'talk'
  ingress?: 'reserved-ip'
  /** Of a new backend at the load balancer. */
  initialHealth: 'up' | 'down'
  /** Whether moving a reserved IP cuts the connections that are open. */
  cutOnMove: boolean
}

export const setUps: readonly SetUp[] = [
  { name: 'immuc', terraform: 'immuc', initialHealth: 'down', cutOnMove: true },
  { name: 'immuc, up', terraform: 'immuc', initialHealth: 'up', cutOnMove: true },
  {
    ...{ name: 'immuc, reserved IP', terraform: 'immuc', ingress: 'reserved-ip' },
    ...{ initialHealth: 'down', cutOnMove: false },
  },
  {
    ...{ name: 'immuc, reserved IP, cut', terraform: 'immuc', ingress: 'reserved-ip' },
    ...{ initialHealth: 'down', cutOnMove: true },
  },
  { name: 'the talk', terraform: 'talk', initialHealth: 'down', cutOnMove: true },
]

export type ComparedStep = { title: string; to: Stage; refused?: true }

const one = { instances: 1 }
const three = { instances: 3 }
const environment = { GREETING: 'another' }

export const start: Stage = { release: 'before', ...one }

export const comparedSteps: readonly ComparedStep[] = [
  { title: 'new version, one instance', to: { release: 'after', ...one } },
  { title: 'another environment value', to: { release: 'after', ...one, environment } },
  { title: 'another droplet size', to: { release: 'after', ...one, environment, resized: true } },
  { title: 'rollback, one instance', to: start },
  { title: 'from one instance to three', to: { release: 'before', ...three } },
  { title: 'new version, three instances', to: { release: 'after', ...three } },
  { title: 'rollback, three instances', to: { release: 'before', ...three } },
  { title: 'from three instances to one', to: start },
  { title: 'new version and three instances', to: { release: 'after', ...three } },
  { title: 'old version and one instance', to: start },
  {
    title: 'a version that answers 500',
    to: { release: 'after', ...one, breakage: 'answers-500' },
    refused: true,
  },
  { title: 'the rollback after it', to: start },
]

export type ComparisonOptions = {
  /** Scratch. */
  folder: string
  app: Uint8Array
  speed: number
  requestsPerSecond: number
  steps?: readonly ComparedStep[]
  /** Of each rollout when it is over. */
  onRollout?: (rollout: Rollout) => void
}

export async function compare(setUp: SetUp, options: ComparisonOptions): Promise<Rollout[]> {
  const { folder, speed, requestsPerSecond, steps = comparedSteps } = options
  const { initialHealth, cutOnMove } = setUp
  const cloud = await startCloud({
    ...{ stateFolder: join(folder, 'state'), scale: speed, requestsPerHour: 1e9 },
    dataPlane: { initialHealth, cutOnMove },
  })
  try {
    const site = makeSite({ cloud, folder: join(folder, 'infra') })
    const sources = sourcesOf(setUp, options)
    await bringUp(site, await releaseOf(setUp, start, sources))
    const rollouts: Rollout[] = []
    for (const { title, to, refused = false } of steps) {
      const release = await releaseOf(setUp, to, sources)
      const what = { scenario: setUp.name, title, to: release, requestsPerSecond, refused }
      rollouts.push(await runRollout(site, what))
      options.onRollout?.(rollouts.at(-1) as Rollout)
    }
    return rollouts
  } finally {
    await cloud.close()
  }
}

function sourcesOf({ ingress }: SetUp, { folder, app }: ComparisonOptions): Sources {
  const data = (version: string): Data => ({
    app: { name: 'app', artifact: { file: 'app' }, packages: ['nodejs'] },
    version,
    scaling: { region: 'ams3', size: 's-1vcpu-1gb', ...(ingress && { ingress }) },
    domain: { zone: 'deploy.example.com', record: 'app', ttlSeconds: 60 },
    access: { gateFrom: ['203.0.113.7/32'] },
  })
  return {
    before: { data: data('v1.0.0'), binary: app },
    after: { data: data('v1.1.0'), binary: app },
    folder: join(folder, 'releases'),
  }
}

async function releaseOf({ terraform }: SetUp, stage: Stage, sources: Sources): Promise<Release> {
  const built = await releaseAt(stage, sources)
  return terraform === 'talk' ? talkRelease(built, stage) : built
}
