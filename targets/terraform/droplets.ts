// The machines. Their keys hold a digest of the release, so a new release is a new set of droplets
// beside the old one, and a rollback finds the old set under its key.

import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'
import { createBeforeDestroy } from './terms.ts'

// What DigitalOcean takes to shut a machine down and delete it, beyond the app's own drain.
const deleteMarginSeconds = 240

export const droplets: Concern = ({ region, access, services: [service] }) => {
  const { name, size, health } = service
  return {
    '//': 'Written by immuc. Nothing is changed in place: a new release is a new set of droplets.',
    locals: {
      '//': 'Everything that makes a droplet another one and is known while planning.',
      release:
        '${substr(sha256(jsonencode([local.image_name, local.region, local.size, local.settings])), 0, 8)}',
      slots: '${toset([for index in range(var.instance_count) : "${local.release}-${index}"])}',
      first_slot: '${local.release}-0',
      region: hclText(region),
      size: hclText(size),
    },
    ...(access.sshKeys.length > 0 && {
      data: {
        digitalocean_ssh_key: {
          [name]: {
            '//': 'access.sshKeys',
            for_each: `\${toset(${hclList(access.sshKeys)})}`,
            name: '${each.key}',
          },
        },
      },
    }),
    resource: {
      digitalocean_droplet: {
        [name]: {
          '//': 'scaling',
          for_each: '${local.slots}',
          name: `${name}-\${terraform.workspace}-\${each.key}`,
          image: `\${data.digitalocean_images.${name}.images[0].id}`,
          region: '${local.region}',
          size: '${local.size}',
          vpc_uuid: `\${digitalocean_vpc.${name}.id}`,
          tags: [`\${digitalocean_tag.${name}.name}`],
          user_data: '${local.user_data}',
          ...(access.sshKeys.length > 0 && {
            ssh_keys: `\${[for key in data.digitalocean_ssh_key.${name} : key.id]}`,
          }),
          graceful_shutdown: true,
          timeouts: { create: '10m', delete: `${health.drainSeconds + deleteMarginSeconds}s` },
          lifecycle: {
            ...createBeforeDestroy,
            '//': 'A new SSH key is no reason to replace a machine.',
            ignore_changes: ['ssh_keys'],
          },
        },
      },
    },
  }
}

const hclList = (texts: readonly string[]): string =>
  `[${texts.map((text) => hclText(JSON.stringify(text))).join(', ')}]`
