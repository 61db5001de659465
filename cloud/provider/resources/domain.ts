// digitalocean_domain. Its id is its name; the address of its apex is written and never read.
import { notEmpty } from '../check.ts'
import { text } from '../given.ts'
import { during, type Resource } from '../resource.ts'

type Domain = { name: string; ttl: number }

export const domain: Resource = {
  replacedBy: ['name', 'ip_address'],
  checks: { name: notEmpty, ip_address: notEmpty },
  create: async ({ api, planned, keep }) => {
    const body = { name: text(planned.name), ip_address: text(planned.ip_address) }
    const made = api.post<{ domain: Domain }>('/v2/domains', body)
    keep({ id: (await during('Error creating Domain', made)).domain.name })
  },
  read: async (api, { id }) => {
    const asked = api.find<{ domain: Domain }>(`/v2/domains/${id}`)
    const found = await during('Error retrieving domain', asked)
    if (found === undefined) return null
    const { name, ttl } = found.domain
    return { name, urn: `do:domain:${name}`, ttl }
  },
  remove: ({ api, prior }) =>
    during('Error deleting Domain', api.remove(`/v2/domains/${prior.id}`)),
}
