// Data that breaks the schema → diagnostics in our own words, one per cause.
import validateSchema, { type SchemaFault } from '../../schema/validate-system-config.gen.js'
import type { Data } from '../load/to-data.ts'
import { type ConfigPath, pathText, valueAt } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'
import { quoted, shown } from '../report/quoted.ts'
import { expectedFormat } from './expected-format.ts'
import { explainEnvValue, explainType } from './explain-type.ts'
import { intendedPath } from './intended-path.ts'
import { entryHelp, subject } from './phrases.ts'
import { keysAt, schemaAt } from './schema-at.ts'

export function explainFaults(data: Data): Diagnostic[] {
  const faults = faultsOf(data)
  const misspelt = new Set(faults.flatMap(misspeltKeys))
  const diagnostics = faults
    .filter((fault) => !isEchoOfEnv(fault) && !isMisspelt(fault, misspelt))
    .filter((fault) => !isEchoOfType(fault, faults))
    .map((fault) => explain(fault, pathOf(fault.instancePath), data))
  return uniqueOf(diagnostics)
}

function faultsOf(data: Data): readonly SchemaFault[] {
  // The validator fills defaults in place; the caller's data stays as it was.
  const isValid = validateSchema(structuredClone(data))
  if (isValid) throw new Error('one validator refuses what the other one takes')
  return validateSchema.errors ?? []
}

/** An environment value is tried as three types; only the sum of it is worth a word. */
const isEchoOfEnv = (fault: SchemaFault): boolean =>
  fault.instancePath.startsWith('/app/env/') && fault.keyword !== 'anyOf'

/** What is of the wrong type is none of the allowed values either. */
const isEchoOfType = (
  { keyword, instancePath }: SchemaFault,
  all: readonly SchemaFault[],
): boolean =>
  keyword === 'enum' &&
  all.some((other) => other.keyword === 'type' && other.instancePath === instancePath)

/** The paths that were meant by unknown keys. */
function misspeltKeys({ keyword, instancePath, params }: SchemaFault): string[] {
  if (keyword !== 'additionalProperties') return []
  const meant = intendedPath(pathOf(instancePath), String(params.additionalProperty))
  return meant === undefined ? [] : [pathText(meant)]
}

/** A key that is there under a wrong name is not missing as well. */
const isMisspelt = (
  { keyword, instancePath, params }: SchemaFault,
  misspelt: ReadonlySet<string>,
): boolean =>
  keyword === 'required' &&
  misspelt.has(pathText([...pathOf(instancePath), String(params.missingProperty)]))

function uniqueOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((one) => [`${pathText(one.path)} ${one.message}`, one]))
  return [...byText.values()]
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
  required: (path, _value, params) => explainMissing([...path, String(params.missingProperty)]),
  additionalProperties: (path, _value, params) =>
    explainUnknown(path, String(params.additionalProperty)),
  type: (path, value, params) => explainType(path, value, String(params.type)),
  anyOf: (path, value) => explainEnvValue(path, value),
  enum: (path, value, params) => explainEnum(path, value, params.allowedValues as string[]),
  minimum: (path, value) => explainRange(path, value),
  maximum: (path, value) => explainRange(path, value),
  minItems: (path) => explainEmpty(path, 'needs an entry'),
  minLength: (path) => explainEmpty(path, 'needs a text'),
  maxLength: (path, value, params) => {
    const label = `at most ${params.limit} characters`
    const message = `${subject(path)} has ${String(value).length} characters; at most ${params.limit} fit`
    return error('out-of-range', path, message, { label })
  },
  uniqueItems: (path, value, params) => {
    // The validator names the two places, the later one first.
    const index = Math.max(Number(params.i), Number(params.j))
    const item = shown((value as unknown[])[index])
    return error('duplicate-item', [...path, index], `${item} stands twice in ${subject(path)}`, {
      label: 'the second one',
      related: [
        { path: [...path, Math.min(Number(params.i), Number(params.j))], label: 'the first one' },
      ],
      help: 'remove one of the two',
    })
  },
}

function explainMissing(path: ConfigPath): Diagnostic {
  const key = String(path.at(-1))
  const example = withoutOptional(path, schemaAt(path)?.examples?.[0])
  return error('missing-key', path, `${subject(path)} is missing`, {
    label: `\`${key}\` is missing here`,
    ...(example !== undefined && entryHelp((entry) => `add it, such as ${entry}`, key, example)),
  })
}

/** Nobody wants to remove again what an advice has brought. */
function withoutOptional(path: ConfigPath, example: unknown): unknown {
  const required = schemaAt(path)?.required ?? []
  if (typeof example !== 'object' || example === null || required.length === 0) return example
  return Object.fromEntries(Object.entries(example).filter(([key]) => required.includes(key)))
}

function explainUnknown(path: ConfigPath, key: string): Diagnostic {
  const where = path.length === 0 ? 'the config' : subject(path)
  return error('unknown-key', [...path, key], `${where} has no key ${shown(key)}`, {
    pointsAtKey: true,
    label: 'not a key that immuc knows',
    help: unknownKeyHelp(path, key),
  })
}

function unknownKeyHelp(path: ConfigPath, key: string): string {
  const meant = intendedPath(path, key)
  if (meant === undefined) return `it has the keys ${quoted(keysAt(path), 'and')}`
  const isNeighbour = pathText(meant.slice(0, -1)) === pathText(path)
  const name = isNeighbour ? String(meant.at(-1)) : pathText(meant)
  const isElsewhere = !isNeighbour && meant.length === 1
  return `did you mean \`${name}\`${isElsewhere ? ' at the top of the config' : ''}?`
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
  const range = `from ${minimum} to ${maximum}`
  const message = `${subject(path)} is ${shown(value)}, but it must be ${range}`
  return error('out-of-range', path, message, { label: range })
}

function explainEmpty(path: ConfigPath, label: string): Diagnostic {
  const example = schemaAt(path)?.examples?.[0]
  const key = String(path.at(-1))
  const advice = (entry: string) => `leave it out, or fill it, such as ${entry}`
  return error('out-of-range', path, `${subject(path)} is empty`, {
    label,
    ...(example !== undefined && entryHelp(advice, key, example)),
  })
}

const patternAt = (path: ConfigPath): string => schemaAt(path)?.pattern ?? '^$'

const explainFormat: Explain = (path, value) => {
  const { what, rule, help, mend } = expectedFormat(path)
  const mended = mend?.(String(value))
  const isMended = mended !== undefined && new RegExp(patternAt(path)).test(mended)
  return error('wrong-format', path, `${subject(path)} is ${shown(value)}, which is not ${what}`, {
    label: rule,
    help: isMended ? `did you mean \`${mended}\`?` : help,
  })
}
