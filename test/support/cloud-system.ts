// An example -> its artifacts on a cloud of its own, with stock terraform beside: to be applied, looked
// at and destroyed. Whatever a test left is gone afterwards.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import {
  type Running,
  startTerraform,
  terraformDoes,
} from '../../cloud/provider/testing/offline-terraform.ts'
import { type Cloud, type CloudOptions, startCloud } from '../../cloud/start-cloud.ts'
import { root } from './root.ts'

export type System = {
  cloud: Cloud
  /** Of terraform. */
  folder: string
  /** Expects success. */
  does: (...words: string[]) => Promise<string>
  start: (...words: string[]) => Running
  run: (...words: string[]) => Running['ended']
  outputs: () => Promise<Outputs>
  status: (url: string) => Promise<number>
  /** The same folder with another workspace selected. */
  in: (workspace: string) => System
}

export type Outputs = {
  url: string
  ip_address: string
  image: string
  droplets: Record<string, string>
  database?: Record<'DB_HOST' | 'DB_PORT' | 'DB_USER' | 'DB_PASSWORD' | 'DB_NAME', string>
  database_admin_uri?: string
}

/** Proportions between health checks, drains and sleeps stay; only what nothing is compared to is short. */
export const quick = {
  scale: 40,
  requestsPerHour: 1e9,
  dataPlane: { bootMilliseconds: 5000 },
  delays: {
    ...{ dropletCreate: 5000, dropletDestroy: 1000, powerOn: 3000, databaseCreate: 10_000 },
    ...{ loadBalancerCreate: 10_000, vpcMemberGone: 5000 },
  },
} satisfies Partial<CloudOptions>

export const account = { domains: ['example.com'], sshKeys: ['laptop'] }

export async function onCloud(
  example: string,
  body: (system: System) => Promise<void>,
  options: Partial<CloudOptions> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-system-'))
  const stateFolder = join(folder, 'state')
  const cloud = await startCloud({ ...quick, stateFolder, account, ...options })
  try {
    await body(await systemOn(cloud, join(folder, 'infra'), example))
  } finally {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The artifacts in a folder of their own, the image baked. */
export async function systemOn(cloud: Cloud, folder: string, example: string): Promise<System> {
  cpSync(join(root, 'examples', example, 'expected'), folder, { recursive: true })
  await cloud.bake(folder)
  return systemIn(cloud, join(folder, 'terraform'))
}

export function systemIn(cloud: Cloud, folder: string, workspace = ''): System {
  const environment = {
    ...cloud.environment,
    TF_VAR_secret_stripe_key: 'a secret with "quotes" and $signs',
    ...(workspace && { TF_WORKSPACE: workspace }),
  }
  const surroundings = { folder, environment }
  const client = cloud.client()
  const does = (...words: string[]) => terraformDoes(surroundings, ...words)
  return {
    ...{ cloud, folder, does },
    start: (...words) => startTerraform(surroundings, words),
    run: (...words) => startTerraform(surroundings, words).ended,
    outputs: async () => {
      const shown = Object.entries(JSON.parse(await does('output', '-json')))
      return Object.fromEntries(
        shown.map(([name, output]) => [name, (output as { value: unknown }).value]),
      ) as Outputs
    },
    in: (workspace) => systemIn(cloud, folder, workspace),
    status: async (url) => (await client.get(`${url}/health/check`)).status,
  }
}

export const count = (instances: number): string => `-var=instance_count=${instances}`

/** As its README says, on an account that holds nothing. */
export async function appliesFirst(system: System): Promise<void> {
  holdsNothing(system.cloud)
  await system.does('init')
  await system.does('validate')
  await system.does('plan', '-out=plan', count(1))
  await system.does('apply', 'plan')
}

export async function isApplied({ run }: System, ...words: string[]): Promise<void> {
  const { status, stdout, stderr } = await run('plan', '-detailed-exitcode', ...words)
  assert.is(status, 0, `a plan after the apply is empty\n${stdout}${stderr}`)
}

export async function applies(system: System, instances: number): Promise<void> {
  await system.does('apply', '-auto-approve', count(instances))
  await isApplied(system, count(instances))
  assert.is(system.cloud.api.state.droplets.length, instances)
  assert.is(await system.status((await system.outputs()).url), 200)
}

/** What `database.preventDestroy: false` does, by the user's own hand. */
export function letGoOfDatabase({ folder }: System, label: string): void {
  const released = { lifecycle: { prevent_destroy: false } }
  const override = { resource: { digitalocean_database_cluster: { [label]: released } } }
  writeFileSync(join(folder, 'release_override.tf.json'), JSON.stringify(override))
}

/** What the account has, by kind, without what it had before anything was applied. */
export function held({ api }: Cloud): Record<string, unknown[]> {
  const { state } = api
  const own = { domains: account.domains, keys: account.sshKeys }
  return {
    ...pick(state, 'droplets', 'load_balancers', 'reserved_ips', 'firewalls', 'databases'),
    ...pick(state, 'certificates', 'tags'),
    vpcs: state.vpcs.filter((vpc) => !vpc.default),
    domains: state.domains.filter(({ name }) => !own.domains.includes(name)),
    records: state.domains.flatMap(({ records }) => records),
    keys: state.keys.filter(({ name }) => !own.keys.includes(name)),
    projects: state.projects.filter(({ is_default }) => !is_default),
  }
}

export async function destroysAll(system: System, ...words: string[]): Promise<void> {
  await system.does('destroy', '-auto-approve', ...words)
  assert.is((await system.does('state', 'list')).trim(), '')
  holdsNothing(system.cloud)
}

export function holdsNothing(cloud: Cloud): void {
  const left = Object.entries(held(cloud)).filter(([, list]) => list.length > 0)
  assert.equal(Object.fromEntries(left), {}, 'the account holds nothing')
  assert.equal(cloud.plane.pids(), [], 'no process is left')
}

/**
 * What a terraform that was cut off had made and its state does not know: by tag and by name, as its
 * user would find it. A kill that hits the writing of the state may make it forget everything.
 */
export async function deleteLeaked({ does, cloud }: System, system = 'hello-default') {
  const known = await does('state', 'pull')
  const { state } = cloud.api
  const isLeaked = ({ id, name }: { id: number | string; name: string }) =>
    name.startsWith(system) && !known.includes(`"${id}"`)
  const droplets = state.droplets.filter(
    (droplet) => isLeaked(droplet) && droplet.tags.includes(system),
  )
  for (const { id } of droplets) await remove(cloud, `/v2/droplets/${id}`)
  for (const { id } of state.load_balancers.filter(isLeaked)) {
    await remove(cloud, `/v2/load_balancers/${id}`)
  }
  for (const { id } of state.firewalls.filter(isLeaked)) await remove(cloud, `/v2/firewalls/${id}`)
  for (const { id } of state.vpcs.filter(isLeaked)) await remove(cloud, `/v2/vpcs/${id}`)
}

/** A network counts its members for a while after they are gone. */
async function remove({ api, token }: Cloud, path: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` }
  for (;;) {
    const { status } = await fetch(`${api.url}${path}`, { method: 'DELETE', headers })
    if (status === 204) return
    assert.ok([403, 409].includes(status), `${path}: ${status}`)
    await api.clock.sleep(2000)
  }
}

export const unwrapped = (text: string): string => text.replace(/[\s│╷╵]+/g, ' ')

export const imageNameIn = (folder: string): string =>
  JSON.parse(readFileSync(join(folder, 'image.tf.json'), 'utf8')).locals.image_name

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>
}
