// The examples on the cloud of this machine: stock terraform, the emulated API, droplets as processes
// that run the real app, and a real PostgreSQL. Applied, looked at, scaled, and destroyed.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Api, startApi } from '../cloud/api/start-api.ts'
import { scaledClock } from '../cloud/clock.ts'
import { type DataPlane, dataPlaneOn } from '../cloud/data-plane.ts'
import { makeClient } from '../cloud/network/client.ts'
import { claimGround } from '../cloud/network/ground.ts'
import { type ServedProvider, serveProvider } from '../cloud/provider/serve-provider.ts'
import { startTerraform, terraformDoes } from '../cloud/provider/testing/offline-terraform.ts'
import { addImage } from '../cloud/provider/testing/rehearsed-workspace.ts'
import { root } from './support/root.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('cloud: systems')

const scale = 20
const token = 'any'

type Cloud = {
  folder: string
  api: Api
  plane: DataPlane
  does: (...words: string[]) => Promise<string>
  status: (...words: string[]) => Promise<number | null>
  check: (url: string) => Promise<number>
}

/** The steps of a rollout wait in real seconds; here they wait as much shorter as the clock is faster. */
function fasterSleep(folder: string): string {
  mkdirSync(folder)
  const script = `#!/bin/sh\nexec /bin/sleep "$(echo "$1 ${scale}" | awk '{ print $1 / $2 }')"\n`
  writeFileSync(join(folder, 'sleep'), script)
  chmodSync(join(folder, 'sleep'), 0o755)
  return `${folder}:${process.env.PATH}`
}

async function onCloud(example: string, body: (cloud: Cloud) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-system-'))
  const ground = await claimGround(join(folder, 'state'))
  const clock = scaledClock({ scale })
  let plane: DataPlane | undefined
  let served: ServedProvider | undefined
  const api = await startApi({
    clock,
    token,
    requestsPerHour: 1e9,
    backend: (itsClock, delays, events) => {
      plane = dataPlaneOn(ground, { clock: itsClock, delays, events })
      return plane
    },
  })
  try {
    assert.ok(plane)
    served = await serveProvider({ apiUrl: api.url, token, pollMs: 50 })
    cpSync(join(root, 'examples', example, 'expected'), join(folder, 'infra'), { recursive: true })
    const terraform = join(folder, 'infra/terraform')
    await bake(api, plane, join(folder, 'infra'))
    prepareAccount(api)
    const environment = {
      ...served.environment,
      PATH: fasterSleep(join(folder, 'bin')),
      DIGITALOCEAN_TOKEN: token,
      DIGITALOCEAN_API_URL: api.url,
      TF_VAR_secret_stripe_key: 'a secret with "quotes" and $signs',
      TF_VAR_gate_from: '["203.0.113.7/32"]',
    }
    const surroundings = { folder: terraform, environment }
    const client = makeClient({ clock, nameServer: plane.nameServer })
    await body({
      folder: terraform,
      api,
      plane,
      does: (...words) => terraformDoes(surroundings, ...words),
      status: async (...words) => (await startTerraform(surroundings, words).ended).status,
      check: async (url) => (await client.get(`${url}/health/check`)).status,
    })
  } finally {
    await served?.close()
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What `packer build` leaves: a snapshot under the name that Terraform looks up. */
async function bake(api: Api, plane: DataPlane, artifacts: string): Promise<void> {
  const { name, number } = await plane.bake(artifacts)
  addImage(api, { id: number, name, regions: ['ams3', 'fra1'] })
}

/** What 03-scaled expects of the account: a zone, and a key to log in with. */
function prepareAccount({ state }: Api): void {
  state.domains.push({ name: 'example.com', ttl: 1800, records: [] })
  state.keys.push({ id: 1, name: 'laptop', public_key: 'ssh-ed25519 A', fingerprint: 'aa' })
}

const urlOf = async ({ does }: Cloud): Promise<string> =>
  JSON.parse(await does('output', '-json')).url.value

async function appliesAndRests(cloud: Cloud, instances: number): Promise<void> {
  const count = `-var=instance_count=${instances}`
  await cloud.does('apply', '-auto-approve', count)
  assert.is(await cloud.status('plan', '-detailed-exitcode', count), 0, 'a second plan is empty')
  assert.is(cloud.api.state.droplets.length, instances)
  assert.is(await cloud.check(await urlOf(cloud)), 200)
}

/** What `database.preventDestroy: false` does, by the user's own hand. */
function letGoOfDatabase({ folder }: Cloud, label: string): void {
  const released = { lifecycle: { prevent_destroy: false } }
  const override = { resource: { digitalocean_database_cluster: { [label]: released } } }
  writeFileSync(join(folder, 'release_override.tf.json'), JSON.stringify(override))
}

async function destroysAll({ does, api, plane }: Cloud): Promise<void> {
  await does('destroy', '-auto-approve')
  const { droplets, load_balancers, reserved_ips, firewalls, databases } = api.state
  const left = { droplets, load_balancers, reserved_ips, firewalls, databases }
  for (const [kind, list] of Object.entries(left)) assert.equal(list, [], kind)
  assert.equal(plane.pids(), [])
}

testWith(test, [program('terraform'), program('curl')], '01-hello, one and three machines', () =>
  onCloud('01-hello', async (cloud) => {
    await cloud.does('init')
    await appliesAndRests(cloud, 1)
    await appliesAndRests(cloud, 3)
    await appliesAndRests(cloud, 1)
    await destroysAll(cloud)
  }),
)

testWith(
  test,
  [program('terraform'), program('curl'), postgres],
  '02-database, by its name, with its database',
  () =>
    onCloud('02-database', async (cloud) => {
      await cloud.does('init')
      await appliesAndRests(cloud, 1)
      assert.is(await urlOf(cloud), 'http://app.deploy.example.com:8080')
      const outputs = JSON.parse(
        readFileSync(join(cloud.folder, 'terraform.tfstate'), 'utf8'),
      ).outputs
      assert.is(outputs.database.sensitive, true)
      letGoOfDatabase(cloud, 'app')
      await destroysAll(cloud)
    }),
)

testWith(
  test,
  [program('terraform'), program('curl'), postgres],
  '03-scaled, behind a load balancer, with its secret',
  () =>
    onCloud('03-scaled', async (cloud) => {
      await cloud.does('init')
      await appliesAndRests(cloud, 3)
      assert.is(await urlOf(cloud), 'http://shop.example.com:8080')
      letGoOfDatabase(cloud, 'shop')
      await destroysAll(cloud)
    }),
)

test.run()
