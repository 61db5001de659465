// Forwarding rules and the health check in a request -> validated, with the API's defaults.
import { type Body, flag, object, objects, oneOf, text, within } from './body.ts'
import type { ForwardingRule, HealthCheck } from './load-balancer-state.ts'
import { unprocessable } from './reply.ts'
import type { State } from './state.ts'

const entryProtocols = ['http', 'https', 'http2', 'http3', 'tcp', 'udp']
const targetProtocols = ['http', 'https', 'http2', 'tcp', 'udp']
const port = [1, 65535] as const

export function rulesIn(state: State, body: Body): ForwardingRule[] {
  const rules = (objects(body, 'forwarding_rules') ?? []).map((rule) => one(state, rule))
  if (rules.length === 0) throw unprocessable('must have at least one forwarding rule')
  const entries = rules.map(({ entry_port, entry_protocol }) =>
    entry_protocol === 'udp' || entry_protocol === 'http3' ? `udp ${entry_port}` : `${entry_port}`,
  )
  const twice = entries.find((entry, at) => entries.indexOf(entry) !== at)
  if (twice !== undefined) throw unprocessable(`duplicate entry port ${twice}`)
  return rules
}

function one(state: State, rule: Body): ForwardingRule {
  const read = {
    entry_protocol: required(oneOf(rule, 'entry_protocol', entryProtocols), 'entry_protocol'),
    entry_port: required(within(rule, 'entry_port', port), 'entry_port'),
    target_protocol: required(oneOf(rule, 'target_protocol', targetProtocols), 'target_protocol'),
    target_port: required(within(rule, 'target_port', port), 'target_port'),
    certificate_id: text(rule, 'certificate_id') ?? '',
    tls_passthrough: flag(rule, 'tls_passthrough') ?? false,
  }
  checkTls(state, read)
  return read
}

function checkTls(state: State, rule: ForwardingRule): void {
  const { certificate_id: certificate, tls_passthrough: passthrough } = rule
  const isTls = ['https', 'http2', 'http3'].includes(rule.entry_protocol)
  if (passthrough && (!isTls || rule.target_protocol !== rule.entry_protocol)) {
    throw unprocessable('tls_passthrough needs the same TLS protocol on both sides')
  }
  if (isTls && !passthrough && !certificate) {
    throw unprocessable(`${rule.entry_protocol} needs a certificate_id or tls_passthrough`)
  }
  if (certificate && !state.certificates.some(({ id }) => id === certificate)) {
    throw unprocessable(`certificate ${certificate} does not exist`)
  }
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw unprocessable(`forwarding rule: ${field} is required`)
  return value
}

/** Without one, TCP on the port of the first rule. */
export function checksIn(body: Body, rules: readonly ForwardingRule[]): HealthCheck {
  const given = object(body, 'health_check') ?? {}
  const protocol = oneOf(given, 'protocol', ['http', 'https', 'tcp']) ?? 'tcp'
  const path = text(given, 'path') ?? ''
  if (protocol === 'tcp' && path) throw unprocessable('a tcp health check has no path')
  return {
    protocol,
    port: within(given, 'port', port) ?? rules[0]?.target_port ?? 80,
    path: protocol === 'tcp' ? '' : path || '/',
    check_interval_seconds: within(given, 'check_interval_seconds', [3, 300]) ?? 10,
    response_timeout_seconds: within(given, 'response_timeout_seconds', [3, 300]) ?? 5,
    healthy_threshold: within(given, 'healthy_threshold', [2, 10]) ?? 5,
    unhealthy_threshold: within(given, 'unhealthy_threshold', [2, 10]) ?? 3,
  }
}
