// The members of a balancer -> the next healthy one, in turn. A member that is taken out gets no new
// requests; those it has go on.
import type { HealthCheck } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { type CheckedHealth, watchHealth } from './health-check.ts'

export type Backend = { id: number; address: string }

export type Pool = {
  update: (backends: readonly Backend[], check: HealthCheck) => void
  /** Undefined when none is healthy. */
  next: () => Backend | undefined
  members: () => readonly (Backend & { isHealthy: boolean })[]
  close: () => void
}

export type PoolOptions = {
  clock: Clock
  localAddress: string
  initial: 'up' | 'down'
  emit: (what: string, detail: Record<string, unknown>) => void
}

type Member = Backend & { health: CheckedHealth }

export function makePool({ clock, localAddress, initial, emit }: PoolOptions): Pool {
  const members = new Map<string, Member>()
  let turn = 0
  const keyOf = ({ id, address }: Backend) => `${id} ${address}`
  const add = (backend: Backend, check: HealthCheck) => {
    const { id, address } = backend
    const health = watchHealth({ address, localAddress }, check, {
      ...{ clock, initial },
      onChange: (isHealthy, reason) =>
        emit(isHealthy ? 'backend-healthy' : 'backend-unhealthy', {
          dropletId: id,
          address,
          reason,
        }),
    })
    members.set(keyOf(backend), { ...backend, health })
  }
  return {
    update: (backends, check) => {
      const wanted = new Set(backends.map(keyOf))
      for (const [key, { health }] of members) {
        health.update(check)
        if (wanted.has(key)) continue
        health.stop()
        members.delete(key)
      }
      for (const backend of backends) if (!members.has(keyOf(backend))) add(backend, check)
    },
    next: () => {
      const healthy = [...members.values()].filter(({ health }) => health.isHealthy())
      turn += 1
      return healthy[turn % healthy.length]
    },
    members: () =>
      [...members.values()].map(({ health, ...backend }) => ({
        ...backend,
        isHealthy: health.isHealthy(),
      })),
    close: () => {
      for (const { health } of members.values()) health.stop()
    },
  }
}
