// What the provider does with a change, from the dated table in facts/. A type that is not in it
// changes in place, as most attributes do.
import table from '../facts/digitalocean/changes.json' with { type: 'json' }

/** From the least to the worst that users of the system notice. */
export const downtimes = [
  'none',
  'rolling',
  'moves ingress',
  'restarts database',
  'destroys data',
] as const

export type Downtime = (typeof downtimes)[number]

export type ProviderChanges = {
  replacedBy: readonly string[]
  unordered: readonly string[]
  create: Downtime
  delete: Downtime
  replace: Downtime
  update: Readonly<Record<string, Downtime>>
  notes?: Readonly<Record<string, string>>
}

export const changesDate: string = table.date

const resources = table.resources as unknown as Readonly<Record<string, ProviderChanges>>

const inPlace: ProviderChanges = {
  replacedBy: [],
  unordered: [],
  create: 'none',
  delete: 'none',
  replace: 'none',
  update: {},
}

export const providerChanges = (type: string): ProviderChanges => resources[type] ?? inPlace

export const worst = (all: readonly Downtime[]): Downtime =>
  downtimes[Math.max(0, ...all.map((one) => downtimes.indexOf(one)))] ?? 'none'
