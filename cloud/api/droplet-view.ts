// A stored droplet -> what the API shows of it: sizes, regions and snapshots looked up, networks
// written out. A droplet that is still new has no networks, but the lists are there.
import { netmask } from './addresses.ts'
import { regionOf, sizeOf } from './catalog.ts'
import { imageView } from './image-view.ts'
import type { Droplet, State } from './state.ts'

export function dropletView(state: State, droplet: Droplet): Record<string, unknown> {
  const size = sizeOf(droplet.size)
  return {
    id: droplet.id,
    name: droplet.name,
    memory: size?.memory ?? 0,
    vcpus: size?.vcpus ?? 0,
    disk: droplet.disk,
    disk_info: [{ type: 'local', size: { amount: droplet.disk, unit: 'gib' } }],
    locked: droplet.locked,
    status: droplet.status,
    kernel: null,
    created_at: droplet.created_at,
    features: droplet.features,
    backup_ids: [],
    next_backup_window: null,
    snapshot_ids: snapshotsOf(state, droplet).map(({ id }) => id),
    image: imageView(droplet.image),
    volume_ids: [],
    size,
    size_slug: droplet.size,
    networks: networks(state, droplet),
    region: regionOf(droplet.region),
    tags: droplet.tags,
    vpc_uuid: droplet.vpc_uuid,
  }
}

export const snapshotsOf = (state: State, droplet: Droplet) =>
  state.images.filter(({ droplet_id }) => droplet_id === droplet.id)

function networks(state: State, { addresses, vpc_uuid }: Droplet) {
  if (!addresses) return { v4: [], v6: [] }
  const vpc = state.vpcs.find(({ id }) => id === vpc_uuid)
  const { publicIpv4, privateIpv4, publicIpv6 } = addresses
  return {
    v4: [
      {
        ip_address: privateIpv4,
        netmask: netmask(vpc?.ip_range ?? ''),
        gateway: '',
        type: 'private',
      },
      {
        ip_address: publicIpv4,
        netmask: '255.255.240.0',
        gateway: publicIpv4.replace(/\d+$/, '1'),
        type: 'public',
      },
    ],
    v6: publicIpv6
      ? [{ ip_address: publicIpv6, netmask: 64, gateway: '2001:db8::1', type: 'public' }]
      : [],
  }
}
