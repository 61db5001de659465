// Any value → plain JSON data, or every place where it is something else.
// Keys whose value is undefined are left out, as JSON leaves them out.
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'

export type Data = null | boolean | number | string | Data[] | { [key: string]: Data }

export type ToData = { data: Data; diagnostics: Diagnostic[] }

const deepest = 100

export function toData(value: unknown): ToData {
  const diagnostics: Diagnostic[] = []
  const data = copy(value, [], [], diagnostics)
  return { data, diagnostics }
}

function copy(value: unknown, path: ConfigPath, within: object[], faults: Diagnostic[]): Data {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value !== 'object') return refuse(faults, notData(path, value))
  if (within.includes(value)) return refuse(faults, circular(path))
  if (within.length >= deepest) return refuse(faults, tooDeep(path))
  const inside = [...within, value]
  if (Array.isArray(value)) {
    return value.map((item, index) => copy(item, [...path, index], inside, faults))
  }
  if (!isPlain(value)) return refuse(faults, notData(path, value))
  const entries = Object.entries(value)
    .filter(([, nested]) => nested !== undefined)
    .map(([key, nested]) => [key, copy(nested, [...path, key], inside, faults)] as const)
  return Object.fromEntries(entries)
}

function refuse(faults: Diagnostic[], fault: Diagnostic): null {
  faults.push(fault)
  return null
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function notData(path: ConfigPath, value: unknown): Diagnostic {
  const what = describeKind(value)
  if (what === 'a promise') {
    return error('config-is-a-promise', path, `${subject(path)} is a promise`, {
      label: 'a promise',
      help: 'a config is evaluated at once: read files with the synchronous functions of `node:fs`',
    })
  }
  return error('not-data', path, `${subject(path)} is ${what}`, {
    label: what,
    help: 'use plain data: objects, arrays, strings, numbers and booleans',
  })
}

const circular = (path: ConfigPath): Diagnostic =>
  error('circular-value', path, `${subject(path)} contains itself`, {
    label: 'refers back to an object around it',
    help: 'copy what you need of it instead',
  })

const tooDeep = (path: ConfigPath): Diagnostic =>
  error('not-data', path.slice(0, 3), `the config is nested deeper than ${deepest} levels`)

const subject = (path: ConfigPath): string =>
  path.length === 0 ? 'the default export' : `\`${path[path.length - 1]}\``

function describeKind(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return `${typeof value} \`${String(value)}\``
  if ('then' in value && typeof value.then === 'function') return 'a promise'
  return `an instance of \`${value.constructor?.name ?? 'a class'}\``
}
