// System → what stands in its picture and what leads where, whatever it is drawn as.
import { isBalanced, type System } from '../compiler/model/system.ts'
import type { ImageNames } from '../compiler/model/target.ts'

export type Place = 'outside' | 'region' | 'network'

export type Shape = 'person' | 'name' | 'box' | 'machines' | 'database' | 'image'

export type Node = {
  id: 'clients' | 'operators' | 'gate' | 'dns' | 'ingress' | 'droplets' | 'database' | 'image'
  shape: Shape
  place: Place
  /** The first line is what it is, the others say more. */
  lines: readonly [string, ...string[]]
}

export type Edge = {
  from: Node['id']
  to: Node['id']
  label: string
  /** Data flows along a solid line; a dashed one is asked or made before. */
  isDashed?: boolean
}

export type Picture = {
  title: string
  region: string
  nodes: readonly Node[]
  edges: readonly Edge[]
}

export function pictureOf(system: System, images: ImageNames): Picture {
  const [service] = system.services
  return {
    title: `${service.name} ${service.version}`,
    region: system.region,
    nodes: nodesOf(system, images),
    edges: edgesOf(system),
  }
}

function nodesOf(system: System, images: ImageNames): Node[] {
  const [service] = system.services
  const { database, domain, access } = system
  const { name, version, instances, size, image } = service
  const ingress = isBalanced(service) ? 'load balancer' : 'reserved IP'
  return [
    { id: 'clients', shape: 'person', place: 'outside', lines: ['clients'] },
    ...(access.gateFrom.length > 0 ? [ranges('gate', 'terraform apply', access.gateFrom)] : []),
    ...(access.sshFrom.length > 0 ? [ranges('operators', 'operators', access.sshFrom)] : []),
    { id: 'ingress', shape: 'box', place: 'region', lines: [ingress, `port ${service.port}`] },
    {
      id: 'droplets',
      shape: instances > 1 ? 'machines' : 'box',
      place: 'network',
      lines: [`${name} ${version}`, `${instances} × ${size}`],
    },
    ...(database
      ? [
          {
            id: 'database' as const,
            shape: 'database' as const,
            place: 'network' as const,
            lines: [
              `PostgreSQL ${database.version}`,
              `${database.nodes} × ${database.size}`,
            ] as const,
          },
        ]
      : []),
    {
      id: 'image',
      shape: 'image',
      place: 'outside',
      lines: ['image', images[name] ?? '', `on ${image.base}`],
    },
    ...(domain ? [dnsNode(domain)] : []),
  ]
}

const dnsNode = (domain: NonNullable<System['domain']>): Node => ({
  id: 'dns',
  shape: 'name',
  place: 'outside',
  lines: [fqdn(domain), `A record, TTL ${domain.ttlSeconds} s`],
})

const ranges = (id: Node['id'], who: string, list: readonly string[]): Node => ({
  id,
  shape: 'person',
  place: 'outside',
  lines: [who, list.length > 1 ? `${list[0]} +${list.length - 1}` : (list[0] ?? '')],
})

function edgesOf({ services: [service], database, domain, access }: System): Edge[] {
  const port = `port ${service.port}`
  return [
    { from: 'clients', to: 'ingress', label: 'HTTP' },
    { from: 'ingress', to: 'droplets', label: port },
    ...(database ? [{ from: 'droplets', to: 'database', label: 'TLS' } as const] : []),
    { from: 'image', to: 'droplets', label: 'boots', isDashed: true },
    ...(access.gateFrom.length > 0
      ? [{ from: 'gate', to: 'droplets', label: `health, ${port}`, isDashed: true } as const]
      : []),
    ...(access.sshFrom.length > 0
      ? [{ from: 'operators', to: 'droplets', label: 'SSH, port 22', isDashed: true } as const]
      : []),
    ...(domain ? [{ from: 'clients', to: 'dns', label: 'ask', isDashed: true } as const] : []),
  ]
}

export const fqdn = ({ zone, record }: { zone: string; record: string }): string =>
  record === '@' ? zone : `${record}.${zone}`
