// digitalocean_database_firewall: the whole list of a cluster's trusted sources. Removing it leaves an
// empty list, which lets everyone in who has credentials.
import { randomBytes } from 'node:crypto'
import { notEmpty, oneOf } from '../check.ts'
import { blocks, text } from '../given.ts'
import { during, type Operation, type Resource } from '../resource.ts'
import type { Attributes } from '../value.ts'

type Rule = { uuid: string; type: string; value: string; created_at: string }

const path = ({ cluster_id }: Attributes): string => `/v2/databases/${text(cluster_id)}/firewall`
const idOf = (cluster: string): string => `${cluster}-${randomBytes(13).toString('hex')}`

export const databaseFirewall: Resource = {
  replacedBy: ['cluster_id'],
  checks: {
    cluster_id: notEmpty,
    'rule.type': oneOf('ip_addr', 'droplet', 'k8s', 'tag', 'app'),
    'rule.value': notEmpty,
  },
  create: async (operation) => {
    await during('Error creating DatabaseFirewall', write(operation))
    operation.keep({ id: idOf(String(operation.planned.cluster_id)) })
  },
  read: async (api, state) => {
    const asked = api.find<{ rules: Rule[] | null }>(path(state))
    const found = await during('Error retrieving DatabaseFirewall', asked)
    return found === undefined ? null : { rule: (found.rules ?? []).map(attributes) }
  },
  update: (operation) => during('Error updating DatabaseFirewall', write(operation)),
  remove: async ({ api, prior }) => {
    await during('Error deleting DatabaseFirewall', api.put(path(prior), { rules: [] }))
  },
  imported: (id) => ({ id: idOf(id), cluster_id: id }),
}

async function write({ api, planned }: Operation): Promise<void> {
  const rules = blocks(planned.rule).map(({ type, value, uuid }) => ({
    type: text(type),
    value: text(value),
    uuid: text(uuid),
  }))
  await api.put(path(planned), { rules })
}

function attributes({ uuid, type, value, created_at }: Rule): Attributes {
  return { uuid, type, value, created_at }
}
