// The command is an absolute path with arguments that systemd can carry.
import { error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import type { Check } from './check.ts'
import { controlCharacter } from './control-character.ts'

const path = ['app', 'command']

export const checkCommand: Check = ({ app: { command = [] } }) => {
  const [program, ...args] = command
  const faults = args.flatMap((argument, index) => controlCharacter(argument, [...path, index + 1]))
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
