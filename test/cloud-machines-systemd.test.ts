// The emulated machines' readers of unit and environment files -> the same as a real systemd makes of
// them: tables of what is written and what arrives, run through both.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { expandVariables, parseCommand } from '../cloud/machines/command-line.ts'
import { parseEnvironmentFile } from '../cloud/machines/environment-file.ts'
import { specifiersOf } from '../cloud/machines/specifiers.ts'
import { timeSpan } from '../cloud/machines/time-span.ts'
import { readUnit } from '../cloud/machines/unit.ts'
import { parseUnitFile } from '../cloud/machines/unit-file.ts'
import { words } from '../cloud/machines/words.ts'
import { realSystemd, withSystemd } from './support/systemd.ts'
import type { MachineFile } from './support/systemd-commands.ts'
import { testWith } from './support/tools.ts'

const test = suite('cloud: systemd rules')

// Written -> the variables that are set.
const environmentFiles: [string, Record<string, string>][] = [
  ['A=b', { A: 'b' }],
  ['A=b\n', { A: 'b' }],
  ['A=', { A: '' }],
  ['A=\nB=1', { A: '', B: '1' }],
  ['  A =  b c  \n', { A: 'b c' }],
  ['A="b  c  "', { A: 'b  c  ' }],
  ['A="b" c', { A: 'bc' }],
  [`A="b"'c'd`, { A: 'bcd' }],
  ['A=b"c"', { A: 'b"c"' }],
  ['A="\\\\ \\" \\` \\$ \\n \\x"', { A: '\\ " ` $ \\n \\x' }],
  ["A='\\\\ \" $'", { A: '\\\\ " $' }],
  ['A="one\ntwo\n\nthree"\nB=2', { A: 'one\ntwo\n\nthree', B: '2' }],
  ["A='one\ntwo'", { A: 'one\ntwo' }],
  ['A="one\\\ntwo"', { A: 'onetwo' }],
  ['A=one\\\n two', { A: 'one two' }],
  ['A=one \\\ntwo', { A: 'one two' }],
  ['A=\\a\\ \\\\', { A: 'a \\' }],
  ['# A=1\n; B=2\nC=3 # no comment\n', { C: '3 # no comment' }],
  ['A=1\rB=2\r\nC=3', { A: '1', B: '2', C: '3' }],
  ['nonsense\nA=1', { A: '1' }],
  ['1A=1\nA-B=2\nexport C=3\nD=4', { D: '4' }],
  ['A=1\nA=2', { A: '2' }],
  ['A=$B ${C} %h', { A: '$B ${C} %h' }],
  ['A="never closed\nB=1', { A: 'never closed\nB=1' }],
  ['A=ä€😀', { A: 'ä€😀' }],
  ['A="#;"', { A: '#;' }],
  ['', {}],
]

const variables = { A: 'one two', B: '"q r" s', E: '', L: '/x' }

// The value of ExecStart= -> the arguments behind the program.
const commands: [string, string[]][] = [
  ['/opt/hold', []],
  ['/opt/hold a  b', ['a', 'b']],
  ['/opt/hold "a b" \'c d\'', ['a b', 'c d']],
  ['/opt/hold a"b c"d', ['ab cd']],
  ['/opt/hold "" \'\'', ['', '']],
  ['/opt/hold "it\'s" \'say "x"\'', ["it's", 'say "x"']],
  ['/opt/hold a\\sb \\x41 \\101 \\u00e4 \\U0001f600', ['a b', 'A', 'A', 'ä', '😀']],
  ['/opt/hold \\xc3\\xa4', ['ä']],
  ['/opt/hold "\\t|\\\\|\\"|\\n"', ['\t|\\|"|\n']],
  ['/opt/hold \\d \\q', ['\\d', '\\q']],
  ['/opt/hold %% %n 100%% 5% %- x%', ['%', '%UNIT', '100%', '5%', '%-', 'x%']],
  ['/opt/hold $$HOME $$ a$$b', ['$HOME', '$', 'a$b']],
  ['/opt/hold ${A} x${L}y $A', ['one two', 'x/xy', 'one', 'two']],
  ['/opt/hold $B ${B}', ['q r', 's', '"q r" s']],
  ['/opt/hold $E "${E}" ${NONE} $NONE', ['', '']],
  ['/opt/hold a$A', ['a$A']],
  ['/opt/hold ${A', ['${A']],
  ['/opt/hold a \\; b', ['a', ';', 'b']],
  ['/opt/hold "a\\;b"', ['a\\;b']],
  [':/opt/hold $A ${L}', ['$A', '${L}']],
  ['-/opt/hold a', ['a']],
  ['/opt/hold a \\\n  b \\\n# no comment ends it\nc', ['a', 'b', 'c']],
  ['/opt/hold {{ x }} `y` # z', ['{{', 'x', '}}', '`y`', '#', 'z']],
]

// Lines of [Service] -> the variables that are set.
const environments: [string, Record<string, string>][] = [
  ['Environment=A=1 B=2', { A: '1', B: '2' }],
  ['Environment="A=one two" B=\'x y\'', { A: 'one two', B: 'x y' }],
  ['Environment=A=1\nEnvironment=B=2\nEnvironment=A=3', { A: '3', B: '2' }],
  ['Environment=A=1\nEnvironment=\nEnvironment=B=2', { B: '2' }],
  ['Environment=A=%%h "B=\\x41 \\""', { A: '%h', B: 'A "' }],
  ['Environment=A=$B ${C}', { A: '$B' }],
  ['Environment=A=1 B=\\d C=3', { A: '1' }],
  ['Environment=A=1 "B=2', { A: '1' }],
  ['Environment= 1A=1 A-B=2 C=3', { C: '3' }],
  ['Environment=A=1 B=%k C=3', { A: '1', C: '3' }],
  ['  Environment  =  A=1  ', { A: '1' }],
]

const inMachine = (path: string) => path
const argumentsOf = (value: string, unit: string): string[] => {
  const text = `[Service]\nExecStart=${value}\n`
  const { command } = readUnit(unit, text, specifiersOf(unit, 'machine', inMachine))
  assert.ok(command, `${value} is refused`)
  return command.expandsVariables ? expandVariables(command.args, variables) : command.args
}

const expected = (args: string[], unit: string) => args.map((arg) => (arg === '%UNIT' ? unit : arg))

test('an environment file', () => {
  for (const [text, wanted] of environmentFiles) {
    assert.equal(parseEnvironmentFile(text), wanted, JSON.stringify(text))
  }
})

test('a command line', () => {
  for (const [value, wanted] of commands) {
    assert.equal(argumentsOf(value, 'x.service'), expected(wanted, 'x.service'), value)
  }
})

test('the environment of a unit', () => {
  for (const [lines, wanted] of environments) {
    const { environment } = readUnit('x.service', `[Service]\n${lines}\n`, {})
    assert.equal(environment, wanted, lines)
  }
})

test('what systemd refuses is no command', () => {
  assert.is(parseCommand('', {}), undefined)
  assert.is(parseCommand('   ', {}), undefined)
  assert.is(parseCommand(';', {}), undefined)
  assert.is(readUnit('x', '[Service]\nExecStart=/bin/a "b\n', {}).command, undefined)
  assert.is(readUnit('x', '[Service]\nExecStart=/bin/a %k\n', {}).command, undefined)
  assert.equal(words('a "b'), ['a'])
})

test('a unit file is read by sections, comments and continuation', () => {
  const text = `\uFEFF# c
[Unit]
; c
 Description = a \\
  # inside
  b
Nonsense
=1
[Service]
ExecStart=/a\\\\
ExecStart=/b
[X-Own]
Key=\\`
  assert.equal(parseUnitFile(text), [
    { section: 'Unit', key: 'Description', value: 'a  b' },
    { section: 'Service', key: 'ExecStart', value: '/a\\\\' },
    { section: 'Service', key: 'ExecStart', value: '/b' },
    { section: 'X-Own', key: 'Key', value: '' },
  ])
})

test('time spans', () => {
  const spans: [string, number | undefined][] = [
    ['15', 15],
    ['1min 30s', 90],
    ['500ms', 0.5],
    ['2h', 7200],
    ['1.5m', 90],
    ['infinity', Number.POSITIVE_INFINITY],
    ['', undefined],
    ['soon', undefined],
    ['5 parsecs', undefined],
  ]
  for (const [text, seconds] of spans) assert.is(timeSpan(text), seconds, text)
})

test('directives with an effect, and the names of those without', () => {
  const text = `[Unit]
ConditionPathExists=!/a
StartLimitIntervalSec=0
[Service]
Type=exec
ExecStart=/bin/a
WorkingDirectory=/opt
EnvironmentFile=-/etc/%n.env
StateDirectory=x y
Restart=always
RestartSec=1
KillMode=mixed
TimeoutStopSec=30
DynamicUser=yes
ProtectSystem=strict
`
  const unit = readUnit('x.service', text, specifiersOf('x.service', 'm', inMachine))
  assert.equal(unit.conditions, [{ path: '/a', negated: true }])
  assert.equal(unit.environmentFiles, [{ path: '/etc/x.service.env', mayBeMissing: true }])
  assert.equal(unit.stateDirectories, ['x', 'y'])
  assert.equal(
    [unit.restart, unit.restartSeconds, unit.killMode, unit.stopSeconds],
    ['always', 1, 'mixed', 30],
  )
  assert.equal(unit.startLimit, { intervalSeconds: 0, burst: 5 })
  assert.equal(unit.ignored, ['DynamicUser', 'ProtectSystem'])
})

// The interpreter of a script shows the script and its arguments.
const hold: MachineFile = {
  path: '/opt/hold',
  mode: 0o755,
  content: '#!/bin/sh\nwhile :; do sleep 1000; done\n',
}

const unitFile = (name: string, lines: string): MachineFile => ({
  path: `/etc/systemd/system/${name}`,
  content: `[Service]\nType=exec\n${lines}\n`,
})

testWith(test, [realSystemd], 'a real systemd makes the same of all of it', async () => {
  const files = environmentFiles.flatMap(([text], at): MachineFile[] => [
    { path: `/opt/file${at}.env`, content: text },
    unitFile(`file${at}.service`, `EnvironmentFile=/opt/file${at}.env\nExecStart=/opt/hold`),
  ])
  const given = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`)
  const lines = commands.map(([value], at) =>
    unitFile(`command${at}.service`, `EnvironmentFile=/opt/given.env\nExecStart=${value}`),
  )
  const sets = environments.map(([text], at) =>
    unitFile(`set${at}.service`, `${text}\nExecStart=/opt/hold`),
  )
  const givenFile = { path: '/opt/given.env', content: given.join('') }
  await withSystemd([hold, givenFile, ...files, ...lines, ...sets], async (machine) => {
    const names = [...files, ...lines, ...sets]
      .map(({ path }) => path.match(/[^/]+\.service$/)?.[0] ?? '')
      .filter((name) => name !== '')
    const start = await machine.run(['systemctl', 'start', ...names])
    assert.is(start.status, 0, start.stderr)
    const own = (environment: Record<string, string>) =>
      Object.fromEntries(Object.entries(environment).filter(([name]) => /^\d?[A-E]/.test(name)))
    for (const [at, [text, wanted]] of environmentFiles.entries()) {
      const seen = await machine.seen(`file${at}.service`)
      assert.equal(own(seen?.environment ?? {}), wanted, JSON.stringify(text))
    }
    for (const [at, [value, wanted]] of commands.entries()) {
      const seen = await machine.seen(`command${at}.service`)
      assert.equal(seen?.argv.slice(2), expected(wanted, `command${at}.service`), value)
    }
    for (const [at, [text, wanted]] of environments.entries()) {
      const seen = await machine.seen(`set${at}.service`)
      assert.equal(own(seen?.environment ?? {}), wanted, text)
    }
  })
})

test.run()
