// digitalocean_record: one record of a domain. Names that the API answers without their final dot
// get it back.
import { atLeast, between, notEmpty, oneOf } from '../check.ts'
import { text, whole } from '../given.ts'
import { type Change, type Customised, during, type Resource } from '../resource.ts'
import type { Attributes, Value } from '../value.ts'

type DomainRecord = {
  id: number
  type: string
  name: string
  data: string
  priority: number | null
  port: number | null
  ttl: number
  weight: number | null
  flags: number | null
  tag: string | null
}

const needed: { readonly [type: string]: readonly string[] } = {
  MX: ['priority'],
  SRV: ['priority', 'weight'],
  CAA: ['flags', 'tag'],
}
const pointing = ['CNAME', 'MX', 'NS', 'SRV', 'CAA']

export const record: Resource = {
  replacedBy: ['type', 'domain'],
  checks: {
    type: oneOf('A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'SOA'),
    domain: notEmpty,
    name: notEmpty,
    port: between(0, 65_535),
    priority: between(0, 65_535),
    weight: between(0, 65_535),
    ttl: atLeast(1),
    flags: between(0, 255),
    tag: oneOf('issue', 'issuewild', 'iodef'),
  },
  unchanged: {
    name: (before, after, { planned }) =>
      apex(before, after, planned) || `${before}.${planned.domain}.` === after,
    value: (before, after, { planned }) =>
      apex(before, after, planned) || before === `${String(after)}.${planned.domain}.`,
  },
  customise,
  create: async ({ api, planned, keep }) => {
    const type = text(planned.type)
    if (type === 'SRV' && planned.port === null) {
      throw new Error('`port` is required for when type is `SRV`')
    }
    const path = `/v2/domains/${text(planned.domain)}/records`
    const made = api.post<{ domain_record: DomainRecord }>(path, { type, ...request(planned) })
    keep({ id: String((await during('Failed to create record', made)).domain_record.id) })
  },
  read: async (api, { id, domain }) => {
    const path = `/v2/domains/${text(domain)}/records/${id}`
    const found = await api.find<{ domain_record: DomainRecord }>(path)
    return found === undefined ? null : attributes(found.domain_record, text(domain) ?? '')
  },
  update: async ({ api, planned }) => {
    const path = `/v2/domains/${text(planned.domain)}/records/${planned.id}`
    await during('Failed to update record', api.put(path, request(planned)))
  },
  remove: ({ api, prior }) =>
    during(
      'Error deleting record',
      api.remove(`/v2/domains/${text(prior.domain)}/records/${prior.id}`),
    ),
  imported: (id) => {
    const [domain = '', number] = id.split(',')
    if (number === undefined) return {}
    if (!/^\d+$/.test(number)) throw new Error(`invalid record ID: ${number}`)
    return { id: number, domain }
  },
}

const apex = (before: Value, after: Value, { domain }: Attributes): boolean =>
  before === '@' && after === `${String(domain)}.`

function customise({ planned }: Change): Customised {
  const type = String(text(planned.type))
  const missing = needed[type]?.find((name) => (planned[name] ?? null) === null)
  if (missing) throw new Error(`\`${missing}\` is required for when type is \`${type}\``)
  return {}
}

function request(planned: Attributes): object {
  return {
    name: text(planned.name),
    data: text(planned.value),
    ttl: whole(planned.ttl),
    priority: whole(planned.priority) ?? 0,
    port: whole(planned.port) ?? 0,
    weight: whole(planned.weight) ?? 0,
    flags: whole(planned.flags) ?? 0,
    tag: text(planned.tag),
  }
}

function attributes(found: DomainRecord, domain: string): Attributes {
  const { name, type, data, ttl, priority, port, weight, flags, tag } = found
  const dot = pointing.includes(type) && data !== '@' && tag !== 'iodef'
  return {
    name,
    type,
    value: dot ? `${data}.` : data,
    ttl,
    priority: priority ?? 0,
    port: port ?? 0,
    weight: weight ?? 0,
    flags: flags ?? 0,
    tag: tag ?? '',
    fqdn: name === '@' ? domain : `${name}.${domain}`,
  }
}
