// Firewalls, machines and reserved IPs -> one nftables ruleset, put into force at one instant. What a
// firewall governs is who may open a TCP connection to a machine; a reserved IP is a translation.
import { isIP } from 'node:net'
import type { Firewall, FirewallRule } from '../backend.ts'
import { portOf } from './interfaces.ts'
import { run } from './run.ts'

export type Rules = {
  firewalls: readonly Firewall[]
  dropletIds: readonly number[]
  /** Reserved IP -> public address of the machine that it is assigned to. */
  reserved: ReadonlyMap<string, string>
}

export const enforce = (rules: Rules): Promise<string> => run('nft', ['-f', '-'], ruleset(rules))

export function ruleset({ firewalls, dropletIds, reserved }: Rules): string {
  const guarded = dropletIds.filter((id) => firewalls.some((one) => one.dropletIds.includes(id)))
  const jumps = guarded.map((id) => `    oifname "${portOf(id, 'public')}" jump d${id}`)
  const chains = guarded.map((id) =>
    chain(
      id,
      firewalls.filter((one) => one.dropletIds.includes(id)),
    ),
  )
  const pairs = [...reserved].map(([from, to]) => `${from} : ${to}`)
  const elements = pairs.length > 0 ? `elements = { ${pairs.join(', ')} }` : ''
  return `table bridge firewalls
delete table bridge firewalls
table bridge firewalls {
${chains.join('\n')}
  chain forward {
    type filter hook forward priority 0
${jumps.join('\n')}
  }
  chain output {
    type filter hook output priority 0
${jumps.join('\n')}
  }
}
table ip reserved
delete table ip reserved
table ip reserved {
  map assigned { type ipv4_addr : ipv4_addr; ${elements} }
  chain prerouting {
    type nat hook prerouting priority -100
    dnat to ip daddr map @assigned
  }
  chain output {
    type nat hook output priority -100
    dnat to ip daddr map @assigned
  }
  chain unassigned {
    type filter hook input priority 0
    ip daddr 198.18.128.0/19 drop
  }
}
`
}

function chain(id: number, guards: readonly Firewall[]): string {
  const rules = guards.flatMap((one) => one.rules).flatMap(permission)
  return `  chain d${id} {
    ip protocol != tcp accept
    tcp flags & (syn | ack) != syn accept
${rules.map((rule) => `    ${rule} accept`).join('\n')}
    ether type ip drop
  }`
}

/** An address of version 6 is nobody's here. */
function permission({ direction, protocol, ports, peers }: FirewallRule): string[] {
  if (direction !== 'inbound' || protocol !== 'tcp') return []
  const port = ports === '0' || ports === 'all' ? '' : ` tcp dport ${ports}`
  const sources = peers.filter((peer) => isIP(peer.split('/')[0] ?? '') === 4)
  if (sources.includes('0.0.0.0/0')) return [`ip protocol tcp${port}`]
  return sources.map((source) => `ip saddr ${source}${port}`)
}
