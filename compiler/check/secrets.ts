// No literal secret reaches an artifact: neither a value that has a secret's form, anywhere in the
// config, nor one under a name that only secrets have. Reports never show the value.
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Check } from './check.ts'

export const checkSecrets: Check = (config) => [
  ...textsOf(config, []).flatMap(({ path, text }) => checkForm(path, text)),
  ...Object.entries(config.app.env).flatMap(([name, value]) =>
    typeof value === 'string' ? checkName(name, value) : [],
  ),
]

type Text = { path: ConfigPath; text: string }

function textsOf(value: unknown, path: ConfigPath): Text[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null || 'plain' in value) return []
  return Object.entries(value).flatMap(([key, nested]) =>
    textsOf(nested, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const forms: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/\bdo[opr]_v1_[a-f0-9]{64}\b/, 'a DigitalOcean token'],
  [/\bgh[opsur]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{22,}/, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}/, 'a GitLab token'],
  [/\b[sr]k_(live|test)_[A-Za-z0-9]{10,}/, 'a Stripe key'],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'an npm token'],
  [/\bAIza[A-Za-z0-9_-]{35}\b/, 'a Google API key'],
  [/\bsk-[A-Za-z0-9_-]{32,}/, 'an API key'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+/, 'a signed token (JWT)'],
  [/:\/\/[^/\s:@]*:[^/\s@]+@/, 'a URL with a password'],
]

function checkForm(path: ConfigPath, text: string): Diagnostic[] {
  const form = forms.find(([pattern]) => pattern.test(text))?.[1]
  return form === undefined ? [] : [literalSecret(path, `\`${nameOf(path)}\` holds ${form}`)]
}

const secretName =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|STRIPE_?KEY|SECRET_?KEY(_BASE)?)$/i

function checkName(name: string, value: string): Diagnostic[] {
  const isForm = forms.some(([pattern]) => pattern.test(value))
  if (isForm || !secretName.test(name) || isHarmless(value)) return []
  return [
    literalSecret(['app', 'env', name], `\`${name}\` looks like a secret written as a literal`),
  ]
}

/** Nothing, a switch, a number, a path of a file that holds the secret. */
const isHarmless = (value: string): boolean =>
  /^(|true|false|yes|no|on|off|none|\d{1,6}|\/(run|etc|var|opt)\/[\w./-]+)$/i.test(value)

function literalSecret(path: ConfigPath, message: string): Diagnostic {
  const inEnvironment = path[1] === 'env'
  return error('secret-literal', path, message, {
    label: 'would be readable in the artifacts and in git',
    help: inEnvironment
      ? `write \`${nameOf(path)}: secret()\` and pass the value as a Terraform variable; if it is public, write \`plain('…')\``
      : 'take it out of the config; credentials belong into `app.env` as `secret()`',
    hidesValue: true,
  })
}

const nameOf = (path: ConfigPath): string => String(path[path.length - 1])
