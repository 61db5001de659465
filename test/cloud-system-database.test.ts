// The examples with a database on the cloud of this machine, by stock terraform: its name (03 in a zone
// that was there), its database and its secret, one machine, three, one, destroyed.
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cloud } from '../cloud/start-cloud.ts'
import {
  applies,
  appliesFirst,
  count,
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

testWith(
  test,
  [program('terraform'), program('curl'), postgres],
  'a release waits for the last requests to the old one; at first there is none',
  () =>
    onCloud('02-database', async (system) => {
      const slept = recordSleeps(system.cloud)
      await appliesFirst(system)
      assert.equal(slept(), [])
      const [name = ''] = Object.keys((await system.outputs()).droplets)
      const droplet = `digitalocean_droplet.app["${name.replace('app-default-', '')}"]`
      await system.does('apply', '-auto-approve', count(1), `-replace=${droplet}`)
      assert.equal(slept(), ['15'])
    }),
)

/** What steps of a rollout have been told to sleep so far, in seconds, but for their looks at health. */
function recordSleeps({ environment }: Cloud): () => string[] {
  const [folder = ''] = (environment.PATH ?? '').split(delimiter)
  const [command, log] = [join(folder, 'sleep'), join(folder, 'slept')]
  writeFileSync(command, readFileSync(command, 'utf8').replace('\n', `\necho "$@" >>'${log}'\n`))
  writeFileSync(log, '')
  const everyLook = '2'
  return () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((seconds) => seconds && seconds !== everyLook)
}

test.run()
