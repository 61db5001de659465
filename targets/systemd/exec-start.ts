// A command → the value of `ExecStart=`, so that every argument arrives as it was written.
// systemd.service(5), "Command lines": arguments are quoted with C escapes, `%` is a specifier and
// `$` a variable unless doubled.

export function execStart([program, ...args]: readonly [string, ...string[]]): string {
  return [specifiersEscaped(program), ...args.map(quotedArgument)].join(' ')
}

const quotedArgument = (argument: string): string =>
  /^[A-Za-z0-9_./:=,@+-]+$/.test(argument) ? argument : `"${escaped(argument)}"`

const escaped = (argument: string): string =>
  specifiersEscaped(
    argument
      .replaceAll('\\', '\\\\')
      .replaceAll('"', '\\"')
      .replaceAll('$', '$$$$')
      // A carriage return would end the line as a newline does; the others no reviewer would see.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
      .replace(/[\u0001-\u001f\u007f]/g, controlEscape),
  )

const letters: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const controlEscape = (letter: string): string =>
  letters[letter] ?? `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`

const specifiersEscaped = (text: string): string => text.replaceAll('%', '%%')
