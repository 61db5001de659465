// A droplet as the API shows it → its attributes; and waiting for it to be in a state.
import { during, type Operation } from '../resource.ts'
import type { Attributes } from '../value.ts'
import { type Wait, waitFor } from '../wait.ts'

type Network = { ip_address: string; type: string }

export type Droplet = {
  id: number
  name: string
  memory: number
  vcpus: number
  disk: number
  locked: boolean
  status: string
  created_at: string
  features?: string[] | null
  image: { id: number; slug?: string | null }
  size: { slug: string; price_hourly: number; price_monthly: number }
  size_slug?: string
  region: { slug: string }
  networks: { v4?: Network[]; v6?: Network[] }
  volume_ids?: string[] | null
  vpc_uuid?: string | null
  tags?: string[] | null
}

export function dropletAttributes(droplet: Droplet): Attributes {
  const { networks, features, size } = droplet
  const address = (list: Network[] | undefined, type: string): string =>
    list?.find((each) => each.type === type)?.ip_address ?? ''
  const has = (feature: string): boolean => features?.includes(feature) ?? false
  return {
    name: droplet.name,
    urn: `do:droplet:${droplet.id}`,
    region: droplet.region.slug,
    size: size.slug,
    price_hourly: size.price_hourly,
    price_monthly: size.price_monthly,
    disk: droplet.disk,
    vcpus: droplet.vcpus,
    memory: droplet.memory,
    status: droplet.status,
    locked: droplet.locked,
    created_at: droplet.created_at,
    vpc_uuid: droplet.vpc_uuid ?? '',
    ipv4_address: address(networks.v4, 'public'),
    ipv4_address_private: address(networks.v4, 'private'),
    ipv6_address: address(networks.v6, 'public').toLowerCase(),
    public_networking: address(networks.v4, 'public') !== '',
    ...(features && {
      backups: has('backups'),
      ipv6: has('ipv6'),
      private_networking: has('private_networking'),
      monitoring: has('monitoring'),
    }),
    volume_ids: droplet.volume_ids ?? [],
    tags: droplet.tags ?? [],
  }
}

export type DropletWait = Pick<Wait, 'target' | 'pending' | 'timeoutMs'> & {
  readonly look: (droplet: Droplet) => string
}

/** Waits until what `look` sees is the target; a locked droplet is not looked at. */
export async function untilDroplet(
  { api, pace }: Operation,
  id: string,
  { look, ...wait }: DropletWait,
): Promise<void> {
  const state = async (): Promise<string | undefined> => {
    const found = api.get<{ droplet: Droplet }>(`/v2/droplets/${id}`)
    const { droplet } = await during('Error retrieving droplet', found)
    return droplet.locked ? undefined : look(droplet)
  }
  await waitFor({ ...wait, state, delayMs: 10_000, pauseMs: 3_000 }, pace)
}
