// digitalocean_domain, of which there must be one with the name.
import { notEmpty } from '../check.ts'
import { text } from '../given.ts'
import { type DataSource, during } from '../resource.ts'

type Domain = { name: string; ttl: number; zone_file: string }

export const domain: DataSource = {
  checks: { name: notEmpty },
  read: async (api, config) => {
    const name = text(config.name)
    const asked = api.find<{ domain: Domain }>(`/v2/domains/${name}`)
    const found = (await during('Error retrieving domain', asked))?.domain
    if (found === undefined) throw new Error(`domain not found: ${name}`)
    const { ttl, zone_file } = found
    return { id: found.name, name: found.name, urn: `do:domain:${found.name}`, ttl, zone_file }
  },
}
