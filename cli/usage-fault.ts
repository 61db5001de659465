// What yargs finds wrong with the words of a command line → the same in our words, with the name
// that was probably meant.
import { nearest } from '../compiler/report/nearest.ts'
import { quoted } from '../compiler/report/quoted.ts'
import type { Command } from './command.ts'
import { UsageFault } from './usage-error.ts'

type Commands = Readonly<Record<string, Command>>

export function usageFault(
  message: string,
  words: readonly string[],
  commands: Commands,
): UsageFault {
  const unknown = message.match(/^Unknown arguments?: ([^,]+)/)?.[1]
  if (unknown !== undefined) return new UsageFault(unknownWord(unknown, words, commands))
  if (message.startsWith('Not enough non-option')) return tooFewWords(words, commands)
  const incomplete = message.match(/^Not enough arguments following: (.+)/)?.[1]
  if (incomplete !== undefined) return new UsageFault(`\`--${incomplete}\` needs a value`)
  const [, option, given, choices] =
    message.match(/Argument: (\S+), Given: "(.*)", Choices: (.+)/) ?? []
  if (option === undefined) return new UsageFault(message)
  const allowed = [...(choices ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '')
  const { name, command } = commandIn(words, commands)
  if (command !== undefined && option in command.positionals) {
    return new UsageFault(`\`${name}\` can't be given \`${given}\`; use ${quoted(allowed)}`)
  }
  return new UsageFault(`\`--${option}\` can't be \`${given}\`; use ${quoted(allowed)}`)
}

function unknownWord(word: string, words: readonly string[], commands: Commands): string {
  const { name, command } = commandIn(words, commands)
  const option = words.find((one) => one.startsWith('-') && optionName(one) === word)
  if (option !== undefined) {
    const shown = option.replace(/=.*/s, '')
    const known = (command ? [command] : Object.values(commands)).flatMap(optionsOf)
    const subject = command === undefined ? 'there is' : `\`${name}\` has`
    return `${subject} no option \`${shown}\`${guess(word, known, '--')}`
  }
  if (command !== undefined) return `\`${word}\` is one word too many`
  return `there is no command \`${word}\`${guess(word, Object.keys(commands), '')}`
}

function tooFewWords(words: readonly string[], commands: Commands): UsageFault {
  const { name, command } = commandIn(words, commands)
  const wanted = Object.entries(command?.positionals ?? {}).flatMap(([word, { demandOption }]) =>
    demandOption ? [`<${word}>`] : [],
  )
  return new UsageFault(`a word is missing: immuc ${[name, ...wanted].join(' ')}`)
}

function commandIn(
  words: readonly string[],
  commands: Commands,
): { name?: string; command?: Command } {
  const name = words.find((word) => Object.hasOwn(commands, word))
  const command = name === undefined ? undefined : commands[name]
  return { ...(name !== undefined && { name }), ...(command && { command }) }
}

const optionsOf = ({ options }: Command): string[] => [...Object.keys(options), 'help', 'version']

const optionName = (word: string): string => word.replace(/^--?/, '').replace(/=.*/s, '')

function guess(word: string, known: readonly string[], dashes: string): string {
  const near = nearest(word, known)
  return near === undefined ? '' : `; did you mean \`${dashes}${near}\`?`
}
