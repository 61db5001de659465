// Firewalls -> which source may open a TCP connection to which port of which droplet. A droplet that
// no firewall guards is open; of a guarded one everything is closed that no rule permits.
import type { Firewall, FirewallRule } from '../backend.ts'
import { peerList } from './cidr.ts'
import { changes } from './reachable.ts'

/** `all` and `none` hold for every source. */
export type Verdict = 'all' | 'none' | ((source: string) => boolean)

export type FirewallTable = {
  set: (firewalls: readonly Firewall[]) => void
  verdict: (dropletId: number, port: number) => Verdict
  onChange: (tell: () => void) => () => void
}

export function firewallTable(): FirewallTable {
  const { onChange, tell } = changes()
  let all: readonly Firewall[] = []
  return {
    onChange,
    set: (firewalls) => {
      all = firewalls
      tell()
    },
    verdict: (dropletId, port) => {
      const guards = all.filter(({ dropletIds }) => dropletIds.includes(dropletId))
      if (guards.length === 0) return 'all'
      const peers = guards
        .flatMap(({ rules }) => rules.filter((rule) => concerns(rule, port)))
        .flatMap((rule) => rule.peers)
      if (peers.includes('0.0.0.0/0')) return 'all'
      return peers.length === 0 ? 'none' : peerList(peers)
    },
  }
}

function concerns({ direction, protocol, ports }: FirewallRule, port: number): boolean {
  if (direction !== 'inbound' || protocol !== 'tcp') return false
  const [first, last = first] = ports.split('-').map(Number)
  return ports === '0' || ports === 'all' || (Number(first) <= port && port <= Number(last))
}
