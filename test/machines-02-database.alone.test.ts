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
    console.log(JSON.stringify(system.stages))
    assert.is(status, 0, output)
  }))

test.run()
