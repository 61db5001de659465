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
      .replaceAll('\n', '\\n')
      .replaceAll('\t', '\\t')
      .replaceAll('$', '$$$$'),
  )

const specifiersEscaped = (text: string): string => text.replaceAll('%', '%%')
