// How clients reach the app: at a load balancer; or, where the config asks for it, at a reserved IP
// on a single instance and at a load balancer before several.
import type { Health, Service } from '../../compiler/model/system.ts'
import type { Concern } from './emit.ts'
import { createBeforeDestroy, isSwitched, timestamped } from './terms.ts'

export const ingress: Concern = ({ services: [service] }) =>
  isSwitched(service) ? switched(service) : balanced(service)

const balanced = (service: Service) => ({
  '//': 'Written by immuc. The address stays the same from release to release.',
  resource: { digitalocean_loadbalancer: { [service.name]: balancer(service) } },
})

const switched = (service: Service) => ({
  '//': 'Written by immuc. A load balancer is paid for only where there is something to balance.',
  locals: { many: '${var.instance_count > 1}' },
  resource: {
    digitalocean_reserved_ip: { [service.name]: reservedIp(service) },
    digitalocean_loadbalancer: {
      [service.name]: { count: '${local.many ? 1 : 0}', ...balancer(service) },
    },
  },
})

const reservedIp = ({ name }: Service) => ({
  count: '${local.many ? 0 : 1}',
  region: '${local.region}',
  droplet_id: `\${tonumber(digitalocean_droplet.${name}[local.first_slot].id)}`,
  depends_on: ['terraform_data.still_healthy'],
  lifecycle: createBeforeDestroy,
})

const balancer = ({ name, port, health }: Service) => ({
  '//': 'Its droplets are no part of it: terraform_data.in_rotation adds and removes them.',
  // Names are unique, and the successor of one that failed half-way is created before it goes.
  name: timestamped(name),
  region: '${local.region}',
  vpc_uuid: `\${digitalocean_vpc.${name}.id}`,
  forwarding_rule: [
    { entry_protocol: 'http', entry_port: port, target_protocol: 'http', target_port: port },
  ],
  healthcheck: [healthcheck(port, health)],
  lifecycle: { ...createBeforeDestroy, ignore_changes: ['name'] },
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
