// A value of a wrong type → the diagnostic, with the way out where it is sure.
import { mayBeSecret } from '../check/secret-signs.ts'
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { briefLiteral, subject } from './phrases.ts'
import { schemaAt } from './schema-at.ts'

export function explainType(path: ConfigPath, value: unknown, type: string): Diagnostic {
  const wanted = article(type)
  const help = typeHelp(path, value, type)
  return error(
    'wrong-type',
    path,
    `${subject(path)} is ${kindOf(value)}, but it must be ${wanted}`,
    {
      label: `${wanted} belongs here`,
      ...(help !== undefined && { help }),
    },
  )
}

function typeHelp(path: ConfigPath, value: unknown, type: string): string | undefined {
  const key = String(path.at(-1))
  if (value === null && isOptional(path)) return `leave \`${key}\` out if there is none`
  if (typeof value === 'string' && isSpelled(value, type)) {
    return `write it without quotes: \`${value.trim()}\``
  }
  if (type === 'string' && typeof value === 'number') return `put it in quotes: \`'${value}'\``
  if (type === 'array' && typeof value === 'string') {
    return `put it in brackets: \`['${value.length < 40 ? value : '…'}']\``
  }
  const example = schemaAt(path)?.examples?.[0]
  if (type !== 'object' || typeof example !== 'object' || example === null) return undefined
  return `write it like \`${key}: ${briefLiteral(example)}\``
}

const isOptional = (path: ConfigPath): boolean => {
  const required = schemaAt(path.slice(0, -1))?.required ?? []
  return path.length > 0 && !required.includes(String(path.at(-1)))
}

function isSpelled(text: string, type: string): boolean {
  if (type === 'integer') return /^\s*\d+\s*$/.test(text)
  return type === 'boolean' && (text === 'true' || text === 'false')
}

export function explainEnvValue(path: ConfigPath, value: unknown): Diagnostic {
  const isObject = typeof value === 'object' && value !== null
  const isTouchy = !isObject && mayBeSecret(String(path.at(-1)), String(value))
  const kind = isTouchy ? `a ${typeof value}` : kindOf(value)
  return error(
    'wrong-type',
    path,
    `${subject(path)} is ${kind}, but an environment variable is a string`,
    {
      label: 'a string, `secret()` or `plain(…)` belongs here',
      ...envValueHelp(path, value, isTouchy),
      // What an object holds, nobody knows.
      hidesValue: isTouchy || isObject,
    },
  )
}

function envValueHelp(
  path: ConfigPath,
  value: unknown,
  isTouchy: boolean,
): Pick<Diagnostic, 'help'> {
  const name = String(path.at(-1))
  if (value === null) return { help: `leave \`${name}\` out if it has no value` }
  if (isTouchy) return { help: `if it is a secret, write \`${name}: secret()\`` }
  if (typeof value === 'object') return {}
  return { help: `put it in quotes: \`'${value}'\`` }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'string') return 'a string'
  if (typeof value === 'object') return 'an object'
  return `the ${typeof value} ${shown(value)}`
}

const article = (type: string): string =>
  ({ integer: 'a whole number', array: 'an array', object: 'an object' })[type] ?? `a ${type}`
