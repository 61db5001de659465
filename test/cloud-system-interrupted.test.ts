// Stock terraform interrupted and killed in mid-apply at several instants: the next apply finishes what
// was begun, and destroy leaves nothing. A kill leaks what was being created, which no state knows: a
// droplet is found by its tag, a load balancer and a firewall by their names.
import type { ChildProcess } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CloudEvent } from '../cloud/events.ts'
import {
  deleteLeaked,
  deleteLeakedFirewalls,
  destroysAll,
  isApplied,
  onCloud,
  type System,
} from './support/cloud-system.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('cloud: interrupted applies')
const needs = [program('terraform'), program('curl')]

type Instant = readonly [name: string, comes: (event: CloudEvent) => boolean]

const requested = (method: string, path: string) => (event: CloudEvent) =>
  event.kind === 'api' && event.method === method && event.path.startsWith(path)

const instants: readonly Instant[] = [
  ['a droplet is begun', requested('GET', '/v2/droplets/')],
  ['the droplet boots', (event) => event.kind === 'droplet' && event.what === 'booted'],
  ['the load balancer is begun', requested('GET', '/v2/load_balancers/')],
  [
    'the droplet is put in rotation',
    (event) => event.kind === 'load-balancer' && event.what === 'backend-healthy',
  ],
]

async function cutOff(system: System, comes: Instant[1], signal: NodeJS.Signals) {
  const { events } = system.cloud.api
  const { child, ended } = system.start('apply', '-auto-approve')
  await Promise.race([events.until(comes), ended])
  child.kill(signal)
  return { child, ...(await ended) }
}

/** The provider's requests and the steps' scripts that outlive a killed terraform are over. */
async function settled({ cloud: { api } }: System): Promise<void> {
  await api.clock.sleep(20_000)
  while (api.state.actions.some(({ status }) => status === 'in-progress'))
    await api.clock.sleep(1000)
}

async function finishes(system: System): Promise<void> {
  await system.does('apply', '-auto-approve')
  await isApplied(system)
  assert.is(await system.status((await system.outputs()).url), 200)
}

for (const [name, comes] of instants.filter((_, index) => index % 2 === 1)) {
  testWith(test, needs, `interrupted when ${name}`, () =>
    onCloud('01-hello', async (system) => {
      await system.does('init')
      const { status, stdout } = await cutOff(system, comes, 'SIGINT')
      assert.is(status, 1, stdout)
      assert.match(stdout, 'Interrupt received')
      await finishes(system)
      assert.is(system.cloud.api.state.droplets.length, 1)
      await destroysAll(system)
    }),
  )
}

for (const [name, comes] of instants) {
  testWith(test, needs, `killed when ${name}`, () =>
    onCloud('01-hello', async (system) => {
      await system.does('init')
      const { child } = await cutOff(system, comes, 'SIGKILL')
      assert.is((child as ChildProcess).signalCode, 'SIGKILL')
      await settled(system)
      await deleteLeakedFirewalls(system)
      await finishes(system)
      const { state } = system.cloud.api
      const { droplets, balancers } = await deleteLeaked(system)
      assert.is(state.droplets.length, 1, `after ${droplets} leaked ones`)
      assert.is(state.load_balancers.length, 1, `after ${balancers} leaked ones`)
      await destroysAll(system)
    }),
  )
}

test.run()
