// The API's load balancers -> running ones. A change reaches the balancer after an emulated delay, and
// takes effect at one instant.
import type { Balancer, Balancers } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Block } from './addresses.ts'
import { type BalancerOptions, type RunningBalancer, runBalancer } from './balancer.ts'

export type BalancersHost = {
  clock: Clock
  block: Block
  createMilliseconds: number
  applyMilliseconds: number
  optionsOf: (balancer: Balancer) => BalancerOptions
}

export type BalancerTable = Balancers & {
  find: (id: string) => RunningBalancer | undefined
  restore: (balancer: Balancer) => void
  close: () => Promise<void>
}

export function balancerTable(host: BalancersHost): BalancerTable {
  const { clock, block } = host
  const running = new Map<string, RunningBalancer>()
  const removed: RunningBalancer[] = []
  const creating = new Map<string, Promise<{ ip: string }>>()
  const run = (balancer: Balancer) =>
    running.set(balancer.id, runBalancer(balancer, host.optionsOf(balancer)))
  const create = async (balancer: Balancer) => {
    const ip = balancer.ip || block.take('balancer')
    await clock.sleep(host.createMilliseconds)
    if (creating.has(balancer.id)) run({ ...balancer, ip })
    return { ip }
  }
  return {
    find: (id) => running.get(id),
    create: (balancer) => {
      const known = creating.get(balancer.id) ?? create(balancer)
      creating.set(balancer.id, known)
      return known
    },
    update: async (balancer) => {
      await clock.sleep(host.applyMilliseconds)
      running.get(balancer.id)?.update(balancer)
    },
    destroy: async ({ id }) => {
      creating.delete(id)
      const gone = running.get(id)
      running.delete(id)
      if (!gone) return
      gone.remove()
      removed.push(gone)
    },
    restore: (balancer) => {
      block.use(balancer.ip)
      creating.set(balancer.id, Promise.resolve({ ip: balancer.ip }))
      run(balancer)
    },
    close: async () => {
      creating.clear()
      await Promise.all([...running.values(), ...removed].map((one) => one.close()))
    },
  }
}
