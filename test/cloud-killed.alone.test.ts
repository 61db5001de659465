// The whole cloud killed with SIGKILL while terraform applies: nothing of it is left but its state
// folder, and a cloud that starts there goes on, so that the next apply finishes.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { startTerraform, terraformDoes } from '../cloud/provider/testing/offline-terraform.ts'
import {
  environmentIn,
  heldOfBlock,
  killLeftCommands,
  processesIn,
  type RunningCommand,
  serving,
  startCommand,
  temporaryFiles,
  untilCloud,
} from './support/cloud-command.ts'
import { root } from './support/root.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('cloud: killed')

let folder = ''
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-killed-'))
  cpSync(join(root, 'examples/02-database/expected'), infra(), { recursive: true })
})
test.after.each(() => {
  killLeftCommands()
  rmSync(folder, { recursive: true, force: true })
})

const infra = () => join(folder, 'infra')
const state = () => join(folder, 'state')

/** Another test's cloud may have taken the block of addresses for a moment. */
async function start(): Promise<RunningCommand> {
  for (;;) {
    const words = ['--port', '0', '--scale', '40', '--state', state(), '--bake', infra()]
    const cloud = startCommand(folder, words)
    try {
      await serving(cloud)
      return cloud
    } catch (error) {
      if (!/another cloud uses 127/.test(String(error))) throw error
      await wait(500)
    }
  }
}

const surroundings = () => ({
  folder: join(infra(), 'terraform'),
  environment: environmentIn(state()),
})

async function nothingIsLeft(): Promise<void> {
  const left = () => [...processesIn(state()), ...heldOfBlock(state())]
  await untilCloud('all that it had is gone', () => left().length === 0).catch(() => {})
  assert.equal(left(), [])
  assert.equal(temporaryFiles(folder), [])
  assert.equal(readdirSync(folder).sort(), ['infra', 'state', 'tmp'])
}

const get = async (path: string) => {
  const { DIGITALOCEAN_API_URL, DIGITALOCEAN_TOKEN } = environmentIn(state())
  const headers = { Authorization: `Bearer ${DIGITALOCEAN_TOKEN}` }
  return (await fetch(`${DIGITALOCEAN_API_URL}${path}`, { headers })).json() as Promise<{
    databases: { status: string }[]
  }>
}

const needs = [program('terraform'), program('curl'), postgres]

async function kill({ child, ended }: RunningCommand): Promise<void> {
  child.kill('SIGKILL')
  await ended
  await nothingIsLeft()
}

async function stop({ child, ended }: RunningCommand): Promise<void> {
  child.kill('SIGTERM')
  assert.is((await ended).status, 0)
  await nothingIsLeft()
}

testWith(
  test,
  needs,
  'when all of it serves: it serves again, with the same addresses',
  async () => {
    const first = await start()
    await terraformDoes(surroundings(), 'init')
    await terraformDoes(surroundings(), 'apply', '-auto-approve')
    await kill(first)
    const second = await start()
    await isApplied()
    await stop(second)
  },
)

testWith(
  test,
  needs,
  'in mid-apply: what was begun is finished, and others can begin',
  async () => {
    const first = await start()
    await terraformDoes(surroundings(), 'init')
    const begun = startTerraform(surroundings(), ['apply', '-auto-approve'])
    await untilCloud(
      'a database is begun',
      async () => (await get('/v2/databases')).databases?.length,
    )
    await kill(first)
    begun.child.kill('SIGKILL')
    await begun.ended
    const second = await start()
    await untilCloud('the database is online', async () => {
      const { databases } = await get('/v2/databases')
      return databases?.[0]?.status === 'online'
    })
    await terraformDoes(surroundings(), 'workspace', 'new', 'other')
    await terraformDoes(surroundings(), 'apply', '-auto-approve')
    await isApplied()
    await stop(second)
  },
)

async function isApplied(): Promise<void> {
  const plan = await startTerraform(surroundings(), ['plan', '-detailed-exitcode']).ended
  assert.is(plan.status, 0, plan.stdout)
  const { ip_address } = JSON.parse(await terraformDoes(surroundings(), 'output', '-json'))
  const serves = () =>
    // An address whose machine still boots takes a connection and stays silent.
    fetch(`http://${ip_address.value}:8080/health/check`, {
      signal: AbortSignal.timeout(2000),
    }).then(
      ({ status }) => status === 200,
      () => false,
    )
  await untilCloud('it serves', serves)
}

test.run()
