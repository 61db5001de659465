// digitalocean_tag. Its id is its name.
import { tagName } from '../check.ts'
import { text } from '../given.ts'
import { during, type Resource } from '../resource.ts'

type Count = { count: number }
type Tag = {
  name: string
  resources: Count & {
    droplets?: Count
    images?: Count
    volumes?: Count
    volume_snapshots?: Count
    databases?: Count
  }
}

export const tag: Resource = {
  replacedBy: ['name'],
  checks: { name: tagName },
  create: async ({ api, planned, keep }) => {
    const made = api.post<{ tag: Tag }>('/v2/tags', { name: text(planned.name) })
    keep({ id: (await during('Error creating tag', made)).tag.name })
  },
  read: async (api, { id }) => {
    const found = api.find<{ tag: Tag }>(`/v2/tags/${id}`)
    const answer = await during('Error retrieving tag', found)
    if (answer === undefined) return null
    const { name, resources } = answer.tag
    return {
      name,
      total_resource_count: resources.count,
      droplets_count: resources.droplets?.count ?? 0,
      images_count: resources.images?.count ?? 0,
      volumes_count: resources.volumes?.count ?? 0,
      volume_snapshots_count: resources.volume_snapshots?.count ?? 0,
      databases_count: resources.databases?.count ?? 0,
    }
  },
  remove: ({ api, prior }) => during('Error deleting tag', api.remove(`/v2/tags/${prior.id}`)),
}
