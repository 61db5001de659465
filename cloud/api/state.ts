// All that the emulated account holds, as plain data that survives JSON. Names are the API's own;
// what can be computed (members of a tag, sizes, regions) is not stored.
import { randomUUID } from 'node:crypto'
import type { Addresses } from '../backend.ts'
import type { Database } from './database-state.ts'
import type { LoadBalancer } from './load-balancer-state.ts'

export type SshKey = { id: number; name: string; public_key: string; fingerprint: string }

export type Image = {
  id: number
  name: string
  distribution: string
  slug: string | null
  public: boolean
  regions: string[]
  created_at: string
  min_disk_size: number
  type: 'base' | 'snapshot' | 'backup'
  size_gigabytes: number
  description: string
  tags: string[]
  status: string
  error_message: string
  /** The droplet that a snapshot is of. */
  droplet_id?: number
}

export type Droplet = {
  id: number
  name: string
  status: 'new' | 'active' | 'off'
  region: string
  size: string
  disk: number
  image: Image
  created_at: string
  locked: boolean
  features: string[]
  tags: string[]
  vpc_uuid: string
  ssh_keys: string[]
  user_data?: string
  addresses?: Addresses
  backup_policy?: Record<string, unknown>
}

export type Action = {
  id: number
  type: string
  status: 'in-progress' | 'completed' | 'errored'
  started_at: string
  completed_at: string | null
  resource_id: number
  resource_type: 'droplet' | 'image' | 'reserved_ip'
  region: string
  /** What was asked for, so that an action can go on after a restart. */
  request: Record<string, unknown>
}

export type Vpc = {
  id: string
  name: string
  description: string
  region: string
  ip_range: string
  default: boolean
  created_at: string
  /** Deleted members that the network still counts, until that emulated time. */
  leaving: { urn: string; name: string; until: number }[]
}

export type Firewall = {
  id: string
  name: string
  created_at: string
  inbound_rules: Record<string, unknown>[]
  outbound_rules: Record<string, unknown>[]
  droplet_ids: number[]
  tags: string[]
}

export type ReservedIp = {
  ip: string
  region: string
  droplet_id: number | null
  project_id: string
}

export type DomainRecord = {
  id: number
  type: string
  name: string
  data: string
  ttl: number
  priority: number | null
  port: number | null
  weight: number | null
  flags: number | null
  tag: string | null
}

export type Domain = { name: string; ttl: number; records: DomainRecord[] }

export type Certificate = {
  id: string
  name: string
  type: 'custom' | 'lets_encrypt'
  state: 'pending' | 'verified' | 'error'
  dns_names: string[]
  not_after: string
  sha1_fingerprint: string
  created_at: string
}

export type Project = {
  id: string
  name: string
  description: string
  purpose: string
  environment: string
  is_default: boolean
  created_at: string
  updated_at: string
  /** Assigned by URN; whatever no project names belongs to the default one. */
  resources: { urn: string; assigned_at: string }[]
}

export type State = {
  format: 1
  /** Emulated time of the last save: a restart never goes back behind it. */
  now: number
  nextId: number
  account: { uuid: string; team_uuid: string }
  keys: SshKey[]
  tags: string[]
  images: Image[]
  droplets: Droplet[]
  actions: Action[]
  vpcs: Vpc[]
  firewalls: Firewall[]
  reserved_ips: ReservedIp[]
  load_balancers: LoadBalancer[]
  domains: Domain[]
  databases: Database[]
  certificates: Certificate[]
  projects: Project[]
}

export function emptyState(now: number, createdAt: string): State {
  return {
    format: 1,
    now,
    nextId: 500_000_001,
    account: { uuid: randomUUID(), team_uuid: randomUUID() },
    keys: [],
    tags: [],
    images: [],
    droplets: [],
    actions: [],
    vpcs: [],
    firewalls: [],
    reserved_ips: [],
    load_balancers: [],
    domains: [],
    databases: [],
    certificates: [],
    projects: [defaultProject(createdAt)],
  }
}

const defaultProject = (createdAt: string): Project => ({
  id: randomUUID(),
  name: 'first-project',
  description: 'Update your project information under Settings',
  purpose: 'Just trying out DigitalOcean',
  environment: '',
  is_default: true,
  created_at: createdAt,
  updated_at: createdAt,
  resources: [],
})
