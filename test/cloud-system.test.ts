// The examples on the cloud of this machine: stock terraform, the emulated API, droplets as processes
// that run the real app, and a real PostgreSQL. Applied, looked at, scaled, and destroyed.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { startTerraform, terraformDoes } from '../cloud/provider/testing/offline-terraform.ts'
import { type Cloud, startCloud } from '../cloud/start-cloud.ts'
import { root } from './support/root.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('cloud: systems')

type System = Cloud & {
  folder: string
  does: (...words: string[]) => Promise<string>
  status: (...words: string[]) => Promise<number | null>
  check: (url: string) => Promise<number>
}

async function onCloud(example: string, body: (system: System) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-system-'))
  const cloud = await startCloud({
    stateFolder: join(folder, 'state'),
    scale: 20,
    requestsPerHour: 1e9,
    account: { domains: ['example.com'], sshKeys: ['laptop'] },
  })
  try {
    cpSync(join(root, 'examples', example, 'expected'), join(folder, 'infra'), { recursive: true })
    await cloud.bake(join(folder, 'infra'))
    const terraform = join(folder, 'infra/terraform')
    const environment = {
      ...cloud.environment,
      TF_VAR_secret_stripe_key: 'a secret with "quotes" and $signs',
      TF_VAR_gate_from: '["203.0.113.7/32"]',
    }
    const surroundings = { folder: terraform, environment }
    const client = cloud.client()
    await body({
      ...cloud,
      folder: terraform,
      does: (...words) => terraformDoes(surroundings, ...words),
      status: async (...words) => (await startTerraform(surroundings, words).ended).status,
      check: async (url) => (await client.get(`${url}/health/check`)).status,
    })
  } finally {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const urlOf = async ({ does }: System): Promise<string> =>
  JSON.parse(await does('output', '-json')).url.value

async function appliesAndRests(cloud: System, instances: number): Promise<void> {
  const count = `-var=instance_count=${instances}`
  await cloud.does('apply', '-auto-approve', count)
  assert.is(await cloud.status('plan', '-detailed-exitcode', count), 0, 'a second plan is empty')
  assert.is(cloud.api.state.droplets.length, instances)
  assert.is(await cloud.check(await urlOf(cloud)), 200)
}

/** What `database.preventDestroy: false` does, by the user's own hand. */
function letGoOfDatabase({ folder }: System, label: string): void {
  const released = { lifecycle: { prevent_destroy: false } }
  const override = { resource: { digitalocean_database_cluster: { [label]: released } } }
  writeFileSync(join(folder, 'release_override.tf.json'), JSON.stringify(override))
}

async function destroysAll({ does, api, plane }: System): Promise<void> {
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
