// The body of a POST or PUT -> a load balancer's settings, every default filled in: a PUT that leaves
// something out sets it back.
import {
  type Body,
  flag,
  integer,
  integers,
  object,
  oneOf,
  requiredText,
  text,
  texts,
  within,
} from './body.ts'
import { checksIn, rulesIn } from './load-balancer-rules.ts'
import type { LoadBalancer, LoadBalancerSettings, StickySessions } from './load-balancer-state.ts'
import { unprocessable } from './reply.ts'
import { defaultProjectId, ensureTags } from './resources.ts'
import type { State } from './state.ts'

const nodesOfSize: Record<string, number> = { 'lb-small': 1, 'lb-medium': 3, 'lb-large': 6 }

export function settingsIn(
  state: State,
  body: Body,
  region: string,
  self?: LoadBalancer,
): LoadBalancerSettings {
  const rules = rulesIn(state, body)
  return {
    name: uniqueName(state, body, self),
    algorithm: oneOf(body, 'algorithm', ['round_robin', 'least_connections']) || 'round_robin',
    size_unit: sizeUnit(body),
    forwarding_rules: rules,
    health_check: checksIn(body, rules),
    sticky_sessions: stickySessions(body),
    redirect_http_to_https: flag(body, 'redirect_http_to_https') ?? false,
    enable_proxy_protocol: flag(body, 'enable_proxy_protocol') ?? false,
    enable_backend_keepalive: flag(body, 'enable_backend_keepalive') ?? false,
    http_idle_timeout_seconds: within(body, 'http_idle_timeout_seconds', [30, 600]) ?? 60,
    disable_lets_encrypt_dns_records: flag(body, 'disable_lets_encrypt_dns_records') ?? false,
    firewall: firewall(body),
    ...targets(state, body, region),
    project_id: text(body, 'project_id') || self?.project_id || defaultProjectId(state),
  }
}

function uniqueName(state: State, body: Body, self: LoadBalancer | undefined): string {
  const name = requiredText(body, 'name')
  if (!/^[a-zA-Z0-9][a-zA-Z0-9.-]{0,254}$/.test(name)) {
    throw unprocessable('name is invalid: only letters, numbers, dashes and periods are allowed')
  }
  if (state.load_balancers.some((other) => other !== self && other.name === name)) {
    throw unprocessable('name is not unique')
  }
  return name
}

function sizeUnit(body: Body): number {
  const size = oneOf(body, 'size', Object.keys(nodesOfSize))
  const unit = within(body, 'size_unit', [1, 200])
  return unit ?? (size === undefined ? 1 : (nodesOfSize[size] ?? 1))
}

function targets(state: State, body: Body, region: string) {
  const tag = text(body, 'tag') ?? ''
  const droplet_ids = integers(body, 'droplet_ids') ?? []
  if (tag && droplet_ids.length > 0) {
    throw unprocessable('only one of tag or droplet_ids can be specified')
  }
  checkDroplets(state, droplet_ids, region)
  const [spelt = ''] = tag ? ensureTags(state, [tag]) : []
  return { tag: spelt, droplet_ids: [...new Set(droplet_ids)] }
}

/** Ten by id; more need a tag. */
export function checkDroplets(state: State, ids: readonly number[], region: string): void {
  if (new Set(ids).size > 10) {
    throw unprocessable('a load balancer can have at most 10 droplets by id; use a tag')
  }
  for (const id of ids) {
    const droplet = state.droplets.find((one) => one.id === id)
    if (!droplet) throw unprocessable(`Droplet ${id} does not exist`)
    if (region && droplet.region !== region) {
      throw unprocessable(`Droplet ${id} is not in the region of the load balancer`)
    }
  }
}

function stickySessions(body: Body): StickySessions {
  const given = object(body, 'sticky_sessions') ?? {}
  const type = oneOf(given, 'type', ['none', 'cookies']) ?? 'none'
  if (type === 'none') return { type }
  return {
    type,
    cookie_name: requiredText(given, 'cookie_name'),
    cookie_ttl_seconds: integer(given, 'cookie_ttl_seconds') ?? 300,
  }
}

function firewall(body: Body): LoadBalancerSettings['firewall'] {
  const given = object(body, 'firewall') ?? {}
  const lists = { allow: texts(given, 'allow') ?? [], deny: texts(given, 'deny') ?? [] }
  const wrong = [...lists.allow, ...lists.deny].find((rule) => !/^(ip|cidr):[\d./]+$/.test(rule))
  if (wrong !== undefined) throw unprocessable(`invalid firewall rule: ${wrong}`)
  return lists
}
