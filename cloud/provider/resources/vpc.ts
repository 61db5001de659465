// digitalocean_vpc. Creations in one region wait for each other; a deletion is tried again while the
// network still counts members.
import { hasStatus } from '../api-client.ts'
import { cidr, lengthBetween, notEmpty } from '../check.ts'
import { flag, text } from '../given.ts'
import { inTurn } from '../in-turn.ts'
import { during, hasChanged, type Operation, type Resource, timeoutMs } from '../resource.ts'
import { pause } from '../wait.ts'

type Vpc = {
  id: string
  urn: string
  name: string
  region: string
  description: string
  ip_range: string
  default: boolean
  created_at: string
}

const retryPauseMs = 500

export const vpc: Resource = {
  replacedBy: ['region', 'ip_range'],
  checks: {
    name: notEmpty,
    region: notEmpty,
    description: lengthBetween(0, 255),
    ip_range: cidr,
  },
  create: async ({ api, planned, keep }) => {
    const body = {
      name: text(planned.name),
      region: text(planned.region),
      description: text(planned.description),
      ip_range: text(planned.ip_range),
    }
    const made = inTurn(`vpc/${planned.region}`, () => api.post<{ vpc: Vpc }>('/v2/vpcs', body))
    keep({ id: (await during('Error creating VPC', made)).vpc.id })
  },
  read: async (api, { id }) => {
    const found = api.find<{ vpc: Vpc }>(`/v2/vpcs/${id}`)
    const answer = await during('Error reading VPC', found)
    if (answer === undefined) return null
    const { name, region, description, ip_range, urn, created_at, ...rest } = answer.vpc
    return {
      name,
      region,
      description,
      ip_range,
      urn,
      default: rest.default,
      created_at: utc(created_at),
    }
  },
  update: async (operation) => {
    const { api, planned } = operation
    if (!hasChanged(operation, 'name', 'description')) return
    const body = {
      name: text(planned.name),
      description: text(planned.description) ?? '',
      default: flag(planned.default),
    }
    await during('Error updating VPC ', api.put(`/v2/vpcs/${planned.id}`, body))
  },
  remove,
}

async function remove({ api, pace, prior }: Operation): Promise<void> {
  const end = Date.now() + timeoutMs(prior, 'delete', '2m')
  for (;;) {
    try {
      return await api.remove(`/v2/vpcs/${prior.id}`)
    } catch (error) {
      if (!hasStatus(error, 403, 409)) return during('Error deleting VPC', Promise.reject(error))
      if (Date.now() > end) throw error
      await pause(retryPauseMs, pace)
    }
  }
}

/** 2026-01-02T03:04:05Z → "2026-01-02 03:04:05 +0000 UTC", as Go prints a time. */
function utc(time: string): string {
  const [day, clock = ''] = new Date(time).toISOString().split('T')
  return `${day} ${clock.slice(0, 8)} +0000 UTC`
}
