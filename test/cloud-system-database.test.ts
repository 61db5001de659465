// 02-database on the cloud of this machine, by stock terraform: its name, its database, three machines
// and back, destroyed.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  applies,
  count,
  destroysAll,
  holdsNothing,
  letGoOfDatabase,
  onCloud,
} from './support/cloud-system.ts'
import { databaseIsTrue, outputsAreTrue } from './support/outputs.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('cloud: 02-database')

testWith(
  test,
  [program('terraform'), program('curl'), postgres],
  'applied, scaled and destroyed',
  () =>
    onCloud('02-database', async (system) => {
      holdsNothing(system.cloud)
      await system.does('init')
      await system.does('validate')
      await system.does('plan', '-out=plan', count(1))
      await system.does('apply', 'plan')
      for (const instances of [1, 3, 1]) {
        await applies(system, instances)
        await outputsAreTrue(system, 'http://app.deploy.example.com:8080')
        await databaseIsTrue(system, 'app')
      }
      const kept = await system.run('destroy', '-auto-approve')
      assert.is(kept.status, 1)
      assert.match(kept.stderr, 'prevent_destroy')
      assert.is(system.cloud.api.state.databases.length, 1)
      letGoOfDatabase(system, 'app')
      await destroysAll(system)
    }),
)

test.run()
