// The data plane as the API sees it: what must be done, or only waited for, so that a change that the
// API accepted becomes true. The API validates, calls these, awaits them, and keeps all that must outlive
// a restart. A rejected promise makes the action or resource `errored`, with the error's message in the event.
// Every method must bear being called again for the same thing (after a restart the API repeats what
// was under way), and `destroy` must bear coming while `create` of the same thing still runs.
// A backend that does a part only spreads the default: { ...waitingBackend(clock, delays), machines }.

/** A droplet as a machine is made from it. */
export type Machine = {
  id: number
  name: string
  region: string
  size: { slug: string; vcpus: number; memoryMib: number; diskGib: number }
  image: MachineImage
  /** As given to the API, byte for byte; cloud-init reads it. */
  userData?: string
  /** OpenSSH public keys, for root. */
  sshKeys: readonly string[]
  tags: readonly string[]
  vpc: { id: string; ipRange: string }
  ipv6: boolean
  monitoring: boolean
  addresses?: Addresses
}

/** `slug` is null for a snapshot, which `machines.snapshot` made under this id. */
export type MachineImage = { id: number; name: string; slug: string | null }
export type Addresses = { publicIpv4: string; privateIpv4: string; publicIpv6?: string }

export type Machines = {
  /** Why no machine boots from an image, asked before the API accepts a droplet of it. */
  obstacle?: (image: MachineImage) => string | undefined
  /** Settles when the API may call the droplet active; DigitalOcean does so before it has booted. */
  create: (machine: Machine) => Promise<Addresses>
  /** The image may be deleted and the addresses given out again once it settles. */
  destroy: (machine: Machine) => Promise<void>
  /** Asks the system inside to stop and settles when it is off; also when it was off already. */
  shutdown: (machine: Machine) => Promise<void>
  powerOff: (machine: Machine) => Promise<void>
  powerOn: (machine: Machine) => Promise<void>
  /** With `hard` the power is cut instead of asking the system. */
  reboot: (machine: Machine, hard: boolean) => Promise<void>
  /** The machine is off; `machine.size` is the new one. */
  resize: (machine: Machine) => Promise<void>
  rename: (machine: Machine) => Promise<void>
  /** Replaces the disk by `machine.image` and boots it. */
  rebuild: (machine: Machine) => Promise<void>
  /** The machine may be running. The result is the disk space the snapshot takes. */
  snapshot: (machine: Machine, image: MachineImage) => Promise<{ sizeGib: number }>
}

export type Images = {
  transfer: (image: MachineImage, region: string) => Promise<void>
  destroy: (image: MachineImage) => Promise<void>
}

export type ReservedIps = {
  reserve: (region: string) => Promise<string>
  /** From its settling on, packets for the address reach that machine, or none. */
  assign: (ip: string, machine: Machine | undefined) => Promise<void>
  /** Also of an address that is still assigned. */
  release: (ip: string) => Promise<void>
}

/** `created` is false until the droplet has its addresses. */
export type Member = { id: number; name: string; created: boolean; addresses?: Addresses }

export type Balancer = {
  id: string
  name: string
  region: string
  ip: string
  forwardingRules: readonly ForwardingRule[]
  healthCheck: HealthCheck
  stickySessions: { type: string; cookieName?: string; cookieTtlSeconds?: number }
  redirectHttpToHttps: boolean
  enableProxyProtocol: boolean
  httpIdleTimeoutSeconds: number
  members: readonly Member[]
}

export type ForwardingRule = {
  entryProtocol: string
  entryPort: number
  targetProtocol: string
  targetPort: number
  certificateId: string
  tlsPassthrough: boolean
}

export type HealthCheck = {
  protocol: string
  port: number
  path: string
  intervalSeconds: number
  timeoutSeconds: number
  unhealthyThreshold: number
  healthyThreshold: number
}

export type Balancers = {
  /** Settles when the API may call it active, with its address. */
  create: (balancer: Balancer) => Promise<{ ip: string }>
  /** Any change, also of the members a tag selects. Settles when the new configuration is in force. */
  update: (balancer: Balancer) => Promise<void>
  destroy: (balancer: Balancer) => Promise<void>
}

export type FirewallRule = {
  direction: 'inbound' | 'outbound'
  protocol: string
  /** `0` for every port, `22`, or `8000-9000`. */
  ports: string
  /** CIDRs and addresses as written, and the present addresses of droplets and balancers named. */
  peers: readonly string[]
}

export type Firewall = {
  id: string
  name: string
  rules: readonly FirewallRule[]
  /** Droplets it guards now, by id or by tag. What no firewall of a droplet permits is dropped. */
  dropletIds: readonly number[]
}

/** `name` is relative, `@` for the apex; `data` of a name type has no final dot. */
export type DnsRecord = {
  id: number
  type: string
  name: string
  data: string
  ttlSeconds: number
  priority?: number
  port?: number
  weight?: number
}

export type DatabaseCluster = {
  id: string
  name: string
  engine: string
  version: string
  region: string
  size: string
  nodes: number
  storageMib: number
  /** The first one is the administrator. */
  users: readonly { name: string; password: string }[]
  databases: readonly string[]
  pools: readonly { name: string; mode: string; size: number; database: string; user: string }[]
  /** Trusted sources; an empty list admits everybody. */
  trusted: readonly { type: string; value: string }[]
  /** `trusted` resolved: plain addresses, and the present ones of droplets named by id or tag. */
  trustedAddresses: readonly string[]
  connection?: DatabaseEndpoint
}

export type DatabaseEndpoint = {
  host: string
  privateHost: string
  port: number
  caCertificate?: string // PEM
}

export type Databases = {
  /** Settles when the cluster is online. */
  create: (cluster: DatabaseCluster) => Promise<DatabaseEndpoint>
  /** Users, databases, pools or trusted sources changed. The API answers the request only afterwards. */
  apply: (cluster: DatabaseCluster) => Promise<void>
  resize: (cluster: DatabaseCluster) => Promise<void>
  upgrade: (cluster: DatabaseCluster) => Promise<void>
  migrate: (cluster: DatabaseCluster) => Promise<DatabaseEndpoint>
  replicate: (cluster: DatabaseCluster, replica: string) => Promise<DatabaseEndpoint>
  destroy: (cluster: DatabaseCluster) => Promise<void>
}

/** What was settled when the state was saved; what was under way is asked for again. */
export type Settled = {
  machines: readonly (Machine & { running: boolean })[]
  reservedIps: readonly { ip: string; dropletId: number | undefined }[]
  balancers: readonly Balancer[]
  databases: readonly DatabaseCluster[]
}

export type Backend = {
  machines: Machines
  images: Images
  reservedIps: ReservedIps
  balancers: Balancers
  /** All there are, whenever one of them changes, also through tags and new addresses. */
  firewalls: { apply: (firewalls: readonly Firewall[]) => Promise<void> }
  /** All records of a domain after any change; an empty list when the domain is deleted. */
  records: { apply: (domain: string, records: readonly DnsRecord[]) => Promise<void> }
  databases: Databases
  /** Let's Encrypt: settles when the certificate is issued. */
  certificates: { issue: (names: readonly string[]) => Promise<void> }
  /** Before the API listens, when it starts from a saved state. */
  restore: (settled: Settled) => Promise<void>
  close: () => Promise<void>
}
