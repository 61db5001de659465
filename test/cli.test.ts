// The command as a shell and a script see it: words, streams, exit codes, signals.
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readTree } from './support/golden.ts'
import type { Run } from './support/immuc.ts'
import { makeProject, type Project } from './support/project.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('cli')

const commands = [
  'init',
  'build',
  'check',
  'diff',
  'graph',
  'explain',
  'rehearse',
  'schema',
  'completion',
]

const configText = (version: string): string => `import { defineSystem } from 'immuc'

export default defineSystem({
  app: { name: 'shop', artifact: { file: './shop.sh' } },
  version: '${version}',
  scaling: { region: 'ams3' },
})
`

const shared = makeProject({ 'shop.sh': '#!/bin/sh\n', 'system.config.ts': configText('v1') })
const infra = join(shared.folder, 'infra')

test.before.each(() => {
  rmSync(infra, { recursive: true, force: true })
  shared.write('system.config.ts', configText('v1'))
})
test.after(() => shared.remove())

const immuc = (...words: string[]): Run => shared.immuc(words)

function assertFine(run: Run): void {
  assert.is(run.status, 0, run.stderr)
  assert.is(run.stderr, '')
}

test('--help lists every command on stdout', () => {
  for (const words of [['--help'], ['-h'], ['help']]) {
    const run = immuc(...words)
    assertFine(run)
    for (const command of commands) assert.match(run.stdout, `\n  immuc ${command} `)
    assert.match(run.stdout, 'system.config.ts')
  }
})

for (const command of commands) {
  test(`${command} --help explains it and does nothing`, () => {
    const run = immuc(command, '--help')
    assertFine(run)
    assert.match(run.stdout, new RegExp(`^immuc ${command}( .+)?\\n\\n[A-Z].+\\n`))
    assert.not(existsSync(infra))
  })
}

test('build --help names its options', () => {
  const { stdout } = immuc('build', '--help')
  for (const option of ['--config', '--out', '--format', '--force']) {
    assert.match(stdout, new RegExp(`${option} +\\w`))
  }
})

test('--version is the one of the package', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const run = immuc('--version')
  assertFine(run)
  assert.is(run.stdout, `${version}\n`)
})

/** Words that can't be understood, and what is said about them. */
const misunderstood: readonly [words: string[], says: string][] = [
  [[], 'a command is missing'],
  [['--config', 'system.config.ts'], 'a command is missing'],
  [['biuld'], 'there is no command `biuld`; did you mean `build`?'],
  [['chekc'], 'there is no command `chekc`; did you mean `check`?'],
  [['deploy-everything'], 'there is no command `deploy-everything`'],
  [['constructor'], 'there is no command `constructor`'],
  [['build', '--fromat', 'json'], '`build` has no option `--fromat`; did you mean `--format`?'],
  [['build', '--fromat=json'], '`build` has no option `--fromat`; did you mean `--format`?'],
  [['build', '--forc'], '`build` has no option `--forc`; did you mean `--force`?'],
  [['build', '--zzz'], '`build` has no option `--zzz`'],
  [['build', '-x'], '`build` has no option `-x`'],
  [['build', '--no-config'], '`build` has no option `--no-config`; did you mean `--config`?'],
  [['build', '--config.x=1'], '`build` has no option `--config.x`; did you mean `--config`?'],
  [['schema', '--format', 'json'], '`schema` has no option `--format`'],
  [['check', '--force'], '`check` has no option `--force`'],
  [['build', 'extra'], '`extra` is one word too many'],
  [['schema', 'app'], '`app` is one word too many'],
  [['build', '--config'], '`--config` needs a value'],
  [['build', '--out'], '`--out` needs a value'],
  [['build', '--format'], '`--format` needs a value'],
  [['build', '--config', '--force'], '`--config` needs a value'],
  [['build', '--out', ''], '`--out` needs a value'],
  [['build', '--out='], '`--out` needs a value'],
  [['build', '--config='], '`--config` needs a value'],
  [['build', '--format', 'xml'], "`--format` can't be `xml`; use `text`, `json` or `github`"],
  [['check', '--format=XML'], "`--format` can't be `XML`; use `text`, `json` or `github`"],
]

for (const [words, says] of misunderstood) {
  test(`exit 2, and nothing done: immuc ${words.join(' ')}`, () => {
    const { status, stdout, stderr } = immuc(...words)
    const of = ['build', 'check', 'schema'].includes(words[0] ?? '') ? `${words[0]} ` : ''
    assert.is(stderr, `immuc: ${says}\nSee: immuc ${of}--help\n`)
    assert.is(status, 2)
    assert.is(stdout, '')
    assert.not(existsSync(infra))
  })
}

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
  assert.is(immuc('check').status, 1)
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
      env: { ...inherited, TERM: 'xterm', ...env },
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
