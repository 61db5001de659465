// The value of ExecStart= -> the program and its arguments, and with the environment of the process
// the arguments it is started with: systemd.service(5), "Command lines".
import { expandSpecifiers, type Specifiers } from './specifiers.ts'
import { firstWord, splitVariable } from './words.ts'

export type Command = {
  program: string
  args: string[]
  /** `-`: a failure counts as success. */
  mayFail: boolean
  /** `:` in front switches it off. */
  expandsVariables: boolean
}

/** Undefined when systemd would ignore the line. Several commands with `;` are cut to the first. */
export function parseCommand(value: string, specifiers: Specifiers): Command | undefined {
  const first = firstWord(value)
  if (first === undefined || first.word === ';') return undefined
  const flags = first.word.match(/^[-@:+!|]*/)?.[0] ?? ''
  const program = expandSpecifiers(first.word.slice(flags.length), specifiers)
  const args = argumentWords(first.rest).map((word) => expandSpecifiers(word, specifiers))
  if (program === '') return undefined
  return {
    program,
    // With `@` the first argument is argv[0], which the emulation does not set.
    args: flags.includes('@') ? args.slice(1) : args,
    mayFail: flags.includes('-'),
    expandsVariables: !flags.includes(':'),
  }
}

function argumentWords(text: string): string[] {
  const found: string[] = []
  let rest = text
  while (rest !== '' && !/^;([ \t\n\r]|$)/.test(rest)) {
    // Only unquoted is it a semicolon as an argument.
    const semicolon = rest.match(/^\\;(?:[ \t\n\r]+|$)/)
    const next = semicolon ? { word: ';', rest: rest.slice(semicolon[0].length) } : firstWord(rest)
    if (next === undefined) break
    found.push(next.word)
    rest = next.rest
  }
  return found
}

/** `$NAME` as a word of its own becomes its words, `${NAME}` its value as it is, `$$` a dollar. */
export function expandVariables(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): string[] {
  return args.flatMap((arg) => {
    const name = arg.match(/^\$(?![{$])(.*)$/s)?.[1]
    if (name !== undefined) return splitVariable(environment[name] ?? '')
    return [
      arg.replace(/\$\$|\$\{([^}]*)\}/g, (written, braced: string | undefined) =>
        written === '$$' ? '$' : (environment[braced ?? ''] ?? ''),
      ),
    ]
  })
}
