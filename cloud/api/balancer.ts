// A stored load balancer -> the balancer of the data plane, with its present members.
import type { Balancer, Member } from '../backend.ts'
import type { LoadBalancer } from './load-balancer-state.ts'
import { hasTag } from './resources.ts'
import type { Droplet, State } from './state.ts'

/** By id, or all droplets of the tag in the balancer's region. */
export const membersOf = (state: State, balancer: LoadBalancer): Droplet[] =>
  state.droplets.filter((droplet) =>
    balancer.tag
      ? droplet.region === balancer.region && hasTag(droplet, balancer.tag)
      : balancer.droplet_ids.includes(droplet.id),
  )

const member = ({ id, name, addresses }: Droplet): Member => ({
  id,
  name,
  created: addresses !== undefined,
  ...(addresses && { addresses }),
})

export function balancerOf(state: State, stored: LoadBalancer): Balancer {
  const { health_check: check, sticky_sessions: sticky } = stored
  return {
    id: stored.id,
    name: stored.name,
    region: stored.region,
    ip: stored.ip,
    forwardingRules: stored.forwarding_rules.map((rule) => ({
      entryProtocol: rule.entry_protocol,
      entryPort: rule.entry_port,
      targetProtocol: rule.target_protocol,
      targetPort: rule.target_port,
      certificateId: rule.certificate_id,
      tlsPassthrough: rule.tls_passthrough,
    })),
    healthCheck: {
      protocol: check.protocol,
      port: check.port,
      path: check.path,
      intervalSeconds: check.check_interval_seconds,
      timeoutSeconds: check.response_timeout_seconds,
      unhealthyThreshold: check.unhealthy_threshold,
      healthyThreshold: check.healthy_threshold,
    },
    stickySessions: {
      type: sticky.type,
      ...(sticky.cookie_name && { cookieName: sticky.cookie_name }),
      ...(sticky.cookie_ttl_seconds && { cookieTtlSeconds: sticky.cookie_ttl_seconds }),
    },
    redirectHttpToHttps: stored.redirect_http_to_https,
    enableProxyProtocol: stored.enable_proxy_protocol,
    httpIdleTimeoutSeconds: stored.http_idle_timeout_seconds,
    members: membersOf(state, stored).map(member),
  }
}
