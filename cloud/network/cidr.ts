// Peers of a firewall rule -> whether an IPv4 address is one of them. There is no IPv6 in the emulated
// cloud, and a range of it must not admit what looks like IPv4 in disguise.
import { BlockList, isIPv4 } from 'node:net'

/** A peer is an address or a range in CIDR notation; what is neither matches nothing. */
export function peerList(peers: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const peer of peers) {
    const [address = '', bits = '32', ...rest] = peer.split('/')
    const isRange = isIPv4(address) && /^\d+$/.test(bits) && Number(bits) <= 32
    if (isRange && rest.length === 0) list.addSubnet(address, Number(bits))
  }
  return (address) => isIPv4(address) && list.check(address)
}
