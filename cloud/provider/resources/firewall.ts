// digitalocean_firewall. "all" ports are "0" in the API's answers; of ICMP there is no port.
import { notEmpty, oneOf, tagName } from '../check.ts'
import { blocks, some, text, texts, wholes } from '../given.ts'
import { type Change, type Customised, during, type Resource } from '../resource.ts'
import { type Attributes, unknownValue } from '../value.ts'
import { sameTags } from './tags.ts'

type Peers = {
  addresses?: string[] | null
  droplet_ids?: number[] | null
  load_balancer_uids?: string[] | null
  kubernetes_ids?: string[] | null
  tags?: string[] | null
}
type Rule = { protocol: string; ports: string; sources?: Peers; destinations?: Peers }
type Firewall = {
  id: string
  name: string
  status: string
  created_at: string
  pending_changes?: { droplet_id: number; removing: boolean; status: string }[] | null
  droplet_ids?: number[] | null
  tags?: string[] | null
  inbound_rules?: Rule[] | null
  outbound_rules?: Rule[] | null
}

const members = [
  'addresses',
  'droplet_ids',
  'load_balancer_uids',
  'kubernetes_ids',
  'tags',
] as const
const directions = [
  { block: 'inbound_rule', word: 'inbound', peers: 'sources', prefix: 'source' },
  { block: 'outbound_rule', word: 'outbound', peers: 'destinations', prefix: 'destination' },
] as const
type Direction = (typeof directions)[number]

const ruleChecks = directions.map(({ block, prefix }) => ({
  [`${block}.protocol`]: oneOf('tcp', 'udp', 'icmp'),
  [`${block}.port_range`]: notEmpty,
  [`${block}.${prefix}_addresses`]: notEmpty,
  [`${block}.${prefix}_load_balancer_uids`]: notEmpty,
  [`${block}.${prefix}_kubernetes_ids`]: notEmpty,
  [`${block}.${prefix}_tags`]: tagName,
}))

export const firewall: Resource = {
  unchanged: { tags: sameTags },
  checks: { name: notEmpty, tags: tagName, ...ruleChecks[0], ...ruleChecks[1] },
  customise,
  create: async ({ api, planned, keep }) => {
    const made = api.post<{ firewall: Firewall }>('/v2/firewalls', request(planned))
    keep({ id: (await during('Error creating firewall', made)).firewall.id })
  },
  read: async (api, { id }) => {
    const found = api.find<{ firewall: Firewall }>(`/v2/firewalls/${id}`)
    const answer = await during('Error retrieving firewall', found)
    return answer === undefined ? null : attributes(answer.firewall)
  },
  update: async ({ api, planned }) => {
    const changed = api.put(`/v2/firewalls/${planned.id}`, request(planned))
    await during('Error updating firewall', changed)
  },
  remove: ({ api, prior }) =>
    during('Error deleting firewall', api.remove(`/v2/firewalls/${prior.id}`)),
}

function customise({ planned }: Change): Customised {
  const rules = directions.map(({ block }) => planned[block])
  if (rules.every((each) => Array.isArray(each) && each.length === 0)) {
    throw new Error('At least one rule must be specified')
  }
  for (const { block, word } of directions) {
    const bad = blocks(planned[block]).some(
      ({ protocol, port_range }) =>
        protocol !== 'icmp' && protocol !== unknownValue && (port_range ?? '') === '',
    )
    if (bad) {
      throw new Error(
        `\`port_range\` of ${word} rules is required if protocol is \`tcp\` or \`udp\``,
      )
    }
  }
  return {}
}

function request(planned: Attributes): object {
  return {
    name: text(planned.name),
    inbound_rules: rulesOf(planned, directions[0]),
    outbound_rules: rulesOf(planned, directions[1]),
    droplet_ids: wholes(planned.droplet_ids),
    tags: texts(planned.tags),
  }
}

function rulesOf(planned: Attributes, { block, peers, prefix }: Direction): object[] {
  return blocks(planned[block]).map((rule) => {
    const given = members.map((member) => {
      const value = rule[`${prefix}_${member}`]
      const list: (string | number)[] = member === 'droplet_ids' ? wholes(value) : texts(value)
      return [member, some(list)]
    })
    const ports = text(rule.port_range)
    return { protocol: text(rule.protocol), ports, [peers]: Object.fromEntries(given) }
  })
}

function attributes(found: Firewall): Attributes {
  return {
    name: found.name,
    status: found.status,
    created_at: found.created_at,
    pending_changes: found.pending_changes ?? [],
    droplet_ids: found.droplet_ids ?? [],
    tags: found.tags ?? [],
    inbound_rule: (found.inbound_rules ?? []).map((rule) => ruleAttributes(rule, directions[0])),
    outbound_rule: (found.outbound_rules ?? []).map((rule) => ruleAttributes(rule, directions[1])),
  }
}

function ruleAttributes(rule: Rule, { peers, prefix }: Direction): Attributes {
  const { protocol, ports } = rule
  const all = protocol === 'icmp' ? '' : 'all'
  const given = members.map((member) => [`${prefix}_${member}`, rule[peers]?.[member] ?? []])
  return { protocol, port_range: ports === '0' ? all : ports, ...Object.fromEntries(given) }
}
