// The dated facts -> what the API lists for everybody: regions, sizes and distribution images.
import imagesJson from '../../facts/digitalocean/base-images.json' with { type: 'json' }
import databaseSizesJson from '../../facts/digitalocean/database-sizes.json' with { type: 'json' }
import databaseVersionsJson from '../../facts/digitalocean/database-versions.json' with {
  type: 'json',
}
import sizesJson from '../../facts/digitalocean/droplet-sizes.json' with { type: 'json' }
import regionsJson from '../../facts/digitalocean/regions.json' with { type: 'json' }
import { unprocessable } from './reply.ts'
import type { Image } from './state.ts'

const regionFacts = regionsJson.regions
const sizeFacts = sizesJson.sizes
export const databaseSizes: {
  slug: string
  minNodes: number
  maxNodes: number
  diskGib?: number
}[] = databaseSizesJson.sizes
export const databaseVersions: {
  default: string
  versions: { version: string; status: string; endOfLife: string; endOfAvailability?: string }[]
} = databaseVersionsJson

const listedRegions = regionFacts.filter(({ status }) => status !== 'closed')
const regionSlugs = listedRegions.map(({ slug }) => slug)
const sizeSlugs = sizeFacts.map(({ slug }) => slug)

export const regions = listedRegions.map(({ slug, name, status }) => ({
  name,
  slug,
  features: ['backups', 'ipv6', 'metadata', 'install_agent', 'storage', 'image_transfer'],
  available: status === 'open',
  sizes: sizeSlugs,
}))

export type Region = (typeof regions)[number]

export const sizes = sizeFacts.map((size) => ({
  slug: size.slug,
  memory: size.memoryMib,
  vcpus: size.vcpus,
  disk: size.diskGib,
  transfer: 1,
  price_monthly: size.priceMonthlyUsd,
  price_hourly: Math.round((size.priceMonthlyUsd / 672) * 1e5) / 1e5,
  regions: regionSlugs,
  available: true,
  description: size.family,
}))

export type Size = (typeof sizes)[number]

/** Fedora and other distributions outside apt are offered too; ended ones are not. */
const offeredImages: { slug: string; distribution: string; release: string }[] = [
  ...imagesJson.images,
  ...imagesJson.unusable.filter(
    ({ reason, why }) => reason === 'not-apt' && why.startsWith('offered'),
  ),
]

export const baseImages: Image[] = offeredImages.map((image, at) => ({
  id: 200_000_001 + at,
  name: `${image.release} x64`,
  distribution: image.distribution,
  slug: image.slug,
  public: true,
  regions: regionSlugs,
  created_at: '2026-01-15T12:00:00Z',
  min_disk_size: 7,
  type: 'base',
  size_gigabytes: 1.2,
  description: `${image.distribution} ${image.release} x64`,
  tags: [],
  status: 'available',
  error_message: '',
}))

export const regionOf = (slug: string): Region | undefined =>
  regions.find((region) => region.slug === slug)

export const sizeOf = (slug: string): Size | undefined => sizes.find((size) => size.slug === slug)

/** A region that takes new resources, or the refusal. */
export function openRegion(slug: string, forWhat: string): Region {
  const region = regionOf(slug)
  if (!region?.available) {
    throw unprocessable(`You specified an invalid region for ${forWhat} creation.`)
  }
  return region
}
