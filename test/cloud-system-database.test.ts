// The examples with a database on the cloud of this machine, by stock terraform: its name (03 in a zone
// that was there), its database and its secret, one machine, three, one, destroyed.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  applies,
  appliesFirst,
  destroysAll,
  letGoOfDatabase,
  onCloud,
} from './support/cloud-system.ts'
import { databaseIsTrue, outputsAreTrue } from './support/outputs.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('cloud: databases')

const systems = {
  '02-database': { name: 'app', url: 'http://app.deploy.example.com:8080' },
  '03-scaled': { name: 'shop', url: 'http://shop.example.com:8080' },
}

for (const [example, { name, url }] of Object.entries(systems)) {
  testWith(
    test,
    [program('terraform'), program('curl'), postgres],
    `${example}: applied, scaled and destroyed`,
    () =>
      onCloud(example, async (system) => {
        await appliesFirst(system)
        for (const instances of [1, 3, 1]) {
          await applies(system, instances)
          await outputsAreTrue(system, url)
          await databaseIsTrue(system, name)
        }
        const kept = await system.run('destroy', '-auto-approve')
        assert.is(kept.status, 1)
        assert.match(kept.stderr, 'prevent_destroy')
        assert.is(system.cloud.api.state.databases.length, 1)
        letGoOfDatabase(system, name)
        await destroysAll(system)
      }),
  )
}

test.run()
