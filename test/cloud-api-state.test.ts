// The state file: a second run finds what the first one made, and what was under way goes on.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { waitingBackend } from '../cloud/api/waiting-backend.ts'
import { type Running, withApi } from '../cloud/api/with-api.ts'
import type { Settled } from '../cloud/backend.ts'

const test = suite('the emulated API: state')

async function inFolder(body: (stateFile: string, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-api-'))
  try {
    await body(join(folder, 'state.json'), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const droplet = { name: 'app', region: 'ams3', size: 's-1vcpu-1gb', image: 'debian-13-x64' }
const rule = { entry_protocol: 'tcp', entry_port: 1, target_protocol: 'tcp', target_port: 1 }
const balancer = { name: 'lb', region: 'ams3', tag: 'app', forwarding_rules: [rule] }
const cluster = {
  name: 'app-db',
  engine: 'pg',
  size: 'db-s-1vcpu-1gb',
  region: 'ams3',
  num_nodes: 1,
}

const lists = ['droplets', 'vpcs', 'load_balancers', 'databases', 'reserved_ips', 'tags', 'domains']

const everything = async ({ ask }: Running) =>
  Promise.all(lists.map(async (list) => (await ask(`GET /v2/${list}`)).body[list]))

/** Links name the port, which another run does not share. */
const withoutLinks = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replace(/http:\/\/127\.0\.0\.1:\d+/g, ''))

test('all that was made is there again, and only its owner can read the file', () =>
  inFolder(async (stateFile, folder) => {
    const before = await withApi({ stateFile }, async (running) => {
      const { ask, reached } = running
      const { id } = (await ask('POST /v2/droplets', { ...droplet, tags: ['app'] })).body.droplet
      await reached('droplet', 'active', id)
      await ask('POST /v2/load_balancers', balancer)
      await ask('POST /v2/databases', cluster)
      await ask('POST /v2/domains', { name: 'example.com' })
      await ask('POST /v2/reserved_ips', { droplet_id: id })
      await reached('database', 'online')
      await reached('load-balancer', 'active')
      await reached('reserved-ip', 'assigned')
      return everything(running)
    })
    assert.equal(readdirSync(folder), ['state.json'])
    assert.is(statSync(stateFile).mode & 0o777, 0o600)
    const settled: Settled[] = []
    const after = await withApi(
      {
        stateFile,
        backend: (clock, delays) => ({
          ...waitingBackend(clock, delays),
          restore: async (all) => void settled.push(all),
        }),
      },
      everything,
    )
    assert.equal(withoutLinks(after), withoutLinks(before))
    const [all] = settled
    assert.equal(
      [all?.machines.length, all?.balancers[0]?.members.length, all?.databases.length],
      [1, 1, 1],
    )
    assert.is(all?.reservedIps[0]?.dropletId, all?.machines[0]?.id)
    assert.is(all?.machines[0]?.running, true)
  }))

test('what was under way when it stopped goes on after the start', () =>
  inFolder(async (stateFile) => {
    const faults = [{ match: 'create **', times: 'every', answer: 'never' }] as const
    const ids = await withApi({ stateFile, faults }, async ({ ask }) => ({
      droplet: (await ask('POST /v2/droplets', { ...droplet, tags: ['app'] })).body.droplet.id,
      balancer: (await ask('POST /v2/load_balancers', balancer)).body.load_balancer.id,
      cluster: (await ask('POST /v2/databases', cluster)).body.database.id,
    }))
    await withApi({ stateFile }, async ({ ask, reached }) => {
      await reached('droplet', 'active', ids.droplet)
      await reached('load-balancer', 'active', ids.balancer)
      await reached('database', 'online', ids.cluster)
      const { actions } = (await ask(`GET /v2/droplets/${ids.droplet}/actions`)).body
      assert.equal(
        actions.map(({ status }: { status: string }) => status),
        ['completed'],
      )
    })
  }))

test('the file holds a change before its answer leaves', () =>
  inFolder((stateFile) =>
    withApi({ stateFile }, async ({ ask }) => {
      await ask('POST /v2/tags', { name: 'app' })
      assert.equal(JSON.parse(readFileSync(stateFile, 'utf8')).tags, ['app'])
    }),
  ))

test('emulated time and ids never go back', () =>
  inFolder(async (stateFile) => {
    const first = await withApi({ stateFile }, async ({ ask, api }) => {
      api.clock.advanceTo(api.clock.now() + 86_400_000)
      return (await ask('POST /v2/droplets', droplet)).body.droplet
    })
    const second = await withApi(
      { stateFile },
      async ({ ask }) => (await ask('POST /v2/droplets', droplet)).body.droplet,
    )
    assert.ok(second.created_at >= first.created_at)
    assert.ok(second.id > first.id)
  }))

test.run()
