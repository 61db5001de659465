// The planned attributes of a load balancer → the body that creates it or writes it anew.
import type { Api } from '../api-client.ts'
import { blocks, flag, some, text, texts, whole, wholes } from '../given.ts'
import { type Attributes, isAttributes } from '../value.ts'
import { certificateNamed } from './certificate-names.ts'

export async function loadBalancerRequest(api: Api, planned: Attributes): Promise<object> {
  const unit = whole(planned.size_unit)
  const tag = text(planned.droplet_tag)
  return {
    name: text(planned.name),
    region: text(planned.region),
    algorithm: text(planned.algorithm),
    size_unit: unit,
    size: unit === undefined ? text(planned.size) : undefined,
    forwarding_rules: await Promise.all(
      blocks(planned.forwarding_rule).map((rule) => forwardingRule(api, rule)),
    ),
    health_check: healthCheck(planned),
    sticky_sessions: stickySessions(planned),
    droplet_ids: tag === undefined ? some(wholes(planned.droplet_ids)) : undefined,
    tag,
    redirect_http_to_https: flag(planned.redirect_http_to_https),
    enable_proxy_protocol: flag(planned.enable_proxy_protocol),
    enable_backend_keepalive: flag(planned.enable_backend_keepalive),
    disable_lets_encrypt_dns_records: flag(planned.disable_lets_encrypt_dns_records),
    vpc_uuid: text(planned.vpc_uuid),
    subnet_uuid: text(planned.subnet_uuid),
    project_id: text(planned.project_id),
    http_idle_timeout_seconds: whole(planned.http_idle_timeout_seconds),
    firewall: firewall(planned),
    type: text(planned.type),
    network: text(planned.network),
    network_stack: text(planned.network_stack),
    tls_cipher_policy: text(planned.tls_cipher_policy),
    domains: some(blocks(planned.domains).map(domain)),
    glb_settings: globalSettings(planned),
    target_load_balancer_ids: some(texts(planned.target_load_balancer_ids)),
  }
}

async function forwardingRule(api: Api, rule: Attributes): Promise<object> {
  const name = text(rule.certificate_name) ?? text(rule.certificate_id)
  const certificate = name === undefined ? undefined : await certificateNamed(api, name)
  return {
    entry_protocol: text(rule.entry_protocol),
    entry_port: whole(rule.entry_port),
    target_protocol: text(rule.target_protocol),
    target_port: whole(rule.target_port),
    certificate_id: certificate?.id,
    tls_passthrough: flag(rule.tls_passthrough),
  }
}

function healthCheck(planned: Attributes): object | undefined {
  const [check] = blocks(planned.healthcheck)
  return (
    check && {
      protocol: text(check.protocol),
      port: whole(check.port),
      path: text(check.path),
      check_interval_seconds: whole(check.check_interval_seconds),
      response_timeout_seconds: whole(check.response_timeout_seconds),
      unhealthy_threshold: whole(check.unhealthy_threshold),
      healthy_threshold: whole(check.healthy_threshold),
    }
  )
}

function stickySessions(planned: Attributes): object | undefined {
  const [sticky] = blocks(planned.sticky_sessions)
  return (
    sticky && {
      type: text(sticky.type),
      cookie_name: text(sticky.cookie_name),
      cookie_ttl_seconds: whole(sticky.cookie_ttl_seconds),
    }
  )
}

function firewall(planned: Attributes): object | undefined {
  const [rules] = blocks(planned.firewall)
  return rules && { allow: texts(rules.allow), deny: texts(rules.deny) }
}

function domain({ name, is_managed }: Attributes): object {
  return { name: text(name), is_managed: flag(is_managed) }
}

function globalSettings(planned: Attributes): object | undefined {
  const [settings] = blocks(planned.glb_settings)
  if (settings === undefined) return undefined
  const [cdn] = blocks(settings.cdn)
  return {
    target_protocol: text(settings.target_protocol),
    target_port: whole(settings.target_port),
    region_priorities: isAttributes(settings.region_priorities)
      ? settings.region_priorities
      : undefined,
    failover_threshold: whole(settings.failover_threshold),
    cdn: cdn && { is_enabled: flag(cdn.is_enabled) },
  }
}
