// Droplets, their actions, snapshots and tags over HTTP.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Running, withApi } from '../cloud/api/with-api.ts'

const test = suite('the emulated API: droplets')

const wanted = {
  name: 'app-1',
  region: 'ams3',
  size: 's-1vcpu-1gb',
  image: 'debian-13-x64',
  tags: ['app'],
}

async function active({ ask, reached }: Running, more: Record<string, unknown> = {}) {
  const { body } = await ask('POST /v2/droplets', { ...wanted, ...more })
  await reached('droplet', 'active', body.droplet.id)
  return (await ask(`GET /v2/droplets/${body.droplet.id}`)).body.droplet
}

async function act({ ask, reached }: Running, droplet: number, request: Record<string, unknown>) {
  const { status, body } = await ask(`POST /v2/droplets/${droplet}/actions`, request)
  assert.is(status, 201, JSON.stringify(body))
  assert.equal([body.action.status, body.action.completed_at], ['in-progress', null])
  await reached('action', 'completed', body.action.id)
  const done = (await ask(`GET /v2/actions/${body.action.id}`)).body.action
  assert.is(done.status, 'completed')
  assert.ok(done.completed_at >= done.started_at)
  return done
}

test('a droplet is new and locked without addresses, then active with them', () =>
  withApi({}, async (running) => {
    const { ask, reached } = running
    const { status, body } = await ask('POST /v2/droplets', { ...wanted, ipv6: true })
    assert.is(status, 202)
    const { id } = body.droplet
    assert.equal([body.droplet.status, body.droplet.locked], ['new', true])
    assert.equal(body.droplet.networks, { v4: [], v6: [] })
    assert.is(body.links.actions[0].rel, 'create')
    await reached('droplet', 'active', id)
    const { droplet } = (await ask(`GET /v2/droplets/${id}`)).body
    assert.equal(
      [droplet.status, droplet.locked, droplet.size.slug],
      ['active', false, wanted.size],
    )
    const types = droplet.networks.v4.map(({ type }: { type: string }) => type)
    assert.equal(types, ['private', 'public'])
    assert.is(droplet.networks.v4[0].netmask, '255.255.240.0')
    assert.is(droplet.networks.v6[0].netmask, 64)
    assert.equal([droplet.region.slug, droplet.image.slug], ['ams3', 'debian-13-x64'])
    assert.match(droplet.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    for (const list of ['volume_ids', 'backup_ids', 'snapshot_ids']) assert.equal(droplet[list], [])
    const actions = (await ask(`GET /v2/droplets/${id}/actions`)).body.actions
    assert.equal([actions[0].type, actions[0].status], ['create', 'completed'])
    assert.is((await ask(`GET /v2/droplets/${id}/actions/${actions[0].id}`)).status, 200)
  }))

const refusals: [string, Record<string, unknown>][] = [
  ['an unknown size', { size: 's-1vcpu-1g' }],
  ['an unknown region', { region: 'ams9' }],
  ['a closed region', { region: 'nyc2' }],
  ['an ended image', { image: 'debian-12-x64' }],
  ['an unknown image', { image: 4711 }],
  ['a bad name', { name: 'app_1' }],
  ['eleven names', { names: Array.from({ length: 11 }, (_, at) => `a${at}`) }],
  ['an unknown SSH key', { ssh_keys: [1] }],
  ['user data above 64 KiB', { user_data: 'x'.repeat(64 * 1024 + 1) }],
  ['an unknown network', { vpc_uuid: '00000000-0000-4000-8000-000000000000' }],
]

for (const [what, change] of refusals) {
  test(`${what} is refused with 422, and nothing is made`, () =>
    withApi({}, async ({ ask, api }) => {
      const { status, body } = await ask('POST /v2/droplets', { ...wanted, ...change })
      assert.is(status, 422, JSON.stringify(body))
      assert.is(api.state.droplets.length, 0)
    }))
}

test('several droplets come of one request, and go by their tag', () =>
  withApi({ dropletLimit: 3 }, async ({ ask }) => {
    const { name, ...rest } = wanted
    const made = await ask('POST /v2/droplets', { ...rest, names: [name, 'app-2'] })
    assert.is(made.body.droplets.length, 2)
    assert.is(made.body.links.actions.length, 2)
    await ask('POST /v2/droplets', { ...wanted, name: 'other', tags: [] })
    assert.is((await ask('POST /v2/droplets', wanted)).status, 422, 'the limit is three')
    assert.is((await ask('GET /v2/droplets?tag_name=APP')).body.meta.total, 2)
    assert.is((await ask('GET /v2/droplets?name=other')).body.meta.total, 1)
    assert.is((await ask('DELETE /v2/droplets')).status, 400)
    assert.is((await ask('DELETE /v2/droplets?tag_name=app')).status, 204)
    assert.is((await ask('GET /v2/droplets')).body.meta.total, 1)
  }))

test('a deleted droplet is gone at once; its machine follows', () =>
  withApi({}, async (running) => {
    const { id } = await active(running)
    assert.is((await running.ask(`DELETE /v2/droplets/${id}`)).status, 204)
    assert.is((await running.ask(`GET /v2/droplets/${id}`)).status, 404)
    await running.reached('droplet', 'destroyed', id)
  }))

test('a resize needs the power off and sets disk, memory and price', () =>
  withApi({}, async (running) => {
    const { ask } = running
    const { id } = await active(running)
    const resize = { type: 'resize', size: 's-1vcpu-2gb', disk: true }
    assert.is((await ask(`POST /v2/droplets/${id}/actions`, resize)).status, 422)
    await act(running, id, { type: 'power_off' })
    const off = await ask(`POST /v2/droplets/${id}/actions`, { type: 'power_off' })
    assert.match(off.body.message, /Droplet is already powered off/)
    await act(running, id, resize)
    await act(running, id, { type: 'power_on' })
    const { droplet } = (await ask(`GET /v2/droplets/${id}`)).body
    assert.equal([droplet.size_slug, droplet.memory, droplet.disk], ['s-1vcpu-2gb', 2048, 50])
    await act(running, id, { type: 'shutdown' })
    await act(running, id, { type: 'shutdown' })
    const smaller = { type: 'resize', size: 's-1vcpu-1gb', disk: false }
    assert.is((await ask(`POST /v2/droplets/${id}/actions`, smaller)).status, 422)
  }))

test('one action at a time: the second is refused while the first is pending', () =>
  withApi({ faults: [{ match: 'reboot droplet', answer: 'never' }] }, async (running) => {
    const { ask } = running
    const { id } = await active(running)
    await ask(`POST /v2/droplets/${id}/actions`, { type: 'reboot' })
    const second = await ask(`POST /v2/droplets/${id}/actions`, { type: 'shutdown' })
    assert.is(second.status, 422)
    assert.is(second.body.message, 'Droplet already has a pending event.')
    assert.is((await ask(`GET /v2/droplets/${id}`)).body.droplet.locked, true)
  }))

test('renaming, settings, rebuilding and unknown actions', () =>
  withApi({}, async (running) => {
    const { ask } = running
    const { id } = await active(running)
    await act(running, id, { type: 'rename', name: 'app-9' })
    await act(running, id, { type: 'enable_backups' })
    await act(running, id, { type: 'power_cycle' })
    await act(running, id, { type: 'rebuild', image: 'ubuntu-24-04-x64' })
    const { droplet } = (await ask(`GET /v2/droplets/${id}`)).body
    assert.equal([droplet.name, droplet.image.slug], ['app-9', 'ubuntu-24-04-x64'])
    assert.ok(droplet.features.includes('backups'))
    assert.is((await ask(`GET /v2/droplets/${id}/backups/policy`)).body.policy.backup_enabled, true)
    assert.is((await ask(`POST /v2/droplets/${id}/actions`, { type: 'dance' })).status, 422)
    assert.is((await ask('GET /v2/actions')).body.meta.total, 5)
    const many = await ask('POST /v2/droplets/actions?tag_name=app', { type: 'reboot' })
    assert.is(many.body.actions.length, 1)
  }))

test('a snapshot is a private image that droplets are made of where it is, if it fits', () =>
  withApi({}, async (running) => {
    const { ask, reached } = running
    const { id } = await active(running)
    await act(running, id, { type: 'snapshot', name: 'app-v1' })
    const [snapshot] = (await ask(`GET /v2/droplets/${id}/snapshots`)).body.snapshots
    assert.equal(
      [snapshot.name, snapshot.type, snapshot.regions, snapshot.min_disk_size, snapshot.slug],
      ['app-v1', 'snapshot', ['ams3'], 25, null],
    )
    assert.is((await ask('GET /v2/images?private=true')).body.images[0].id, snapshot.id)
    const listed = (await ask('GET /v2/snapshots?resource_type=droplet')).body.snapshots[0]
    assert.equal([listed.id, listed.resource_id], [String(snapshot.id), String(id)])
    await active(running, { image: snapshot.id })
    const elsewhere = { ...wanted, image: snapshot.id, region: 'fra1' }
    assert.is((await ask('POST /v2/droplets', elsewhere)).status, 422)
    const small = { ...wanted, image: snapshot.id, size: 's-1vcpu-512mb-10gb' }
    assert.is((await ask('POST /v2/droplets', small)).status, 422)
    const transfer = { type: 'transfer', region: 'fra1' }
    const { action } = (await ask(`POST /v2/images/${snapshot.id}/actions`, transfer)).body
    await reached('action', 'completed', action.id)
    assert.is((await ask('POST /v2/droplets', elsewhere)).status, 202)
    assert.is((await ask(`DELETE /v2/images/${snapshot.id}`)).status, 204)
    assert.is((await ask(`GET /v2/images/${snapshot.id}`)).status, 404)
    assert.is((await ask('DELETE /v2/images/debian-13-x64')).status, 404)
  }))

test('tags ignore case, count what bears them, and leave all of it when deleted', () =>
  withApi({}, async (running) => {
    const { ask } = running
    const { id } = await active(running, { tags: ['App'] })
    assert.is((await ask('POST /v2/tags', { name: 'a tag' })).status, 422)
    assert.is((await ask('POST /v2/tags', { name: 'APP' })).body.tag.name, 'App')
    const { resources } = (await ask('GET /v2/tags/app')).body.tag
    assert.equal([resources.count, resources.droplets.count], [1, 1])
    await ask('POST /v2/tags', { name: 'blue' })
    const body = { resources: [{ resource_id: String(id), resource_type: 'droplet' }] }
    assert.is((await ask('POST /v2/tags/blue/resources', body)).status, 204)
    assert.equal((await ask(`GET /v2/droplets/${id}`)).body.droplet.tags, ['App', 'blue'])
    assert.is((await ask('DELETE /v2/tags/app/resources', body)).status, 204)
    assert.is((await ask('DELETE /v2/tags/blue')).status, 204)
    assert.equal((await ask(`GET /v2/droplets/${id}`)).body.droplet.tags, [])
    const absent = { resources: [{ resource_id: '1', resource_type: 'droplet' }] }
    assert.is((await ask('POST /v2/tags/App/resources', absent)).status, 404)
    const wrong = { resources: [{ resource_id: '1', resource_type: 'cat' }] }
    assert.is((await ask('POST /v2/tags/App/resources', wrong)).status, 422)
  }))

test.run()
