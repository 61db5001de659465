// A load balancer -> HAProxy's configuration of it: an entry for each rule, and its droplets checked as
// its health check says, that many times faster as the clock is.
import type { Balancer, ForwardingRule, HealthCheck } from '../backend.ts'

export function haproxyConfig(balancer: Balancer, scale: number): string {
  const rules = balancer.forwardingRules.filter(isEmulated)
  const parts = [head(balancer, scale), ...rules.map((rule) => entry(balancer, rule, scale))]
  return `${parts.join('\n\n')}\n`
}

const isTcp = ({ entryProtocol, tlsPassthrough }: ForwardingRule): boolean =>
  entryProtocol === 'tcp' || tlsPassthrough

const isEmulated = (rule: ForwardingRule): boolean => isTcp(rule) || rule.entryProtocol === 'http'

const milliseconds = (seconds: number, scale: number): string =>
  `${Math.max(100, Math.round((seconds * 1000) / scale))}ms`

const head = ({ httpIdleTimeoutSeconds }: Balancer, scale: number): string => `global
  maxconn 2000
  # A machine here answers no faster on a faster clock.
  hard-stop-after 30s

defaults
  timeout connect 5s
  timeout client ${milliseconds(Math.max(60, httpIdleTimeoutSeconds || 60), Math.min(scale, 4))}
  timeout server ${milliseconds(Math.max(60, httpIdleTimeoutSeconds || 60), Math.min(scale, 4))}
  option redispatch`

function entry(balancer: Balancer, rule: ForwardingRule, scale: number): string {
  const { ip, healthCheck: check, members } = balancer
  const mode = isTcp(rule) ? 'tcp' : 'http'
  const servers = members.flatMap(({ id, addresses }) =>
    addresses ? [`  server d${id} ${addresses.publicIpv4}:${rule.targetPort}`] : [],
  )
  return [
    `listen entry${rule.entryPort}`,
    `  mode ${mode}`,
    `  bind ${ip}:${rule.entryPort}`,
    // Firewalls know it by its address.
    `  source ${ip}`,
    ...(mode === 'http' ? ['  option forwardfor'] : []),
    ...(check.protocol === 'tcp' ? [] : [`  option httpchk GET ${path(check)}`]),
    `  timeout check ${Math.max(500, (check.timeoutSeconds * 1000) / scale)}ms`,
    `  default-server check port ${check.port} inter ${milliseconds(check.intervalSeconds, scale)} fall ${check.unhealthyThreshold} rise ${check.healthyThreshold}`,
    ...servers,
  ].join('\n')
}

/** Quoted as HAProxy reads it: nothing in it ends the word. */
const path = ({ path: given }: HealthCheck): string => `'${given.replaceAll("'", "'\\''")}'`
