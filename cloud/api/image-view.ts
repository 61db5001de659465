// Stored images -> what /v2/images and /v2/snapshots show of them, and finding one by id or slug.
import { baseImages } from './catalog.ts'
import type { Image, State } from './state.ts'

export const allImages = (state: State): Image[] => [...baseImages, ...state.images]

export const findImage = (state: State, reference: string): Image | undefined =>
  allImages(state).find(({ id, slug }) => String(id) === reference || slug === reference)

export const imageView = ({ droplet_id, ...image }: Image) => image

/** The same image under /v2/snapshots, where ids are texts. */
export const snapshotView = (image: Image) => ({
  id: String(image.id),
  name: image.name,
  created_at: image.created_at,
  regions: image.regions,
  resource_id: String(image.droplet_id ?? 0),
  resource_type: 'droplet',
  min_disk_size: image.min_disk_size,
  size_gigabytes: image.size_gigabytes,
  tags: image.tags,
})
