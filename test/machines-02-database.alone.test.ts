// 02-database on machines.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { runsEnclosed } from './support/enclosed.ts'
import { onMachines } from './support/machine-system.ts'
import { postgres, program } from './support/tools.ts'

await runsEnclosed(import.meta.url, [
  program('packer'), program('ansible-playbook'), program('terraform'), program('curl'), postgres,
])

const test = suite('machines: 02-database')

test('bake', () =>
  onMachines('02-database', async (system) => {
    const { status, output } = await system.timed('bake', () => system.bake())
    assert.is(status, 0, output)
    await system.does('init')
    console.log(JSON.stringify(system.stages))
    try {
    await system.timed('apply', () => system.does('apply', '-auto-approve'))
    console.log(await system.does('output', '-json'))
    assert.is(await system.status('plan', '-detailed-exitcode'), 0)
    const url = JSON.parse(await system.does('output', '-json')).url.value
    console.log(await system.cloud.client().get(`${url}/health/check`))
    console.log(JSON.stringify(system.stages))
    } catch (e) { console.log(String(e)); const cp = await import('node:child_process'); cp.spawnSync('bash', ['-i'], {stdio: 'inherit'}); throw e }
    const cp = await import('node:child_process'); cp.spawnSync('bash', ['-i'], {stdio: 'inherit'})
  }))

test.run()
