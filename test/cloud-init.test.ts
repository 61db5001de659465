// The user-data that terraform renders is what cloud-init's schema allows, and cloud-init writes the
// environment file from it: for root alone, where the unit looks for it.
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { goldenCases, readTree } from './support/golden.ts'
import { consoleValue, inFolder, terraform } from './support/terraform.ts'
import { root, testWith } from './support/tools.ts'
import { cloudInit, userDataSchema, writeFilesCommand } from './support/user-data.ts'

const test = suite('cloud-init')

type Case = { name: string; template: string; unit: string; environment: string[] }

const cases = goldenCases().map(({ name, expected }): Case => {
  const files = [...readTree(expected)]
  const text = (suffix: string) =>
    files.find(([path]) => path.endsWith(suffix))?.[1].toString('utf8') ?? ''
  const { settings, secrets, database_access } = JSON.parse(text('environment.tf.json')).locals
  return {
    name,
    template: text('.yaml.tftpl'),
    unit: text('.service'),
    environment: Object.keys({ ...settings, ...secrets, ...database_access }),
  }
})

/** By terraform's own templatefile(), in a folder that holds nothing else. */
const rendered = ({ template, environment }: Omit<Case, 'name' | 'unit'>): Promise<string> =>
  inFolder(new Map([['user-data.tftpl', template]]), (folder) => {
    const values = environment.map((name) => `${name} = "the ${name}"`).join(', ')
    const call = `templatefile("user-data.tftpl", { environment = { ${values} } })`
    return String(consoleValue(folder, call))
  })

for (const one of cases) {
  testWith(
    test,
    [terraform, cloudInit, root],
    `${one.name}: written as the unit wants it`,
    async () => {
      const userData = await rendered(one)
      const { status, stdout, stderr } = await userDataSchema(userData)
      assert.is(status, 0, stdout + stderr)
      await inFolder(new Map([['user-data', userData]]), (folder) => {
        const [python = '', ...words] = writeFilesCommand(join(folder, 'user-data'), folder)
        const written = spawnSync(python, words, { encoding: 'utf8' })
        assert.is(written.status, 0, written.stderr)
        const file = join(folder, one.unit.match(/^EnvironmentFile=(.*)$/m)?.[1] ?? '')
        const { uid, gid, mode } = statSync(file)
        assert.equal([uid, gid, mode & 0o7777], [0, 0, 0o600])
        const lines = [...one.environment].sort().map((name) => `${name}="the ${name}"\n`)
        assert.is(readFileSync(file, 'utf8'), lines.join(''))
      })
    },
  )
}

test('the cases have an environment, and one of them an empty one', () => {
  const sizes = cases.map(({ environment }) => environment.length)
  assert.ok(sizes.includes(0) && sizes.some((size) => size > 5), String(sizes))
})

testWith(test, [cloudInit], 'a misspelt key would be found', async () => {
  const { status } = await userDataSchema(
    '#cloud-config\nwrite_files: [{ path: /a, contents: b }]\n',
  )
  assert.is(status, 1)
})

test.run()
