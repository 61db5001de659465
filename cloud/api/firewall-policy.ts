// Stored firewalls -> the rules the data plane enforces, every name resolved to present addresses.
import type { FirewallRule, Firewall as Policy } from '../backend.ts'
import { hasTag } from './resources.ts'
import type { Droplet, Firewall, State } from './state.ts'

type Peers = {
  addresses?: string[]
  droplet_ids?: number[]
  tags?: string[]
  load_balancer_uids?: string[]
}

export const selected = (
  state: State,
  ids: readonly number[],
  tags: readonly string[],
): Droplet[] =>
  state.droplets.filter(
    (droplet) => ids.includes(droplet.id) || tags.some((tag) => hasTag(droplet, tag)),
  )

export const addressesOf = (droplets: readonly Droplet[]): string[] =>
  droplets.flatMap(({ addresses }) =>
    addresses ? [addresses.privateIpv4, addresses.publicIpv4] : [],
  )

export const policyOf = (state: State, firewall: Firewall): Policy => ({
  id: firewall.id,
  name: firewall.name,
  rules: [
    ...firewall.inbound_rules.map((rule) => resolve(state, 'inbound', rule)),
    ...firewall.outbound_rules.map((rule) => resolve(state, 'outbound', rule)),
  ],
  dropletIds: selected(state, firewall.droplet_ids, firewall.tags).map(({ id }) => id),
})

function resolve(
  state: State,
  direction: FirewallRule['direction'],
  rule: Record<string, unknown>,
): FirewallRule {
  const peers = (direction === 'inbound' ? rule.sources : rule.destinations) as Peers
  const droplets = selected(state, peers.droplet_ids ?? [], peers.tags ?? [])
  const balancers = state.load_balancers.filter(({ id }) => peers.load_balancer_uids?.includes(id))
  return {
    direction,
    protocol: String(rule.protocol),
    ports: String(rule.ports),
    peers: [
      ...(peers.addresses ?? []),
      ...addressesOf(droplets),
      ...balancers.map(({ ip }) => ip).filter((ip) => ip !== ''),
    ],
  }
}
