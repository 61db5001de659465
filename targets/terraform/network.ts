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
        name: `${name}-\${terraform.workspace}`,
        region: hclText(region),
        '//': 'A network counts its members for some minutes after they are gone.',
        timeouts: { delete: '10m' },
      },
    },
    digitalocean_tag: { [name]: { name: `${name}-\${terraform.workspace}` } },
    digitalocean_firewall: {
      [name]: {
        '//': 'access.sshFrom and access.gateFrom',
        ...firewall(name, ''),
        ...inbound([
          ...(access.sshFrom.length > 0 ? [{ ...tcp(22), source_addresses: access.sshFrom }] : []),
        ]),
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
      },
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

const firewall = (name: string, suffix: string) => ({
  name: `${name}-\${terraform.workspace}${suffix}`,
  tags: [`\${digitalocean_tag.${name}.name}`],
  lifecycle: createBeforeDestroy,
})

const tcp = (port: number) => ({ protocol: 'tcp', port_range: String(port) })

const inbound = (rules: readonly object[]) => (rules.length > 0 ? { inbound_rule: rules } : {})
