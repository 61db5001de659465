// The command among other programs: data in a pipe, readers that go away, a terminal, its own faults.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  unlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Run } from './support/immuc.ts'
import { makeProject, type Project } from './support/project.ts'
import { root } from './support/root.ts'
import { assertFine, configText, freshly, immuc, infra, shared } from './support/shop-project.ts'
import { program, testWith } from './support/tools.ts'
import { until } from './support/until.ts'

const test = suite('cli: streams')

freshly(test)

test('schema prints the schema, as JSON', () => {
  const run = immuc('schema')
  assertFine(run)
  const file = readFileSync(join(root, 'schema/system.schema.json'), 'utf8')
  assert.equal(JSON.parse(run.stdout), JSON.parse(file))
})

/** Runs a line of shell in which `immuc` is the command. */
function shell(line: string): Run {
  const script = `immuc() { "${process.execPath}" "${shared.bin}" "$@"; }\n${line}`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: shared.folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { status, stdout, stderr }
}

testWith(test, [program('bash')], 'a reader that goes away early is no fault', () => {
  for (const reader of ['head -1', 'true']) {
    const { status, stderr } = shell(`set -o pipefail; immuc schema | ${reader}`)
    assert.is(stderr, '')
    assert.is(status, 0)
  }
  const build = shell('set -o pipefail; immuc build --format json | true')
  assert.equal([build.status, build.stderr], [0, ''])
  assert.ok(existsSync(join(infra, 'immuc.lock.json')))
})

testWith(
  test,
  [program('mkfifo'), program('bash')],
  'a reader that does not wait, and is slow, gets all of it',
  async () => {
    const words = ['explain', '--format', 'json']
    const whole = immuc(...words).stdout
    assert.ok(whole.length > bytesInPipe)
    const pipe = join(shared.folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
    // Node lets a child wait at its own streams, and not at others.
    const line = ['-c', 'exec "$@" >&3', 'bash', process.execPath, shared.bin, ...words]
    const child = spawn('bash', line, {
      cwd: shared.folder,
      stdio: ['ignore', 'inherit', 'inherit', descriptor],
    })
    const ended = once(child, 'close')
    const parts: Buffer[] = []
    const takeSome = () => {
      const part = Buffer.alloc(1000)
      try {
        parts.push(part.subarray(0, readSync(descriptor, part)))
      } catch (failure) {
        assert.is((failure as NodeJS.ErrnoException).code, 'EAGAIN')
      }
      return Buffer.concat(parts).length >= whole.length
    }
    await until('all of it was read', takeSome)
    assert.is(Buffer.concat(parts).toString(), whole)
    const [status] = await ended
    assert.is(status, 0)
    closeSync(descriptor)
  },
)

/** As much as Linux takes before anybody reads. */
const bytesInPipe = 65_536

testWith(test, [program('bash')], "data that can't be written is a fault, in one line", () => {
  if (!existsSync('/dev/full')) return
  const { status, stderr } = shell('immuc schema > /dev/full')
  assert.is(status, 1)
  assert.match(stderr, /^immuc: the output can't be written: .*no space.*\n$/)
})

testWith(test, [program('bash')], 'nobody to complain to is no reason to crash', () => {
  assert.is(shell('immuc biuld 2>&-').status, 2)
  assert.is(shell('immuc schema >&-').status, 0)
  if (existsSync('/dev/full')) assert.is(shell('immuc biuld 2> /dev/full').status, 2)
})

const escapeCode = '\u001b['

/** With a terminal as stdout and stderr. */
function inTerminal(words: string, env: Record<string, string> = {}): string {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env
  return execFileSync(
    'script',
    [
      '--quiet',
      '--return',
      '--command',
      `"${process.execPath}" "${shared.bin}" ${words}`,
      '/dev/null',
    ],
    {
      cwd: shared.folder,
      encoding: 'utf8',
      env: { ...inherited, SHELL: '/bin/sh', TERM: 'xterm', ...env },
      input: '',
    },
  ).replaceAll('\r\n', '\n')
}

testWith(
  test,
  [program('script')],
  'a person is told what was written, and what comes next',
  () => {
    const first = inTerminal('build')
    assert.match(first, 'infra/terraform/network.tf.json\n')
    assert.match(first, /\d+ written, 0 unchanged, 0 removed/)
    assert.match(first, 'terraform -chdir=terraform apply')
    const again = inTerminal('build')
    assert.match(again, /0 written, \d+ unchanged, 0 removed/)
    assert.not.match(again, 'apply')
    assert.match(inTerminal('check'), 'infra is up to date')
  },
)

testWith(test, [program('script')], 'colour is for a terminal that wants it', () => {
  assert.ok(inTerminal('build').includes(escapeCode))
  assert.not(inTerminal('build', { NO_COLOR: '1' }).includes(escapeCode))
  assert.not(inTerminal('build', { TERM: 'dumb' }).includes(escapeCode))
  shared.write('system.config.ts', configText('v1').replace('region', 'regoin'))
  const inPipe = (env: Record<string, string>) => shared.immuc(['build'], { env }).stderr
  assert.not(inPipe({ NO_COLOR: '', FORCE_COLOR: '' }).includes(escapeCode))
  assert.not(inPipe({ NO_COLOR: '', FORCE_COLOR: '0' }).includes(escapeCode))
  assert.ok(inPipe({ NO_COLOR: '1', FORCE_COLOR: '1' }).includes(escapeCode))
  assert.not(inTerminal('build || true', { FORCE_COLOR: '0' }).includes(escapeCode))
})

test("a fault of immuc's own shows its stack, and has an exit code of its own", () => {
  const broken: Project = makeProject()
  try {
    unlinkSync(join(broken.folder, 'node_modules/yargs'))
    const { status, stdout, stderr } = broken.immuc(['biuld'])
    assert.is(status, 70)
    assert.is(stdout, '')
    assert.match(stderr, /^immuc \d+\.\d+\.\d+ failed; this is a bug of immuc's own:\n/)
    assert.match(stderr, /yargs[\s\S]*\n {4}at /)
  } finally {
    broken.remove()
  }
})

test.run()
