// digitalocean_droplet_snapshot: one by its name or a pattern of it, in a region if one is asked for;
// the newest of several if that is asked for.
import { flag, text } from '../given.ts'
import { type DataSource, during } from '../resource.ts'
import type { Attributes } from '../value.ts'

type Snapshot = {
  id: string
  name: string
  created_at: string
  regions: string[]
  resource_id: string
  min_disk_size: number
  size_gigabytes: number
}

export const dropletSnapshot: DataSource = {
  read: async (api, config) => {
    const asked = api.list<Snapshot>('/v2/snapshots?resource_type=droplet', 'snapshots')
    const all = await during('Error retrieving snapshots', asked)
    const found = all
      .filter((each) => isAskedFor(each, config))
      .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1))
    const [first] = found
    if (first === undefined) throw new Error('no snapshots found matching the specified criteria')
    if (found.length > 1 && !flag(config.most_recent)) {
      throw new Error(
        'Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.',
      )
    }
    const { resource_id, ...rest } = first
    return { ...rest, droplet_id: resource_id }
  },
}

function isAskedFor({ name, regions }: Snapshot, config: Attributes): boolean {
  const [exact, pattern, region] = [text(config.name), text(config.name_regex), text(config.region)]
  return (
    (exact === undefined || name === exact) &&
    (pattern === undefined || new RegExp(pattern).test(name)) &&
    (region === undefined || regions.includes(region))
  )
}
