// A stack → the private network, the tag of the droplets, and the firewalls that go by that tag.
import { Firewall } from '@cdktf/provider-digitalocean/lib/firewall'
import { Tag } from '@cdktf/provider-digitalocean/lib/tag'
import { Vpc } from '@cdktf/provider-digitalocean/lib/vpc'
import type { TerraformStack } from 'cdktf'
import { labelled } from './labelled'

export type Network = { vpc: Vpc; tag: Tag }

const everywhere = ['0.0.0.0/0', '::/0']

export function addNetwork(stack: TerraformStack, name: string): Network {
  const vpc = labelled(
    new Vpc(stack, 'vpc', {
      name: `${name}-\${terraform.workspace}-ams3`,
      region: 'ams3',
      timeouts: { delete: '10m' },
      lifecycle: {
        precondition: [
          {
            condition: '${can(regex("^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$", terraform.workspace))}',
            errorMessage:
              'The workspace becomes a part of names at DigitalOcean: at most 30 lower-case letters, digits and hyphens, no hyphen first or last.',
          },
        ],
      },
    }),
    name,
  )
  const tag = labelled(new Tag(stack, 'tag', { name: `${name}-\${terraform.workspace}` }), name)
  addFirewall(stack, name, tag)
  addBalancedFirewall(stack, name, tag)
  addDirectFirewall(stack, name, tag)
  addCheck(stack)
  return { vpc, tag }
}

function addFirewall(stack: TerraformStack, name: string, tag: Tag): void {
  const firewall = new Firewall(stack, 'firewall', {
    name: `${name}-\${terraform.workspace}`,
    tags: [tag.name],
    lifecycle: { createBeforeDestroy: true },
    outboundRule: [
      { protocol: 'tcp', portRange: '1-65535', destinationAddresses: everywhere },
      { protocol: 'udp', portRange: '1-65535', destinationAddresses: everywhere },
      { protocol: 'icmp', destinationAddresses: everywhere },
    ],
  })
  firewall.addOverride('dynamic.inbound_rule', {
    for_each: '${length(var.gate_from) > 0 ? [var.gate_from] : []}',
    content: {
      protocol: 'tcp',
      port_range: '8080',
      source_addresses: '${inbound_rule.value}',
    },
  })
  labelled(firewall, name)
}

function addBalancedFirewall(stack: TerraformStack, name: string, tag: Tag): void {
  const firewall = new Firewall(stack, 'firewall_balanced', {
    name: `${name}-\${terraform.workspace}-\${formatdate("YYMMDDhhmmss", plantimestamp())}-balanced`,
    tags: [tag.name],
    inboundRule: [
      {
        protocol: 'tcp',
        portRange: '8080',
        sourceLoadBalancerUids: [`\${digitalocean_loadbalancer.${name}[0].id}`],
      },
    ],
    lifecycle: {
      createBeforeDestroy: true,
      replaceTriggeredBy: [`digitalocean_loadbalancer.${name}[0].id`],
      ignoreChanges: ['name'],
    },
  })
  firewall.addOverride('count', '${local.many ? 1 : 0}')
  labelled(firewall, `${name}_balanced`)
}

function addDirectFirewall(stack: TerraformStack, name: string, tag: Tag): void {
  const firewall = new Firewall(stack, 'firewall_direct', {
    name: `${name}-\${terraform.workspace}-direct`,
    tags: [tag.name],
    lifecycle: { createBeforeDestroy: true },
    inboundRule: [{ protocol: 'tcp', portRange: '8080', sourceAddresses: everywhere }],
  })
  firewall.addOverride('count', '${local.many ? 0 : 1}')
  labelled(firewall, `${name}_direct`)
}

function addCheck(stack: TerraformStack): void {
  stack.addOverride('check.gate_has_a_way_in.assert', {
    condition: '${!local.many || length(var.gate_from) > 0}',
    error_message:
      'Nobody is named who may check the health of new droplets, so the apply will give up on them. Name the address that it runs from in access.gateFrom, or pass: -var \'gate_from=["203.0.113.7/32"]\'',
  })
}
