// Two compiled configs → what the second changes: keys, resources, downtime, data, costs, and what
// to run. No credentials and no state take part: it says what an apply of the first leaves behind.
import { type MonthlyCosts, monthlyCosts } from '../compiler/costs/monthly-costs.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { type Artifact, artifactBytes } from '../compiler/model/artifact.ts'
import type { System } from '../compiler/model/system.ts'
import { type Change, changesAlone, type Emit } from './causes.ts'
import { type ConfigChange, configChanges } from './config-changes.ts'
import { type Danger, dangersOf } from './dangers.ts'
import { type NextStep, nextSteps } from './next-steps.ts'
import { type Downtime, worst } from './provider-changes.ts'
import { type ResourceGroup, resourceGroups } from './resource-groups.ts'
import { type Configuration, configurationOf } from './terraform/configuration.ts'
import { planned } from './terraform/plan.ts'

export type Side = {
  /** With every default filled in. */
  config: Data
  binary: Uint8Array | undefined
  system: System
  artifacts: readonly Artifact[]
}

export type Diff = {
  changes: readonly Change[]
  resources: readonly ResourceGroup[]
  downtime: Downtime
  destroysData: boolean
  dangers: readonly Danger[]
  costs: { before: MonthlyCosts; after: MonthlyCosts }
  /** Droplets that run beside the old ones during the apply. */
  moreDroplets: number
  images: { before: string; after: string }
  files: readonly string[]
  /** Empty if there is nothing to run, or nothing that Terraform would take. */
  next: readonly NextStep[]
}

export function diff(before: Side, after: Side, emit: Emit): Diff {
  const configurations = {
    before: configurationOf(before.artifacts),
    after: configurationOf(after.artifacts),
  }
  const systems = { before: before.system, after: after.system }
  const old = { ...before, configuration: configurations.before }
  const changes = changesAlone(changesOf(before, after), old, { emit, binary: after.binary })
  const resources = resourceGroups(planned(configurations.before, configurations.after), changes)
  const images = { before: imageOf(configurations.before), after: imageOf(configurations.after) }
  const files = changedFiles(before.artifacts, after.artifacts)
  const isRefused = resources.some(({ refused }) => refused)
  return {
    changes,
    resources,
    downtime: worst(resources.map(({ downtime }) => downtime)),
    destroysData: resources.some(({ downtime }) => downtime === 'destroys data'),
    dangers: dangersOf(resources, configurations, systems),
    costs: { before: monthlyCosts(before.system), after: monthlyCosts(after.system) },
    moreDroplets: moreDroplets(resources),
    images,
    files,
    next: files.length === 0 || isRefused ? [] : nextSteps(systems, images, resources),
  }
}

function changesOf(before: Side, after: Side): ConfigChange[] {
  const changes = configChanges(before.config, after.config)
  const path = ['app', 'artifact', 'file']
  const isNamed = changes.some((change) => change.path.join('.').startsWith('app.artifact'))
  const isSameFile = isNamed || isEqual(before.binary, after.binary)
  return isSameFile ? changes : [...changes, { path, isContent: true }]
}

const isEqual = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0

const imageOf = ({ locals }: Configuration): string => String(locals.image_name)

const moreDroplets = (resources: readonly ResourceGroup[]): number =>
  resources
    .filter(
      ({ type, actions }) => type === 'digitalocean_droplet' && (actions.delete || actions.replace),
    )
    .reduce((sum, { actions }) => sum + (actions.create ?? 0) + (actions.replace ?? 0), 0)

function changedFiles(before: readonly Artifact[], after: readonly Artifact[]): string[] {
  const byPath = (artifacts: readonly Artifact[]) =>
    new Map(artifacts.map((artifact) => [artifact.path, artifactBytes(artifact)]))
  const [old, now] = [byPath(before), byPath(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => !isEqual(old.get(path), now.get(path)))
    .sort()
}
