// The private network, the tag that everything is allowed by, and who may reach what.
// The app's port has a rule of its own for each ingress: while one replaces the other both stand,
// and the old one goes last.
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'
import { createBeforeDestroy, everyone } from './terms.ts'

export const network: Concern = ({ region, services: [{ name, port }], access }) => ({
  '//': 'Written by immuc. Only the ingress reaches the app, and only who is named reaches SSH.',
  resource: {
    digitalocean_vpc: {
      [name]: {
        // The network of a new region is made before the old one goes, and names are unique.
        name: `${name}-\${terraform.workspace}-${region}`,
        region: hclText(region),
        '//': 'A network counts its members for some minutes after they are gone.',
        timeouts: { delete: '10m' },
        lifecycle: { precondition: [workspaceIsName] },
      },
    },
    digitalocean_tag: { [name]: { name: `${name}-\${terraform.workspace}` } },
    digitalocean_firewall: {
      [name]: operatorsFirewall(name, port, access.sshFrom),
      [`${name}_direct`]: {
        '//': 'One instance: clients reach it at the reserved IP.',
        count: '${local.many ? 0 : 1}',
        ...firewall(name, '-direct'),
        inbound_rule: [{ ...tcp(port), source_addresses: everyone }],
      },
      [`${name}_balanced`]: {
        '//': 'Several instances: only the load balancer reaches them.',
        count: '${local.many ? 1 : 0}',
        ...firewall(name, '-balanced'),
        inbound_rule: [
          {
            ...tcp(port),
            source_load_balancer_uids: [`\${digitalocean_loadbalancer.${name}[0].id}`],
          },
        ],
      },
    },
  },
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

const firewall = (name: string, suffix: string) => ({
  name: `${name}-\${terraform.workspace}${suffix}`,
  tags: [`\${digitalocean_tag.${name}.name}`],
  lifecycle: createBeforeDestroy,
})

const tcp = (port: number) => ({ protocol: 'tcp', port_range: String(port) })
