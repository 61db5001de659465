// A machine -> the config drive that its cloud-init reads: OpenStack's layout, as on a droplet, with
// identity, keys, user-data and both network interfaces.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { netmask } from '../api/addresses.ts'
import type { Addresses, Machine } from '../backend.ts'
import { network } from './ground.ts'

/** The hardware address of an interface: the same at every boot of a droplet. */
export function macOf(id: number, side: 'public' | 'private'): string {
  const number = id.toString(16).padStart(8, '0').slice(-8)
  const tail = number.match(/../g)?.join(':')
  return `${side === 'public' ? '02:00' : '02:01'}:${tail}`
}

export function writeConfigDrive(folder: string, machine: Machine, addresses: Addresses): void {
  const latest = join(folder, 'openstack/latest')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(latest, { recursive: true, mode: 0o700 })
  const write = (name: string, content: string) =>
    writeFileSync(join(latest, name), content, { mode: 0o600 })
  write('meta_data.json', JSON.stringify(metaData(machine)))
  write('network_data.json', JSON.stringify(networkData(machine, addresses)))
  if (machine.userData !== undefined) write('user_data', machine.userData)
}

const metaData = ({ id, name, region, sshKeys }: Machine) => ({
  uuid: String(id),
  hostname: name,
  name,
  availability_zone: region,
  public_keys: Object.fromEntries(sshKeys.map((key, at) => [String(at), key.trim()])),
})

const anywhere = { network: '0.0.0.0', netmask: '0.0.0.0', gateway: network.gateway }

const networkData = ({ id, vpc }: Machine, { publicIpv4, privateIpv4 }: Addresses) => ({
  links: (['public', 'private'] as const).map((side) => ({
    ...{ id: side, type: 'phy', ethernet_mac_address: macOf(id, side), mtu: 1500 },
  })),
  networks: [
    {
      ...{ id: 'public-ipv4', type: 'ipv4', link: 'public', ip_address: publicIpv4 },
      ...{ netmask: network.netmask, routes: [anywhere] },
    },
    {
      ...{ id: 'private-ipv4', type: 'ipv4', link: 'private', ip_address: privateIpv4 },
      ...{ netmask: netmask(vpc.ipRange), routes: [] },
    },
  ],
  services: [{ type: 'dns', address: network.gateway }],
})
