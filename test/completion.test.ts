// `immuc completion`: its scripts in the real shells, with a person who types the beginning of a word
// and presses TAB.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { commands } from '../cli/commands.ts'
import { type Shell, shells } from '../cli/completion/shells.ts'
import { vocabulary } from '../cli/completion/vocabulary.ts'
import { bin, runImmuc } from './support/immuc.ts'
import { onTerminal, terminalNeed } from './support/on-terminal.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('completion')

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-completion-')))
test.after(() => rmSync(folder, { recursive: true, force: true }))

// Says how it was called; for words that only a running immuc knows, it is the real one.
mkdirSync(join(folder, 'bin'))
writeFileSync(
  join(folder, 'bin/immuc'),
  `#!/bin/sh
if [ "$1" = __complete ]; then exec "${process.execPath}" "${bin}" "$@"; fi
for word; do printf '<%s>' "$word"; done; echo .
`,
)
chmodSync(join(folder, 'bin/immuc'), 0o755)
mkdirSync(join(folder, 'here/output folder'), { recursive: true })
writeFileSync(join(folder, 'here/output.txt'), '')
writeFileSync(join(folder, 'here/my config.ts'), '')

/** What is typed before TAB, and the words that the command is then called with. */
const typed: readonly (readonly [text: string, words: string])[] = [
  ...Object.keys(commands).map((name) => [name.slice(0, -1), `<${name}>`] as const),
  ['build --wa', '<build><--watch>'],
  ['build --force --wa', '<build><--force><--watch>'],
  ['build --format j', '<build><--format><json>'],
  ['build --format=j', '<build><--format=json>'],
  ['check --format text --ou', '<check><--format><text><--out'],
  ['build --config my', '<build><--config><my config.ts>'],
  ['build --config=my', '<build><--config=my config.ts>'],
  ['check --out out', '<check><--out><output folder'],
  ['completion f', '<completion><fish>'],
  ['init --region fr', '<init><--region><fra1>'],
  ['init --name build --ye', '<init><--name><build><--yes>'],
  ['schema --hel', '<schema><--help>'],
  ...('explain' in commands
    ? ([
        ['explain scaling.re', '<explain><scaling.region>'],
        ['explain unknown-si', '<explain><unknown-size>'],
      ] as const)
    : []),
]

const starts: Readonly<Record<Shell, { command: string[]; setUp: string }>> = {
  bash: { command: ['bash', '--norc', '--noprofile', '-i'], setUp: 'source ../script.bash' },
  zsh: {
    command: ['zsh', '-f', '-i'],
    setUp: 'autoload -Uz compinit && compinit -u -d ../zcompdump && source ../script.zsh',
  },
  fish: { command: ['fish', '--no-config', '--interactive'], setUp: 'source ../script.fish' },
}

for (const shell of shells) {
  const { command, setUp } = starts[shell]

  testWith(test, [terminalNeed, program(shell)], `${shell} completes every kind of word`, () => {
    const { status, stdout } = runImmuc(['completion', shell])
    assert.is(status, 0)
    writeFileSync(join(folder, `script.${shell}`), stdout)
    const steps = [
      { until: '', type: `${setUp}; echo rea""dy\r` },
      ...typed.map(([text], index) => ({
        until: index === 0 ? 'ready' : `${typed[index - 1]?.[1]}`,
        type: `immuc ${text}\t\r`,
      })),
      { until: typed.at(-1)?.[1] ?? '', type: 'exit\r' },
    ]
    const { screen } = onTerminal(command, join(folder, 'here'), steps, {
      HOME: folder,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_DATA_HOME: join(folder, 'data'),
      PS1: '$ ',
    })
    assert.not.match(screen, /syntax error|command not found|Unknown command|parse error/)
  })
}

// No shell completes the words behind `npx`; a function of the name is what the README suggests.
mkdirSync(join(folder, 'npx'))
writeFileSync(
  join(folder, 'npx/npx'),
  `#!/bin/sh\nshift; exec "${join(folder, 'bin/immuc')}" "$@"\n`,
)
chmodSync(join(folder, 'npx/npx'), 0o755)

const functions: Readonly<Record<Shell, string>> = {
  bash: 'immuc() { npx immuc "$@"; }',
  zsh: 'immuc() { npx immuc "$@"; }',
  fish: 'function immuc; npx immuc $argv; end',
}

for (const shell of shells) {
  const { command, setUp } = starts[shell]

  testWith(test, [terminalNeed, program(shell)], `${shell} completes what only npx finds`, () => {
    writeFileSync(join(folder, `script.${shell}`), runImmuc(['completion', shell]).stdout)
    const steps = [
      { until: '', type: `${functions[shell]}\r${setUp}; echo rea""dy\r` },
      { until: 'ready', type: 'immuc explain unknown-si\t\r' },
      { until: '<explain><unknown-size>', type: 'immuc build --wa\t\r' },
      { until: '<build><--watch>', type: 'exit\r' },
    ]
    onTerminal(command, join(folder, 'here'), steps, {
      HOME: folder,
      PATH: `${join(folder, 'npx')}:${process.env.PATH}`,
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_DATA_HOME: join(folder, 'data'),
      PS1: '$ ',
    })
  })
}

test('what is offered is what the command line knows', () => {
  for (const { name, options } of vocabulary(commands)) {
    const help = runImmuc([name, '--help']).stdout
    const known = [...help.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option)
    assert.equal(options.map((option) => option.name).sort(), known.sort(), name)
  }
})

test('a shell that asks for what is unknown gets no words, and no complaint', () => {
  for (const asked of ['nonsense', 'constructor', '']) {
    const run = runImmuc(['__complete', asked])
    assert.equal(run, { status: 0, stdout: '', stderr: '' })
  }
  assert.match(runImmuc(['__complete', 'topic']).stdout, /^app\.health\.path$/m)
  assert.match(runImmuc(['__complete', 'topic']).stdout, /^unknown-size$/m)
  assert.match(runImmuc(['__complete', 'region']).stdout, /^ams3$/m)
})

test('a shell that is not known is named', () => {
  const { status, stderr } = runImmuc(['completion', 'ksh'])
  assert.is(status, 2)
  assert.match(stderr, '`bash`, `zsh` or `fish`')
})

test.run()
