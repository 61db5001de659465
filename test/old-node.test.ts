// Where Node can't `require` an ES module, as its first releases of 20 and Yarn's archives can't, every
// command still runs.
import { spawnSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bin } from './support/immuc.ts'
import { testWith } from './support/tools.ts'

const test = suite('old Node')

const flag = '--no-experimental-require-module'
const canForbid = {
  name: `a Node that knows ${flag}`,
  present: () => process.allowedNodeEnvironmentFlags.has(flag),
}

const node = (...words: string[]) =>
  spawnSync(process.execPath, [flag, bin, ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })

testWith(test, [canForbid], 'words that yargs has to read are read', () => {
  const { status, stdout, stderr } = node('explain', '--format=json', 'scaling.size')
  assert.is(status, 0, stderr)
  assert.is(JSON.parse(stdout).key, 'scaling.size')
})

testWith(test, [canForbid], 'and wrong ones are told of', () => {
  const { status, stderr } = node('bild')
  assert.is(status, 2)
  assert.match(stderr, 'did you mean')
})

test.run()
