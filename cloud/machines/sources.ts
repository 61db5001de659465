// A connection -> the addresses that rules know its source by. The operator's machine is the one that
// all of this runs on, and goes by an address of its own choice.
import type { Socket } from 'node:net'
import type { Fleet } from './machines.ts'
import { owningGroup } from './process-owner.ts'

export const namedSource = ({ remoteAddress = '' }: Socket, operator: string): string =>
  remoteAddress === '127.0.0.1' ? operator : remoteAddress

/** A droplet's process is known by the addresses of its droplet. */
export function allSources(socket: Socket, machines: Fleet, operator: string): readonly string[] {
  const droplets = machinePids(machines)
  const group = owningGroup(socket, new Set(droplets.keys()))
  const addresses = machines.addressesOf(droplets.get(group ?? -1) ?? -1)
  return addresses ? [addresses.publicIpv4, addresses.privateIpv4] : [namedSource(socket, operator)]
}

/** Main process of each unit, which leads its group -> droplet. */
export const machinePids = (machines: Fleet): Map<number, number> =>
  new Map(
    machines.all().flatMap(({ id, services }) =>
      services().flatMap((service): [number, number][] => {
        const pid = service.pid()
        return pid === undefined ? [] : [[pid, id]]
      }),
    ),
  )
