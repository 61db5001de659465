// System → how long each step of its rollout waits: all of it follows from the health block and the
// TTL of the record. test/rollout-timings.test.ts holds it against the steps in the Terraform files.
import { type Health, isBalanced, type System } from './system.ts'

export type RolloutStep = {
  what: string
  /** In seconds. `least` is waited for always, `most` is where Terraform gives up. */
  least: number
  most: number
  /** Absent: at each release. */
  only?: 'the address changes'
}

/** DigitalOcean's balancer takes a changed configuration some seconds after the API has answered. */
const balancerMarginSeconds = 30
/** Resolvers ask again a little later than the TTL says. */
const dnsMarginSeconds = 15
/** What DigitalOcean takes to shut a machine down and delete it, beyond the app's own drain. */
const deleteMarginSeconds = 240
/** The provider looks at a new droplet after ten seconds, and gives up after `timeouts.create`. */
const create = { least: 10, most: 600 }
/** The provider waits as long before and after it deletes a droplet. */
const leastDelete = 20

export function rolloutSteps({ services: [service], domain }: System): RolloutStep[] {
  const { health } = service
  const { startupSeconds, drainSeconds } = health
  return [
    { what: 'the new droplets are created', ...create },
    { what: 'each passes its health check', least: 0, most: startupSeconds },
    { what: 'each passes it once more', least: 0, most: startupSeconds },
    ...(isBalanced(service)
      ? [rotation(health)]
      : [reservedIp, waiting('the old droplet finishes its requests', drainSeconds)]),
    {
      what: 'the new address answers',
      least: 0,
      most: startupSeconds,
      only: 'the address changes',
    },
    ...(domain
      ? [
          {
            ...waiting('nobody remembers the old address', domain.ttlSeconds + dnsMarginSeconds),
            only: 'the address changes' as const,
          },
        ]
      : []),
    {
      what: 'the old droplets shut down and are removed',
      least: leastDelete,
      most: drainSeconds + deleteMarginSeconds,
    },
  ]
}

const waiting = (what: string, seconds: number): RolloutStep => ({
  what,
  least: seconds,
  most: seconds,
})

const reservedIp: RolloutStep = { what: 'the reserved IP moves', least: 13, most: 60 }

const rotation = ({ healthyThreshold, intervalSeconds, drainSeconds }: Health): RolloutStep =>
  waiting(
    'the load balancer takes the new droplets in and the old ones out, and these finish their requests',
    healthyThreshold * intervalSeconds + drainSeconds + 2 * balancerMarginSeconds,
  )

export type Span = { least: number; most: number }

export function rolloutSpan(steps: readonly RolloutStep[], isAddressNew: boolean): Span {
  const taken = steps.filter(({ only }) => isAddressNew || only === undefined)
  return {
    least: taken.reduce((sum, { least }) => sum + least, 0),
    most: taken.reduce((sum, { most }) => sum + most, 0),
  }
}
