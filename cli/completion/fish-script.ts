// The vocabulary → a script for fish: one line for every word.
import { completionWord } from './shells.ts'
import type { CommandWords, Values, Word } from './vocabulary.ts'

export const fishScript = (
  commands: readonly CommandWords[],
): string => `# Completion of immuc for fish, printed by \`immuc completion fish\`.

complete -c immuc -e
complete -c immuc -f
complete -c immuc -n __fish_use_subcommand -l help -d 'Show help'
complete -c immuc -n __fish_use_subcommand -l version -d 'Show the version number'
${commands.map(({ name, describe }) => `complete -c immuc -n __fish_use_subcommand -a ${name} -d ${quoted(describe)}`).join('\n')}

${commands.flatMap(linesOf).join('\n')}
`

function linesOf({ name, options, argument }: CommandWords): string[] {
  const start = `complete -c immuc -n '__fish_seen_subcommand_from ${name}'`
  return [
    ...options.map((option) => `${start} ${optionWords(option)}`),
    ...(argument ? [`${start} ${valueWords(argument.values)}`] : []),
  ]
}

function optionWords({ name, describe, values }: Word): string {
  const flag = `-l ${name.slice(2)} -d ${quoted(describe)}`
  return values === undefined ? flag : `${flag} -r ${valueWords(values)}`
}

function valueWords(values: Values): string {
  if (typeof values !== 'string') return `-f -a ${quoted(values.join(' '))}`
  return {
    file: '-F',
    folder: "-f -a '(__fish_complete_directories)'",
    commit: `-f -a "(git for-each-ref --format='%(refname:short)' 2>/dev/null)"`,
    topic: asked('topic'),
    region: asked('region'),
    text: '-f',
  }[values]
}

const asked = (what: string): string => `-f -a '(immuc ${completionWord} ${what} 2>/dev/null)'`

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
