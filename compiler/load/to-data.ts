// Any value → plain JSON data, or every place where it is something else.
// Keys whose value is undefined are left out, as JSON leaves them out; but not a variable of the app's
// environment, which a shell may have and CI has not.
import { types } from 'node:util'
import * as immuc from '../../schema/define-system.ts'
import { type ConfigPath, pathText } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'

export type Data = null | boolean | number | string | Data[] | { [key: string]: Data }

export type ToData = { data: Data; diagnostics: Diagnostic[] }

const deepest = 100
const mostValues = 500_000

type Copying = { faults: Diagnostic[]; values: number }

export function toData(value: unknown): ToData {
  const copying: Copying = { faults: [], values: 0 }
  const data = copy(value, [], [], copying)
  if (copying.values <= mostValues) return { data, diagnostics: copying.faults }
  return { data: null, diagnostics: [tooMany] }
}

function copy(value: unknown, path: ConfigPath, within: object[], copying: Copying): Data {
  copying.values += 1
  if (copying.values > mostValues) return null
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  const fault = faultOf(value, path, within)
  if (fault === undefined) return copyInside(value as object, path, within, copying)
  copying.faults.push(fault)
  return null
}

function copyInside(value: object, path: ConfigPath, within: object[], copying: Copying): Data {
  const inside = [...within, value]
  const copyAt = (step: string | number, nested: unknown) =>
    copy(nested, [...path, step], inside, copying)
  if (Array.isArray(value)) {
    return Array.from({ length: Math.min(value.length, mostValues) }, (_, index) =>
      copyAt(index, value[index]),
    )
  }
  const isEnvironment = pathText(path) === 'app.env'
  const entries = Object.entries(value).filter(
    ([, nested]) => nested !== undefined || isEnvironment,
  )
  return Object.fromEntries(entries.map(([key, nested]) => [key, copyAt(key, nested)]))
}

function faultOf(value: unknown, path: ConfigPath, within: object[]): Diagnostic | undefined {
  if (typeof value !== 'object' || value === null) return notData(path, value)
  if (within.includes(value)) return circular(path)
  if (within.length >= deepest) return tooDeep(path)
  return Array.isArray(value) || isPlain(value) ? undefined : notData(path, value)
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function notData(path: ConfigPath, value: unknown): Diagnostic {
  const { what, help } = describe(value)
  const code = what === 'a promise' ? 'config-is-a-promise' : 'not-data'
  return error(code, path, `${subject(path)} is ${what}`, { label: what, help })
}

const circular = (path: ConfigPath): Diagnostic =>
  error('circular-value', path, `${subject(path)} contains itself`, {
    label: 'refers back to an object around it',
    help: 'copy what you need of it instead',
  })

const tooDeep = (path: ConfigPath): Diagnostic =>
  error('not-data', path.slice(0, 3), `the config is nested deeper than ${deepest} levels`)

const tooMany = error('not-data', [], `the config holds more than ${mostValues} values`)

const subject = (path: ConfigPath): string =>
  path.length === 0 ? 'the default export' : `\`${pathText(path)}\``

type Description = { what: string; help: string }

function describe(value: unknown): Description {
  const plainData = 'use plain data: objects, arrays, strings, numbers and booleans'
  switch (typeof value) {
    case 'function':
      return describeFunction(value)
    case 'undefined':
      return { what: 'undefined', help: "give it a value, such as `… ?? 'none'`, or leave it out" }
    case 'number':
      return { what: String(value), help: numberHelp(value as number) }
    case 'bigint':
      return { what: 'a BigInt', help: 'write it without the `n`' }
    case 'symbol':
      return { what: 'a symbol', help: plainData }
    default:
      return isPromise(value)
        ? {
            what: 'a promise',
            help: 'a config is read at once, without waiting: use what does not wait, such as `readFileSync` in place of `readFile`',
          }
        : { what: `an instance of \`${className(value)}\``, help: plainForm(value) ?? plainData }
  }
}

const numberHelp = (value: number): string =>
  Number.isNaN(value)
    ? '`NaN` is what `Number(…)` makes of a text that is no number, or of nothing: check what it is given'
    : 'use a finite number'

/** How the commonest of them become plain. */
function plainForm(value: unknown): string | undefined {
  if (types.isDate(value)) return 'write it as a string, such as `.toISOString()` gives'
  if (types.isMap(value)) return 'make an object of it: `Object.fromEntries(…)`'
  if (types.isSet(value)) return 'make an array of it: `[...…]`'
  return value instanceof URL ? 'write it as a string: `.href`' : undefined
}

function describeFunction(value: object): Description {
  const name = Object.entries(immuc).find(([, ours]) => ours === value)?.[0]
  const help = name ? `call it: \`${name}(…)\`` : 'call it, and use what it returns'
  return { what: 'a function', help: name === 'secret' ? 'call it: `secret()`' : help }
}

const isPromise = (value: unknown): boolean =>
  types.isPromise(value) ||
  (typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function')

function className(value: unknown): string {
  const name = (value as object).constructor?.name
  return typeof name === 'string' && name !== '' ? name : 'a class'
}
