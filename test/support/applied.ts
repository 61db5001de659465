// A config's artifacts in a folder beside an emulated API: applied by stock terraform, and planned
// again with the artifacts of another config. The steps of a rollout that wait for machines do
// nothing, since there are none.
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addImage } from '../../cloud/api/add-image.ts'
import {
  rehearsedWorkspace,
  type Workspace,
} from '../../cloud/provider/testing/rehearsed-workspace.ts'
import { compiled, type Fragment, textsOf } from './system.ts'

export type Applied = {
  apply: (config: Fragment) => Promise<void>
  /** By address, what a plan would do, `refused` if Terraform does not go on. */
  plan: (config: Fragment) => Promise<Planned>
  close: () => Promise<void>
}

export type Planned = { actions: Record<string, string>; refused: boolean }

export async function appliedSystems(): Promise<Applied> {
  const workspace = await rehearsedWorkspace()
  const { api, folder } = workspace
  api.state.keys.push({ id: 1, name: 'laptop', public_key: 'ssh-ed25519 A', fingerprint: 'aa' })
  api.state.domains.push({ name: 'example.com', ttl: 1800, records: [] })
  const restorePath = withoutWaiting(join(folder, 'bin'))
  let isInitialised = false
  const write = async (config: Fragment) => {
    await writeArtifacts(workspace, config)
    if (!isInitialised) await workspace.does('-chdir=terraform', 'init')
    isInitialised = true
  }
  return {
    apply: async (config) => {
      await write(config)
      await workspace.does('-chdir=terraform', 'apply', '-auto-approve')
    },
    plan: async (config) => {
      await write(config)
      return planOf(workspace)
    },
    close: async () => {
      restorePath()
      await workspace.close()
    },
  }
}

/** `sh` and `sleep` that succeed at once, before the real ones on the path of what Terraform runs. */
function withoutWaiting(folder: string): () => void {
  mkdirSync(folder)
  for (const name of ['sh', 'sleep']) {
    writeFileSync(join(folder, name), '#!/bin/sh\nexit 0\n')
    chmodSync(join(folder, name), 0o755)
  }
  const { PATH } = process.env
  process.env.PATH = `${folder}:${PATH}`
  return () => {
    process.env.PATH = PATH
  }
}

async function writeArtifacts({ folder, api, write }: Workspace, config: Fragment): Promise<void> {
  removeOld(folder)
  const files = textsOf(await compiled(config))
  for (const [path, text] of files) write(path, text)
  const image = JSON.parse(files.get('terraform/image.tf.json') ?? '{}')
  const { image_name: name } = image.locals
  if (!api.state.images.some((one) => one.name === name)) {
    addImage(api, { id: 1000 + api.state.images.length, name })
  }
  const variables = Object.keys(
    JSON.parse(files.get('terraform/variables.tf.json') ?? '{}').variable,
  )
  const secrets = variables.filter((one) => one.startsWith('secret_'))
  write(
    'terraform/secrets.auto.tfvars.json',
    JSON.stringify(Object.fromEntries(secrets.map((one) => [one, 'hush']))),
  )
}

/** What another config's artifacts left; the state stays. */
function removeOld(folder: string): void {
  const terraform = join(folder, 'terraform')
  if (!existsSync(terraform)) return
  for (const name of readdirSync(terraform)) {
    if (name.endsWith('.tf.json')) rmSync(join(terraform, name))
  }
}

type Shown = {
  resource_changes?: { address: string; mode: string; change: { actions: string[] } }[]
}

async function planOf({ run, does }: Workspace): Promise<Planned> {
  const { status, stdout, stderr } = await run('-chdir=terraform', 'plan', '-out=plan')
  if (status !== 0) {
    if (stderr.includes('Instance cannot be destroyed')) return { actions: {}, refused: true }
    throw new Error(`${stdout}${stderr}`)
  }
  const shown: Shown = JSON.parse(await does('-chdir=terraform', 'show', '-json', 'plan'))
  const changes = (shown.resource_changes ?? []).filter(
    ({ mode, change }) => mode === 'managed' && change.actions[0] !== 'no-op',
  )
  const actions = changes.map(({ address, change }) => [address, actionOf(change.actions)])
  return { actions: Object.fromEntries(actions), refused: false }
}

const actionOf = (actions: readonly string[]): string =>
  actions.length > 1 ? 'replace' : (actions[0] ?? '')
