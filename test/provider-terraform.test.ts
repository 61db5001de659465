// Stock terraform drives the stand-in provider against the emulated API through the life of a system:
// create, no change, replace, change in place, scale, import, destroy. The tests build on each other.
import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { addImage } from '../cloud/api/add-image.ts'
import {
  rehearsedWorkspace,
  type Workspace,
} from '../cloud/provider/testing/rehearsed-workspace.ts'
import { configuration } from './support/provider-system.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('provider: the life of a system')
const needs = [program('terraform')]

type Instance = { attributes: { [name: string]: unknown } }
type StateFile = { resources: { type: string; mode: string; instances: Instance[] }[] }

let workspace: Workspace
let variables: string[] = []

test.before(async () => {
  workspace = await rehearsedWorkspace()
  addImage(workspace.api, { id: 4711, name: 'app' })
  addImage(workspace.api, { id: 4712, name: 'app', regions: ['nyc3'] })
  addImage(workspace.api, { id: 4710, name: 'app', created_at: '2025-12-31T00:00:00Z' })
  workspace.write('main.tf', configuration)
})
test.after(() => workspace.close())

async function attributesOf(type: string): Promise<{ [name: string]: unknown }[]> {
  const state = JSON.parse(await workspace.does('state', 'pull')) as StateFile
  return state.resources
    .filter((resource) => resource.type === type && resource.mode === 'managed')
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes))
}

const calls = (): string[] =>
  workspace.api.events.list.flatMap((event) =>
    event.kind === 'api' && event.method !== 'GET' ? [`${event.method} ${event.path}`] : [],
  )

async function planWith(...words: string[]) {
  variables = words
  return workspace.plan(...variables)
}

const noChange = async () => assert.equal((await workspace.plan(...variables)).actions, {})

testWith(test, needs, 'init and validate', async () => {
  await workspace.does('init')
  await workspace.does('validate')
})

testWith(test, needs, 'everything is created, and then nothing is to change', async () => {
  const { actions } = await planWith()
  assert.is(Object.values(actions).length, 14)
  assert.equal([...new Set(Object.values(actions))], ['create'])
  await workspace.does('apply', 'plan')
  await noChange()
})

testWith(test, needs, 'the newest image of the region was taken', () => {
  assert.is(workspace.api.state.droplets[0]?.image.id, 4711)
})

testWith(
  test,
  needs,
  'the state holds a digest of the user data, and the API the text',
  async () => {
    const text = '#cloud-config\n# hello'
    const [droplet] = await attributesOf('digitalocean_droplet')
    assert.is(droplet?.user_data, createHash('sha1').update(text).digest('hex'))
    assert.is(workspace.api.state.droplets[0]?.user_data, text)
  },
)

testWith(test, needs, 'the connection URI carries the password', async () => {
  const [cluster] = await attributesOf('digitalocean_database_cluster')
  assert.ok(String(cluster?.private_uri).includes(`:${String(cluster?.password)}@`))
  assert.ok(String(cluster?.private_uri).startsWith('postgresql://'))
})

testWith(test, needs, 'other user data makes new droplets before the old ones go', async () => {
  const { actions, replacePaths } = await planWith('-var=greeting=bye')
  assert.equal(actions, {
    'digitalocean_droplet.app[0]': 'create delete',
    'digitalocean_droplet.app[1]': 'create delete',
    'digitalocean_loadbalancer.app': 'update',
    'digitalocean_reserved_ip.app': 'update',
  })
  assert.equal(Object.values(replacePaths), [[['user_data']], [['user_data']]])
  const before = calls().length
  await workspace.does('apply', 'plan')
  const order = calls().slice(before)
  const created = order.lastIndexOf('POST /v2/droplets')
  const balanced = order.findIndex((call) => call.startsWith('PUT /v2/load_balancers/'))
  const removed = order.findIndex((call) => call.startsWith('DELETE /v2/droplets/'))
  assert.ok(created < balanced && balanced < removed, order.join('\n'))
  await noChange()
})

testWith(test, needs, 'an old droplet was shut down before it was destroyed', () => {
  const old = workspace.api.state.actions.filter(({ type }) => type === 'shutdown')
  assert.is(old.length, 2)
  for (const { resource_id } of old) {
    const actions = calls().indexOf(`POST /v2/droplets/${resource_id}/actions`)
    assert.ok(actions < calls().indexOf(`DELETE /v2/droplets/${resource_id}`))
  }
})

testWith(test, needs, 'another size is given in place, with the power off', async () => {
  const { actions } = await planWith(
    ...['-var=greeting=bye', '-var=size=s-1vcpu-2gb', '-var=db_size=db-s-1vcpu-2gb'],
  )
  assert.equal(actions, {
    'digitalocean_database_cluster.app': 'update',
    'digitalocean_droplet.app[0]': 'update',
    'digitalocean_droplet.app[1]': 'update',
  })
  await workspace.does('apply', 'plan')
  const [droplet] = workspace.api.state.droplets
  const done = workspace.api.state.actions
    .filter(({ resource_id }) => resource_id === droplet?.id)
    .map(({ type }) => type)
  assert.equal(done.slice(-3), ['power_off', 'resize', 'power_on'])
  assert.is(droplet?.size, 's-1vcpu-2gb')
  await noChange()
})

testWith(test, needs, 'one droplet and one port less: their owners change in place', async () => {
  const { actions } = await planWith(...variables, '-var=instances=1', '-var=ports=["443"]')
  assert.equal(actions, {
    'digitalocean_droplet.app[1]': 'delete',
    'digitalocean_firewall.app': 'update',
    'digitalocean_loadbalancer.app': 'update',
  })
  await workspace.does('apply', 'plan')
  await noChange()
})

testWith(test, needs, 'what was imported needs no change', async () => {
  const { state } = workspace.api
  const [domain, cluster] = [state.domains[0], state.databases[0]?.id]
  const record = domain?.records.find(({ name }) => name === 'app')
  const ids = {
    digitalocean_tag: 'App',
    digitalocean_vpc: state.vpcs.find((vpc) => vpc.name === 'app')?.id,
    digitalocean_firewall: state.firewalls[0]?.id,
    digitalocean_loadbalancer: state.load_balancers[0]?.id,
    digitalocean_reserved_ip: state.reserved_ips[0]?.ip,
    digitalocean_record: `example.com,${record?.id}`,
    digitalocean_database_db: `${cluster},app`,
    digitalocean_database_user: `${cluster},app`,
    digitalocean_database_firewall: cluster,
  }
  for (const [type, id] of Object.entries(ids)) {
    await workspace.does('state', 'rm', `${type}.app`)
    await workspace.does('import', ...variables, `${type}.app`, String(id))
  }
  await noChange()
})

testWith(
  test,
  needs,
  'an imported droplet is replaced, since its user data is not known',
  async () => {
    const [droplet] = workspace.api.state.droplets
    await workspace.does('state', 'rm', 'digitalocean_droplet.app')
    await workspace.does('import', ...variables, 'digitalocean_droplet.app[0]', String(droplet?.id))
    const { actions, replacePaths } = await workspace.plan(...variables)
    assert.is(actions['digitalocean_droplet.app[0]'], 'create delete')
    assert.equal(replacePaths['digitalocean_droplet.app[0]'], [['user_data']])
  },
)

testWith(test, needs, 'destroy leaves nothing', async () => {
  await workspace.does('destroy', '-auto-approve', ...variables)
  const { state } = workspace.api
  const left = [state.droplets, state.databases, state.firewalls, state.load_balancers]
  assert.equal([...left, state.reserved_ips, state.domains, state.tags].flat(), [])
})

test.run()
