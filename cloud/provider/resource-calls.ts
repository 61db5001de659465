// The calls about one resource: bring its state up to date, read it, plan it, change it, import it.
// A failure becomes a diagnostic beside the state that Terraform is to keep.
import type { ProviderOptions } from './account.ts'
import { type Account, type Api, apiClient } from './api-client.ts'
import { applyChange } from './apply.ts'
import { decoded, encoded, failure } from './dynamic-value.ts'
import { planChange } from './plan.ts'
import type { Resource } from './resource.ts'
import { resources } from './resources.ts'
import { resourceSchema } from './table.ts'
import type { CallName, Calls } from './wire/calls.ts'

export type Session = {
  readonly options: ProviderOptions
  readonly stop: AbortController
  account?: Account
}

export type Request<Name extends CallName> = Calls[Name][0]
export type Answer<Name extends CallName> = Calls[Name][1]

export function resourceOf(name: string): Resource {
  const resource = resources[name]
  if (resource === undefined) throw new Error(`the stand-in provider has no resource type ${name}`)
  return resource
}

export function upgradeState(
  request: Request<'UpgradeResourceState'>,
): Answer<'UpgradeResourceState'> {
  const { block } = resourceSchema(request.type_name)
  const { json } = request.raw_state
  return { upgraded_state: encoded(block, JSON.parse(Buffer.from(json ?? '').toString('utf8'))) }
}

export function apiOf({ account, options }: Session): Api {
  if (account === undefined) throw new Error('the provider is not configured')
  return apiClient(account, options)
}

export async function readResource(
  session: Session,
  request: Request<'ReadResource'>,
): Promise<Answer<'ReadResource'>> {
  const { block } = resourceSchema(request.type_name)
  const state = decoded(block, request.current_state) ?? {}
  try {
    const read = await resourceOf(request.type_name).read(apiOf(session), state)
    return { new_state: encoded(block, read && { ...state, ...read }), private: request.private }
  } catch (error) {
    return { new_state: request.current_state, diagnostics: [failure(error)] }
  }
}

export function planResource(request: Request<'PlanResourceChange'>): Answer<'PlanResourceChange'> {
  const { block } = resourceSchema(request.type_name)
  const kept = { planned_private: request.prior_private, legacy_type_system: true }
  const config = decoded(block, request.config)
  if (decoded(block, request.proposed_new_state) === null || config === null) {
    return { planned_state: request.proposed_new_state, ...kept }
  }
  try {
    const prior = decoded(block, request.prior_state)
    const { planned, replacedBy } = planChange(resourceOf(request.type_name), block, {
      prior,
      config,
    })
    const requires_replace = replacedBy.map((name) => ({ steps: [{ attribute_name: name }] }))
    return { planned_state: encoded(block, planned), requires_replace, ...kept }
  } catch (error) {
    return { planned_state: request.proposed_new_state, diagnostics: [failure(error)], ...kept }
  }
}

export async function applyResource(
  session: Session,
  request: Request<'ApplyResourceChange'>,
): Promise<Answer<'ApplyResourceChange'>> {
  const { block } = resourceSchema(request.type_name)
  const { state, error } = await applyChange(resourceOf(request.type_name), {
    prior: decoded(block, request.prior_state),
    planned: decoded(block, request.planned_state),
    config: decoded(block, request.config) ?? {},
    api: apiOf(session),
    pace: { pollMs: session.options.pollMs, signal: session.stop.signal },
  })
  return {
    new_state: encoded(block, state),
    private: request.planned_private,
    legacy_type_system: true,
    ...(error !== undefined && { diagnostics: [failure(error)] }),
  }
}

export async function importResource(
  session: Session,
  { type_name, id }: Request<'ImportResourceState'>,
): Promise<Answer<'ImportResourceState'>> {
  try {
    const known = await resourceOf(type_name).imported?.(id, apiOf(session))
    const state = encoded(resourceSchema(type_name).block, { id, ...known })
    return { imported_resources: [{ type_name, state }] }
  } catch (error) {
    return { diagnostics: [failure(error)] }
  }
}
