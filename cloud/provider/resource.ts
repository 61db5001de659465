// What a resource type and a data source are: declarations that the plan reads, and the calls to the
// API. `create` and `update` only change things; the provider reads the new state itself afterwards.
import type { Api } from './api-client.ts'
import type { Check } from './check.ts'
import { parseDuration } from './duration.ts'
import { type Attributes, isAttributes, type Value } from './value.ts'
import type { Pace } from './wait.ts'

export type Operation = {
  readonly api: Api
  readonly pace: Pace
  /** As it was; {} before it exists. */
  readonly prior: Attributes
  /** As it shall be; while it is removed, as it was. */
  readonly planned: Attributes
  /** As written, so with what the state does not hold; {} while it is removed. */
  readonly config: Attributes
  /** What stays in the state even if a later step fails: the id, from the moment that there is one. */
  readonly keep: (attributes: Attributes) => void
}

export type Defaults = { readonly [name: string]: string | number | boolean | Defaults }

export type Change = {
  readonly prior: Attributes
  readonly planned: Attributes
  readonly config: Attributes
}

/** What the code of a type says about a plan besides its declarations. */
export type Customised = {
  /** Attributes whose change makes a new resource this time. */
  readonly replacedBy?: readonly string[]
  /** Attributes that the API will choose anew. */
  readonly unknown?: readonly string[]
}

export type Resource = {
  /** Of what is left out; of a block's members by the block's name. */
  readonly defaults?: Defaults
  /** A change of these makes a new resource. */
  readonly replacedBy?: readonly string[]
  /** What the state holds in place of what is written. */
  readonly stored?: { readonly [name: string]: (written: string) => string }
  /** True where a difference is none. */
  readonly unchanged?: {
    readonly [name: string]: (before: Value, after: Value, change: Change) => boolean
  }
  /** By attribute, with a dot before a block's members. */
  readonly checks?: { readonly [path: string]: Check }
  /** Groups of which one attribute at most is given. */
  readonly conflicts?: readonly (readonly string[])[]
  /** Looks at a plan as a whole; throws what is wrong with it. */
  readonly customise?: (change: Change) => Customised
  readonly create: (operation: Operation) => Promise<void>
  /** null when it is gone. Also called with the id alone, after an import. */
  readonly read: (api: Api, state: Attributes) => Promise<Attributes | null>
  readonly update?: (operation: Operation) => Promise<void>
  readonly remove: (operation: Operation) => Promise<void>
  /** The attributes that an import knows before it reads. */
  readonly imported?: (id: string, api: Api) => Attributes | Promise<Attributes>
}

export type DataSource = {
  readonly checks?: { readonly [path: string]: Check }
  readonly read: (api: Api, config: Attributes) => Promise<Attributes>
}

/** The time that the `timeouts` block gives an operation, or the type's default. */
export function timeoutMs(state: Attributes, operation: string, usual: string): number {
  const given = isAttributes(state.timeouts) ? state.timeouts[operation] : null
  return parseDuration(typeof given === 'string' ? given : usual) ?? parseDuration(usual) ?? 0
}

/** Puts what was being done before the message of a failure. */
export async function during<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw Object.assign(error as Error, { message: `${what}: ${(error as Error).message}` })
  }
}

export const hasChanged = (
  { prior, planned }: Pick<Operation, 'prior' | 'planned'>,
  ...names: string[]
): boolean => names.some((name) => JSON.stringify(prior[name]) !== JSON.stringify(planned[name]))
