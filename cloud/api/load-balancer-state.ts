// A load balancer as it is stored: the API's own shape, with `droplet_ids` only where they were given
// by id. Members by tag are computed.

export type ForwardingRule = {
  entry_protocol: string
  entry_port: number
  target_protocol: string
  target_port: number
  certificate_id: string
  tls_passthrough: boolean
}

export type HealthCheck = {
  protocol: string
  port: number
  path: string
  check_interval_seconds: number
  response_timeout_seconds: number
  healthy_threshold: number
  unhealthy_threshold: number
}

export type StickySessions = { type: string; cookie_name?: string; cookie_ttl_seconds?: number }

/** What a PUT replaces as a whole. */
export type LoadBalancerSettings = {
  name: string
  algorithm: string
  size_unit: number
  forwarding_rules: ForwardingRule[]
  health_check: HealthCheck
  sticky_sessions: StickySessions
  redirect_http_to_https: boolean
  enable_proxy_protocol: boolean
  enable_backend_keepalive: boolean
  http_idle_timeout_seconds: number
  disable_lets_encrypt_dns_records: boolean
  firewall: { allow: string[]; deny: string[] }
  tag: string
  droplet_ids: number[]
  project_id: string
}

export type LoadBalancer = LoadBalancerSettings & {
  id: string
  region: string
  ip: string
  status: 'new' | 'active' | 'errored'
  created_at: string
  vpc_uuid: string
  type: string
  network: string
  network_stack: string
  tls_cipher_policy: string
  tags: string[]
}
