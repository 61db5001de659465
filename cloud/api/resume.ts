// A loaded state -> a data plane that knows what was settled, and the work that was under way started
// again from its beginning.
import type { Settled } from '../backend.ts'
import { balancerOf } from './balancer.ts'
import { issue } from './certificate-routes.ts'
import { finishChange } from './database-changes.ts'
import { clusterOf } from './database-cluster.ts'
import { bringOnline } from './database-create.ts'
import { replicate } from './database-replicas.ts'
import { resumeDropletAction } from './droplet-actions.ts'
import { resumeTransfer } from './image-routes.ts'
import { activate } from './load-balancer-routes.ts'
import { machineOf } from './machine.ts'
import { propagate } from './propagate.ts'
import { resumeMove } from './reserved-ip.ts'
import type { Action, State } from './state.ts'
import type { World } from './world.ts'

export async function resume(world: World): Promise<void> {
  await world.backend.restore(settled(world.state))
  for (const action of world.state.actions.filter(({ status }) => status === 'in-progress')) {
    resumeAction(world, action)
  }
  for (const balancer of world.state.load_balancers) {
    if (balancer.status === 'new') activate(world, balancer)
  }
  for (const certificate of world.state.certificates) {
    if (certificate.state === 'pending') issue(world, certificate)
  }
  resumeDatabases(world)
  propagate(world)
}

function resumeAction(world: World, action: Action): void {
  if (action.resource_type === 'droplet') resumeDropletAction(world, action)
  else if (action.resource_type === 'image') resumeTransfer(world, action)
  else resumeMove(world, action)
}

function resumeDatabases(world: World): void {
  for (const database of world.state.databases) {
    if (database.status === 'creating') bringOnline(world, database)
    else if (database.status !== 'online') finishChange(world, database)
    for (const replica of database.replicas) {
      if (replica.status === 'creating') replicate(world, database, replica)
    }
  }
}

const settled = (state: State): Settled => ({
  machines: state.droplets
    .filter(({ addresses }) => addresses !== undefined)
    .map((droplet) => ({ ...machineOf(state, droplet), running: droplet.status === 'active' })),
  reservedIps: state.reserved_ips.map(({ ip, droplet_id }) => ({
    ip,
    dropletId: droplet_id ?? undefined,
  })),
  balancers: state.load_balancers
    .filter(({ status }) => status === 'active')
    .map((balancer) => balancerOf(state, balancer)),
  databases: state.databases
    .filter(({ status }) => status !== 'creating' && status !== 'errored')
    .map((database) => clusterOf(state, database)),
})
