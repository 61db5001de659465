// System → what it costs per month, item by item, from the dated price tables.
import { databaseSize, droplet, prices } from '../../compiler/facts.ts'
import { isBalanced, type System } from '../../compiler/model/system.ts'

export type Cost = { what: string; usd: string }

type Item = { what: string; usd: number | undefined }

export function monthlyCosts(system: System): Cost[] {
  const items = itemsOf(system)
  const sum = items.reduce((total, { usd }) => total + (usd ?? 0), 0)
  const hasUnknown = items.some(({ usd }) => usd === undefined)
  return [
    ...items.map(({ what, usd }) => ({ what, usd: usd === undefined ? 'unknown' : money(usd) })),
    { what: '**Sum**', usd: `**${hasUnknown ? 'at least ' : ''}${money(sum)}**` },
  ]
}

function itemsOf({ services: [service], database }: System): Item[] {
  const { instances, size } = service
  const dropletPrice = droplet(size)?.priceMonthlyUsd
  const items: Item[] = [
    { what: `${instances} × droplet \`${size}\``, usd: times(dropletPrice, instances) },
    isBalanced(service)
      ? { what: 'load balancer', usd: prices.loadBalancer.regionalPerNodeMonthlyUsd }
      : { what: 'reserved IP', usd: prices.reservedIp.assignedMonthlyUsd },
  ]
  if (database === undefined) return items
  const nodePrice = databaseSize(database.size)?.priceMonthlyUsd
  return [
    ...items,
    {
      what: `${database.nodes} × database node \`${database.size}\``,
      usd: times(nodePrice, database.nodes),
    },
  ]
}

const times = (price: number | undefined, count: number): number | undefined =>
  price === undefined ? undefined : price * count

const money = (usd: number): string => usd.toFixed(2)
