// The command is an absolute path with arguments that systemd can carry.
import { error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import type { Check } from './check.ts'
import { controlCharacter } from './control-character.ts'

const path = ['app', 'command']

// The kernel takes 128 KiB in one argument, and systemd a line of 1 MiB, escapes included.
const mostBytes = 100_000

const tooLong = error('command-too-long', path, `the command has more than ${mostBytes} bytes`, {
  pointsAtKey: true,
  label: 'too long for the kernel',
  help: 'put long arguments into a file that is part of the artifact',
})

export const checkCommand: Check = ({ app: { command = [], name, packages } }) => {
  const [program, ...args] = command
  const faults = args.flatMap((argument, index) => controlCharacter(argument, [...path, index + 1]))
  if (Buffer.byteLength(command.join('')) > mostBytes) return [tooLong]
  if (program === undefined || /^\/[A-Za-z0-9._+@/-]*[A-Za-z0-9._+@-]$/.test(program)) return faults
  const wrong = error(
    'command-path',
    [...path, 0],
    `the command starts with ${shown(program)}, which is not an absolute path`,
    {
      label: 'systemd needs the full path of the program',
      help: commandHelp(program, name, packages),
    },
  )
  return [wrong, ...faults]
}

/** Where Debian's packages put what runs most apps. */
const runtimes: Readonly<Record<string, string>> = {
  node: 'nodejs',
  python3: 'python3',
  java: 'default-jre-headless',
  ruby: 'ruby',
  php: 'php-cli',
}

function commandHelp(program: string, name: string, packages: readonly string[]): string {
  const owner = runtimes[program]
  if (owner !== undefined) {
    const isBrought = packages.some((one) => one.replace(/=.*/, '') === owner)
    const bring = isBrought ? '' : `, and bring it with \`packages: ['${owner}']\``
    return `write \`/usr/bin/${program}\`${bring}; the app itself is \`/opt/${name}/${name}\``
  }
  if (program.startsWith('/')) return 'use letters, digits and `._+@-/` only'
  return `start with \`/\`; the app itself is \`/opt/${name}/${name}\``
}
