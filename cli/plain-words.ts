// Words of the command line in their plainest form → what yargs would make of them, without yargs,
// which takes longer to load than a build takes. It knows nothing that the table of commands does
// not say; whatever is not plain, right or wrong, is left to yargs.
import type { Options } from 'yargs'
import type { Command, Positionals } from './command.ts'

export type Given = Readonly<Record<string, unknown>>

type Commands = Readonly<Record<string, Command>>

export type Understood =
  | { kind: 'run'; command: Command; given: Given }
  | { kind: 'help'; of: string }
  | { kind: 'version' }

/** Undefined: ask yargs. */
export function plainWords(words: readonly string[], commands: Commands): Understood | undefined {
  const [first = '', ...rest] = words
  const [only] = rest
  if (!Object.hasOwn(commands, first)) return rest.length === 0 ? aboutAll(first) : undefined
  if (rest.length === 1 && isHelp(only)) return { kind: 'help', of: first }
  const command = commands[first]
  const given = command && plainGiven(rest, command, commands)
  return given && { kind: 'run', command, given }
}

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h'

function aboutAll(word: string): Understood | undefined {
  if (isHelp(word) || word === 'help') return { kind: 'help', of: '' }
  return word === '--version' ? { kind: 'version' } : undefined
}

function plainGiven(
  words: readonly string[],
  { options, positionals }: Command,
  commands: Commands,
): Given | undefined {
  if (!Object.values({ ...options, ...positionals }).every(isPlain)) return undefined
  const given = new Map(defaultsOf({ ...positionals, ...options }))
  const free = Object.entries(positionals)
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const pair = word.startsWith('-')
      ? optionPair(word, options, queue)
      : positionalPair(word, free.shift(), commands)
    if (pair === undefined) return undefined
    given.set(...pair)
  }
  return free.some(([, { demandOption }]) => demandOption) ? undefined : spelt(given)
}

type Pair = [name: string, value: unknown]

const plainKeys = [
  'type',
  'describe',
  'requiresArg',
  'coerce',
  'choices',
  'default',
  'demandOption',
  'completes',
]

/** Of a kind that is understood here: a switch, a text, or one of several texts. */
const isPlain = (option: Options | Positionals[string]): boolean =>
  Object.keys(option).every((key) => plainKeys.includes(key)) &&
  ['string', 'boolean', undefined].includes(option.type) &&
  (option.type !== undefined || option.choices !== undefined)

const defaultsOf = (all: Readonly<Record<string, Options | Positionals[string]>>): Pair[] =>
  Object.entries(all).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] satisfies Pair],
  )

function optionPair(word: string, options: Command['options'], queue: string[]): Pair | undefined {
  const [, name = '', value] = word.match(/^--([a-z][a-z-]*)(?:=(.*))?$/s) ?? []
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined) return undefined
  if (option.type !== 'boolean') return textPair(name, value ?? queue.shift(), option)
  // yargs takes a `true` or `false` behind a switch for its value.
  return value !== undefined || /^(true|false)$/.test(queue[0] ?? '') ? undefined : [name, true]
}

const positionalPair = (
  word: string,
  place: [string, Positionals[string]] | undefined,
  commands: Commands,
): Pair | undefined =>
  place === undefined || place[1].type === 'boolean' || Object.hasOwn(commands, word)
    ? undefined
    : textPair(place[0], word, place[1])

/** yargs takes off quotes, and reads what begins with a dash as an option. */
function textPair(
  name: string,
  value: string | undefined,
  { choices, coerce }: Options | Positionals[string],
): Pair | undefined {
  if (value === undefined || !/^[^-'"\s][^'"]*$/.test(value)) return undefined
  if (choices !== undefined && !choices.includes(value)) return undefined
  return [name, coerce ? coerce(value) : value]
}

/** Every name also in camel case, as yargs gives it. */
const spelt = (given: ReadonlyMap<string, unknown>): Given =>
  Object.fromEntries(
    [...given].flatMap(([name, value]) => [
      [name, value],
      [inCamelCase(name), value],
    ]),
  )

const inCamelCase = (name: string): string =>
  name.includes('-')
    ? name.replace(/-+([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : name
