// A cloud and a folder -> the place that a user applies from: one set of artifacts at a time, as a
// checkout would have it, and Terraform's state beside it, which outlives the sets.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readPackerTemplate } from '../cloud/machines/bake.ts'
import type { Cloud } from '../cloud/start-cloud.ts'
import { releaseIn } from './cloud-moments.ts'
import type { Fleet } from './recording.ts'
import { RehearsalFault } from './rehearsal-fault.ts'
import type { TerraformLine } from './terraform-line.ts'
import { runTerraform, type TerraformEnd, type TerraformRun } from './terraform-run.ts'

/** What can be applied: artifacts that were baked, and values for Terraform's variables. */
export type Release = {
  version: string
  /** Folder with `terraform/` and `packer/` in it. */
  artifacts: string
  variables?: { readonly [name: string]: string }
}

export type Site = {
  cloud: Cloud
  /** Where terraform runs. */
  folder: string
  /** Bakes the image if the cloud has none of its name, and puts the artifacts in place. */
  install: (release: Release) => Promise<void>
  /** With `-json`; of the release that is installed. */
  start: (words: readonly string[], onLine?: (line: TerraformLine) => void) => TerraformRun
  /** Runs it to its end, whatever that is. */
  run: (...words: string[]) => Promise<TerraformEnd>
  outputs: () => Promise<Record<string, unknown>>
  /** What the last apply that succeeded brought up. */
  serving: () => Fleet
  /** To be called after one that succeeded: reads what it is. */
  noteServing: () => Promise<Fleet>
}

export type SiteOptions = {
  cloud: Cloud
  /** Empty, or not there yet. */
  folder: string
  /** On top of the cloud's. */
  environment?: { readonly [name: string]: string }
}

type State = Required<SiteOptions> & {
  installed: Release | undefined
  serving: Fleet
}

/** By which the cloud's firewalls know this machine. */
const operator = '["203.0.113.7/32"]'

export function makeSite({ cloud, folder, environment = {} }: SiteOptions): Site {
  const state: State = {
    ...{ cloud, folder, environment, installed: undefined },
    serving: { version: '', instances: 0 },
  }
  const terraform = join(folder, 'terraform')
  const start: Site['start'] = (words, onLine) =>
    runTerraform({ folder: terraform, environment: environmentOf(state) }, words, onLine)
  const run: Site['run'] = (...words) => start(words).ended
  const outputs = async () => {
    const { status, text } = await run('output', '-json')
    if (status !== 0) throw new Error(`terraform output: ${text}`)
    const all = Object.entries(JSON.parse(text) as Record<string, { value: unknown }>)
    return Object.fromEntries(all.map(([name, { value }]) => [name, value]))
  }
  return {
    cloud,
    folder: terraform,
    install: (release) => install(state, terraform, release),
    ...{ start, run, outputs },
    serving: () => state.serving,
    noteServing: async () => {
      state.serving = fleetOf(state.installed, await outputs())
      return state.serving
    },
  }
}

function environmentOf({ cloud, environment, installed }: State): Record<string, string> {
  const variables = Object.entries(installed?.variables ?? {})
  return {
    ...cloud.environment,
    TF_VAR_gate_from: operator,
    ...environment,
    ...Object.fromEntries(variables.map(([name, value]) => [`TF_VAR_${name}`, value])),
  }
}

async function install(state: State, terraform: string, release: Release): Promise<void> {
  const { cloud, folder } = state
  const { name } = readPackerTemplate(release.artifacts)
  if (!cloud.api.state.images.some((image) => image.name === name)) {
    await cloud.bake(release.artifacts)
  }
  mkdirSync(terraform, { recursive: true })
  for (const entry of readdirSync(folder)) if (entry !== 'terraform') remove(folder, entry)
  for (const entry of readdirSync(terraform)) if (!isTerraforms(entry)) remove(terraform, entry)
  cpSync(release.artifacts, folder, { recursive: true })
  state.installed = release
  if (existsSync(join(terraform, '.terraform'))) return
  const { status, text } = await runTerraform(
    { folder: terraform, environment: environmentOf(state) },
    ['init'],
  ).ended
  if (status !== 0) throw new RehearsalFault(`terraform init fails: ${text}`)
}

const remove = (folder: string, name: string) =>
  rmSync(join(folder, name), { recursive: true, force: true })

/** Its state, its lock file and its folder. */
const isTerraforms = (name: string): boolean =>
  name.startsWith('.terraform') || name.startsWith('terraform.tfstate')

function fleetOf(installed: Release | undefined, { droplets }: Record<string, unknown>): Fleet {
  const names = Object.keys((droplets ?? {}) as object)
  const release = releaseIn(names[0] ?? '')
  return {
    version: installed?.version ?? '',
    ...(release !== undefined && { release }),
    instances: names.length,
  }
}
