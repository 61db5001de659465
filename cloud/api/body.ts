// Fields of a JSON request body -> typed values. A field of another type is refused with 422, an
// absent or null one is undefined.
import { unprocessable } from './reply.ts'

export type Body = Record<string, unknown>

function read<T>(
  body: Body,
  field: string,
  kind: string,
  is: (value: unknown) => boolean,
): T | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (!is(value)) throw unprocessable(`${field} must be ${kind}`)
  return value as T
}

const isText = (value: unknown) => typeof value === 'string'
const isInteger = (value: unknown) => Number.isInteger(value)
const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (is: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(is)

export const text = (body: Body, field: string) => read<string>(body, field, 'a string', isText)

export const integer = (body: Body, field: string) =>
  read<number>(body, field, 'an integer', isInteger)

export const flag = (body: Body, field: string) =>
  read<boolean>(body, field, 'a boolean', (value) => typeof value === 'boolean')

export const texts = (body: Body, field: string) =>
  read<string[]>(body, field, 'a list of strings', listOf(isText))

export const integers = (body: Body, field: string) =>
  read<number[]>(body, field, 'a list of integers', listOf(isInteger))

export const object = (body: Body, field: string) => read<Body>(body, field, 'an object', isObject)

export const objects = (body: Body, field: string) =>
  read<Body[]>(body, field, 'a list of objects', listOf(isObject))

export function requiredText(body: Body, field: string): string {
  const value = text(body, field)
  if (value === undefined || value === '') throw unprocessable(`${field} can't be blank`)
  return value
}

export function requiredInteger(body: Body, field: string): number {
  const value = integer(body, field)
  if (value === undefined) throw unprocessable(`${field} is required`)
  return value
}

export function oneOf(body: Body, field: string, allowed: readonly string[]): string | undefined {
  const value = text(body, field)
  if (value !== undefined && !allowed.includes(value)) {
    throw unprocessable(`${field} must be one of ${allowed.join(', ')}`)
  }
  return value
}

export function within(body: Body, field: string, [least, most]: readonly [number, number]) {
  const value = integer(body, field)
  if (value !== undefined && (value < least || value > most)) {
    throw unprocessable(`${field} must be between ${least} and ${most}`)
  }
  return value
}
