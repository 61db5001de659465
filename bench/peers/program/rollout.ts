// A stack → the steps of a rollout: each waits, then lets the next one begin.
import { DataResource, type TerraformStack } from 'cdktf'

type Run = { command: string; environment?: Record<string, string>; interpreter?: string[] }

type Step = {
  /** Arguments that the bindings have no type for, or a narrower one. */
  given: Record<string, unknown>
  run?: Run
  ignoreChanges?: string[]
}

export function addRollout(stack: TerraformStack, name: string): void {
  addStep(stack, 'tools_present', {
    given: { triggers_replace: ['${local.release}', '${var.instance_count}'] },
    run: {
      command: 'sh "${path.module}/check-tools.sh"',
      environment: { BALANCED: '${local.many}' },
    },
  })
  addGates(stack, name)
  addRotation(stack, name)
  addEntry(stack, name)
  addStep(stack, 'first_apply', {
    given: { input: '${plantimestamp()}' },
    ignoreChanges: ['input'],
  })
  addStep(stack, 'dns_caches_expired', {
    given: {
      triggers_replace: `\${digitalocean_record.${name}.value}`,
      depends_on: [
        `digitalocean_firewall.${name}_balanced`,
        'terraform_data.drained',
        `digitalocean_firewall.${name}_direct`,
      ],
    },
    run: pauseUnlessFirst(75),
  })
}

const pauseUnlessFirst = (seconds: number): Run => ({
  interpreter: ['sh', '-c'],
  command: `[ "$FIRST_APPLY" = true ] || sleep ${seconds}`,
  environment: {
    FIRST_APPLY: '${terraform_data.first_apply.output == plantimestamp()}',
  },
})

function addStep(stack: TerraformStack, id: string, { given, run, ignoreChanges }: Step): void {
  const step = new DataResource(stack, id, {
    lifecycle: { createBeforeDestroy: true, ...(ignoreChanges && { ignoreChanges }) },
    ...(run && { provisioners: [{ type: 'local-exec', ...run }] }),
  })
  for (const [key, value] of Object.entries(given)) step.addOverride(key, value)
}

const waitUntilHealthy = (instance: string, otherwise: string) => ({
  command: 'sh "${path.module}/wait-until-healthy.sh"',
  environment: {
    INSTANCE: instance,
    URL: 'http://${self.input}:8080/health/check',
    RELEASE: '${local.release}',
    STARTUP_SECONDS: '300',
    TIMEOUT_SECONDS: '5',
    OTHERWISE: otherwise,
    GATE_FROM: '${join(", ", var.gate_from)}',
  },
})

function addGates(stack: TerraformStack, name: string): void {
  const run = waitUntilHealthy(
    `${name}-\${terraform.workspace}-\${each.key}`,
    'Nothing was switched over: what served before still serves.',
  )
  const droplet = `digitalocean_droplet.${name}[each.key]`
  addStep(stack, 'healthy', {
    given: {
      for_each: '${local.slots}',
      input: `\${${droplet}.ipv4_address}`,
      triggers_replace: `\${${droplet}.id}`,
      'lifecycle.precondition': [
        {
          condition: `\${${droplet}.status == "active"}`,
          error_message: `\${${droplet}.name} is there, but \${${droplet}.status}, as after a run that was interrupted while it removed it. To put a new one in its place: terraform apply -replace='digitalocean_droplet.${name}["\${each.key}"]'`,
        },
      ],
    },
    run,
  })
  addStep(stack, 'still_healthy', {
    given: {
      for_each: '${local.slots}',
      input: '${terraform_data.healthy[each.key].output}',
      triggers_replace: '${terraform_data.healthy[each.key].id}',
    },
    run,
  })
}

function addRotation(stack: TerraformStack, name: string): void {
  const balancer = `\${digitalocean_loadbalancer.${name}[0].id}`
  const droplets = `\${join(",", [for slot in local.slots : digitalocean_droplet.${name}[slot].id])}`
  addStep(stack, 'rotation_begun', {
    given: {
      count: '${local.many ? 1 : 0}',
      triggers_replace: [balancer, droplets],
      depends_on: ['terraform_data.still_healthy', `digitalocean_firewall.${name}_balanced`],
    },
  })
  addStep(stack, 'in_rotation', {
    given: {
      count: '${local.many ? 1 : 0}',
      triggers_replace: '${terraform_data.rotation_begun[0].id}',
    },
    run: {
      command: 'sh "${path.module}/put-in-rotation.sh"',
      environment: {
        LOAD_BALANCER: balancer,
        DROPLETS: droplets,
        WARM_SECONDS: '60',
        DRAIN_SECONDS: '45',
      },
    },
  })
}

function addEntry(stack: TerraformStack, name: string): void {
  const entry = (one: string, other: string) =>
    `\${local.many ? digitalocean_loadbalancer.${name}[0].${one} : digitalocean_reserved_ip.${name}[0].${other}}`
  addStep(stack, 'entry_answers', {
    given: {
      input: entry('ip', 'ip_address'),
      triggers_replace: entry('ip', 'ip_address'),
      depends_on: ['terraform_data.in_rotation', `digitalocean_firewall.${name}_direct`],
    },
    run: waitUntilHealthy('the entry point', 'No name points at it yet.'),
  })
  addStep(stack, 'drained', {
    given: {
      triggers_replace: [entry('id', 'droplet_id')],
      depends_on: ['terraform_data.entry_answers'],
    },
    run: pauseUnlessFirst(15),
  })
}
