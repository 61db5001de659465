// How clients reach the app: a reserved IP on one instance, a load balancer before several.
import type { Health } from '../../compiler/model/system.ts'
import type { Concern } from './emit.ts'
import { createBeforeDestroy } from './terms.ts'

export const ingress: Concern = ({ services: [{ name, port, health }] }) => ({
  '//': 'Written by immuc. A load balancer is paid for only where there is something to balance.',
  locals: { many: '${var.instance_count > 1}' },
  resource: {
    digitalocean_reserved_ip: {
      [name]: {
        count: '${local.many ? 0 : 1}',
        region: '${local.region}',
        droplet_id: `\${tonumber(digitalocean_droplet.${name}[local.first_slot].id)}`,
        depends_on: ['terraform_data.still_healthy'],
        lifecycle: createBeforeDestroy,
      },
    },
    digitalocean_loadbalancer: {
      [name]: {
        '//': 'Its droplets are no part of it: terraform_data.in_rotation adds and removes them.',
        count: '${local.many ? 1 : 0}',
        // Names are unique, and the successor of one that failed half-way is created before it goes.
        name: `${name}-\${terraform.workspace}-\${formatdate("YYMMDDhhmmss", plantimestamp())}`,
        region: '${local.region}',
        vpc_uuid: `\${digitalocean_vpc.${name}.id}`,
        forwarding_rule: [
          {
            entry_protocol: 'http',
            entry_port: port,
            target_protocol: 'http',
            target_port: port,
          },
        ],
        healthcheck: [healthcheck(port, health)],
        lifecycle: { ...createBeforeDestroy, ignore_changes: ['name'] },
      },
    },
  },
})

const healthcheck = (port: number, health: Health) => ({
  '//': 'app.health',
  protocol: 'http',
  port,
  path: health.path,
  check_interval_seconds: health.intervalSeconds,
  response_timeout_seconds: health.timeoutSeconds,
  healthy_threshold: health.healthyThreshold,
  unhealthy_threshold: health.unhealthyThreshold,
})
