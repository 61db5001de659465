// Two workspaces of one configuration in one account: both up at once, each destroyed alone.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  holdsNothing,
  isApplied,
  letGoOfDatabase,
  onCloud,
  type System,
} from './support/cloud-system.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('cloud: workspaces')

const serves = async (system: System): Promise<string> => {
  const { url } = await system.outputs()
  assert.is(await system.status(url), 200, url)
  return url
}

testWith(
  test,
  [program('terraform'), program('curl'), postgres],
  'a second workspace is a system of its own',
  () =>
    onCloud('02-database', async (first) => {
      const { state } = first.cloud.api
      letGoOfDatabase(first, 'app')
      await first.does('init')
      await first.does('workspace', 'new', 'staging')
      const [staging, production] = [first.in('staging'), first.in('default')]
      await Promise.all([production, staging].map((one) => one.does('apply', '-auto-approve')))
      for (const one of [production, staging]) await isApplied(one)
      assert.is(await serves(production), 'http://app.deploy.example.com:8080')
      assert.is(await serves(staging), 'http://app.staging.deploy.example.com:8080')
      for (const list of [state.droplets, state.databases, state.tags]) assert.is(list.length, 2)

      await staging.does('destroy', '-auto-approve')
      for (const list of [state.droplets, state.databases, state.tags]) assert.is(list.length, 1)
      await isApplied(production)
      await serves(production)
      await production.does('destroy', '-auto-approve')
      holdsNothing(first.cloud)
    }),
)

test.run()
