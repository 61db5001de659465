// A stack → its way in: a reserved IP for one droplet, a load balancer for several.
import { Loadbalancer } from '@cdktf/provider-digitalocean/lib/loadbalancer'
import { ReservedIp } from '@cdktf/provider-digitalocean/lib/reserved-ip'
import type { TerraformStack } from 'cdktf'
import { labelled } from './labelled'
import type { Network } from './network'

export function addIngress(stack: TerraformStack, name: string, network: Network): void {
  const reservedIp = new ReservedIp(stack, 'reserved_ip', {
    region: '${local.region}',
    lifecycle: { createBeforeDestroy: true },
  })
  reservedIp.addOverride('count', '${local.many ? 0 : 1}')
  reservedIp.addOverride(
    'droplet_id',
    `\${tonumber(digitalocean_droplet.${name}[local.first_slot].id)}`,
  )
  reservedIp.addOverride('depends_on', ['terraform_data.still_healthy'])
  labelled(reservedIp, name)
  addBalancer(stack, name, network)
}

function addBalancer(stack: TerraformStack, name: string, { vpc }: Network): void {
  const balancer = new Loadbalancer(stack, 'load_balancer', {
    name: `${name}-\${terraform.workspace}-\${formatdate("YYMMDDhhmmss", plantimestamp())}`,
    region: '${local.region}',
    vpcUuid: vpc.id,
    forwardingRule: [
      { entryProtocol: 'http', entryPort: 8080, targetProtocol: 'http', targetPort: 8080 },
    ],
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ['name'] },
  })
  balancer.addOverride('count', '${local.many ? 1 : 0}')
  balancer.addOverride('healthcheck', [
    {
      protocol: 'http',
      port: 8080,
      path: '/health/check',
      check_interval_seconds: 10,
      response_timeout_seconds: 5,
      healthy_threshold: 3,
      unhealthy_threshold: 3,
    },
  ])
  labelled(balancer, name)
}
