// A stack → the image by its name, the user data, and the droplets of a release.
import { DataDigitaloceanImages } from '@cdktf/provider-digitalocean/lib/data-digitalocean-images'
import { Droplet } from '@cdktf/provider-digitalocean/lib/droplet'
import { TerraformLocal, type TerraformStack } from 'cdktf'
import { labelled } from './labelled'
import type { Network } from './network'

export function addDroplets(stack: TerraformStack, name: string, network: Network): void {
  addImage(stack, name)
  addUserData(stack, name)
  new TerraformLocal(
    stack,
    'release',
    '${substr(sha256(jsonencode([local.image_name, local.region, local.size, local.settings])), 0, 8)}',
  )
  new TerraformLocal(
    stack,
    'slots',
    '${toset([for index in range(var.instance_count) : "${local.release}-${index}"])}',
  )
  new TerraformLocal(stack, 'first_slot', '${local.release}-0')
  addDroplet(stack, name, network)
}

function addImage(stack: TerraformStack, name: string): void {
  new TerraformLocal(stack, 'image_name', `${name}-v1.0.0`)
  const images = new DataDigitaloceanImages(stack, 'images', {
    filter: [
      { key: 'name', values: ['${local.image_name}'] },
      { key: 'private', values: ['true'] },
      { key: 'regions', values: ['ams3'] },
    ],
    sort: [{ key: 'created', direction: 'desc' }],
    lifecycle: {
      postcondition: [
        {
          condition: '${length(self.images) > 0}',
          errorMessage:
            'There is no image ${local.image_name} in ams3 yet. Run: packer build ../packer/image.pkr.json',
        },
      ],
    },
  })
  labelled(images, name)
}

function addUserData(stack: TerraformStack, name: string): void {
  new TerraformLocal(stack, 'settings', {})
  new TerraformLocal(stack, 'secrets', {})
  new TerraformLocal(
    stack,
    'environment',
    '${merge(local.settings, local.secrets, local.database_access, { RELEASE = local.release })}',
  )
  new TerraformLocal(
    stack,
    'user_data',
    `\${templatefile("\${path.module}/../cloud-init/${name}.yaml.tftpl", { environment = local.environment })}`,
  )
}

function addDroplet(stack: TerraformStack, name: string, { vpc, tag }: Network): void {
  const droplet = new Droplet(stack, 'droplet', {
    name: `${name}-\${terraform.workspace}-\${each.key}`,
    image: `\${data.digitalocean_images.${name}.images[0].id}`,
    region: '${local.region}',
    size: '${local.size}',
    vpcUuid: vpc.id,
    tags: [tag.name],
    userData: '${local.user_data}',
    gracefulShutdown: true,
    timeouts: { create: '10m', delete: '255s' },
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ['ssh_keys'] },
  })
  droplet.addOverride('for_each', '${local.slots}')
  droplet.addOverride('depends_on', [
    'terraform_data.tools_present',
    `digitalocean_firewall.${name}`,
  ])
  labelled(droplet, name)
}
