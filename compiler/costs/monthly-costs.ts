// System → what it costs per month, item by item, from the dated price tables. An item whose price is
// in no table has none, and no sum that contains it passes for a whole one.
import { databaseSize, droplet, prices, tableDates } from '../facts.ts'
import { type Database, isBalanced, type Service, type System } from '../model/system.ts'

export type Cost = { what: string; usd: number | undefined }

export type MonthlyCosts = {
  items: readonly Cost[]
  /** Of the items that have a price. */
  totalUsd: number
  /** What has no price in the tables. */
  unknown: readonly string[]
  /** The day of the oldest table that took part. */
  date: string
}

export function monthlyCosts({ services: [service], database }: System): MonthlyCosts {
  const items = [
    droplets(service),
    ingress(service),
    ...(database ? [databaseNodes(database)] : []),
  ]
  return {
    items,
    totalUsd: items.reduce((total, { usd }) => total + (usd ?? 0), 0),
    unknown: items.filter(({ usd }) => usd === undefined).map(({ what }) => what),
    date: [tableDates.droplets, tableDates.databases, tableDates.prices].sort()[0] ?? '',
  }
}

const droplets = ({ instances, size }: Service): Cost => ({
  what: `${instances} × droplet \`${size}\``,
  usd: times(droplet(size)?.priceMonthlyUsd, instances),
})

const ingress = (service: Service): Cost =>
  isBalanced(service)
    ? { what: 'load balancer', usd: prices.loadBalancer.regionalPerNodeMonthlyUsd }
    : { what: 'reserved IP', usd: prices.reservedIp.assignedMonthlyUsd }

const databaseNodes = ({ nodes, size }: Database): Cost => ({
  what: `${nodes} × database node \`${size}\``,
  usd: times(databaseSize(size)?.priceMonthlyUsd, nodes),
})

const times = (price: number | undefined, count: number): number | undefined =>
  price === undefined ? undefined : price * count

export const money = (usd: number): string => usd.toFixed(2)

/** `18.00`, or `at least 18.00` if something has no price. */
export const totalText = ({ totalUsd, unknown }: MonthlyCosts): string =>
  `${unknown.length > 0 ? 'at least ' : ''}${money(totalUsd)}`
