// The order of a rollout, as steps that Terraform runs when what they wait for is created or moves.
// Everything old is destroyed after them, because each of them depends on its successor.
import type { Domain, Service } from '../../compiler/model/system.ts'
import type { Concern } from './emit.ts'
import { createBeforeDestroy, runScript } from './terms.ts'

// DigitalOcean's balancer takes a changed configuration some seconds after the API has answered.
const balancerMarginSeconds = 30
// Resolvers ask again a little later than the TTL says.
const dnsMarginSeconds = 15

export const rollout: Concern = ({ domain, services: [service] }) => ({
  '//': 'Written by immuc from app.health. Each step waits, then lets the next one begin.',
  resource: {
    terraform_data: {
      healthy: gate(
        'Each new droplet passes its health check before it gets traffic.',
        service,
        `digitalocean_droplet.${service.name}[each.key].ipv4_address`,
        `digitalocean_droplet.${service.name}[each.key].id`,
      ),
      still_healthy: gate(
        'Once more, one after the other: a killed run records an unfinished check as done.',
        service,
        'terraform_data.healthy[each.key].output',
        'terraform_data.healthy[each.key].id',
      ),
      in_rotation: inRotation(service),
      entry_answers: entryAnswers(service),
      drained: drained(service),
      ...(domain && { dns_caches_expired: dnsCachesExpired(service, domain) }),
    },
  },
})

const gate = (why: string, service: Service, address: string, trigger: string) => ({
  '//': why,
  for_each: '${local.slots}',
  input: `\${${address}}`,
  triggers_replace: `\${${trigger}}`,
  lifecycle: createBeforeDestroy,
  provisioner: [
    runScript('wait-until-healthy.sh', {
      INSTANCE: `${service.name}-\${terraform.workspace}-\${each.key}`,
      URL: healthUrl(service, '${self.input}'),
      ...waits(service),
    }),
  ],
})

const healthUrl = ({ port, health }: Service, address: string): string =>
  `http://${address}:${port}${health.path}`

const waits = ({ health }: Service) => ({
  STARTUP_SECONDS: String(health.startupSeconds),
  TIMEOUT_SECONDS: String(health.timeoutSeconds),
})

function inRotation({ name, health }: Service) {
  const ids = `\${join(",", [for slot in local.slots : digitalocean_droplet.${name}[slot].id])}`
  const balancer = `\${digitalocean_loadbalancer.${name}[0].id}`
  const warmSeconds = health.healthyThreshold * health.intervalSeconds + balancerMarginSeconds
  return {
    '//': 'The load balancer gets the new droplets, warms up, and only then loses the old ones.',
    count: '${local.many ? 1 : 0}',
    triggers_replace: [balancer, ids],
    depends_on: ['terraform_data.still_healthy', `digitalocean_firewall.${name}_balanced`],
    lifecycle: createBeforeDestroy,
    provisioner: [
      runScript('put-in-rotation.sh', {
        LOAD_BALANCER: balancer,
        DROPLETS: ids,
        WARM_SECONDS: String(warmSeconds),
        DRAIN_SECONDS: String(health.drainSeconds),
      }),
    ],
  }
}

function entryAnswers(service: Service) {
  const { name } = service
  const address = `\${local.many ? digitalocean_loadbalancer.${name}[0].ip : digitalocean_reserved_ip.${name}[0].ip_address}`
  return {
    '//': 'No name points at a new address before it has answered.',
    input: address,
    triggers_replace: address,
    depends_on: ['terraform_data.in_rotation', `digitalocean_firewall.${name}_direct`],
    lifecycle: createBeforeDestroy,
    provisioner: [
      runScript('wait-until-healthy.sh', {
        INSTANCE: 'the entry point',
        URL: healthUrl(service, '${self.input}'),
        ...waits(service),
      }),
    ],
  }
}

const drained = ({ name, health }: Service) => ({
  '//': 'Requests that came through the old way in get to finish.',
  triggers_replace: [
    `\${local.many ? "load balancer" : digitalocean_reserved_ip.${name}[0].droplet_id}`,
  ],
  lifecycle: createBeforeDestroy,
  provisioner: [{ 'local-exec': { command: `sleep ${health.drainSeconds}` } }],
})

const dnsCachesExpired = ({ name }: Service, { ttlSeconds }: Domain) => ({
  '//': 'The old address stays until nobody remembers it.',
  triggers_replace: `\${digitalocean_record.${name}.value}`,
  depends_on: [
    'terraform_data.drained',
    `digitalocean_firewall.${name}_direct`,
    `digitalocean_firewall.${name}_balanced`,
  ],
  lifecycle: createBeforeDestroy,
  provisioner: [{ 'local-exec': { command: `sleep ${ttlSeconds + dnsMarginSeconds}` } }],
})
