// The order of a rollout, as steps that Terraform runs when what they wait for is created or moves.
// Everything old is destroyed after them, because each of them depends on its successor.
import type { Domain, Service } from '../../compiler/model/system.ts'
import type { Concern } from './emit.ts'
import { balancerOf, createBeforeDestroy, isSwitched, runScript } from './terms.ts'

// DigitalOcean's balancer takes a changed configuration some seconds after the API has answered.
const balancerMarginSeconds = 30
// Resolvers ask again a little later than the TTL says.
const dnsMarginSeconds = 15

export const rollout: Concern = ({ domain, services: [service] }) => ({
  '//': 'Written by immuc from app.health. Each step waits, then lets the next one begin.',
  resource: {
    terraform_data: {
      tools_present: toolsPresent(service),
      healthy: healthy(service),
      still_healthy: gate(
        'Once more, one after the other: a killed run records an unfinished check as done.',
        service,
        'terraform_data.healthy[each.key].output',
        'terraform_data.healthy[each.key].id',
      ),
      rotation_begun: rotationBegun(service),
      in_rotation: inRotation(service),
      entry_answers: entryAnswers(service),
      first_apply: firstApply,
      ...(isSwitched(service) && { drained: drained(service) }),
      ...(domain && { dns_caches_expired: dnsCachesExpired(service, domain) }),
    },
  },
})

const toolsPresent = (service: Service) => ({
  '//': 'What the steps below need is here, before anything is built.',
  triggers_replace: ['${local.release}', '${var.instance_count}'],
  lifecycle: createBeforeDestroy,
  provisioner: [
    runScript('check-tools.sh', {
      BALANCED: isSwitched(service) ? '${local.many}' : 'true',
    }),
  ],
})

function healthy(service: Service) {
  const droplet = `digitalocean_droplet.${service.name}[each.key]`
  const { lifecycle, ...rest } = gate(
    'Each new droplet passes its health check before it gets traffic.',
    service,
    `${droplet}.ipv4_address`,
    `${droplet}.id`,
  )
  return { ...rest, lifecycle: { ...lifecycle, precondition: [isOn(droplet)] } }
}

// As a postcondition of the droplet it would make Terraform 1.11 crash once an old droplet of the same
// release waits for its removal.
const isOn = (droplet: string) => ({
  condition: `\${${droplet}.status == "active"}`,
  error_message: `\${${droplet}.name} is there, but \${${droplet}.status}, as after a run that was interrupted while it removed it. To put a new one in its place: terraform apply -replace='${droplet.replace('each.key', '"${each.key}"')}'`,
})

const gate = (why: string, service: Service, address: string, trigger: string) => ({
  '//': why,
  for_each: '${local.slots}',
  input: `\${${address}}`,
  triggers_replace: `\${${trigger}}`,
  lifecycle: createBeforeDestroy,
  provisioner: [
    waitUntilHealthy(
      service,
      `${service.name}-\${terraform.workspace}-\${each.key}`,
      'Nothing was switched over: what served before still serves.',
    ),
  ],
})

const waitUntilHealthy = ({ port, health }: Service, instance: string, otherwise: string) =>
  runScript('wait-until-healthy.sh', {
    INSTANCE: instance,
    URL: `http://\${self.input}:${port}${health.path}`,
    RELEASE: '${local.release}',
    STARTUP_SECONDS: String(health.startupSeconds),
    TIMEOUT_SECONDS: String(health.timeoutSeconds),
    OTHERWISE: otherwise,
    GATE_FROM: '${join(", ", var.gate_from)}',
  })

const idsOf = ({ name }: Service): string =>
  `\${join(",", [for slot in local.slots : digitalocean_droplet.${name}[slot].id])}`

const onlyBalanced = (service: Service) => isSwitched(service) && { count: '${local.many ? 1 : 0}' }

// Without it, a rollback after such an apply would find its own droplets in rotation, as the state has
// it, and destroy the others while they are in there too.
const rotationBegun = (service: Service) => ({
  '//': 'Remembers that the next step began, so that it is done anew after an apply that was killed.',
  ...onlyBalanced(service),
  triggers_replace: [`\${${balancerOf(service)}.id}`, idsOf(service)],
  depends_on: ['terraform_data.still_healthy', `digitalocean_firewall.${service.name}_balanced`],
  lifecycle: createBeforeDestroy,
})

function inRotation(service: Service) {
  const { health } = service
  const balancer = `\${${balancerOf(service)}.id}`
  const warmSeconds = health.healthyThreshold * health.intervalSeconds + balancerMarginSeconds
  return {
    '//': 'The load balancer gets the new droplets, warms up, and only then loses the old ones.',
    ...onlyBalanced(service),
    triggers_replace: `\${terraform_data.rotation_begun${isSwitched(service) ? '[0]' : ''}.id}`,
    lifecycle: createBeforeDestroy,
    provisioner: [
      runScript('put-in-rotation.sh', {
        LOAD_BALANCER: balancer,
        DROPLETS: idsOf(service),
        WARM_SECONDS: String(warmSeconds),
        DRAIN_SECONDS: String(health.drainSeconds + balancerMarginSeconds),
      }),
    ],
  }
}

function entryAnswers(service: Service) {
  const balancerIp = `${balancerOf(service)}.ip`
  const reservedIp = `digitalocean_reserved_ip.${service.name}[0].ip_address`
  const address = isSwitched(service) ? `local.many ? ${balancerIp} : ${reservedIp}` : balancerIp
  return {
    '//': 'No name points at a new address before it has answered.',
    input: `\${${address}}`,
    triggers_replace: `\${${address}}`,
    depends_on: [
      'terraform_data.in_rotation',
      ...(isSwitched(service) ? [`digitalocean_firewall.${service.name}_direct`] : []),
    ],
    lifecycle: createBeforeDestroy,
    provisioner: [waitUntilHealthy(service, 'the entry point', 'No name points at it yet.')],
  }
}

const drained = (service: Service) => ({
  '//': 'Requests that came through the old way in get to finish.',
  triggers_replace: [
    `\${local.many ? ${balancerOf(service)}.id : digitalocean_reserved_ip.${service.name}[0].droplet_id}`,
  ],
  depends_on: ['terraform_data.entry_answers'],
  lifecycle: createBeforeDestroy,
  provisioner: [pauseUnlessFirst(service.health.drainSeconds)],
})

// In every system: one that gets it later would take that apply for its first.
const firstApply = {
  '//': 'Remembers when the system was first applied. Before, nobody had a request or an address to keep.',
  input: '${plantimestamp()}',
  lifecycle: { ...createBeforeDestroy, ignore_changes: ['input'] },
}

const dnsCachesExpired = (service: Service, { ttlSeconds }: Domain) => ({
  '//': 'The old address stays until nobody remembers it.',
  triggers_replace: `\${digitalocean_record.${service.name}.value}`,
  depends_on: [
    `digitalocean_firewall.${service.name}_balanced`,
    ...(isSwitched(service)
      ? ['terraform_data.drained', `digitalocean_firewall.${service.name}_direct`]
      : []),
  ],
  lifecycle: createBeforeDestroy,
  provisioner: [pauseUnlessFirst(ttlSeconds + dnsMarginSeconds)],
})

const pauseUnlessFirst = (seconds: number) => ({
  'local-exec': {
    interpreter: ['sh', '-c'],
    command: `[ "$FIRST_APPLY" = true ] || sleep ${seconds}`,
    environment: { FIRST_APPLY: '${terraform_data.first_apply.output == plantimestamp()}' },
  },
})
