// /v2/droplets: listing, creating and deleting. A deleted droplet is gone from the API at once; its
// machine, its place in the network and its membership in balancers follow.
import { actionView } from './action.ts'
import { actOnDroplet, actOnTagged } from './droplet-actions.ts'
import { createDroplets } from './droplet-create.ts'
import { dropletView, snapshotsOf } from './droplet-view.ts'
import { selected } from './firewall-policy.ts'
import { firewallView } from './firewall-view.ts'
import { imageView } from './image-view.ts'
import { machineOf } from './machine.ts'
import { paged } from './page.ts'
import { badRequest, found, noContent, ok } from './reply.ts'
import { hasTag, urn } from './resources.ts'
import type { Call, Routes } from './router.ts'
import type { Action, Droplet, Image } from './state.ts'
import { leaveVpc } from './vpc.ts'
import { start } from './work.ts'
import { changed, remove, type World } from './world.ts'

export const dropletRoutes: Routes = {
  'GET /v2/droplets': (call) => paged(call, 'droplets', listed(call).map(view(call))),
  'POST /v2/droplets': createDroplets,
  'DELETE /v2/droplets': (call) => {
    const tag = call.query.get('tag_name')
    if (!tag) throw badRequest('tag_name is required')
    for (const droplet of listed(call)) deleteDroplet(call.world, droplet)
    return noContent
  },
  'POST /v2/droplets/actions': (call) => actOnTagged(call, listed(call)),
  'GET /v2/droplets/:droplet': (call) => ok({ droplet: view(call)(dropletOf(call)) }),
  'DELETE /v2/droplets/:droplet': (call) => {
    deleteDroplet(call.world, dropletOf(call))
    return noContent
  },
  'GET /v2/droplets/:droplet/actions': (call) =>
    paged(call, 'actions', actionsOf(call).map(actionView)),
  'POST /v2/droplets/:droplet/actions': (call) => actOnDroplet(call, dropletOf(call)),
  'GET /v2/droplets/:droplet/actions/:action': (call) => {
    const wanted = actionsOf(call).find(({ id }) => String(id) === call.param('action'))
    return ok({ action: actionView(found(wanted)) })
  },
  'GET /v2/droplets/:droplet/snapshots': (call) =>
    paged(call, 'snapshots', snapshotsOf(call.world.state, dropletOf(call)).map(asSnapshot)),
  'GET /v2/droplets/:droplet/backups': (call) => paged(call, 'backups', noneOf(call)),
  'GET /v2/droplets/:droplet/kernels': (call) => paged(call, 'kernels', noneOf(call)),
  'GET /v2/droplets/:droplet/neighbors': (call) => ok({ droplets: noneOf(call) }),
  'GET /v2/droplets/:droplet/backups/policy': (call) => ok({ policy: backupPolicy(call) }),
  'GET /v2/droplets/:droplet/firewalls': (call) => {
    const { state } = call.world
    const droplet = dropletOf(call)
    const guards = state.firewalls.filter(({ droplet_ids, tags }) =>
      selected(state, droplet_ids, tags).includes(droplet),
    )
    return paged(call, 'firewalls', guards.map(firewallView))
  },
}

const view = (call: Call) => (droplet: Droplet) => dropletView(call.world.state, droplet)

/** The provider and packer look for this image among those of the droplet by its name. */
const asSnapshot = (image: Image) => ({ ...imageView(image), type: 'snapshot' })

const dropletOf = ({ world, param }: Call): Droplet =>
  found(world.state.droplets.find(({ id }) => String(id) === param('droplet')))

function noneOf(call: Call): [] {
  dropletOf(call)
  return []
}

function listed({ world, query }: Call): Droplet[] {
  const [tag, name] = [query.get('tag_name'), query.get('name')]
  return world.state.droplets
    .filter((droplet) => tag === null || hasTag(droplet, tag))
    .filter((droplet) => name === null || droplet.name.toLowerCase() === name.toLowerCase())
}

/** Also of a droplet that is deleted, as the API keeps them. */
function actionsOf({ world, param }: Call): Action[] {
  return world.state.actions.filter(
    (action) =>
      action.resource_type === 'droplet' && String(action.resource_id) === param('droplet'),
  )
}

function backupPolicy(call: Call) {
  const droplet = dropletOf(call)
  return {
    droplet_id: droplet.id,
    backup_enabled: droplet.features.includes('backups'),
    backup_policy: droplet.backup_policy ?? null,
    next_backup_window: null,
  }
}

function deleteDroplet(world: World, droplet: Droplet): void {
  const { state, backend } = world
  const machine = machineOf(state, droplet)
  remove(state.droplets, droplet)
  for (const balancer of state.load_balancers) {
    balancer.droplet_ids = balancer.droplet_ids.filter((id) => id !== droplet.id)
  }
  for (const firewall of state.firewalls) {
    firewall.droplet_ids = firewall.droplet_ids.filter((id) => id !== droplet.id)
  }
  for (const reserved of state.reserved_ips.filter((one) => one.droplet_id === droplet.id)) {
    reserved.droplet_id = null
    void backend.reservedIps.assign(reserved.ip, undefined).catch(() => {})
  }
  leaveVpc(world, { ...droplet, urn: urn('droplet', droplet.id) })
  changed(world, 'droplet', 'deleted', droplet)
  start(world, {
    what: 'destroy droplet',
    name: droplet.name,
    run: async () => {
      await backend.machines.destroy(machine)
      changed(world, 'droplet', 'destroyed', droplet)
    },
    failed: (message) => changed(world, 'droplet', 'errored', droplet, { message }),
  })
}
