// Moving a reserved IP: an action that ends when the data plane has followed. A droplet has one at
// most, and an address one pending action.

import { beginAction, endAction, pendingAction } from './action.ts'
import { toNumber } from './addresses.ts'
import { machineOf } from './machine.ts'
import { unprocessable } from './reply.ts'
import type { Action, Droplet, ReservedIp } from './state.ts'
import { start } from './work.ts'
import { changed, type World } from './world.ts'

/** Actions name their resource by number: an address is its 32 bits. */
export const addressNumber = ({ ip }: ReservedIp): number => toNumber(ip) ?? 0

/** Whether the API takes an assignment that is in force already is not known; here it does. */
export function checkAssignable(
  { state }: World,
  droplet: Droplet,
  region: string,
  self?: ReservedIp,
): void {
  if (droplet.region !== region) {
    throw unprocessable('Droplet and reserved IP must be in the same region')
  }
  if (state.reserved_ips.some((other) => other !== self && other.droplet_id === droplet.id)) {
    throw unprocessable('Droplet already has a reserved IP')
  }
}

export function assign(world: World, reserved: ReservedIp, droplet: Droplet): Action {
  return move(world, reserved, droplet, 'assign_ip')
}

export function unassign(world: World, reserved: ReservedIp): Action {
  if (reserved.droplet_id === null) throw unprocessable('The reserved IP is not assigned')
  return move(world, reserved, undefined, 'unassign_ip')
}

function move(
  world: World,
  reserved: ReservedIp,
  droplet: Droplet | undefined,
  type: string,
): Action {
  const id = addressNumber(reserved)
  if (pendingAction(world, 'reserved_ip', id)) {
    throw unprocessable('The reserved IP already has a pending event.')
  }
  const of = { id, kind: 'reserved_ip', region: reserved.region } as const
  const request = { ip: reserved.ip, ...(droplet && { droplet_id: droplet.id }) }
  const action = beginAction(world, type, of, request)
  resumeMove(world, action)
  return action
}

export function resumeMove(world: World, action: Action): void {
  const { state } = world
  const ip = String(action.request.ip)
  const droplet = state.droplets.find(({ id }) => id === action.request.droplet_id)
  const subject = { id: ip, name: ip }
  start(world, {
    what: droplet ? 'assign reserved-ip' : 'unassign reserved-ip',
    name: ip,
    run: async () => {
      await world.backend.reservedIps.assign(ip, droplet && machineOf(state, droplet))
      const reserved = state.reserved_ips.find((one) => one.ip === ip)
      if (reserved) reserved.droplet_id = droplet?.id ?? null
      endAction(world, action, 'completed')
      const what = droplet ? 'assigned' : 'unassigned'
      changed(world, 'reserved-ip', what, subject, { droplet: droplet?.id })
    },
    failed: (message) => {
      endAction(world, action, 'errored')
      changed(world, 'reserved-ip', 'errored', subject, { message })
    },
  })
}
