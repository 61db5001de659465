// /v2/reserved_ips and the older /v2/floating_ips: the same addresses under two names, and the
// actions that assign them to droplets and take them away.
import { actionLink, actionView } from './action.ts'
import { integer, oneOf, text } from './body.ts'
import { openRegion, regionOf } from './catalog.ts'
import { dropletView } from './droplet-view.ts'
import { paged } from './page.ts'
import { accepted, created, found, noContent, ok, unprocessable } from './reply.ts'
import { addressNumber, assign, checkAssignable, unassign } from './reserved-ip.ts'
import { defaultProjectId } from './resources.ts'
import type { Call, Routes } from './router.ts'
import type { Action, ReservedIp } from './state.ts'
import { changed, remove } from './world.ts'

type Names = { one: string; many: string }

const routesFor = ({ one, many }: Names): Routes => {
  const show = (call: Call, ip: ReservedIp) => ({ [one]: reservedIpView(call, ip) })
  return {
    [`GET /v2/${many}`]: (call) =>
      paged(
        call,
        many,
        call.world.state.reserved_ips.map((ip) => reservedIpView(call, ip)),
      ),
    [`POST /v2/${many}`]: (call) => reserve(call, one),
    [`GET /v2/${many}/:ip`]: (call) => ok(show(call, ipOf(call))),
    [`DELETE /v2/${many}/:ip`]: release,
    [`GET /v2/${many}/:ip/actions`]: (call) =>
      paged(call, 'actions', actionsOf(call).map(actionView)),
    [`POST /v2/${many}/:ip/actions`]: act,
    [`GET /v2/${many}/:ip/actions/:action`]: (call) => {
      const wanted = actionsOf(call).find(({ id }) => String(id) === call.param('action'))
      return ok({ action: actionView(found(wanted)) })
    },
  }
}

export const reservedIpRoutes: Routes = {
  ...routesFor({ one: 'reserved_ip', many: 'reserved_ips' }),
  ...routesFor({ one: 'floating_ip', many: 'floating_ips' }),
}

const ipOf = ({ world, param }: Call): ReservedIp =>
  found(world.state.reserved_ips.find(({ ip }) => ip === param('ip')))

function reservedIpView({ world }: Call, reserved: ReservedIp) {
  const { state } = world
  const droplet = state.droplets.find(({ id }) => id === reserved.droplet_id)
  const number = addressNumber(reserved)
  return {
    ip: reserved.ip,
    region: regionOf(reserved.region),
    droplet: droplet ? dropletView(state, droplet) : null,
    locked: state.actions.some(
      ({ status, resource_id }) => status === 'in-progress' && resource_id === number,
    ),
    project_id: reserved.project_id,
  }
}

async function reserve(call: Call, one: string) {
  const { world, body } = call
  const droplet = world.state.droplets.find(({ id }) => id === integer(body, 'droplet_id'))
  if (body.droplet_id && !droplet) throw unprocessable('Droplet does not exist')
  const region = openRegion(droplet?.region ?? text(body, 'region') ?? '', 'Reserved IP').slug
  if (world.state.reserved_ips.length >= world.reservedIpLimit) {
    throw unprocessable('You have reached your reserved IP limit')
  }
  if (droplet) checkAssignable(world, droplet, region)
  const ip = await world.backend.reservedIps.reserve(region)
  const project_id = text(body, 'project_id') || defaultProjectId(world.state)
  const reserved = { ip, region, droplet_id: null, project_id }
  world.state.reserved_ips.push(reserved)
  changed(world, 'reserved-ip', 'created', { id: ip, name: ip })
  if (!droplet) return accepted({ [one]: reservedIpView(call, reserved), links: {} })
  const action = assign(world, reserved, droplet)
  const links = { actions: [actionLink(world, action, 'assign_ip')] }
  return accepted({ [one]: reservedIpView(call, reserved), links })
}

function release(call: Call) {
  const reserved = ipOf(call)
  remove(call.world.state.reserved_ips, reserved)
  void call.world.backend.reservedIps.release(reserved.ip).catch(() => {})
  changed(call.world, 'reserved-ip', 'deleted', { id: reserved.ip, name: reserved.ip })
  return noContent
}

const actionsOf = (call: Call): Action[] => {
  const number = addressNumber(ipOf(call))
  return call.world.state.actions.filter(
    (action) => action.resource_type === 'reserved_ip' && action.resource_id === number,
  )
}

function act(call: Call) {
  const { world, body } = call
  const reserved = ipOf(call)
  const type = oneOf(body, 'type', ['assign', 'unassign'])
  if (type === undefined) throw unprocessable('type is required')
  if (type === 'unassign') return created({ action: actionView(unassign(world, reserved)) })
  const droplet = world.state.droplets.find(({ id }) => id === integer(body, 'droplet_id'))
  if (!droplet) throw unprocessable('Droplet does not exist')
  checkAssignable(world, droplet, reserved.region, reserved)
  return created({ action: actionView(assign(world, reserved, droplet)) })
}
