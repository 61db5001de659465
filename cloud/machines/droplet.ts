// A root folder and user-data -> a machine that can be switched on and off: it boots for a while, runs
// its enabled units, and answers at its ports only while it is on and a process listens there.

import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { hold } from '../network/door.ts'
import type { Verdict } from '../network/firewalls.ts'
import { type Behind, changes, type Reachable } from '../network/reachable.ts'
import { type Relay, relay } from '../network/relay.ts'
import { reset } from '../network/reset.ts'
import { enabledUnits } from './enabled-units.ts'
import { firstBoot } from './first-boot.ts'
import type { Guard } from './guard.ts'
import type { PortWatch } from './listening.ts'
import { type LogFile, logFile } from './log-file.ts'
import { logLines } from './log-lines.ts'
import { makeService, type Service } from './service.ts'

export type DropletHost = {
  clock: Clock
  guard: Guard
  ports: PortWatch
  bootMilliseconds: number
  scaledVariables: readonly string[]
  /** What peers see of a machine whose power is cut. */
  powerLoss: 'silent' | 'reset'
  verdict: (dropletId: number, port: number) => Verdict
  onFirewalls: (tell: () => void) => () => void
  /** The address that firewall rules know this source by. */
  sourceOf: (socket: Socket) => string
  emit: (what: string, detail: Record<string, unknown>) => void
}

export type Droplet = {
  id: number
  /** Holds `root/` and the log. */
  folder: string
  log: LogFile
  reachable: Reachable
  isOn: () => boolean
  services: () => readonly Service[]
  powerOn: () => void
  shutdown: () => Promise<void>
  powerOff: () => Promise<void>
}

export type DropletIdentity = { id: number; name: string; folder: string; userData?: string }

type State = DropletIdentity & {
  host: DropletHost
  power: 'off' | 'booting' | 'on'
  services: Service[]
  knownPorts: Set<number>
  relays: Set<Relay>
  cancelBoot: () => void
  tell: () => void
  log: LogFile
}

export function makeDroplet(identity: DropletIdentity, host: DropletHost): Droplet {
  const { onChange, tell } = changes()
  const state: State = {
    ...identity,
    ...{ host, tell, power: 'off', services: [], cancelBoot: () => {} },
    knownPorts: new Set(),
    relays: new Set(),
    log: logFile(join(identity.folder, 'output.log')),
  }
  return {
    id: identity.id,
    folder: identity.folder,
    log: state.log,
    reachable: {
      ports: () => [...state.knownPorts],
      at: (port) => behind(state, port),
      onChange: (listener) => both(onChange(listener), host.onFirewalls(listener)),
    },
    isOn: () => state.power !== 'off',
    services: () => state.services,
    powerOn: () => powerOn(state),
    shutdown: () => shutdown(state),
    powerOff: () => powerOff(state),
  }
}

const both = (first: () => void, second: () => void) => () => {
  first()
  second()
}

function powerOn(state: State): void {
  if (state.power !== 'off') return
  state.power = 'booting'
  state.cancelBoot = state.host.clock.after(state.host.bootMilliseconds, () => boot(state))
  notePorts(state)
  state.host.emit('booting', {})
  state.tell()
}

/** Known before anything listens there, so that a machine which boots is silent and not refusing. */
function notePorts(state: State): void {
  for (const { environment } of enabledUnits(join(state.folder, 'root'), state.name)) {
    const port = Number(environment.PORT)
    if (port > 0) state.knownPorts.add(port)
  }
}

function boot(state: State): void {
  const { host, id, userData } = state
  const root = join(state.folder, 'root')
  const written = firstBoot(root, id, userData)
  if (written) host.emit('cloud-init', written)
  state.power = 'on'
  const { clock, guard, ports, scaledVariables, emit } = host
  const toEvents = logLines((line) => emit('log', { line }))
  const log = (chunk: Buffer) => {
    state.log.write(chunk)
    toEvents(chunk)
  }
  const changed = () => {
    for (const service of state.services) {
      const port = service.port()
      if (port) state.knownPorts.add(port.wanted)
    }
    state.tell()
  }
  state.services = enabledUnits(root, state.name).map((unit) =>
    makeService(unit, { root, clock, guard, ports, scaledVariables, emit, log, changed }),
  )
  const units = state.services.map(({ unit }) => ({ name: unit.name, ignored: unit.ignored }))
  host.emit('booted', { units })
  for (const service of state.services) service.start()
  state.tell()
}

async function shutdown(state: State): Promise<void> {
  state.cancelBoot()
  await Promise.all(state.services.map((service) => service.stop()))
  off(state)
}

async function powerOff(state: State): Promise<void> {
  state.cancelBoot()
  off(state)
  await Promise.all(state.services.map((service) => service.kill()))
}

/** Before its processes end, whose ends peers would otherwise see. */
function off(state: State): void {
  if (state.power === 'off') return
  state.power = 'off'
  for (const one of state.relays) state.host.powerLoss === 'silent' ? one.mute() : one.cut()
  state.host.emit('powered-off', {})
  state.tell()
}

/** What the firewalls leave of what the machine itself would do. */
function behind(state: State, port: number): Behind {
  const verdict = state.host.verdict(state.id, port)
  if (state.power !== 'on' || verdict === 'none') return 'silent'
  const target = state.services.map((service) => service.port()).find((one) => one?.wanted === port)
  const given = target?.isListening ? target.given : undefined
  if (verdict === 'all' && given === undefined) return 'refused'
  return (socket) => {
    if (verdict !== 'all' && !verdict(state.host.sourceOf(socket))) hold(socket)
    else if (given === undefined) reset(socket)
    else enter(state, socket, given)
  }
}

function enter(state: State, near: Socket, port: number): void {
  const far = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
  const one = relay(near, far, () => state.relays.delete(one))
  state.relays.add(one)
}
