// A value of a wrong type → the diagnostic, with the way out where it is sure.
import { mayBeSecret } from '../check/secret-signs.ts'
import { type ConfigPath, pathText } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { entryHelp, subject } from './phrases.ts'
import { schemaAt } from './schema-at.ts'

export function explainType(path: ConfigPath, value: unknown, type: string): Diagnostic {
  const wanted = article(type)
  return error(
    'wrong-type',
    path,
    `${subject(path)} is ${kindOf(value)}, but it must be ${wanted}`,
    { label: `${wanted} belongs here`, ...typeHelp(path, value, type) },
  )
}

type Help = Pick<Diagnostic, 'help' | 'helpInJson'>

function typeHelp(path: ConfigPath, value: unknown, type: string): Help {
  const key = String(path.at(-1))
  if (value === null && isOptional(path)) return { help: `leave \`${key}\` out if there is none` }
  if (typeof value === 'string' && isSpelled(value, type)) {
    return { help: `write it without quotes: \`${value.trim()}\`` }
  }
  if (type === 'string' && typeof value === 'number') return inQuotes(value)
  if (type === 'array' && typeof value === 'string') {
    const items = value.length < 60 ? itemsOf(value, path) : ['…']
    const list = (quote: string) => items.map((item) => quote + item + quote).join(', ')
    return {
      help: `put it in brackets: \`[${list("'")}]\``,
      helpInJson: `put it in brackets: \`[${list('"')}]\``,
    }
  }
  const example = type === 'object' ? meantObject(path, value) : undefined
  return example === undefined ? {} : entryHelp((entry) => `write it like ${entry}`, key, example)
}

/** A command's words are entries of their own. */
const itemsOf = (text: string, path: ConfigPath): readonly string[] =>
  pathText(path) === 'app.command' && /^[\w@%+=:,./ -]+$/.test(text)
    ? text.trim().split(/ +/)
    : [text]

const inQuotes = (value: unknown): Help => ({
  help: `put it in quotes: \`'${value}'\``,
  helpInJson: `put it in quotes: \`"${value}"\``,
})

/** An artifact's place is often written without its kind, and a domain in one piece. */
function meantObject(path: ConfigPath, value: unknown): unknown {
  if (pathText(path) === 'app.artifact' && typeof value === 'string' && value.length < 60) {
    return value.includes('://') ? { url: value } : { file: value }
  }
  const [, record, zone] = domainForm.exec(pathText(path) === 'domain' ? String(value) : '') ?? []
  return record && zone ? { zone, record } : schemaAt(path)?.examples?.[0]
}

const domainForm = /^([a-z0-9-]+)\.((?:[a-z0-9-]+\.)+[a-z]{2,})$/

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

const secret = { secret: true }

function envValueHelp(path: ConfigPath, value: unknown, isTouchy: boolean): Help {
  const name = String(path.at(-1))
  if (value === null) return { help: `leave \`${name}\` out if it has no value` }
  if (isTouchy) return entryHelp((entry) => `if it is a secret, write ${entry}`, name, secret)
  if (Array.isArray(value)) {
    return {
      help: "make one text of them, such as `['a', 'b'].join(',')`",
      helpInJson: 'make one text of them, such as `"a,b"`',
    }
  }
  if (typeof value === 'object') {
    return {
      help: 'make a text of it, such as `JSON.stringify({ … })`',
      helpInJson: 'make a text of it',
    }
  }
  return inQuotes(value)
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
