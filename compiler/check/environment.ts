// Environment variables have names and values that systemd passes on unchanged, and none that
// immuc sets itself.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { secretVariable } from '../resolve/resolve.ts'
import type { Check } from './check.ts'
import { controlCharacter } from './control-character.ts'
import { secretForms } from './secret-signs.ts'

const path = ['app', 'env']

export const checkEnvironment: Check = ({ app: { env } }, { services: [service], database }) => [
  ...Object.keys(env).flatMap((name) => checkName(name, database !== undefined)),
  ...service.environment.flatMap((variable) =>
    'value' in variable
      ? [
          ...controlCharacter(variable.value, [...path, variable.name], { hidesValue: true }),
          ...checkForm(variable.name, variable.value),
        ]
      : [],
  ),
  ...checkSecretNames(Object.entries(env)),
  ...checkTotalSize(service.environment),
]

const ownVariables = new Map([
  ['PORT', 'set `app.port` instead'],
  ['DRAIN_SECONDS', 'set `app.health.drainSeconds` instead'],
  ['RELEASE', 'rename it: it holds the release that the health gate waits for'],
])
const databaseVariables = ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME']

function checkName(name: string, hasDatabase: boolean): Diagnostic[] {
  const at = { pointsAtKey: true }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return [
      error(
        'env-name',
        [...path, name],
        `${shown(name)} can't be the name of an environment variable`,
        {
          ...at,
          label: 'letters, digits and `_` only, no digit first',
          ...suggestion(name),
        },
      ),
    ]
  }
  const instead =
    ownVariables.get(name) ??
    (hasDatabase && databaseVariables.includes(name)
      ? 'remove it: it comes from `database`'
      : undefined)
  if (instead === undefined) return []
  return [
    error('env-reserved', [...path, name], `\`${name}\` is set by immuc`, {
      ...at,
      label: 'reserved',
      help: instead,
    }),
  ]
}

function suggestion(name: string): { help?: string } {
  if (secretForms(name).length > 0) return {}
  const mended = name
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, '_')
    .replace(/^(?=\d)/, '_')
  return /^[A-Z_][A-Z0-9_]*$/.test(mended) && mended !== '_'
    ? { help: `did you mean \`${mended}\`?` }
    : {}
}

function checkForm(name: string, value: string): Diagnostic[] {
  if (value === value.normalize('NFC')) return []
  return [
    error(
      'not-normalized',
      [...path, name],
      `\`${name}\` would arrive changed: Terraform brings every text into Unicode's normal form C`,
      {
        label: 'not in normal form C',
        help: 'append `.normalize()` to the value, or encode it if its bytes matter',
        hidesValue: true,
      },
    ),
  ]
}

/** Terraform variables are lower-case, so two names may meet in one. */
function checkSecretNames(env: readonly [string, unknown][]): Diagnostic[] {
  const first = new Map<string, string>()
  return env.flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null || !('secret' in value)) return []
    const variable = secretVariable(name)
    const other = first.get(variable)
    first.set(variable, other ?? name)
    return other === undefined ? [] : [secretClash(other, name, variable)]
  })
}

const secretClash = (first: string, second: string, variable: string): Diagnostic =>
  error(
    'secret-clash',
    [...path, second],
    `the secrets \`${first}\` and \`${second}\` would share the Terraform variable \`${variable}\``,
    {
      pointsAtKey: true,
      label: 'differs only in its capitals',
      related: [{ path: [...path, first], pointsAtKey: true, label: 'the other one' }],
      help: 'rename one of them',
    },
  )

// user_data takes 64 KiB, of which the file around the values needs a little.
const userDataBytes = 65_536 - 2_048

/** As the file that systemd reads has it. */
const escaped = (value: string): string => value.replace(/[\\"`$]/g, '\\$&')

function checkTotalSize(environment: readonly { name: string; value?: string }[]): Diagnostic[] {
  const bytes = environment.reduce(
    (sum, { name, value = '' }) => sum + Buffer.byteLength(`${name}="${escaped(value)}"\n`),
    0,
  )
  const encoded = Math.ceil(bytes / 3) * 4
  if (encoded <= userDataBytes) return []
  const sizeOf = ({ value = '' }: { value?: string }) => Buffer.byteLength(escaped(value))
  const [largest] = [...environment].sort((a, b) => sizeOf(b) - sizeOf(a))
  return [
    error(
      'env-too-large',
      path,
      `the environment takes ${encoded} bytes of user-data, and a droplet gets at most ${userDataBytes}`,
      {
        pointsAtKey: true,
        label: 'too large in sum',
        ...(largest && {
          related: [{ path: [...path, largest.name], pointsAtKey: true, label: 'the largest one' }],
        }),
        help: 'put large values into a file that is part of the artifact',
      },
    ),
  ]
}
