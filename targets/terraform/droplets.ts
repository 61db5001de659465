// The machines. Their keys hold a digest of the release, so a new release is a new set of droplets
// beside the old one, and a rollback finds the old set under its key.

import type { Access, Service } from '../../compiler/model/system.ts'
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'
import { createBeforeDestroy } from './terms.ts'

// What DigitalOcean takes to shut a machine down and delete it, beyond the app's own drain.
const deleteMarginSeconds = 240

export const droplets: Concern = ({ region, access, services: [service] }) => {
  const { name, size } = service
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
      ...(access.sshKeys.length > 0 && { ssh_keys: access.sshKeys.map(hclText) }),
    },
    ...(access.sshKeys.length > 0 && { data: { digitalocean_ssh_key: { [name]: sshKeys } } }),
    resource: { digitalocean_droplet: { [name]: droplet(service, access) } },
  }
}

const sshKeys = {
  '//': 'access.sshKeys',
  for_each: '${toset(local.ssh_keys)}',
  name: '${each.key}',
}

const droplet = ({ name, health }: Service, access: Access) => ({
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
  // No machine is on the network before the firewall of its tag is.
  depends_on: ['terraform_data.tools_present', `digitalocean_firewall.${name}`],
  timeouts: { create: '10m', delete: `${health.drainSeconds + deleteMarginSeconds}s` },
  lifecycle: {
    ...createBeforeDestroy,
    '//': 'A new SSH key is no reason to replace a machine.',
    ignore_changes: ['ssh_keys'],
  },
})
