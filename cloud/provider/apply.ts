// A planned change → the state after it, and the error if it failed. What a failed creation has kept
// (its id) stays, so that Terraform knows it; a failed update has, as with the SDK, its planned values.
import type { Api } from './api-client.ts'
import type { Operation, Resource } from './resource.ts'
import { type Attributes, unknownValue, type Value, withoutUnknown } from './value.ts'
import type { Pace } from './wait.ts'

export type ApplyRequest = {
  readonly prior: Attributes | null
  /** null: to be removed. */
  readonly planned: Attributes | null
  readonly config: Attributes
  readonly api: Api
  readonly pace: Pace
}

export type Applied = { readonly state: Attributes | null; readonly error?: unknown }

export async function applyChange(resource: Resource, request: ApplyRequest): Promise<Applied> {
  const { prior, planned } = request
  if (planned !== null) return change(resource, request, planned)
  if (prior === null) return { state: null }
  try {
    await resource.remove(operation(request, prior, () => {}))
    return { state: null }
  } catch (error) {
    return { state: prior, error }
  }
}

async function change(
  resource: Resource,
  request: ApplyRequest,
  planned: Attributes,
): Promise<Applied> {
  const kept: Attributes = {}
  const running = operation(request, planned, (attributes) => Object.assign(kept, attributes))
  const base = { ...known(planned, request.prior), ...kept }
  try {
    await (request.prior === null ? resource.create(running) : resource.update?.(running))
    const state = { ...base, ...kept }
    const read = await resource.read(request.api, state)
    return { state: read && finished({ ...state, ...read }, planned) }
  } catch (error) {
    const exists = request.prior !== null || kept.id !== undefined
    return { state: exists ? finished({ ...base, ...kept }, planned) : null, error }
  }
}

function operation(
  { prior, config, api, pace }: ApplyRequest,
  planned: Attributes,
  keep: Operation['keep'],
): Operation {
  return { api, pace, prior: prior ?? {}, planned, config, keep }
}

/** What is not known yet stays as it was. */
function known(planned: Attributes, prior: Attributes | null): Attributes {
  const entries = Object.entries(planned).map(([name, value]): [string, Value] => [
    name,
    value === unknownValue ? (prior?.[name] ?? null) : value,
  ])
  return Object.fromEntries(entries)
}

/** An empty text or list that was not planned stays out of the state until the next refresh. */
function finished(state: Attributes, planned: Attributes): Attributes {
  const entries = Object.entries(state).map(([name, value]): [string, Value] => {
    const empty = value === '' || (Array.isArray(value) && value.length === 0)
    return [name, empty && planned[name] === null ? null : withoutUnknown(value)]
  })
  return Object.fromEntries(entries)
}
