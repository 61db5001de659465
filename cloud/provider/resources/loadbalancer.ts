// digitalocean_loadbalancer. An update writes the whole of it, its droplets as the plan has them:
// those that were computed are put back as they were when the plan was made.
import {
  atLeast,
  between,
  lengthBetween,
  notEmpty,
  oneOf,
  oneOfAnyCase,
  tagName,
} from '../check.ts'
import { blocks, text, whole } from '../given.ts'
import { type Change, type Customised, during, type Operation, type Resource } from '../resource.ts'
import { type Attributes, unknownValue, type Value } from '../value.ts'
import { waitFor } from '../wait.ts'
import { loadBalancerRequest } from './loadbalancer-request.ts'
import { attributesOf, type LoadBalancer } from './loadbalancer-state.ts'

const port = between(1, 65_535)
const sizeUnits: { readonly [size: string]: number } = {
  'lb-small': 1,
  'lb-medium': 3,
  'lb-large': 6,
}

export const loadbalancer: Resource = {
  defaults: {
    algorithm: 'round_robin',
    redirect_http_to_https: false,
    enable_proxy_protocol: false,
    enable_backend_keepalive: false,
    disable_lets_encrypt_dns_records: false,
    forwarding_rule: { tls_passthrough: false },
    healthcheck: {
      check_interval_seconds: 10,
      response_timeout_seconds: 5,
      unhealthy_threshold: 3,
      healthy_threshold: 5,
    },
    sticky_sessions: { type: 'none' },
    domains: { is_managed: false },
    glb_settings: { cdn: { is_enabled: false } },
  },
  replacedBy: ['region', 'vpc_uuid', 'subnet_uuid', 'type', 'network', 'network_stack'],
  stored: { region: (written) => written.toLowerCase() },
  unchanged: { size: sameSize },
  conflicts: [
    ['droplet_ids', 'droplet_tag'],
    ['forwarding_rule', 'glb_settings'],
  ],
  checks: {
    name: notEmpty,
    size: oneOf('lb-small', 'lb-medium', 'lb-large'),
    size_unit: between(1, 200),
    algorithm: oneOf('round_robin', 'least_connections'),
    type: oneOfAnyCase('REGIONAL', 'GLOBAL', 'REGIONAL_NETWORK'),
    network: oneOfAnyCase('EXTERNAL', 'INTERNAL'),
    network_stack: oneOfAnyCase('IPV4', 'DUALSTACK'),
    droplet_tag: tagName,
    vpc_uuid: notEmpty,
    'forwarding_rule.entry_protocol': oneOf('http', 'https', 'http2', 'http3', 'tcp', 'udp'),
    'forwarding_rule.entry_port': port,
    'forwarding_rule.target_protocol': oneOf('http', 'https', 'http2', 'tcp', 'udp'),
    'forwarding_rule.target_port': port,
    'forwarding_rule.certificate_name': notEmpty,
    'healthcheck.protocol': oneOf('http', 'https', 'tcp'),
    'healthcheck.port': port,
    'healthcheck.path': notEmpty,
    'healthcheck.check_interval_seconds': between(3, 300),
    'healthcheck.response_timeout_seconds': between(3, 300),
    'healthcheck.unhealthy_threshold': between(2, 10),
    'healthcheck.healthy_threshold': between(2, 10),
    'sticky_sessions.type': oneOf('cookies', 'none'),
    'sticky_sessions.cookie_name': lengthBetween(2, 40),
    'sticky_sessions.cookie_ttl_seconds': atLeast(1),
  },
  customise,
  create,
  read: async (api, { id }) => {
    const found = api.find<{ load_balancer: LoadBalancer }>(`/v2/load_balancers/${id}`)
    const answer = await during('Error retrieving Loadbalancer', found)
    return answer === undefined ? null : attributesOf(api, answer.load_balancer)
  },
  update: async ({ api, planned }) => {
    const body = await loadBalancerRequest(api, planned)
    const changed = api.put(`/v2/load_balancers/${planned.id}`, body)
    await during('Error updating Load Balancer', changed)
  },
  remove: ({ api, prior }) =>
    during('Error deleting Load Balancer', api.remove(`/v2/load_balancers/${prior.id}`)),
}

/** A named size is one of the numbers of nodes that the API answers with. */
function sameSize(before: Value, after: Value, { planned }: Change): boolean {
  const unit = whole(planned.size_unit)
  return unit === undefined ? before === after : sizeUnits[String(after)] === unit
}

async function create({ api, pace, planned, keep }: Operation): Promise<void> {
  const body = await loadBalancerRequest(api, planned)
  const made = api.post<{ load_balancer: LoadBalancer }>('/v2/load_balancers', body)
  const { id } = (await during('Error creating Load Balancer', made)).load_balancer
  keep({ id })
  const state = async (): Promise<string> => {
    const found = api.get<{ load_balancer: LoadBalancer }>(`/v2/load_balancers/${id}`)
    return (await during('Error retrieving load balancer', found)).load_balancer.status
  }
  const wait = { state, target: 'active', pending: ['new'], timeoutMs: 600_000, pauseMs: 15_000 }
  const waiting = `Error waiting for Load Balancer (${text(planned.name)}) to become active`
  await during(waiting, waitFor(wait, pace))
}

function customise({ planned }: Change): Customised {
  const [health] = blocks(planned.healthcheck)
  const [sticky] = blocks(planned.sticky_sessions)
  checkHealth(health ?? {})
  checkSticky(sticky ?? {})
  checkRegion(planned)
  return {}
}

const given = (value: Value | undefined): boolean => value === unknownValue || (value ?? '') !== ''

function checkHealth({ protocol, path }: Attributes): void {
  if ((protocol === 'http' || protocol === 'https') && !given(path)) {
    throw new Error(`health check \`path\` is required for when protocol is \`${protocol}\``)
  }
  if (protocol === 'tcp' && given(path)) {
    throw new Error('health check `path` is not allowed for when protocol is `tcp`')
  }
}

function checkSticky({ type, cookie_name, cookie_ttl_seconds }: Attributes): void {
  for (const [name, value] of Object.entries({ cookie_name, cookie_ttl_seconds })) {
    const isGiven = given(value) && value !== 0
    if (type === 'cookies' && !isGiven) {
      throw new Error(`sticky sessions \`${name}\` is required for when type is \`cookie\``)
    }
    if (type === 'none' && isGiven) {
      throw new Error(`sticky sessions \`${name}\` is not allowed for when type is \`none\``)
    }
  }
}

function checkRegion({ type, region }: Attributes): void {
  const kind = text(type)?.toUpperCase()
  if (!given(type) && !given(region)) throw new Error("missing 'region' value")
  if (kind === 'GLOBAL' && given(region)) {
    throw new Error(`'region' must be empty or not set when 'type' is '${text(type)}'`)
  }
  if (kind?.startsWith('REGIONAL') && !given(region)) {
    throw new Error(`'region' must be set and not be empty when 'type' is '${text(type)}'`)
  }
}
