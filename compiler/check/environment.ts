// Environment variables have names and values that systemd passes on unchanged, and none that
// immuc sets itself.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { secretVariable } from '../resolve/resolve.ts'
import type { Check } from './check.ts'
import { controlCharacter } from './control-character.ts'

const path = ['app', 'env']

export const checkEnvironment: Check = ({ app: { env } }, { services: [service], database }) => [
  ...Object.keys(env).flatMap((name) => checkName(name, database !== undefined)),
  ...service.environment.flatMap((variable) =>
    'value' in variable
      ? controlCharacter(variable.value, [...path, variable.name], { hidesValue: true })
      : [],
  ),
  ...checkSecretNames(Object.entries(env)),
  ...checkTotalSize(service.environment),
]

const ownVariables: Record<string, string> = {
  PORT: 'set `app.port` instead',
  DRAIN_SECONDS: 'set `app.health.drainSeconds` instead',
}
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
    ownVariables[name] ??
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
  const mended = name
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, '_')
    .replace(/^(?=\d)/, '_')
  return /^[A-Z_][A-Z0-9_]*$/.test(mended) && mended !== '_'
    ? { help: `did you mean \`${mended}\`?` }
    : {}
}

/** Terraform variables are lower-case, so two names may meet in one. */
function checkSecretNames(env: readonly [string, unknown][]): Diagnostic[] {
  const secrets = env.filter(([, value]) => typeof value === 'object' && 'secret' in (value ?? {}))
  const names = secrets.map(([name]) => name)
  return names.flatMap((name, index) => {
    const variable = secretVariable(name)
    const other = names.slice(0, index).find((earlier) => secretVariable(earlier) === variable)
    if (other === undefined) return []
    return [
      error(
        'secret-clash',
        [...path, name],
        `the secrets \`${other}\` and \`${name}\` would share the Terraform variable \`${variable}\``,
        {
          pointsAtKey: true,
          help: 'rename one of them',
        },
      ),
    ]
  })
}

// user_data takes 64 KiB, of which the file around the values needs a little.
const userDataBytes = 65_536 - 2_048

function checkTotalSize(environment: readonly { name: string; value?: string }[]): Diagnostic[] {
  const bytes = environment.reduce(
    (sum, { name, value = '' }) => sum + Buffer.byteLength(`${name}="${value}"\n`),
    0,
  )
  const encoded = Math.ceil(bytes / 3) * 4
  if (encoded <= userDataBytes) return []
  return [
    error(
      'env-too-large',
      path,
      `the environment takes ${encoded} bytes of user-data, and a droplet gets at most ${userDataBytes}`,
      {
        pointsAtKey: true,
        label: 'too large in sum',
        help: 'put large values into a file that is part of the artifact',
      },
    ),
  ]
}
