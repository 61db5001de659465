// The schema validator's faults → diagnostics in our own words, one per cause.
import type { SchemaFault } from '../../schema/validate-system-config.gen.js'
import { type ConfigPath, pathText, valueAt } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'
import { quoted, shown } from '../report/quoted.ts'
import { expectedFormat } from './expected-format.ts'
import { type SchemaNode, schemaAt } from './schema-at.ts'

export function explainFaults(faults: readonly SchemaFault[], data: unknown): Diagnostic[] {
  const diagnostics = faults
    .filter((fault) => !isEchoOfEnv(fault))
    .map((fault) => explain(fault, pathOf(fault.instancePath), data))
  return diagnostics.filter(isFirstAtItsPlace)
}

/** An environment value is tried as three types; only the sum of it is worth a word. */
function isEchoOfEnv(fault: SchemaFault): boolean {
  return fault.instancePath.startsWith('/app/env/') && fault.keyword !== 'anyOf'
}

function isFirstAtItsPlace(one: Diagnostic, index: number, all: readonly Diagnostic[]): boolean {
  const key = (diagnostic: Diagnostic) => `${pathText(diagnostic.path)} ${diagnostic.message}`
  return all.findIndex((other) => key(other) === key(one)) === index
}

const pathOf = (pointer: string): ConfigPath =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

function explain(fault: SchemaFault, path: ConfigPath, data: unknown): Diagnostic {
  const explainKeyword = explanations[fault.keyword] ?? explainFormat
  return explainKeyword(path, valueAt(data, path), fault.params)
}

type Explain = (path: ConfigPath, value: unknown, params: Record<string, unknown>) => Diagnostic

const explanations: Record<string, Explain> = {
  required: (path, _value, params) => explainMissing(path, String(params.missingProperty)),
  additionalProperties: (path, _value, params) =>
    explainUnknown(path, String(params.additionalProperty)),
  type: (path, value, params) => explainType(path, value, String(params.type)),
  anyOf: (path, value) => explainEnvValue(path, value),
  enum: (path, value, params) => explainEnum(path, value, params.allowedValues as string[]),
  minimum: (path, value) => explainRange(path, value),
  maximum: (path, value) => explainRange(path, value),
  minItems: (path) =>
    error('out-of-range', path, `${subject(path)} is empty`, { label: 'needs an entry' }),
  minLength: (path) =>
    error('out-of-range', path, `${subject(path)} is empty`, { label: 'needs a text' }),
  maxLength: (path, value, params) =>
    error(
      'out-of-range',
      path,
      `${subject(path)} has ${String(value).length} characters; at most ${params.limit} fit`,
    ),
  uniqueItems: (path, value, params) =>
    error(
      'duplicate-item',
      [...path, Number(params.i)],
      `${shown((value as unknown[])[Number(params.i)])} stands twice in ${subject(path)}`,
      { label: 'the second one', help: 'remove one of the two' },
    ),
}

function explainMissing(path: ConfigPath, key: string): Diagnostic {
  const node = schemaAt([...path, key])
  const example = node?.examples?.[0]
  return error('missing-key', path, `\`${pathText([...path, key])}\` is missing`, {
    pointsAtKey: true,
    label: `needs a \`${key}\``,
    ...(example !== undefined && { help: `add it, such as \`${key}: ${literal(example)}\`` }),
  })
}

function explainUnknown(path: ConfigPath, key: string): Diagnostic {
  const known = Object.keys(schemaAt(path)?.properties ?? {}).filter((name) => name !== '$schema')
  const near = nearest(key, known)
  const where = path.length === 0 ? 'the config' : `\`${pathText(path)}\``
  return error('unknown-key', [...path, key], `${where} has no key \`${key}\``, {
    pointsAtKey: true,
    label: 'not a key that immuc knows',
    help: near ? `did you mean \`${near}\`?` : `it has the keys ${quoted(known)}`,
  })
}

function explainType(path: ConfigPath, value: unknown, type: string): Diagnostic {
  const hint = typeHint(value, type)
  return error(
    'wrong-type',
    path,
    `${subject(path)} is ${kindOf(value)}, but it must be ${article(type)}`,
    { label: `${article(type)} belongs here`, ...(hint && { help: hint }) },
  )
}

function typeHint(value: unknown, type: string): string | undefined {
  const wantsNumber = type === 'integer' || type === 'number'
  if (wantsNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(+value)) {
    return `write it without quotes: \`${+value}\``
  }
  if (type === 'string' && typeof value === 'number') return `put it in quotes: \`'${value}'\``
  if (type === 'array' && typeof value === 'string') return `put it in brackets: \`['…']\``
  return undefined
}

function explainEnvValue(path: ConfigPath, value: unknown): Diagnostic {
  const quotable = typeof value === 'number' || typeof value === 'boolean'
  return error(
    'wrong-type',
    path,
    `${subject(path)} is ${kindOf(value)}, but an environment variable is a string`,
    {
      label: 'a string, `secret()` or `plain(…)` belongs here',
      ...(quotable && { help: `put it in quotes: \`'${value}'\`` }),
      hidesValue: !quotable,
    },
  )
}

function explainEnum(path: ConfigPath, value: unknown, allowed: readonly string[]): Diagnostic {
  const near = typeof value === 'string' ? nearest(value, allowed) : undefined
  return error('unknown-value', path, `${subject(path)} can't be ${shown(value)}`, {
    label: `only ${quoted(allowed)}`,
    help: near ? `did you mean \`${near}\`?` : `use ${quoted(allowed)}`,
  })
}

function explainRange(path: ConfigPath, value: unknown): Diagnostic {
  const { minimum, maximum } = schemaAt(path) ?? {}
  return error(
    'out-of-range',
    path,
    `${subject(path)} is ${shown(value)}, but it must be from ${minimum} to ${maximum}`,
    { label: `from ${minimum} to ${maximum}` },
  )
}

const explainFormat: Explain = (path, value) => {
  const { what, help } = expectedFormat(path)
  return error('wrong-format', path, `${subject(path)} is ${shown(value)}, which is not ${what}`, {
    label: `not ${what}`,
    help,
  })
}

const subject = (path: ConfigPath): string =>
  path.length === 0 ? 'the default export' : `\`${pathText(path)}\``

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'string') return 'a string'
  if (typeof value === 'object') return 'an object'
  return `the ${typeof value} ${shown(value)}`
}

const article = (type: string): string =>
  ({ integer: 'a whole number', array: 'an array', object: 'an object' })[type] ?? `a ${type}`

/** An example as it would be written in a TypeScript config. */
const literal = (example: SchemaNode['examples'] extends (infer T)[] | undefined ? T : never) =>
  typeof example === 'string' ? `'${example}'` : JSON.stringify(example)
