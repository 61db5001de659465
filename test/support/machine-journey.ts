// An example -> all the way through stock tools on machines: baked, applied, looked into, the next
// version baked and rolled out, destroyed. The times of the stages go to standard output.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { runImmuc } from './immuc.ts'
import { imageIsClean, machineIsSound, packagesAreListed } from './machine-checks.ts'
import { type MachineSystem, onMachines } from './machine-system.ts'
import { root } from './root.ts'
import { postgres, program } from './tools.ts'

export const journeyNeeds = [
  ...['packer', 'ansible-playbook', 'terraform', 'curl'].map(program),
  postgres,
]

export type Journey = { example: string; app: string; instances: number; from: string; to: string }

export const travel = (journey: Journey): Promise<void> =>
  onMachines(journey.example, async (system) => {
    await system.timed('bake', () => bakes(system, journey.from))
    imageIsClean(system)
    packagesAreListed(system)
    await system.does('init')
    await system.timed('apply', () => applies(system, journey.instances))
    for (const { id } of system.cloud.api.state.droplets)
      await machineIsSound(system, journey.app, id)
    const before = dropletIds(system)
    nextVersion(system, journey)
    await system.timed('bake the next version', () => bakes(system, journey.to))
    await system.timed('roll it out', () => applies(system, journey.instances))
    assert.not(
      dropletIds(system).some((id) => before.includes(id)),
      'every droplet is a new one',
    )
    await system.timed('destroy', () => destroysAll(system, journey.app))
    console.log(system.stages.map(([name, s]) => `${name} ${s.toFixed(1)} s`).join(', '))
  })

const dropletIds = ({ cloud }: MachineSystem) => cloud.api.state.droplets.map(({ id }) => id)

async function bakes(system: MachineSystem, version: string): Promise<void> {
  const { cloud } = system
  const { status, output } = await system.bake()
  assert.is(status, 0, output)
  const { images, keys } = cloud.api.state
  assert.match(images.at(-1)?.name ?? '', `-${version}-`)
  assert.equal(
    keys.map(({ name }) => name),
    ['laptop'],
  )
}

async function applies({ cloud, does, status }: MachineSystem, instances: number): Promise<void> {
  await does('apply', '-auto-approve')
  assert.is(await status('plan', '-detailed-exitcode'), 0, 'a second plan is empty')
  assert.is(cloud.api.state.droplets.length, instances)
  const url = JSON.parse(await does('output', '-json')).url.value
  const client = cloud.client()
  assert.is((await client.get(`${url}/health/check`)).status, 200)
  client.close()
}

/** The user's own way: another version in the config, and the files compiled again. */
function nextVersion({ infra }: MachineSystem, { example, from, to }: Journey): void {
  const folder = join(infra, '../source/examples', example)
  const app = join(infra, '../source/app/dist')
  for (const one of [folder, app]) mkdirSync(one, { recursive: true })
  cpSync(join(root, 'app/dist/app'), join(app, 'app'))
  const config = readFileSync(join(root, 'examples', example, 'system.config.ts'), 'utf8')
  writeFileSync(join(folder, 'system.config.ts'), config.replace(`'${from}'`, `'${to}'`))
  const words = ['build', '--config', join(folder, 'system.config.ts'), '--out', infra]
  const { status, stderr } = runImmuc(words)
  assert.is(status, 0, stderr)
}

async function destroysAll({ cloud, does, infra }: MachineSystem, app: string): Promise<void> {
  const released = { lifecycle: { prevent_destroy: false } }
  const override = { resource: { digitalocean_database_cluster: { [app]: released } } }
  writeFileSync(join(infra, 'terraform/release_override.tf.json'), JSON.stringify(override))
  await does('destroy', '-auto-approve')
  const { droplets, load_balancers, reserved_ips, firewalls, databases } = cloud.api.state
  const left = { droplets, load_balancers, reserved_ips, firewalls, databases }
  for (const [kind, list] of Object.entries(left)) assert.equal(list, [], kind)
  assert.equal(cloud.plane.pids(), [])
}
