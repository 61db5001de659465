// A load balancer as the API shows it → its attributes. Certificates go by name: the id of one that
// Let's Encrypt renews changes. Its network and network stack are never read back.
import type { Api } from '../api-client.ts'
import type { Attributes } from '../value.ts'
import { certificateName } from './certificate-names.ts'

type ForwardingRule = {
  entry_protocol: string
  entry_port: number
  target_protocol: string
  target_port: number
  certificate_id?: string | null
  tls_passthrough?: boolean
}

export type LoadBalancer = {
  id: string
  name: string
  ip?: string | null
  ipv6?: string | null
  status: string
  size?: string
  size_unit?: number
  algorithm?: string
  region?: { slug: string } | null
  type?: string
  vpc_uuid?: string
  subnet_uuid?: string
  project_id?: string
  http_idle_timeout_seconds?: number
  forwarding_rules?: ForwardingRule[] | null
  health_check?: Attributes | null
  sticky_sessions?: Attributes | null
  firewall?: { allow?: string[] | null; deny?: string[] | null } | null
  droplet_ids?: number[] | null
  tag?: string
  redirect_http_to_https?: boolean
  enable_proxy_protocol?: boolean
  enable_backend_keepalive?: boolean
  disable_lets_encrypt_dns_records?: boolean
}

export async function attributesOf(api: Api, found: LoadBalancer): Promise<Attributes> {
  const { id, region, ipv6, type } = found
  return {
    name: found.name,
    urn: `do:loadbalancer:${id}`,
    ip: found.ip ?? '',
    status: found.status,
    algorithm: found.algorithm ?? '',
    redirect_http_to_https: found.redirect_http_to_https ?? false,
    enable_proxy_protocol: found.enable_proxy_protocol ?? false,
    enable_backend_keepalive: found.enable_backend_keepalive ?? false,
    disable_lets_encrypt_dns_records: found.disable_lets_encrypt_dns_records ?? false,
    droplet_tag: found.tag ?? '',
    droplet_ids: found.droplet_ids ?? [],
    vpc_uuid: found.vpc_uuid ?? '',
    subnet_uuid: found.subnet_uuid ?? '',
    http_idle_timeout_seconds: found.http_idle_timeout_seconds ?? 0,
    project_id: found.project_id ?? '',
    ...(ipv6 && { ipv6 }),
    ...(found.size_unit ? { size_unit: found.size_unit } : { size: found.size ?? '' }),
    ...(region && { region: region.slug }),
    ...(type && { type }),
    healthcheck: found.health_check ? [filled(found.health_check)] : [],
    sticky_sessions: found.sticky_sessions ? [found.sticky_sessions] : [],
    firewall: firewall(found),
    forwarding_rule: await Promise.all(
      (found.forwarding_rules ?? []).map((rule) => forwardingRule(api, rule)),
    ),
  }
}

const filled = (check: Attributes): Attributes => ({ path: '', ...check })

function firewall({ firewall }: LoadBalancer): Attributes[] {
  const [allow, deny] = [firewall?.allow ?? [], firewall?.deny ?? []]
  return allow.length + deny.length > 0 ? [{ allow, deny }] : []
}

async function forwardingRule(api: Api, rule: ForwardingRule): Promise<Attributes> {
  const id = rule.certificate_id ?? ''
  const name = id === '' ? '' : await certificateName(api, id)
  return {
    entry_protocol: rule.entry_protocol,
    entry_port: rule.entry_port,
    target_protocol: rule.target_protocol,
    target_port: rule.target_port,
    tls_passthrough: rule.tls_passthrough ?? false,
    certificate_id: name,
    certificate_name: name,
  }
}
