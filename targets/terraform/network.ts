// The private network, the tag that everything is allowed by, and who may reach what.
// The app's port has a firewall of its own for each ingress: while one ingress replaces another both
// stand, and the old one's goes last.
import type { Service } from '../../compiler/model/system.ts'
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'
import { balancerOf, createBeforeDestroy, everyone, isSwitched, timestamped } from './terms.ts'

export const network: Concern = ({ region, services: [service], access }) => {
  const { name, port } = service
  return {
    '//': 'Written by immuc. Only the ingress reaches the app, and only who is named reaches SSH.',
    resource: {
      digitalocean_vpc: { [name]: vpc(name, region) },
      digitalocean_tag: { [name]: { name: `${name}-\${terraform.workspace}` } },
      digitalocean_firewall: {
        [name]: operatorsFirewall(name, port, access.sshFrom),
        [`${name}_balanced`]: balancedFirewall(service),
        ...(isSwitched(service) && { [`${name}_direct`]: directFirewall(name, port) }),
      },
    },
    check: { gate_has_a_way_in: gateHasAWayIn(service) },
  }
}

const vpc = (name: string, region: string) => ({
  // The network of a new region is made before the old one goes, and names are unique.
  name: `${name}-\${terraform.workspace}-${region}`,
  region: hclText(region),
  '//': 'A network counts its members for some minutes after they are gone.',
  timeouts: { delete: '10m' },
  lifecycle: { precondition: [workspaceIsName] },
})

// The strictest of those who take the workspace into a name is the database cluster's, of 63
// characters with the app's 32.
const workspaceIsName = {
  condition: '${can(regex("^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$", terraform.workspace))}',
  error_message:
    'The workspace becomes a part of names at DigitalOcean: at most 30 lower-case letters, digits and hyphens, no hyphen first or last.',
}

const operatorsFirewall = (name: string, port: number, sshFrom: readonly string[]) => ({
  '//': 'access.sshFrom and access.gateFrom',
  ...firewall(name, ''),
  ...(sshFrom.length > 0 && { inbound_rule: [{ ...tcp(22), source_addresses: sshFrom }] }),
  dynamic: {
    inbound_rule: {
      for_each: '${length(var.gate_from) > 0 ? [var.gate_from] : []}',
      content: { ...tcp(port), source_addresses: '${inbound_rule.value}' },
    },
  },
  outbound_rule: [
    { protocol: 'tcp', port_range: '1-65535', destination_addresses: everyone },
    { protocol: 'udp', port_range: '1-65535', destination_addresses: everyone },
    { protocol: 'icmp', destination_addresses: everyone },
  ],
})

const balancedFirewall = (service: Service) => ({
  '//': 'The load balancer reaches the droplets. Another one has another firewall beside it.',
  ...(isSwitched(service) && { count: '${local.many ? 1 : 0}' }),
  name: `${timestamped(service.name)}-balanced`,
  tags: tagged(service.name),
  inbound_rule: [
    { ...tcp(service.port), source_load_balancer_uids: [`\${${balancerOf(service)}.id}`] },
  ],
  lifecycle: {
    ...createBeforeDestroy,
    replace_triggered_by: [`${balancerOf(service)}.id`],
    ignore_changes: ['name'],
  },
})

const directFirewall = (name: string, port: number) => ({
  '//': 'One instance: clients reach it at the reserved IP.',
  count: '${local.many ? 0 : 1}',
  ...firewall(name, '-direct'),
  inbound_rule: [{ ...tcp(port), source_addresses: everyone }],
})

const gateHasAWayIn = (service: Service) => ({
  assert: {
    condition: `\${${isSwitched(service) ? '!local.many || ' : ''}length(var.gate_from) > 0}`,
    error_message: `Nobody is named who may check the health of new droplets, so the apply will give up on them. Name the address that it runs from in access.gateFrom, or pass: -var 'gate_from=["203.0.113.7/32"]'`,
  },
})

const tagged = (name: string) => [`\${digitalocean_tag.${name}.name}`]

const firewall = (name: string, suffix: string) => ({
  name: `${name}-\${terraform.workspace}${suffix}`,
  tags: tagged(name),
  lifecycle: createBeforeDestroy,
})

const tcp = (port: number) => ({ protocol: 'tcp', port_range: String(port) })
