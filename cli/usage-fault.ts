// What yargs finds wrong with the words of a command line → the same in our words, with the name
// that was probably meant.
import { nearest } from '../compiler/report/nearest.ts'
import { quoted } from '../compiler/report/quoted.ts'

export class UsageFault extends Error {}

/** The names of the options by command. */
type OptionNames = ReadonlyMap<string, readonly string[]>

export function usageFault(
  message: string,
  words: readonly string[],
  names: OptionNames,
): UsageFault {
  const unknown = message.match(/^Unknown arguments?: ([^,]+)/)?.[1]
  if (unknown !== undefined) return new UsageFault(unknownWord(unknown, words, names))
  const incomplete = message.match(/^Not enough arguments following: (.+)/)?.[1]
  if (incomplete !== undefined) return new UsageFault(`\`--${incomplete}\` needs a value`)
  const [, option, given, choices] =
    message.match(/Argument: (\S+), Given: "(.*)", Choices: (.+)/) ?? []
  if (option === undefined) return new UsageFault(message)
  const allowed = [...(choices ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '')
  return new UsageFault(`\`--${option}\` can't be \`${given}\`; use ${quoted(allowed)}`)
}

function unknownWord(word: string, words: readonly string[], names: OptionNames): string {
  const command = words.find((one) => names.has(one))
  const option = words.find((one) => one.startsWith('-') && optionName(one) === word)
  if (option !== undefined) {
    const shown = option.replace(/=.*/s, '')
    const known = names.get(command ?? '') ?? [...names.values()].flat()
    const subject = command === undefined ? 'there is' : `\`${command}\` has`
    return `${subject} no option \`${shown}\`${guess(word, known, '--')}`
  }
  if (command !== undefined) return `\`${word}\` is one word too many`
  return `there is no command \`${word}\`${guess(word, [...names.keys()], '')}`
}

const optionName = (word: string): string => word.replace(/^--?/, '').replace(/=.*/s, '')

function guess(word: string, known: readonly string[], dashes: string): string {
  const near = nearest(word, known)
  return near === undefined ? '' : `; did you mean \`${dashes}${near}\`?`
}
