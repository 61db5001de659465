// Actions: records of what goes on with a droplet, image or reserved IP, from in-progress to
// completed or errored. `completed_at` is set together with the status; clients poll for either.
import { timestamp } from '../clock.ts'
import type { Body } from './body.ts'
import { regionOf } from './catalog.ts'
import type { Action } from './state.ts'
import { changed, isoNow, nextId, type World } from './world.ts'

export type ActionOf = { id: number; kind: Action['resource_type']; region: string }

export function beginAction(world: World, type: string, of: ActionOf, request: Body = {}): Action {
  const action: Action = {
    id: nextId(world),
    type,
    status: 'in-progress',
    started_at: isoNow(world),
    completed_at: null,
    resource_id: of.id,
    resource_type: of.kind,
    region: of.region,
    request,
  }
  world.state.actions.push(action)
  changed(world, 'action', 'in-progress', { id: action.id, name: type }, { of: of.id })
  return action
}

export function endAction(world: World, action: Action, status: 'completed' | 'errored'): void {
  action.status = status
  action.completed_at = timestamp(world.clock.now())
  const subject = { id: action.id, name: action.type }
  changed(world, 'action', status, subject, { of: action.resource_id })
}

export const pendingAction = (world: World, kind: string, id: number): Action | undefined =>
  world.state.actions.find(
    (action) =>
      action.status === 'in-progress' && action.resource_type === kind && action.resource_id === id,
  )

export const actionView = ({ request, region, ...action }: Action) => ({
  ...action,
  region: regionOf(region) ?? null,
  region_slug: region,
})

/** As godo follows it: the last part of the path is the id. */
export const actionLink = (world: World, action: Action, rel: string) => ({
  id: action.id,
  rel,
  href: `${world.url}/v2/actions/${action.id}`,
})
