// `immuc build` and `immuc check` as a script sees them: what is printed where, and exit codes.
import { appendFileSync, existsSync, readFileSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readTree } from './support/golden.ts'
import { assertFine, configText, freshly, immuc, infra, shared } from './support/shop-project.ts'

const test = suite('cli: build and check')

freshly(test)

test('a build in a pipe says nothing if there is nothing to say', () => {
  const run = immuc('build')
  assertFine(run)
  assert.is(run.stdout, '')
  assert.ok(existsSync(join(infra, 'immuc.lock.json')))
})

test('a warning is said on stderr, and the build is fine', () => {
  shared.write('system.config.ts', configText('v1').replace("'ams3'", "'ams2'"))
  const { status, stdout, stderr } = immuc('build')
  assert.is(status, 0)
  assert.is(stdout, '')
  assert.match(stderr, /^warning\[unknown-region\]: .*\n1 warning\.\n$/s)
})

test('an error is said on stderr, and nothing is written', () => {
  shared.write('system.config.ts', configText('v1').replace('region', 'regoin'))
  const { status, stdout, stderr } = immuc('build')
  assert.is(status, 1)
  assert.is(stdout, '')
  assert.match(stderr, /^error\[unknown-key\]: .*\n1 error\. Nothing was written\.\n$/s)
  assert.not(existsSync(infra))
})

test('build --format json gives the files, and no words', () => {
  const first = immuc('build', '--format', 'json')
  assertFine(first)
  const written = JSON.parse(first.stdout)
  assert.equal(Object.keys(written), ['written', 'unchanged', 'removed', 'diagnostics'])
  assert.equal(written.written.slice().sort(), [...readTree(infra).keys()].sort())
  assert.equal([written.unchanged, written.removed, written.diagnostics], [[], [], []])

  const again = JSON.parse(immuc('build', '--format=json').stdout)
  assert.equal(again.unchanged, written.written)
  assert.equal(again.written, [])
})

test('build --format json names what is no longer needed', () => {
  const withDomain = configText('v1').replace(
    'scaling:',
    "domain: { zone: 'example.com', record: 'app' },\n  scaling:",
  )
  shared.write('system.config.ts', withDomain)
  assertFine(immuc('build'))
  shared.write('system.config.ts', configText('v1'))
  const { removed, written } = JSON.parse(immuc('build', '--format', 'json').stdout)
  assert.equal(removed, ['terraform/dns.tf.json'])
  assert.ok(written.includes('README.md'))
})

for (const command of ['build', 'check']) {
  test(`${command} --format json gives a fault with its code, path and place`, () => {
    shared.write('system.config.ts', configText('v1').replace("'ams3'", "'amsterdam'"))
    const { status, stdout, stderr } = immuc(command, '--format', 'json')
    assert.is(status, 1)
    assert.is(stderr, '')
    const [{ severity, code, message, path, file, line, column, length }, ...others] =
      JSON.parse(stdout).diagnostics
    assert.equal(others, [])
    assert.equal([severity, code, path], ['error', 'unknown-region', 'scaling.region'])
    assert.equal([file, line, column, length], ['system.config.ts', 6, 22, "'amsterdam'".length])
    assert.match(message, '`amsterdam`')
  })
}

test('check is fine right after a build, and says nothing in a pipe', () => {
  assertFine(immuc('build'))
  const run = immuc('check')
  assertFine(run)
  assert.is(run.stdout, '')
  assert.equal(JSON.parse(immuc('check', '--format', 'json').stdout), { diagnostics: [] })
})

test('check lists what differs after the config was edited, and writes nothing', () => {
  assertFine(immuc('build'))
  const before = readTree(infra)
  shared.write('system.config.ts', configText('v2'))
  const { status, stderr } = immuc('check')
  assert.is(status, 1)
  for (const path of ['README.md', 'ansible/files/shop.service', 'terraform/image.tf.json']) {
    assert.match(stderr, `\`${path}\``)
  }
  assert.not.match(stderr, '`terraform/network.tf.json`')
  assert.match(stderr, 'immuc build')
  assert.equal(readTree(infra), before)
})

test('check notices a missing file, an edited one and no folder at all', () => {
  const none = immuc('check')
  assert.is(none.status, 1)
  assert.match(none.stderr, /^error\[stale-artifact\]: there is no folder `infra` with artifacts\n/)
  assert.match(none.stderr, '\n1 error. ')
  assertFine(immuc('build'))
  unlinkSync(join(infra, 'README.md'))
  const missing = immuc('check')
  assert.is(missing.status, 1)
  assert.match(missing.stderr, '`README.md`')
  assertFine(immuc('build'))
  appendFileSync(join(infra, 'terraform/network.tf.json'), '\n')
  const edited = immuc('check')
  assert.is(edited.status, 1)
  assert.match(edited.stderr, '`terraform/network.tf.json`')
})

test('a config can be named in every usual way', () => {
  shared.write('other.config.ts', configText('v9'))
  for (const words of [
    ['build', '--config=other.config.ts'],
    ['build', '--config', 'other.config.ts'],
    ['--config', 'other.config.ts', 'build'],
    ['build', '--config', 'system.config.ts', '--config', './other.config.ts'],
  ]) {
    assertFine(immuc(...words, '--out', 'infra'))
    assert.match(readFileSync(join(infra, 'README.md'), 'utf8'), '# shop v9\n')
    rmSync(infra, { recursive: true })
  }
})

test('of an option that is given twice, the last one counts', () => {
  const { status, stderr } = immuc('build', '--config', 'system.config.ts', '--config', 'gone.ts')
  assert.is(status, 1)
  assert.match(stderr, '`gone.ts` does not exist')
})

test('--out names the folder, from where one stands', () => {
  const out = 'deep/er'
  const { status } = shared.immuc(['build', '--config', '../system.config.ts', '--out', out], {
    cwd: join(shared.folder, 'node_modules'),
  })
  assert.is(status, 0)
  assert.ok(existsSync(join(shared.folder, 'node_modules', out, 'README.md')))
  assert.not(existsSync(infra))
})

test('--force takes back an artifact that was edited by hand', () => {
  assertFine(immuc('build'))
  appendFileSync(join(infra, 'README.md'), 'mine\n')
  const refused = immuc('build')
  assert.is(refused.status, 1)
  assert.match(refused.stderr, /error\[edited-artifact\]: `README\.md`/)
  assertFine(immuc('build', '--force'))
  assert.not.match(readFileSync(join(infra, 'README.md'), 'utf8'), 'mine')
})

test.run()
