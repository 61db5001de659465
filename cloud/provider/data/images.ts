// digitalocean_images and digitalocean_image: the images of the account and the public ones.
import type { Api } from '../api-client.ts'
import { notEmpty, oneOf } from '../check.ts'
import { text, whole } from '../given.ts'
import { type DataSource, during } from '../resource.ts'
import { dataSchema, type Type } from '../table.ts'
import type { Attributes } from '../value.ts'
import { selected } from './list.ts'

type Image = {
  id: number
  name: string
  type: string
  distribution: string
  slug?: string | null
  public: boolean
  min_disk_size?: number | null
  size_gigabytes?: number | null
  created_at: string
  regions?: string[] | null
  tags?: string[] | null
  status?: string
  error_message?: string
  description?: string | null
}

export const images: DataSource = {
  checks: {
    'filter.match_by': oneOf('exact', 're', 'substring'),
    'sort.direction': oneOf('asc', 'desc'),
  },
  read: async (api, config) => {
    const asked = api.list<Image>('/v2/images', 'images')
    const found = await during('Unable to load records: Error retrieving images', asked)
    const kept = selected(config, recordTypes(), found.map(attributes))
    return { id: `images-${kept.map(({ id }) => id).join('-')}`, images: kept }
  },
}

/** The types of the members of a result, as the table has them. */
function recordTypes(): { readonly [name: string]: Type } {
  const type = dataSchema('digitalocean_images').block.attributes.images?.type ?? 'string'
  const element = typeof type === 'string' ? type : type[1]
  return Array.isArray(element) ? element[1] : {}
}

export const image: DataSource = {
  checks: { id: notEmpty, name: notEmpty, slug: notEmpty },
  read: async (api, config) => {
    const [id, slug, name] = [whole(config.id), text(config.slug), text(config.name)]
    const key = id ?? slug
    if (key !== undefined) {
      const found = api.get<{ image: Image }>(`/v2/images/${key}`)
      return attributes((await during(`image ${id ? `ID ${id} ` : ''}not found`, found)).image)
    }
    if (name === undefined) throw new Error('one of `id,name,slug` must be specified')
    const source = text(config.source)?.toLowerCase() ?? 'user'
    return { ...attributes(await imageNamed(api, name, source)), source }
  },
}

const collections: { readonly [source: string]: string } = {
  all: '/v2/images',
  applications: '/v2/images?type=application',
  distributions: '/v2/images?type=distribution',
  user: '/v2/images?private=true',
}

async function imageNamed(api: Api, name: string, source: string): Promise<Image> {
  const listed = api.list<Image>(collections[source] ?? '/v2/images', 'images')
  const found = (await during('Error retrieving images', listed)).filter(
    (each) => each.name === name,
  )
  const [first] = found
  if (first === undefined) throw new Error(`no image found with name ${name}`)
  if (found.length === 1) return first
  throw new Error(`too many images found with name ${name} (found ${found.length}, expected 1)`)
}

function attributes(found: Image): Attributes {
  return {
    id: found.id,
    name: found.name,
    type: found.type,
    distribution: found.distribution,
    slug: found.slug ?? '',
    image: String(found.id),
    private: !found.public,
    min_disk_size: found.min_disk_size ?? 0,
    size_gigabytes: found.size_gigabytes ?? 0,
    created: found.created_at,
    regions: found.regions ?? [],
    tags: found.tags ?? [],
    status: found.status ?? '',
    error_message: found.error_message ?? '',
    description: found.description ?? '',
  }
}
