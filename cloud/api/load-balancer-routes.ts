// /v2/load_balancers: created asynchronously, with an address once active. Changes answer at once
// and are in force when the data plane has taken them over.
import { balancerOf, membersOf } from './balancer.ts'
import { integers, text } from './body.ts'
import { openRegion, regionOf } from './catalog.ts'
import { rulesIn } from './load-balancer-rules.ts'
import { checkDroplets, settingsIn } from './load-balancer-settings.ts'
import type { ForwardingRule, LoadBalancer } from './load-balancer-state.ts'
import { paged } from './page.ts'
import { accepted, forbidden, found, noContent, ok, unprocessable } from './reply.ts'
import { urn } from './resources.ts'
import type { Call, Handler, Routes } from './router.ts'
import { leaveVpc, vpcFor } from './vpc.ts'
import { start } from './work.ts'
import { changed, isoNow, remove, uuid, type World } from './world.ts'

/** A change that answers 204. */
const edit =
  (apply: (balancer: LoadBalancer, call: Call) => void): Handler =>
  (call) => {
    const balancer = changeable(call)
    apply(balancer, call)
    changed(call.world, 'load-balancer', 'updated', balancer)
    return noContent
  }

export const loadBalancerRoutes: Routes = {
  'GET /v2/load_balancers': (call) =>
    paged(call, 'load_balancers', call.world.state.load_balancers.map(view(call))),
  'POST /v2/load_balancers': createBalancer,
  'GET /v2/load_balancers/:lb': (call) => ok({ load_balancer: view(call)(balancerIn(call)) }),
  'PUT /v2/load_balancers/:lb': (call) => {
    const balancer = changeable(call)
    const settings = settingsIn(call.world.state, call.body, balancer.region, balancer)
    Object.assign(balancer, settings)
    changed(call.world, 'load-balancer', 'updated', balancer)
    return ok({ load_balancer: view(call)(balancer) })
  },
  'DELETE /v2/load_balancers/:lb': deleteBalancer,
  'DELETE /v2/load_balancers/:lb/cache': (call) => {
    balancerIn(call)
    return noContent
  },
  'POST /v2/load_balancers/:lb/droplets': edit((balancer, { world, body }) => {
    refuseByTag(balancer)
    const ids = [...new Set([...balancer.droplet_ids, ...(integers(body, 'droplet_ids') ?? [])])]
    checkDroplets(world.state, ids, balancer.region)
    balancer.droplet_ids = ids
  }),
  'DELETE /v2/load_balancers/:lb/droplets': edit((balancer, { body }) => {
    refuseByTag(balancer)
    const gone = integers(body, 'droplet_ids') ?? []
    balancer.droplet_ids = balancer.droplet_ids.filter((id) => !gone.includes(id))
  }),
  'POST /v2/load_balancers/:lb/forwarding_rules': edit((balancer, { world, body }) => {
    const forwarding_rules = [...balancer.forwarding_rules, ...rulesIn(world.state, body)]
    balancer.forwarding_rules = rulesIn(world.state, { forwarding_rules })
  }),
  'DELETE /v2/load_balancers/:lb/forwarding_rules': edit((balancer, { world, body }) => {
    const gone = rulesIn(world.state, body)
    const isGone = (rule: ForwardingRule) =>
      gone.some((other) => JSON.stringify(other) === JSON.stringify(rule))
    const left = balancer.forwarding_rules.filter((rule) => !isGone(rule))
    if (left.length === 0) throw unprocessable('must have at least one forwarding rule')
    balancer.forwarding_rules = left
  }),
}

const balancerIn = ({ world, param }: Call): LoadBalancer =>
  found(world.state.load_balancers.find(({ id }) => id === param('lb')))

function changeable(call: Call): LoadBalancer {
  const balancer = balancerIn(call)
  if (balancer.status === 'new') {
    throw forbidden("Load Balancer can't be updated while it processes previous actions")
  }
  return balancer
}

function refuseByTag({ tag }: LoadBalancer): void {
  if (tag) throw unprocessable('droplets of a load balancer with a tag are managed by the tag')
}

const view = (call: Call) => (balancer: LoadBalancer) => ({
  ...balancer,
  region: regionOf(balancer.region),
  droplet_ids: membersOf(call.world.state, balancer).map(({ id }) => id),
  ipv6: '',
})

function createBalancer(call: Call) {
  const { world, body } = call
  const region = openRegion(text(body, 'region') ?? '', 'Load Balancer').slug
  const settings = settingsIn(world.state, body, region)
  const balancer: LoadBalancer = {
    id: uuid(),
    ...settings,
    region,
    ip: '',
    status: 'new',
    created_at: isoNow(world),
    vpc_uuid: vpcFor(world, text(body, 'vpc_uuid'), region).id,
    type: text(body, 'type') || 'REGIONAL',
    network: text(body, 'network') || 'EXTERNAL',
    network_stack: text(body, 'network_stack') || 'IPV4',
    tls_cipher_policy: text(body, 'tls_cipher_policy') || 'DEFAULT',
    tags: [],
  }
  world.state.load_balancers.push(balancer)
  changed(world, 'load-balancer', 'created', balancer)
  activate(world, balancer)
  return accepted({ load_balancer: view(call)(balancer) })
}

/** Also after a restart, for one that was still new. */
export function activate(world: World, balancer: LoadBalancer): void {
  start(world, {
    what: 'create load-balancer',
    name: balancer.name,
    run: async () => {
      const { ip } = await world.backend.balancers.create(balancerOf(world.state, balancer))
      Object.assign(balancer, { ip, status: 'active' })
      changed(world, 'load-balancer', 'active', balancer, { ip })
    },
    failed: (message) => {
      balancer.status = 'errored'
      changed(world, 'load-balancer', 'errored', balancer, { message })
    },
  })
}

function deleteBalancer(call: Call) {
  const { world } = call
  const balancer = balancerIn(call)
  const last = balancerOf(world.state, balancer)
  remove(world.state.load_balancers, balancer)
  leaveVpc(world, { ...balancer, urn: urn('loadbalancer', balancer.id) })
  changed(world, 'load-balancer', 'deleted', balancer)
  start(world, {
    what: 'destroy load-balancer',
    name: balancer.name,
    run: () => world.backend.balancers.destroy(last),
    failed: (message) => changed(world, 'load-balancer', 'errored', balancer, { message }),
  })
  return noContent
}
