// What DigitalOcean offers, from the dated tables in facts/. They age, so what is absent from them
// is judged by `judgeSlug`, never refused for being absent alone.
import imageTable from '../facts/digitalocean/base-images.json' with { type: 'json' }
import databaseSizeTable from '../facts/digitalocean/database-sizes.json' with { type: 'json' }
import databaseVersionTable from '../facts/digitalocean/database-versions.json' with {
  type: 'json',
}
import dropletTable from '../facts/digitalocean/droplet-sizes.json' with { type: 'json' }
import priceTable from '../facts/digitalocean/prices.json' with { type: 'json' }
import regionTable from '../facts/digitalocean/regions.json' with { type: 'json' }

export type DropletSize = {
  slug: string
  vcpus: number
  memoryMib: number
  diskGib: number
  priceMonthlyUsd: number
}

export type DatabaseSize = {
  slug: string
  vcpus: number
  memoryMib: number
  minNodes: number
  maxNodes: number
  priceMonthlyUsd?: number
}

export type Region = { slug: string; name: string; status: string }

type BaseImage = { slug: string; distribution: string; release: string }
type UnusableImage = { slug: string; reason: string; why: string; replacement?: string }
type DatabaseVersion = { version: string; status: string }

export const dropletSizes: readonly DropletSize[] = dropletTable.sizes
export const databaseSizes: readonly DatabaseSize[] = databaseSizeTable.sizes
export const regions: readonly Region[] = regionTable.regions
export const databaseVersions: readonly DatabaseVersion[] = databaseVersionTable.versions
export const baseImages: readonly BaseImage[] = imageTable.images
export const unusableImages: readonly UnusableImage[] = imageTable.unusable
export const prices = priceTable

/** The day that each table was last held against its source, as YYYY-MM-DD. */
export const tableDates = {
  droplets: dropletTable.date,
  databases: databaseSizeTable.date,
  databaseVersions: databaseVersionTable.date,
  regions: regionTable.date,
  images: imageTable.date,
  prices: priceTable.date,
}

export const droplet = (slug: string): DropletSize | undefined =>
  dropletSizes.find((size) => size.slug === slug)

export const databaseSize = (slug: string): DatabaseSize | undefined =>
  databaseSizes.find((size) => size.slug === slug)
