// What happens in the emulated cloud -> an ordered log that tests and the data plane read, follow or
// await. Every API call and every change of a resource is one event, stamped with both times.
import type { Clock } from './clock.ts'

export type ResourceKind =
  | 'action'
  | 'certificate'
  | 'database'
  | 'domain'
  | 'droplet'
  | 'firewall'
  | 'image'
  | 'load-balancer'
  | 'project'
  | 'record'
  | 'reserved-ip'
  | 'ssh-key'
  | 'tag'
  | 'vpc'

/** A request that was answered, or that a fault left without an answer (status 0). */
export type ApiCall = {
  kind: 'api'
  method: string
  path: string
  status: number
  requestId: string
  /** The API's own words when it refused. */
  message?: string
}

/** `what` is a participle or a state: created, active, off, assigned, applied, deleted, errored. */
export type Change = {
  kind: ResourceKind
  what: string
  id: string
  name: string
  detail?: Record<string, unknown>
}

export type FaultHit = { kind: 'fault'; match: string; answer: string; on: string }

export type CloudEvent = (ApiCall | Change | FaultHit) & {
  /** Counts from 1. */
  seq: number
  /** Emulated milliseconds since the epoch. */
  at: number
  /** Real milliseconds since the epoch. */
  wall: number
}

export type EventLog = {
  /** The newest events, oldest first. */
  readonly list: readonly CloudEvent[]
  emit: (event: ApiCall | Change | FaultHit) => void
  /** The result ends the subscription. */
  on: (listener: (event: CloudEvent) => void) => () => void
  /** The first event that matches, be it past or to come. */
  until: (matches: (event: CloudEvent) => boolean) => Promise<CloudEvent>
}

const kept = 20_000

export function eventLog(clock: Clock): EventLog {
  const list: CloudEvent[] = []
  const listeners = new Set<(event: CloudEvent) => void>()
  let seq = 0
  const on: EventLog['on'] = (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    list,
    on,
    emit: (event) => {
      seq += 1
      const stamped = { ...event, seq, at: clock.now(), wall: Date.now() }
      list.push(stamped)
      if (list.length > kept) list.shift()
      for (const listener of [...listeners]) listener(stamped)
    },
    until: (matches) => firstMatch(list, on, matches),
  }
}

function firstMatch(
  list: readonly CloudEvent[],
  on: EventLog['on'],
  matches: (event: CloudEvent) => boolean,
): Promise<CloudEvent> {
  const past = list.find(matches)
  if (past) return Promise.resolve(past)
  return new Promise((settle) => {
    const off = on((event) => {
      if (!matches(event)) return
      off()
      settle(event)
    })
  })
}
