// A config in a process: what it prints, how long it runs, how much it says, and who may read it.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { config, json, ts } from './support/config-text.ts'
import { runImmuc } from './support/immuc.ts'
import { inFolder, reportedIn } from './support/reported.ts'
import { root, testWith } from './support/tools.ts'

const test = suite('load: process')

const noRight = "`system.config.ts` can't be read: this user may not read it"

test('says nothing on stdout that is no data, and ends although the config does not', () =>
  inFolder(
    ts(
      config(
        "console.log('hello')\nprocess.stdout.write('raw')\nconsole.error('oops')\nsetInterval(() => {}, 10)\nsetTimeout(() => process.exit(5), 0)",
      ),
    ),
    (folder) => {
      const { status, stdout, stderr } = runImmuc(['build', '--format', 'json'], { cwd: folder })
      assert.is(status, 0, stderr)
      assert.ok(JSON.parse(stdout).written.length > 5)
      assert.match(stderr, /hello\nrawoops/)
    },
  ))

test('answers a config of a hundred thousand faults with a hundred of them', () => {
  const env = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`KEY_${index}`, index]),
  )
  const big = JSON.stringify(
    { ...JSON.parse(json), app: { ...JSON.parse(json).app, env } },
    null,
    1,
  )
  return inFolder({ 'system.config.json': big }, (folder) => {
    const { status, stderr } = runImmuc(['build'], { cwd: folder })
    assert.is(status, 1)
    assert.is(stderr.match(/^error/gm)?.length, 100)
    assert.match(stderr, /^and 99900 more$/m)
    assert.match(stderr, /^100000 errors\. Nothing was written\.$/m)
  })
})

// Patience is short here, so that the tests are; under load a config that ends may need more of it.
const impatient = { env: { IMMUC_CONFIG_SECONDS: '1' } }

test('stops a config that has no end, and says where it was', () =>
  inFolder(ts(config('let n = 1\nwhile (n > 0) {\n  n = 1 / n\n}')), (folder) => {
    const { status, stderr } = runImmuc(['build'], { cwd: folder, ...impatient })
    assert.is(status, 1)
    assert.match(stderr, 'error[config-timeout]: the config was still running after 1 s')
    assert.match(stderr, /--> system\.config\.ts:[23]:/)
    assert.match(stderr, 'IMMUC_CONFIG_SECONDS=60')
  }))

test('stops a command that a config waits for without an end', () => {
  const waits = "import { execFileSync } from 'node:child_process'\nexecFileSync('sleep', ['600'])"
  return inFolder(ts(config(waits)), (folder) => {
    const { status, stderr } = runImmuc(['build'], { cwd: folder, ...impatient })
    assert.is(status, 1)
    assert.match(stderr, 'error[config-timeout]')
  })
})

test('gives a slow config the time that it is told to give', () => {
  const slow = "import { execFileSync } from 'node:child_process'\nexecFileSync('sleep', ['1.2'])"
  return inFolder(ts(config(slow)), (folder) => {
    const env = { IMMUC_CONFIG_SECONDS: '300' }
    assert.is(runImmuc(['build'], { cwd: folder, env }).status, 0)
  })
})

testWith(test, [root], 'says so where this user may not read', () =>
  inFolder(ts(config()), async (folder) => {
    const unreadable = async () => (await reportedIn(folder)).text
    process.seteuid?.(65_534)
    try {
      assert.match(await unreadable(), 'there is no `system.config.ts` in this folder')
      assert.match((await reportedIn(folder, 'system.config.ts')).text, noRight)
    } finally {
      process.seteuid?.(0)
    }
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'system.config.ts'), 0o600)
    process.seteuid?.(65_534)
    try {
      assert.match(await unreadable(), noRight)
    } finally {
      process.seteuid?.(0)
    }
  }),
)

test.run()
