// A stored database cluster -> the cluster of the data plane, its trusted sources resolved.
import type { DatabaseCluster } from '../backend.ts'
import type { Database } from './database-state.ts'
import { addressesOf, selected } from './firewall-policy.ts'
import type { State } from './state.ts'

export const clusterOf = (state: State, database: Database): DatabaseCluster => ({
  id: database.id,
  name: database.name,
  engine: database.engine,
  version: database.version,
  region: database.region,
  size: database.size,
  nodes: database.num_nodes,
  storageMib: database.storage_size_mib,
  users: database.users.map(({ name, password }) => ({ name, password })),
  databases: database.dbs,
  pools: database.pools.map(({ db, ...pool }) => ({ ...pool, database: db })),
  trusted: database.rules.map(({ type, value }) => ({ type, value })),
  trustedAddresses: trustedAddresses(state, database),
  ...(database.status !== 'creating' && { connection: database.endpoint }),
})

function trustedAddresses(state: State, { rules }: Database): string[] {
  const values = (type: string) =>
    rules.filter((rule) => rule.type === type).map(({ value }) => value)
  const droplets = selected(state, values('droplet').map(Number), values('tag'))
  return [...values('ip_addr'), ...addressesOf(droplets)]
}
