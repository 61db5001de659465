// The checks of single arguments that run before a plan, with the wording of the SDK's validators.
// A value that is not known yet passes.
import type { Value } from './value.ts'

/** What is wrong with a value of the named attribute, or undefined. */
export type Check = (value: Value, name: string) => string | undefined

export const notEmpty: Check = (value, name) => {
  if (value === '') return `${name} must not be empty, got `
  return value === 0 ? `${name} must not be zero, got 0` : undefined
}

export const oneOf =
  (...allowed: string[]): Check =>
  (value, name) => {
    if (typeof value !== 'string' || allowed.includes(value)) return undefined
    const list = allowed.map((each) => JSON.stringify(each)).join(' ')
    return `expected ${name} to be one of [${list}], got ${value}`
  }

/** As `oneOf`, in any case of letters. */
export const oneOfAnyCase =
  (...allowed: string[]): Check =>
  (value, name) =>
    typeof value === 'string' && allowed.includes(value.toUpperCase())
      ? undefined
      : oneOf(...allowed)(value, name)

export const between =
  (least: number, most: number): Check =>
  (value, name) =>
    typeof value !== 'number' || (value >= least && value <= most)
      ? undefined
      : `expected ${name} to be in the range (${least} - ${most}), got ${value}`

export const atLeast =
  (least: number): Check =>
  (value, name) =>
    typeof value !== 'number' || value >= least
      ? undefined
      : `expected ${name} to be at least (${least}), got ${value}`

export const lengthBetween =
  (least: number, most: number): Check =>
  (value, name) =>
    typeof value !== 'string' || (value.length >= least && value.length <= most)
      ? undefined
      : `expected length of ${name} to be in the range (${least} - ${most}), got ${value}`

export const tagName: Check = (value) =>
  typeof value !== 'string' || /^[a-zA-Z0-9:\-_]{1,255}$/.test(value)
    ? undefined
    : 'tags may contain lowercase letters, numbers, colons, dashes, and underscores; there is a limit of 255 characters per tag'

export const cidr: Check = (value, name) =>
  typeof value !== 'string' || /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(value)
    ? undefined
    : `expected "${name}" to be a valid IPv4 Value, got ${value}: invalid CIDR address: ${value}`
