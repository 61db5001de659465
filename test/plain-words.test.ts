// Words that are read without yargs mean what yargs takes them for: the same command with the same
// options. For thousands of command lines, of the real table and of one with more kinds of words.
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Command, command } from '../cli/command.ts'
import { commands } from '../cli/commands.ts'
import { plainWords } from '../cli/plain-words.ts'
import { parseWithYargs } from '../cli/yargs.ts'
import './support/fixed-seed.ts'

const test = suite('plain words')

type Table = Readonly<Record<string, Command>>

const nothing = async () => () => 0

const richer: Table = {
  ...commands,
  paint: command({
    describe: 'With all kinds of options',
    options: {
      colour: { choices: ['red', 'blue'], default: 'red', requiresArg: true },
      'dry-run': { type: 'boolean', default: false },
      'both-sides': { type: 'boolean' },
      name: { type: 'string', requiresArg: true },
      times: { type: 'number' },
    },
    load: nothing,
  }),
  explain: command({
    describe: 'With a word that must be there',
    options: { format: { choices: ['text', 'json'], default: 'text', requiresArg: true } },
    positionals: { topic: { type: 'string', demandOption: true }, second: { type: 'string' } },
    load: nothing,
  }),
  shell: command({
    describe: 'With one of several words',
    options: {},
    positionals: { shell: { choices: ['bash', 'zsh'], demandOption: true } },
    load: nothing,
  }),
  compare: command({
    describe: 'With a word that may be there',
    options: { out: { type: 'string', requiresArg: true } },
    positionals: { ref: { type: 'string', default: 'HEAD' } },
    load: nothing,
  }),
}

/** What yargs makes of the words; undefined if it runs nothing. */
async function byYargs(words: readonly string[], table: Table): Promise<object | undefined> {
  let ran: object | undefined
  try {
    await parseWithYargs(words, table, async (which, given) => {
      ran = { command: nameOf(which, table), given: known(given) }
    })
    return ran
  } catch {
    return undefined
  }
}

const nameOf = (which: Command, table: Table) =>
  Object.entries(table).find(([, one]) => one === which)?.[0]

/** Without the words themselves, and without what was not given. */
const known = ({ _, $0, ...given }: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

const options = Object.values(richer).flatMap((one) => Object.keys(one.options))
const values = ['text', 'json', 'red', 'a', 'a b', '1', '1.5', '0x10', '-', '--', '-x', '', "'q'"]
const more = ['true', 'false', 'build', '"', 'é', '~/x', 'a=b', '=', 'null', 'bash', 'HEAD', '{}']
const word = fc.oneof(
  fc.constantFrom(...Object.keys(richer)),
  fc.constantFrom(...options.map((name) => `--${name}`)),
  fc
    .tuple(fc.constantFrom(...options), fc.constantFrom(...values, ...more))
    .map(([name, value]) => `--${name}=${value}`),
  fc.constantFrom(...values, ...more, '--help', '-h', '--version', '--no-force', '--dryRun'),
  fc.string({ maxLength: 4 }),
)
const line = fc
  .tuple(fc.constantFrom(...Object.keys(richer)), fc.array(word, { maxLength: 4 }))
  .map(([name, rest]) => [name, ...rest])

for (const [title, table] of Object.entries({
  'the real table': commands,
  'a richer one': richer,
})) {
  test(`what is understood without yargs is what yargs understands: ${title}`, async () => {
    let understood = 0
    await fc.assert(
      fc.asyncProperty(line, async (words) => {
        const plain = plainWords(words, table)
        if (plain?.kind !== 'run') return
        understood += 1
        const given = { command: nameOf(plain.command, table), given: known(plain.given) }
        assert.equal(given, await byYargs(words, table), JSON.stringify(words))
      }),
      { numRuns: 3000 },
    )
    assert.ok(understood > 100, `only ${understood} were plain`)
  })
}

test('the lines that are typed all day need no yargs', () => {
  for (const words of [
    ['build'],
    ['build', '--force'],
    ['build', '--config', 'a/system.config.ts', '--out', '../b', '--format', 'json'],
    ['build', '--config=a.ts', '--out=b c'],
    ['check'],
    ['schema'],
    ['--help'],
    ['help'],
    ['check', '--help'],
    ['--version'],
    ['explain', 'scaling.size'],
    ['shell', 'zsh'],
    ['compare', 'HEAD~2'],
    ['compare'],
  ]) {
    assert.ok(plainWords(words, richer), words.join(' '))
  }
})

test('what is wrong is left to yargs', () => {
  for (const words of [
    [],
    ['biuld'],
    ['constructor'],
    ['build', '--constructor', 'x'],
    ['build', 'extra'],
    ['build', '--config'],
    ['build', '--config', '--force'],
    ['build', '--format', 'xml'],
    ['build', '--force=false'],
    ['build', '--force', 'false'],
    ['explain'],
    ['shell', 'fish'],
    ['paint'],
  ]) {
    assert.is(plainWords(words, richer), undefined, words.join(' '))
  }
})

test.run()
