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

export const checkCommand: Check = ({ app: { command = [] } }) => {
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
      help: 'start with `/`, such as `/usr/bin/node`; letters, digits and `._+@-/` only',
    },
  )
  return [wrong, ...faults]
}
