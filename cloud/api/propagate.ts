// State -> the data plane: whatever the last change made different is told to the backend, once, and
// in order for each target. So a tag, a new address or a deleted droplet reaches balancers,
// firewalls and trusted sources without the handlers knowing of it.
import type { ResourceKind } from '../events.ts'
import { balancerOf } from './balancer.ts'
import { clusterOf } from './database-cluster.ts'
import type { Database } from './database-state.ts'
import { dnsRecord } from './dns-record.ts'
import { policyOf } from './firewall-policy.ts'
import { changed, type World } from './world.ts'

type Target = { kind: ResourceKind; id: string; name: string }

export function propagate(world: World): void {
  tellBalancers(world)
  tellFirewalls(world)
  tellRecords(world)
  for (const database of world.state.databases) void tellDatabase(world, database)
}

/** Settles when the backend has got there; a view that it was told already is not told again. */
function tell(
  world: World,
  target: Target,
  view: unknown,
  apply: () => Promise<void>,
): Promise<void> {
  const key = `${target.kind} ${target.id}`
  const text = JSON.stringify(view)
  const last = world.told.get(key)
  if (last?.text === text) return last.done
  const before = last?.done.catch(() => {}) ?? Promise.resolve()
  const done = before.then(apply).then(() => changed(world, target.kind, 'applied', target))
  done.catch((error: unknown) =>
    changed(world, target.kind, 'errored', target, { message: String(error) }),
  )
  world.told.set(key, { text, done })
  return done
}

function tellBalancers(world: World): void {
  const { state, backend } = world
  for (const { id, name, ...stored } of state.load_balancers) {
    if (stored.status !== 'active') continue
    const view = balancerOf(state, { id, name, ...stored })
    void tell(world, { kind: 'load-balancer', id, name }, view, () =>
      backend.balancers.update(view),
    )
  }
}

function tellFirewalls(world: World): void {
  const { state, backend, told } = world
  const policies = state.firewalls.map((firewall) => policyOf(state, firewall))
  if (policies.length === 0 && !told.has('firewall all')) return
  const target = { kind: 'firewall', id: 'all', name: 'all' } as const
  void tell(world, target, policies, () => backend.firewalls.apply(policies))
}

function tellRecords(world: World): void {
  const domains = new Map(world.state.domains.map(({ name, records }) => [name, records]))
  const known = [...world.told.keys()]
    .filter((key) => key.startsWith('domain '))
    .map((key) => key.slice('domain '.length))
  for (const name of new Set([...domains.keys(), ...known])) {
    const records = (domains.get(name) ?? []).map(dnsRecord)
    const target = { kind: 'domain', id: name, name } as const
    void tell(world, target, records, () => world.backend.records.apply(name, records))
  }
}

/** A cluster hears nothing until it is online; from then on its state is passed on as it changes. */
export function tellDatabase(world: World, database: Database): Promise<void> {
  if (database.status === 'creating' || database.status === 'errored') return Promise.resolve()
  const view = clusterOf(world.state, database)
  const { users, databases, pools, trusted, trustedAddresses } = view
  const inside = { users, databases, pools, trusted, trustedAddresses }
  const target = { kind: 'database', id: database.id, name: database.name } as const
  return tell(world, target, inside, () => world.backend.databases.apply(view))
}
