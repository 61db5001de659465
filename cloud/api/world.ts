// What every handler works on: the state, time, the data plane and the log. Handlers change the
// state directly; the server saves it and passes the effects on after each request.
import { randomUUID } from 'node:crypto'
import type { Backend } from '../backend.ts'
import { type Clock, timestamp } from '../clock.ts'
import type { Change, EventLog } from '../events.ts'
import type { Delays } from './delays.ts'
import type { FaultList } from './faults.ts'
import type { State } from './state.ts'

export type World = {
  /** Such as http://127.0.0.1:8080; known once the server listens. */
  url: string
  state: State
  clock: Clock
  delays: Delays
  events: EventLog
  backend: Backend
  faults: FaultList
  /** Per target of the data plane, what it was told last and when it has got there. */
  told: Map<string, { text: string; done: Promise<void> }>
  save: () => void
  /** Droplets that the account may have. */
  dropletLimit: number
  reservedIpLimit: number
}

export const isoNow = (world: World): string => timestamp(world.clock.now())

export function nextId(world: World): number {
  const id = world.state.nextId
  world.state.nextId += 1
  return id
}

export const uuid = (): string => randomUUID()

export const changed = (
  world: World,
  kind: Change['kind'],
  what: string,
  subject: { id: string | number; name: string },
  detail?: Record<string, unknown>,
): void =>
  world.events.emit({
    kind,
    what,
    id: String(subject.id),
    name: subject.name,
    ...(detail && { detail }),
  })

/** Takes an element out of a list in place; the state keeps its arrays. */
export function remove<T>(list: T[], element: T): void {
  const at = list.indexOf(element)
  if (at >= 0) list.splice(at, 1)
}
