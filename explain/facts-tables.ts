// The keys whose values DigitalOcean decides → a table of those that immuc knows, with its date.
import {
  baseImages,
  databaseSizes,
  databaseVersions,
  dropletSizes,
  regions,
  tableDates,
} from '../compiler/facts.ts'
import type { ValueKey } from './config-key.ts'

export type FactsTable = {
  /** The day that it was last held against its source. */
  date: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}

const gib = (mib: number): string => `${mib / 1024} GiB`

const dropletTable = (): FactsTable => ({
  date: tableDates.droplets,
  columns: ['size', 'vCPUs', 'memory', 'disk', '$ a month'],
  rows: dropletSizes.map(({ slug, vcpus, memoryMib, diskGib, priceMonthlyUsd }) => [
    ...[slug, String(vcpus), gib(memoryMib), `${diskGib} GiB`, priceMonthlyUsd.toFixed(2)],
  ]),
})

const databaseTable = (): FactsTable => ({
  date: tableDates.databases,
  columns: ['size', 'vCPUs', 'memory', 'nodes', '$ a month'],
  rows: databaseSizes.map(({ slug, vcpus, memoryMib, minNodes, maxNodes, priceMonthlyUsd }) => [
    ...[slug, String(vcpus), gib(memoryMib)],
    minNodes === maxNodes ? String(minNodes) : `${minNodes} to ${maxNodes}`,
    priceMonthlyUsd?.toFixed(2) ?? '',
  ]),
})

const tables: Readonly<Partial<Record<ValueKey, () => FactsTable>>> = {
  'scaling.region': () => ({
    date: tableDates.regions,
    columns: ['region', 'where', 'new resources'],
    rows: regions.map(({ slug, name, status }) => [slug, name, status]),
  }),
  'scaling.size': dropletTable,
  'image.buildSize': dropletTable,
  'database.size': databaseTable,
  'database.version': () => ({
    date: tableDates.databaseVersions,
    columns: ['version', 'new clusters'],
    rows: databaseVersions.map(({ version, status }) => [version, status]),
  }),
  'image.base': () => ({
    date: tableDates.images,
    columns: ['image', 'distribution'],
    rows: baseImages.map(({ slug, distribution, release }) => [slug, `${distribution} ${release}`]),
  }),
}

export const factsTable = (key: string): FactsTable | undefined => tables[key as ValueKey]?.()
