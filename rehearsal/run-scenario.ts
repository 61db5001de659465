// A site, two releases' sources and a scenario -> a rollout for each of its steps. What the site served
// before is brought to where the scenario starts, without load.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Data } from '../compiler/load/to-data.ts'
import { brokenApp } from './broken-app.ts'
import { buildRelease, type Source } from './build-release.ts'
import type { Rollout } from './recording.ts'
import { bringUp, type RolloutOptions, runRollout } from './run-rollout.ts'
import type { Scenario, Stage } from './scenarios.ts'
import type { Release, Site } from './site.ts'
import { vary } from './variant.ts'

export type Sources = {
  before: Source
  after: Source
  /** Releases are built below it. */
  folder: string
}

export type ScenarioOptions = Omit<RolloutOptions, 'scenario' | 'title' | 'to' | 'refused'>

export async function runScenario(
  site: Site,
  { name, from, steps }: Scenario,
  sources: Sources,
  options: ScenarioOptions,
): Promise<Rollout[]> {
  options.watch?.phase?.('installing')
  await bringUp(site, await releaseAt(from, sources), options.signal)
  const rollouts: Rollout[] = []
  for (const { title, to, refused = false } of steps) {
    const release = await releaseAt(to, sources)
    rollouts.push(
      await runRollout(site, { ...options, scenario: name, title, to: release, refused }),
    )
  }
  return rollouts
}

/** Built once for each stage. */
export async function releaseAt(stage: Stage, sources: Sources): Promise<Release> {
  const { release, breakage, resized, ...variant } = stage
  const { data, binary } = sources[release]
  const key = createHash('sha256').update(JSON.stringify(stage)).digest('hex').slice(0, 12)
  const folder = join(sources.folder, key)
  const size = resized ? otherSize(data) : undefined
  const changed = vary(data, { ...variant, ...(size !== undefined && { size }) })
  if (breakage === undefined) {
    return buildRelease({ data: changed, ...(binary && { binary }) }, folder)
  }
  return buildRelease({ data: withFile(changed), binary: brokenApp(breakage) }, folder)
}

const sizes = ['s-2vcpu-2gb', 's-2vcpu-4gb']

function otherSize(data: Data): string | undefined {
  const { size } = (data as { scaling: { size?: string } }).scaling
  return sizes.find((slug) => slug !== size)
}

/** Its app comes from here, whatever the config says. */
function withFile(data: Data): Data {
  const { app, ...config } = data as { app: { [key: string]: Data } }
  const { command: _, ...rest } = app
  return { ...config, app: { ...rest, artifact: { file: 'app' } } }
}
