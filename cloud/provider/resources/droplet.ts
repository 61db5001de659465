// digitalocean_droplet. Its image is never read back, and of its user data the state holds a digest.
import type { Api } from '../api-client.ts'
import { between, notEmpty, oneOf, tagName } from '../check.ts'
import { blocks, flag, idOrText, some, text, texts, whole } from '../given.ts'
import {
  type Change,
  type Customised,
  during,
  type Operation,
  type Resource,
  timeoutMs,
} from '../resource.ts'
import type { Attributes } from '../value.ts'
import { removeDroplet } from './droplet-removal.ts'
import { type Droplet, dropletAttributes, untilDroplet } from './droplet-state.ts'
import { updateDroplet } from './droplet-update.ts'
import { hashed } from './hashed.ts'
import { sameTags } from './tags.ts'

const lower = (written: string): string => written.toLowerCase()

export const droplet: Resource = {
  defaults: {
    backups: false,
    graceful_shutdown: false,
    ipv6: false,
    monitoring: false,
    resize_disk: true,
  },
  replacedBy: [
    'image',
    'region',
    'ssh_keys',
    'user_data',
    'monitoring',
    'droplet_agent',
    'vpc_uuid',
    'public_networking',
    'gpu_partition_mode',
  ],
  stored: { region: lower, size: lower, user_data: hashed },
  unchanged: { tags: sameTags },
  checks: {
    image: notEmpty,
    name: notEmpty,
    region: notEmpty,
    size: notEmpty,
    ssh_keys: notEmpty,
    user_data: notEmpty,
    vpc_uuid: notEmpty,
    tags: tagName,
    'backup_policy.plan': oneOf('daily', 'weekly'),
    'backup_policy.weekday': oneOf('SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'),
    'backup_policy.hour': between(0, 20),
  },
  customise,
  create,
  read: async (api, { id }) => {
    const found = api.find<{ droplet: Droplet }>(`/v2/droplets/${id}`)
    const answer = await during('Error retrieving droplet', found)
    return answer === undefined ? null : dropletAttributes(answer.droplet)
  },
  update: updateDroplet,
  remove: removeDroplet,
  imported,
}

function customise({ prior, planned }: Change): Customised {
  if (prior.ipv6 === true && planned.ipv6 === false) return { replacedBy: ['ipv6'] }
  const turnedOn = prior.ipv6 === false && planned.ipv6 === true
  return turnedOn ? { unknown: ['ipv6_address'] } : {}
}

async function create(operation: Operation): Promise<void> {
  const { api, planned, config, keep } = operation
  const made = api.post<{ droplet: Droplet }>('/v2/droplets', request(planned, config))
  const id = String((await during('Error creating droplet', made)).droplet.id)
  keep({ id })
  const active = untilDroplet(operation, id, {
    look: ({ status }) => status,
    target: 'active',
    pending: ['new'],
    timeoutMs: timeoutMs(planned, 'create', '60m'),
  })
  await during(`Error waiting for droplet (${id}) to become ready`, active)
}

function request(planned: Attributes, config: Attributes): object {
  const [policy] = blocks(planned.backup_policy)
  if (policy && !flag(planned.backups)) {
    throw new Error('backup_policy can only be set when backups are enabled')
  }
  return {
    name: text(planned.name),
    region: text(planned.region) ?? '',
    size: text(planned.size),
    image: idOrText(text(planned.image) ?? ''),
    ssh_keys: texts(planned.ssh_keys).map(idOrText),
    backups: flag(planned.backups),
    ipv6: flag(planned.ipv6),
    private_networking: flag(planned.private_networking),
    monitoring: flag(planned.monitoring),
    user_data: text(config.user_data),
    volumes: some(texts(planned.volume_ids).map((id) => ({ id }))),
    tags: texts(planned.tags),
    vpc_uuid: text(planned.vpc_uuid),
    with_droplet_agent:
      typeof planned.droplet_agent === 'boolean' ? planned.droplet_agent : undefined,
    public_networking:
      typeof planned.public_networking === 'boolean' ? planned.public_networking : undefined,
    gpu_partition_mode: text(planned.gpu_partition_mode),
    backup_policy: policy && {
      plan: text(policy.plan),
      weekday: text(policy.weekday),
      hour: whole(policy.hour) ?? 0,
    },
  }
}

async function imported(id: string, api: Api): Promise<Attributes> {
  if (!/^\d+$/.test(id))
    throw new Error(`Invalid droplet id: strconv.Atoi: parsing "${id}": invalid syntax`)
  const found = api.get<{ droplet: Droplet }>(`/v2/droplets/${id}`)
  const { image } = (await during('Error importing droplet', found)).droplet
  return { image: image.slug || String(image.id), resize_disk: true }
}
