// Rules in a request -> rules as the API keeps them: all ports are written "0", and every list of
// peers that was given is there.
import { type Body, object, objects, oneOf, text } from './body.ts'
import { unprocessable } from './reply.ts'
import { sameTag } from './resources.ts'
import type { State } from './state.ts'

export type Rules = { inbound_rules: Body[]; outbound_rules: Body[] }

export const rulesIn = (state: State, body: Body): Rules => ({
  inbound_rules: (objects(body, 'inbound_rules') ?? []).map((rule) => one(state, rule, 'sources')),
  outbound_rules: (objects(body, 'outbound_rules') ?? []).map((rule) =>
    one(state, rule, 'destinations'),
  ),
})

function one(state: State, rule: Body, side: 'sources' | 'destinations'): Body {
  const protocol = oneOf(rule, 'protocol', ['tcp', 'udp', 'icmp'])
  if (!protocol) throw unprocessable('protocol is required')
  const peers = object(rule, side)
  if (!peers) throw unprocessable(`${side} is required`)
  checkPeers(state, peers)
  return { protocol, ports: portsOf(rule, protocol), [side]: peers }
}

function portsOf(rule: Body, protocol: string): string {
  const ports = text(rule, 'ports') ?? ''
  if (protocol === 'icmp' || ports === 'all' || ports === '0') return '0'
  const [first, last = first] = ports.split('-').map(Number)
  const valid = /^\d+(-\d+)?$/.test(ports) && first && last && first <= last && last <= 65535
  if (!valid) throw unprocessable(`invalid ports: ${ports}`)
  return ports
}

function checkPeers(state: State, peers: Body): void {
  checkTags(state, peers.tags)
  const addresses = Array.isArray(peers.addresses) ? peers.addresses.map(String) : []
  const wrong = addresses.find((address) => !/^[0-9a-fA-F:.]+(\/\d{1,3})?$/.test(address))
  if (wrong !== undefined) throw unprocessable(`invalid address: ${wrong}`)
}

export function checkTags(state: State, tags: unknown): void {
  const names = Array.isArray(tags) ? tags.map(String) : []
  const unknown = names.find((name) => !state.tags.some((tag) => sameTag(tag, name)))
  if (unknown !== undefined) throw unprocessable(`tag ${unknown} does not exist`)
}
