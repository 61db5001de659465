// 01-hello on the cloud of this machine, by stock terraform: checked, applied, looked at, scaled to
// three machines and back, destroyed.
import { suite } from 'uvu'
import { applies, appliesFirst, destroysAll, onCloud } from './support/cloud-system.ts'
import { outputsAreTrue } from './support/outputs.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('cloud: 01-hello')

testWith(test, [program('terraform'), program('curl')], 'applied, scaled and destroyed', () =>
  onCloud('01-hello', async (system) => {
    await appliesFirst(system)
    for (const instances of [1, 3, 1]) {
      await applies(system, instances)
      await outputsAreTrue(system, undefined)
    }
    await destroysAll(system)
  }),
)

test.run()
