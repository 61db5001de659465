// A cloud that is closed and started again: its machines have their addresses, disks and identity, one
// that was off stays off, and snapshots still boot. And images that no machine boots from are refused.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cloud, startCloud } from '../cloud/start-cloud.ts'
import { runsEnclosed } from './support/enclosed.ts'
import { booted, insideOfDroplet } from './support/machine-inside.ts'

await runsEnclosed(import.meta.url, [])

const test = suite('machines: restored')

type Droplet = { id: number; status: string; networks: { v4: { ip_address: string }[] } }

type Answer = {
  status: number
  body: { droplet: Droplet; action: { id: number; status: string }; message: string }
}

async function call(
  { api, token }: Cloud,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(`${api.url}/v2/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

const specification = (name: string, image: string | number) => ({
  ...{ name, image, region: 'ams3', size: 's-1vcpu-1gb' },
  user_data: '#cloud-config\nwrite_files: [{path: /root/of-the-user, content: data}]\n',
})

async function dropletIn(cloud: Cloud, name: string, image: string | number): Promise<Droplet> {
  const made = await call(cloud, 'POST', 'droplets', specification(name, image))
  assert.is(made.status, 202, JSON.stringify(made.body))
  return await dropletWhen(cloud, made.body.droplet.id, 'active')
}

async function dropletWhen(cloud: Cloud, id: number, status: string): Promise<Droplet> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    const { droplet } = (await call(cloud, 'GET', `droplets/${id}`)).body
    if (droplet.status === status) return droplet
  }
  throw new Error(`droplet ${id} is not ${status} after a minute`)
}

async function acted(cloud: Cloud, id: number, action: { type: string; name?: string }) {
  const begun = (await call(cloud, 'POST', `droplets/${id}/actions`, action)).body.action
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    const { status } = (await call(cloud, 'GET', `actions/${begun.id}`)).body.action
    if (status === 'completed') return
    assert.is(status, 'in-progress', action.type)
  }
  throw new Error(`${action.type} is not done after a minute`)
}

const addressesOf = ({ networks }: Droplet) => networks.v4.map((one) => one.ip_address)

const identity = (id: number) => insideOfDroplet(id).run('cat', '/etc/machine-id')

async function onStoredCloud(
  body: (start: () => Promise<Cloud>) => Promise<unknown>,
): Promise<void> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'immuc-restored-'))
  let cloud: Cloud | undefined
  try {
    await body(async () => {
      await cloud?.close()
      cloud = await startCloud({ stateFolder, scale: 40, droplets: 'machine', provider: 'none' })
      return cloud
    })
  } finally {
    await cloud?.close()
    rmSync(stateFolder, { recursive: true, force: true })
  }
}

test('machines are there again, as they were', () =>
  onStoredCloud(async (start) => {
    const first = await start()
    const kept = await dropletIn(first, 'kept', 'debian-13-x64')
    await booted(insideOfDroplet(kept.id))
    insideOfDroplet(kept.id).run('sh', '-c', 'echo written > /root/by-hand')
    const id = identity(kept.id)
    const off = await dropletIn(first, 'off', 'debian-13-x64')
    await acted(first, off.id, { type: 'snapshot', name: 'taken' })
    await acted(first, off.id, { type: 'power_off' })

    const second = await start()
    const again = await dropletWhen(second, kept.id, 'active')
    assert.equal(addressesOf(again), addressesOf(kept))
    const inside = insideOfDroplet(kept.id)
    await booted(inside)
    assert.is(inside.run('cat', '/root/by-hand'), 'written')
    assert.is(identity(kept.id), id)
    const shown = inside.run('ip', '-4', 'address')
    for (const address of addressesOf(kept)) assert.match(shown, `inet ${address}/`)
    await dropletWhen(second, off.id, 'off')
    assert.throws(() => insideOfDroplet(off.id), 'is not running')

    const { images } = second.api.state
    assert.equal(
      images.map(({ name }) => name),
      ['taken'],
    )
    const copy = await dropletIn(second, 'copy', images[0]?.id ?? 0)
    assert.not(addressesOf(copy).some((one) => addressesOf(kept).includes(one)))
    await booted(insideOfDroplet(copy.id))
    assert.is(insideOfDroplet(copy.id).run('cat', '/root/of-the-user'), 'data')
    assert.is.not(identity(copy.id), id)
  }))

test('an image that no machine boots from is refused, with what there is instead', () =>
  onStoredCloud(async (start) => {
    const cloud = await start()
    const refused = await call(
      cloud,
      'POST',
      'droplets',
      specification('other', 'ubuntu-24-04-x64'),
    )
    assert.is(refused.status, 422)
    assert.match(refused.body.message, 'start from debian-13-x64, not from ubuntu-24-04-x64')
    const ended = await call(cloud, 'POST', 'droplets', specification('older', 'debian-12-x64'))
    assert.equal(
      [ended.status, ended.body.message],
      [422, 'You specified an invalid image for Droplet creation.'],
    )
    assert.equal(cloud.api.state.droplets, [])
  }))

test.run()
