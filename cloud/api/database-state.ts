// A database cluster as it is stored. Connections are computed from its endpoint and users.
import type { DatabaseEndpoint } from '../backend.ts'

export type DatabaseUser = {
  name: string
  role: string
  password: string
  settings?: Record<string, unknown>
}

export type DatabasePool = { name: string; mode: string; size: number; db: string; user: string }

export type DatabaseRule = { uuid: string; type: string; value: string; created_at: string }

export type DatabaseReplica = {
  id: string
  name: string
  region: string
  size: string
  status: 'creating' | 'online' | 'errored'
  created_at: string
  private_network_uuid: string
  tags: string[]
  storage_size_mib: number
  endpoint: DatabaseEndpoint
}

/** What the cluster is on its way to; kept so that it gets there after a restart too. */
export type DatabaseStatus =
  | 'creating'
  | 'online'
  | 'resizing'
  | 'migrating'
  | 'upgrading'
  | 'errored'

export type Database = {
  id: string
  name: string
  engine: string
  version: string
  status: DatabaseStatus
  region: string
  size: string
  num_nodes: number
  storage_size_mib: number
  created_at: string
  private_network_uuid: string
  project_id: string
  tags: string[]
  maintenance_window: { day: string; hour: string }
  users: DatabaseUser[]
  dbs: string[]
  pools: DatabasePool[]
  rules: DatabaseRule[]
  replicas: DatabaseReplica[]
  config: Record<string, unknown>
  endpoint: DatabaseEndpoint
}
