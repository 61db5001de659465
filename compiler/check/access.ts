// Address ranges are CIDR blocks, and nobody opens SSH to everyone by a slip.
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error, warning } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { widestPrefix } from './address.ts'
import type { Check } from './check.ts'
import { controlCharacter } from './control-character.ts'

export const checkAccess: Check = ({ access }) => [
  ...access.sshKeys.flatMap((name, index) =>
    controlCharacter(name, ['access', 'sshKeys', index], {
      reader: 'no name of a key has',
      help: 'copy the name from the list of SSH keys at DigitalOcean',
    }),
  ),
  ...access.sshFrom.flatMap((range, index) => [
    ...checkRange(range, ['access', 'sshFrom', index]),
    ...checkOpen(range, ['access', 'sshFrom', index]),
  ]),
  ...access.gateFrom.flatMap((range, index) => checkRange(range, ['access', 'gateFrom', index])),
]

function checkRange(range: string, path: ConfigPath): Diagnostic[] {
  const [address = '', bits = '', ...rest] = range.split('/')
  const widest = widestPrefix(address)
  const isPrefix = /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (widest ?? -1)
  const isRange = rest.length === 0 && isPrefix && !address.includes('%')
  if (isRange) return []
  const single = widest !== undefined && bits === ''
  return [
    error('address-range', path, `${shown(range)} is not an address range`, {
      label: 'not in CIDR notation',
      help: single
        ? `did you mean \`${address}/${widest}\`, this one address?`
        : 'write an address and the length of its prefix, such as `203.0.113.0/24`',
    }),
  ]
}

function checkOpen(range: string, path: ConfigPath): Diagnostic[] {
  if (!range.endsWith('/0')) return []
  return [
    warning('open-to-all', path, `${shown(range)} opens port 22 to the whole internet`, {
      label: 'everyone',
      help: 'name the ranges of your office or VPN instead',
    }),
  ]
}
