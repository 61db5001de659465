// The vocabulary → a script for bash 4 and newer. bash hands `--format=json` over as three words.
import { completionWord } from './shells.ts'
import type { CommandWords, Values } from './vocabulary.ts'

export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name)
  const takingValues = commands.flatMap(({ options }) =>
    options.filter(({ values }) => values !== undefined).map(({ name }) => name),
  )
  return `# Completion of immuc for bash, printed by \`immuc completion bash\`.

_immuc() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= words= index
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      ${[...new Set(takingValues)].join(' | ')})
        ((index++))
        [[ \${COMP_WORDS[index]} == = ]] && ((index++))
        ;;
      ${names.join(' | ')})
        command=\${COMP_WORDS[index]}
        break
        ;;
    esac
  done
${choice(commands)}
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}

complete -F _immuc immuc
`
}

const choice = (commands: readonly CommandWords[]): string => `  case $command:$before in
${commands.flatMap(valueCases).join('\n')}
    *)
      case $command:$word in
${commands.map(({ name, options }) => `        ${name}:-*) words='${options.map((option) => option.name).join(' ')}' ;;`).join('\n')}
        :-*) words='--help --version' ;;
${commands.flatMap(argumentCase).join('\n')}
        :*) words='${commands.map(({ name }) => name).join(' ')}' ;;
      esac
      ;;
  esac`

const valueCases = ({ name, options }: CommandWords): string[] =>
  options.flatMap((option) =>
    option.values === undefined ? [] : [`    ${name}:${option.name}) ${offer(option.values)} ;;`],
  )

const argumentCase = ({ name, argument }: CommandWords): string[] =>
  argument === undefined ? [] : [`        ${name}:*) ${offer(argument.values)} ;;`]

function offer(values: Values): string {
  if (typeof values !== 'string') return `words='${values.join(' ')}'`
  return {
    // Without words of ours, readline offers its own, which it quotes as a shell needs them.
    file: 'compopt -o default',
    folder: 'compopt -o dirnames',
    commit: "words=$(git for-each-ref --format='%(refname:short)' 2>/dev/null)",
    topic: asked('topic'),
    region: asked('region'),
    text: 'words=',
  }[values]
}

const asked = (what: string): string => `words=$("$1" ${completionWord} ${what} 2>/dev/null)`
