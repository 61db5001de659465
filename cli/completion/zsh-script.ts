// The vocabulary → a script for zsh: sourced after `compinit`, or a file `_immuc` in `fpath`.
import { completionWord } from './shells.ts'
import type { CommandWords, Values, Word } from './vocabulary.ts'

export const zshScript = (commands: readonly CommandWords[]): string => `#compdef immuc
# Completion of immuc for zsh, printed by \`immuc completion zsh\`.

_immuc_asked() {
  compadd -- \${(f)"$($program ${completionWord} $1 2>/dev/null)"}
}

_immuc_commits() {
  compadd -- \${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"}
}

_immuc() {
  local program=$words[1] state curcontext=$curcontext
  local -a commands line
  commands=(
${commands.map(({ name, describe }) => `    ${quoted(`${name}:${describe}`)}`).join('\n')}
  )
  _arguments -C '(- *)--help[Show help]' '(- *)--version[Show the version number]' \\
    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _immuc ]]; then
  _immuc "$@"
else
  compdef _immuc immuc
fi
`

function commandCase({ name, options, argument }: CommandWords): string {
  const words = [
    ...options.map(option),
    ...(argument ? [quoted(`1:${plain(argument.describe)}:${action(argument.values)}`)] : []),
  ]
  return `        ${name}) _arguments ${words.map((word) => `\\\n            ${word}`).join(' ')} ;;`
}

function option({ name, describe, values }: Word): string {
  const shown = describe.replace(/[[\]\\]/g, '\\$&')
  if (values === undefined) return quoted(`${name}[${shown}]`)
  return quoted(`${name}=[${shown}]:value:${action(values)}`)
}

function action(values: Values): string {
  if (typeof values !== 'string') return `(${values.join(' ')})`
  const actions = {
    ...{ file: '_files', folder: '_files -/', commit: '_immuc_commits' },
    // _arguments puts options of its own before the words of an action, unless a space comes first.
    ...{ topic: ' _immuc_asked topic', region: ' _immuc_asked region' },
    // Nothing to offer, but a word belongs there.
    text: ' ',
  }
  return actions[values]
}

/** A colon would end the description. */
const plain = (text: string): string => text.replaceAll(':', ' ')

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
