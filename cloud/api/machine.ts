// A stored droplet -> the machine that the data plane makes of it.
import type { Machine, MachineImage } from '../backend.ts'
import { sizeOf } from './catalog.ts'
import type { Droplet, Image, State } from './state.ts'

export const machineImage = ({ id, name, slug }: Image): MachineImage => ({ id, name, slug })

export function machineOf(state: State, droplet: Droplet): Machine {
  const size = sizeOf(droplet.size)
  const vpc = state.vpcs.find(({ id }) => id === droplet.vpc_uuid)
  return {
    id: droplet.id,
    name: droplet.name,
    region: droplet.region,
    size: {
      slug: droplet.size,
      vcpus: size?.vcpus ?? 1,
      memoryMib: size?.memory ?? 1024,
      diskGib: droplet.disk,
    },
    image: machineImage(droplet.image),
    ...(droplet.user_data !== undefined && { userData: droplet.user_data }),
    sshKeys: droplet.ssh_keys,
    tags: droplet.tags,
    vpc: { id: droplet.vpc_uuid, ipRange: vpc?.ip_range ?? '10.0.0.0/16' },
    ipv6: droplet.features.includes('ipv6'),
    monitoring: droplet.features.includes('monitoring'),
    ...(droplet.addresses && { addresses: droplet.addresses }),
  }
}
