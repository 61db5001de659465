// A value of the state or the configuration → what a request needs. Like the SDK's GetOk, nothing
// comes of what is unknown, null or the type's zero, so it is left out of the request.
import { type Attributes, isAttributes, type Value } from './value.ts'

type Given = Value | undefined

export const text = (value: Given): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const whole = (value: Given): number | undefined =>
  typeof value === 'number' && value !== 0 ? value : undefined

export const flag = (value: Given): boolean => value === true

export const texts = (value: Given): string[] => each(value).filter((v) => typeof v === 'string')

export const wholes = (value: Given): number[] => each(value).filter((v) => typeof v === 'number')

export const blocks = (value: Given): Attributes[] => each(value).filter(isAttributes)

const each = (value: Given): Value[] => (Array.isArray(value) ? value : [])

/** A list, or nothing if it is empty. */
export const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)

/** The number that a decimal text writes, or the text: how an id and a slug share an attribute. */
export const idOrText = (value: string): number | string =>
  /^\d+$/.test(value) ? Number(value) : value
