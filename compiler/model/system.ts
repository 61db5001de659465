// The resolved system: every default filled in, every derived value computed, nothing left to ask.
// A list of services with one entry today, so that several can come without a redesign.

export type System = {
  region: string
  services: readonly [Service, ...Service[]]
  database?: Database
  domain?: Domain
  access: Access
}

export type Service = {
  name: string
  version: string
  binary: Binary
  packages: readonly string[]
  /** Absolute path of the program, then its arguments. */
  command: readonly [string, ...string[]]
  port: number
  health: Health
  environment: readonly EnvironmentVariable[]
  size: string
  instances: number
  ingress: Ingress
  /** What the image is built from and on: slugs of an image and of a droplet size. */
  image: { base: string; buildSize: string }
}

/** `reserved-ip`: on a single instance; several have a load balancer all the same. */
export type Ingress = 'load-balancer' | 'reserved-ip'

/** The app's executable: a download, or a local file's bytes. */
export type Binary =
  | { from: 'url'; url: string; sha256?: string }
  | { from: 'file'; bytes: Uint8Array }

export type EnvironmentVariable =
  | { name: string; value: string }
  /** `variable` is the Terraform variable that carries the secret. */
  | { name: string; variable: string }

/** At the number of instances that the config names. */
export const isBalanced = ({ instances, ingress }: Service): boolean =>
  instances > 1 || ingress === 'load-balancer'

export type Health = {
  path: string
  intervalSeconds: number
  timeoutSeconds: number
  healthyThreshold: number
  unhealthyThreshold: number
  startupSeconds: number
  drainSeconds: number
}

export type Database = {
  engine: 'pg'
  version: string
  size: string
  nodes: number
  preventDestroy: boolean
}

export type Domain = { zone: string; record: string; ttlSeconds: number; createZone: boolean }

export type Access = {
  sshKeys: readonly string[]
  sshFrom: readonly string[]
  gateFrom: readonly string[]
}
