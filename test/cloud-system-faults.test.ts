// What goes wrong in the cloud while stock terraform applies: what its user reads, and that the next
// apply without the fault repairs it.
import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Fault, parseFault } from '../cloud/api/faults.ts'
import {
  deleteLeaked,
  destroysAll,
  isApplied,
  onCloud,
  type System,
  unwrapped,
} from './support/cloud-system.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('cloud: faults')
const needs = [program('terraform'), program('curl')]

const faultTest = (name: string, body: (system: System) => Promise<void>) =>
  testWith(test, needs, name, () =>
    onCloud('01-hello', async (system) => {
      await system.does('init')
      await body(system)
      system.cloud.api.faults.clear()
      await system.does('apply', '-auto-approve')
      await isApplied(system)
      assert.is(await system.status((await system.outputs()).url), 200)
      await destroysAll(system)
    }),
  )

/** Less than its user would wait. */
function impatient({ folder }: System): void {
  const timeouts = { create: '3s', delete: '5s' }
  writeFileSync(
    join(folder, 'impatient_override.tf.json'),
    JSON.stringify({ resource: { digitalocean_droplet: { hello: { timeouts } } } }),
  )
}

const add = ({ cloud }: System, ...faults: (string | Fault)[]): void => {
  for (const fault of faults) {
    cloud.api.faults.add(typeof fault === 'string' ? parseFault(fault) : fault)
  }
}

async function fails({ run }: System, ...says: (string | RegExp)[]): Promise<void> {
  const { status, stdout, stderr } = await run('apply', '-auto-approve')
  assert.is(status, 1, stdout)
  for (const one of says) assert.match(unwrapped(stderr), one)
}

const hitsOf = ({ cloud }: System) =>
  cloud.api.events.list.filter(({ kind }) => kind === 'fault').length

faultTest('bursts of 429 and of 500 are borne', async (system) => {
  add(system, 'POST /v2/** -> 429 x3', 'GET /v2/droplets/* -> 500 x4 after 1')
  add(system, 'POST /v2/*/*/** -> 503 x2')
  await system.does('apply', '-auto-approve')
  assert.is(hitsOf(system), 9)
})

faultTest('a request that is always refused is named, with its resource', async (system) => {
  add(system, 'POST /v2/droplets -> 500 every')
  await fails(
    system,
    /Error creating droplet: POST http:\S+\/v2\/droplets: 500 .* giving up after 5 attempt/,
    'with digitalocean_droplet.hello',
  )
})

/** The way out of a droplet that DigitalOcean never finished: terraform waits for it to become active. */
async function deleteStuck({ cloud: { api, token } }: System): Promise<void> {
  for (const { id, status } of api.state.droplets) {
    if (status !== 'new') continue
    const headers = { Authorization: `Bearer ${token}` }
    await fetch(`${api.url}/v2/droplets/${id}`, { method: 'DELETE', headers })
  }
}

faultTest('a droplet that never becomes active', async (system) => {
  impatient(system)
  add(system, 'create droplet * -> never')
  await fails(
    system,
    /Error waiting for droplet \(\d+\) to become ready: timeout while waiting for state to become 'active'/,
    'with digitalocean_droplet.hello',
  )
  await deleteStuck(system)
})

faultTest(
  'a droplet whose creation fails; the next one serves before it is gone',
  async (system) => {
    impatient(system)
    add(system, 'create droplet * -> error')
    await fails(system, /Error waiting for droplet \(\d+\) to become ready/)
    await fails(system, /Error waiting for droplet \(\d+\) to become off: unexpected state 'new'/)
    assert.is(await system.status((await system.outputs()).url), 200)
    await deleteStuck(system)
  },
)

faultTest('a load balancer that takes long is waited for', async (system) => {
  add(system, 'create load-balancer * -> late 120s')
  await system.does('apply', '-auto-approve')
  assert.is(hitsOf(system), 1)
})

faultTest('a request that is never answered ends with a second interruption', async (system) => {
  add(system, 'POST /v2/droplets -> never')
  const { child, ended } = system.start('apply', '-auto-approve')
  const { events, state } = system.cloud.api
  await events.until((event) => event.kind === 'api' && event.status === 0)
  child.kill('SIGINT')
  await printed(child, 'Interrupt received')
  child.kill('SIGINT')
  const { status, stdout, stderr } = await ended
  assert.is(status, 1)
  assert.match(stdout + stderr, 'Two interrupts received')
  assert.equal(state.droplets, [])
  // The load balancer was being created beside.
  await deleteLeaked(system)
})

async function shutDown({ cloud: { api, token } }: System): Promise<void> {
  for (const { id } of api.state.droplets) {
    await fetch(`${api.url}/v2/droplets/${id}/actions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"type":"shutdown"}',
    })
  }
  await api.events.until(() => api.state.droplets.every(({ status }) => status === 'off'))
}

faultTest('a droplet that is off is not waited for, but replaced as it is told', async (system) => {
  await system.does('apply', '-auto-approve')
  await shutDown(system)
  const { status, stdout, stderr } = await system.run('apply', '-auto-approve')
  assert.is(status, 1, stdout)
  const [, replacement = ''] =
    unwrapped(stderr).match(/hello-\S+ is there, but off, .+ terraform apply (-replace=.+\])'/s) ??
    []
  await system.does('apply', '-auto-approve', replacement.replaceAll("'", ''))
})

testWith(test, needs, 'a droplet that is off can be destroyed', () =>
  onCloud('01-hello', async (system) => {
    await system.does('init')
    await system.does('apply', '-auto-approve')
    await shutDown(system)
    await destroysAll(system)
  }),
)

const printed = ({ stdout }: ChildProcess, text: string): Promise<void> =>
  new Promise((settle) => stdout?.on('data', (chunk) => `${chunk}`.includes(text) && settle()))

test.run()
