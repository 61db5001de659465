// What the API does to machines: firewalls, create and destroy, snapshots; at once and again.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Delays } from '../cloud/api/delays.ts'
import { withApi } from '../cloud/api/with-api.ts'
import { type Clock, scaledClock } from '../cloud/clock.ts'
import { dataPlaneOn } from '../cloud/data-plane.ts'
import type { EventLog } from '../cloud/events.ts'
import { claimGround } from '../cloud/network/ground.ts'
import { booted, knock, lineOf, machine, userData, withCloud } from './support/cloud-machine.ts'

const test = suite('cloud: actions on machines')

test('firewalls decide by source, and drop instead of refusing', () =>
  withCloud(async (cloud) => {
    const { plane } = cloud
    const address = await booted(cloud, 1)
    const apply = (ports: string, peers: string[]) =>
      plane.firewalls.apply([
        {
          ...{ id: 'f', name: 'f', dropletIds: [1] },
          rules: [{ direction: 'inbound', protocol: 'tcp', ports, peers }],
        },
      ])
    await apply('22', ['0.0.0.0/0'])
    assert.is(await knock(address), 'silence')
    await apply('8000-9000', ['0.0.0.0/0', '::/0'])
    assert.is(await knock(address), 'connected')
    await apply('8080', ['203.0.113.0/24'])
    assert.is(await knock(address), 'connected', 'the operator is 203.0.113.7')
    assert.is(await knock(address, 300, '127.9.9.9'), 'silence')
    await apply('8080', ['127.9.9.9'])
    assert.is(await knock(address), 'silence')
    assert.is(await knock(address, 2000, '127.9.9.9'), 'connected')
    await plane.firewalls.apply([])
    assert.is(await knock(address, 2000), 'connected')
  }))

test('create and destroy bear repetition and each other', () =>
  withCloud(async ({ plane, folder }) => {
    const [one, two] = [plane.machines.create(machine(1)), plane.machines.create(machine(1))]
    const outcome = Promise.allSettled([one, two])
    await wait(20)
    await plane.machines.destroy(machine(1))
    assert.equal(
      (await outcome).map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    await plane.machines.destroy(machine(1))
    const again = await plane.machines.create(machine(1))
    assert.equal(await plane.machines.create(machine(1)), again)
    const missing = { ...machine(2), image: { id: 5, name: 'no-such', slug: null } }
    await plane.machines.create(missing).then(
      () => assert.unreachable(),
      (error) => assert.match(error.message, 'no-such'),
    )
    await plane.machines.destroy(machine(1))
    assert.not.ok(existsSync(join(folder, 'state/droplets/1/root')))
  }))

test('a snapshot carries the disk, and another instance boots from it', () =>
  withCloud(async (cloud) => {
    const { plane } = cloud
    await booted(cloud, 1)
    const root = join(plane.machine(1)?.folder ?? '', 'root')
    writeFileSync(join(root, 'opt/app/kept'), 'kept')
    const image = { id: 77, name: 'mine', slug: null }
    await plane.machines.snapshot(machine(1), image)
    await plane.machines.create({ ...machine(2, userData('A=2')), image })
    const second = join(plane.machine(2)?.folder ?? '', 'root/opt/app')
    await cloud.events.until(lineOf(2, 'listening'))
    assert.is(readFileSync(join(second, 'kept'), 'utf8'), 'kept')
    assert.match(readFileSync(join(second, 'conf.env'), 'utf8'), 'A=2')
    await plane.machines.rebuild(machine(2))
    assert.not.ok(existsSync(join(second, 'kept')))
  }))

test('the API drives it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  const ground = await claimGround(folder)
  const backend = (clock: Clock, delays: Delays, events: EventLog) =>
    dataPlaneOn(ground, { clock, delays, events })
  await withApi({ backend, clock: scaledClock({ scale: 100 }) }, async ({ ask, reached }) => {
    const wanted = { name: 'x', region: 'ams3', size: 's-1vcpu-1gb', image: 'debian-13-x64' }
    const { body } = await ask('POST /v2/droplets', wanted)
    await reached('droplet', 'active', body.droplet.id)
    await reached('droplet', 'booted', body.droplet.id)
    const { droplet } = (await ask(`GET /v2/droplets/${body.droplet.id}`)).body
    const [address] = droplet.networks.v4.filter(({ type }: { type: string }) => type === 'public')
    assert.is(address.ip_address, `127.${ground.block.number}.0.2`)
    assert.is((await ask(`DELETE /v2/droplets/${droplet.id}`)).status, 204)
  })
  rmSync(folder, { recursive: true, force: true })
})

test.run()
