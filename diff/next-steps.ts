// What changes → what to run, in order, each with the minutes that it takes where they are known.
import { rolloutSpan, rolloutSteps, type Span } from '../compiler/model/rollout-timings.ts'
import type { System } from '../compiler/model/system.ts'
import type { ResourceGroup } from './resource-groups.ts'

export type NextStep = {
  run: string
  why?: string
  /** In seconds. */
  takes?: Span
}

type Both<T> = { before: T; after: T }

export function nextSteps(
  systems: Both<System>,
  images: Both<string>,
  resources: readonly ResourceGroup[],
): NextStep[] {
  const isNewImage = images.before !== images.after
  return [
    { run: 'npx immuc build', why: 'writes the artifacts; commit them' },
    ...(isNewImage
      ? [
          {
            run: 'packer build packer/image.pkr.json',
            why: `builds ${images.after}, unless it is there from before`,
          },
        ]
      : []),
    ...newSecrets(systems).map((variable) => ({
      run: `export TF_VAR_${variable}=…`,
      why: 'a new secret',
    })),
    { run: 'terraform -chdir=terraform apply', ...applyTakes(systems.after, resources) },
  ]
}

function newSecrets({ before, after }: Both<System>): string[] {
  const known = new Set(secretsOf(before))
  return secretsOf(after).filter((variable) => !known.has(variable))
}

const secretsOf = ({ services: [service] }: System): string[] =>
  service.environment.flatMap((one) => ('variable' in one ? [one.variable] : []))

/** Only a rollout's own waits are known: a database takes as long as its data are large. */
function applyTakes(after: System, resources: readonly ResourceGroup[]): { takes?: Span } {
  const isRolled = resources.some(
    ({ type, actions }) => type === 'digitalocean_droplet' && (actions.create || actions.replace),
  )
  return isRolled ? { takes: rolloutSpan(rolloutSteps(after), isAddressNew(resources)) } : {}
}

const entries = ['digitalocean_loadbalancer', 'digitalocean_reserved_ip']

const isAddressNew = (resources: readonly ResourceGroup[]): boolean =>
  resources.some(
    ({ type, actions }) => entries.includes(type) && (actions.create || actions.replace),
  )
