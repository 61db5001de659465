// The words of the command: those it lists, and those it can't understand.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from './support/root.ts'
import { assertFine, freshly, immuc, infra } from './support/shop-project.ts'

const test = suite('cli')

freshly(test)

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
    assert.is(stderr, `immuc: ${says}\nSee: immuc --help\n`)
    assert.is(status, 2)
    assert.is(stdout, '')
    assert.not(existsSync(infra))
  })
}

test.run()
