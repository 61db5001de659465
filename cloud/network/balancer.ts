// The API's balancer -> listeners at its address that pass connections and requests on to healthy
// members. Connections to members come from the balancer's own address.

import { connect } from 'node:net'
import type { Balancer, ForwardingRule } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { type Attachment, attach } from './attachment.ts'
import { type Entry, httpEntry } from './http-entry.ts'
import { type Backend, makePool, type Pool } from './pool.ts'
import { changes, type Reachable } from './reachable.ts'
import { relay } from './relay.ts'
import { reset } from './reset.ts'

export type BalancerOptions = {
  clock: Clock
  /** Whether a new member gets traffic before its first checks; DigitalOcean does not say. */
  initialHealth: 'up' | 'down'
  backendConnections: 'per-request' | 'pooled'
  redispatch: boolean
  emit: (what: string, detail: Record<string, unknown>) => void
}

export type RunningBalancer = {
  update: (balancer: Balancer) => void
  members: Pool['members']
  /** The address answers no more. */
  remove: () => void
  close: () => Promise<void>
}

/** Real milliseconds: a backend here answers no faster on a faster clock. */
const leastIdle = 10_000

type State = {
  ip: string
  options: BalancerOptions
  pool: Pool
  entries: Map<string, Entry & { port: number }>
}

export function runBalancer(first: Balancer, options: BalancerOptions): RunningBalancer {
  const { ip } = first
  const { clock, initialHealth: initial, emit } = options
  const pool = makePool({ clock, localAddress: ip, initial, emit })
  const state: State = { ip, options, pool, entries: new Map() }
  const { onChange, tell } = changes()
  const attachment: Attachment = attach(ip, (message) => emit('unreachable', { message }))
  const update = (balancer: Balancer) => {
    pool.update(backendsOf(balancer), balancer.healthCheck)
    setEntries(state, balancer)
    tell()
  }
  update(first)
  attachment.to({ ...reachable(state), onChange })
  const stop = () => {
    pool.close()
    for (const entry of state.entries.values()) entry.close()
  }
  return {
    update,
    members: pool.members,
    remove: () => {
      attachment.to(undefined)
      attachment.cut()
      stop()
    },
    close: () => {
      stop()
      return attachment.close()
    },
  }
}

const backendsOf = ({ members }: Balancer): Backend[] =>
  members.flatMap(({ id, addresses }) => (addresses ? [{ id, address: addresses.publicIpv4 }] : []))

const reachable = ({ entries }: State): Pick<Reachable, 'ports' | 'at'> => ({
  ports: () => [...entries.values()].map(({ port }) => port),
  at: (port) => [...entries.values()].find((entry) => entry.port === port)?.accept ?? 'refused',
})

/** A rule that stays keeps its connections. */
function setEntries(state: State, balancer: Balancer): void {
  const keyOf = (rule: ForwardingRule) =>
    JSON.stringify([rule, balancer.httpIdleTimeoutSeconds, rule.entryPort])
  const wanted = new Map(balancer.forwardingRules.map((rule) => [keyOf(rule), rule]))
  for (const [key, entry] of state.entries) {
    if (wanted.has(key)) continue
    entry.close()
    state.entries.delete(key)
  }
  for (const [key, rule] of wanted) {
    if (!state.entries.has(key)) addEntry(state, key, rule, balancer.httpIdleTimeoutSeconds)
  }
}

function addEntry(state: State, key: string, rule: ForwardingRule, idleSeconds: number): void {
  const { options, ip } = state
  const { entryProtocol, entryPort, targetProtocol, targetPort } = rule
  const made = isTcp(rule)
    ? tcpEntry(state, targetPort)
    : entryProtocol === 'http' && targetProtocol === 'http'
      ? httpEntry({
          ...{ pool: state.pool, localAddress: ip, entryPort, targetPort, emit: options.emit },
          ...{ redispatch: options.redispatch, backendConnections: options.backendConnections },
          idleMilliseconds: Math.max(leastIdle, ((idleSeconds || 60) * 1000) / options.clock.scale),
        })
      : undefined
  if (made) state.entries.set(key, { ...made, port: entryPort })
  else options.emit('rule-not-emulated', { entryProtocol, targetProtocol, entryPort })
}

const isTcp = ({ entryProtocol, tlsPassthrough }: ForwardingRule) =>
  entryProtocol === 'tcp' || tlsPassthrough

function tcpEntry({ pool, ip }: State, port: number): Entry {
  return {
    accept: (near) => {
      const backend = pool.next()
      if (backend === undefined) return void reset(near)
      const to = { host: backend.address, port, localAddress: ip, noDelay: true }
      relay(near, connect({ ...to, allowHalfOpen: true }), () => {})
    },
    close: () => {},
  }
}
