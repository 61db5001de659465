// No literal secret reaches an artifact: neither a value that has a secret's form, anywhere in the
// config, nor one under a name that only secrets have. Reports never show the value.
import { type ConfigPath, pathText } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Check } from './check.ts'
import { awsKey, isSecret, mayHoldForms, secretForms } from './secret-signs.ts'

export const checkSecrets: Check = (config) => {
  const { env, command = [] } = config.app
  const texts = textsOf(config, [])
  const mayHold = mayHoldForms([...texts.map(({ text }) => text), ...Object.keys(env)])
  const found = [
    ...(mayHold ? texts.flatMap(({ path, text }) => checkForm(path, text)) : []),
    ...Object.entries(env).flatMap(([name, value]) =>
      typeof value === 'string' ? checkName(['app', 'env', name], name, value) : [],
    ),
    ...(mayHold ? Object.keys(env).flatMap(checkNameItself) : []),
    ...command.flatMap((_, index) => checkOption(command, index)),
  ]
  // The form says more than the name.
  return [...new Map(found.reverse().map((one) => [pathText(one.path), one])).values()].reverse()
}

type Text = { path: ConfigPath; text: string }

function textsOf(value: unknown, path: ConfigPath): Text[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null || 'plain' in value) return []
  return Object.entries(value).flatMap(([key, nested]) =>
    textsOf(nested, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

function checkForm(path: ConfigPath, text: string): Diagnostic[] {
  const isKeyId = /key_?id$/.test(nameOf(path).toLowerCase())
  const form = secretForms(text).find(({ what }) => !isKeyId || what !== awsKey)
  return form ? [literalSecret(path, `\`${nameOf(path)}\` holds ${form.what}`)] : []
}

function checkName(path: ConfigPath, name: string, value: string): Diagnostic[] {
  if (!isSecret(name, value)) return []
  return [literalSecret(path, `the value of \`${name}\` looks like a secret`)]
}

function checkNameItself(name: string): Diagnostic[] {
  const [form] = secretForms(name)
  if (form === undefined) return []
  return [
    error('secret-literal', ['app', 'env', name], `the name of a variable holds ${form.what}`, {
      pointsAtKey: true,
      label: 'would be readable in the artifacts and in git',
      help: 'give it a name of its own, and `secret()` as its value',
      helpInJson: 'give it a name of its own, and `{ "secret": true }` as its value',
      hidesValue: true,
    }),
  ]
}

/** `--token=…`, or `--token` with the value behind it. */
function checkOption(command: readonly string[], index: number): Diagnostic[] {
  const [, name = '', joined] = command[index]?.match(/^--?([\w-]+)(?:=(.*))?$/s) ?? []
  const isJoined = joined !== undefined
  const value = isJoined ? joined : (command[index + 1] ?? '')
  if (value.startsWith('-')) return []
  return checkName(['app', 'command', isJoined ? index : index + 1], name, value)
}

function literalSecret(path: ConfigPath, message: string): Diagnostic {
  return error('secret-literal', path, message, {
    label: 'would be readable in the artifacts and in git',
    ...wayOut(path),
    hidesValue: true,
  })
}

function wayOut(path: ConfigPath): { help: string; helpInJson: string } {
  if (path[1] === 'artifact') {
    const help = 'take it out: an image is built without credentials. Fetch the file yourself'
    return {
      help: `${help}, and name it: \`artifact: { file: './…' }\``,
      helpInJson: `${help}, and name it: \`"artifact": { "file": "./…" }\``,
    }
  }
  if (path[1] === 'env') {
    const pass = 'and pass the value as a Terraform variable; if it is public, write'
    return {
      help: `write \`${nameOf(path)}: secret()\` ${pass} \`plain('…')\``,
      helpInJson: `write \`"${nameOf(path)}": { "secret": true }\` ${pass} \`{ "plain": "…" }\``,
    }
  }
  const help = 'take it out of the config; credentials belong in `app.env` as'
  return { help: `${help} \`secret()\``, helpInJson: `${help} \`{ "secret": true }\`` }
}

const nameOf = (path: ConfigPath): string =>
  path[1] === 'env' ? String(path.at(-1)) : pathText(path)
