// A unit -> its process on an emulated machine: started, watched, restarted and stopped as systemd
// does it, with every wait on the emulated clock. PORT is a free port of this machine, since all
// machines share one kernel; whoever owns the machine's address maps the one to the other.
import { existsSync, mkdirSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import { expandVariables } from './command-line.ts'
import { freePort } from './free-port.ts'
import type { Guard } from './guard.ts'
import { ifInRoot, inRoot } from './in-root.ts'
import { type Ending, launch, type Running } from './launch.ts'
import type { PortWatch } from './listening.ts'
import { executable } from './program.ts'
import { endedClean, overStartLimit, restarts } from './restart.ts'
import { onClock, serviceEnvironment } from './service-environment.ts'
import type { Unit } from './unit.ts'

export type ServiceHost = {
  root: string
  clock: Clock
  guard: Guard
  ports: PortWatch
  /** Variables that hold seconds and follow the clock's scale. */
  scaledVariables: readonly string[]
  emit: (what: string, detail: Record<string, unknown>) => void
  log: (chunk: Buffer) => void
  /** The process listens, or does not any more. */
  changed: () => void
}

/** `wanted` is the unit's own PORT, `given` the one that the process has. */
export type ServicePort = { wanted: number; given: number; isListening: boolean }

export type Service = {
  unit: Unit
  start: () => void
  /** Asks first and kills after TimeoutStopSec=. */
  stop: () => Promise<void>
  kill: () => Promise<void>
  pid: () => number | undefined
  port: () => ServicePort | undefined
}

type State = {
  unit: Unit
  host: ServiceHost
  starts: number[]
  isWanted: boolean
  running: Running | undefined
  port: ServicePort | undefined
  /** Settles when the unit has come to rest. */
  life: Promise<void>
  wake: () => void
}

export function makeService(unit: Unit, host: ServiceHost): Service {
  const state: State = {
    ...{ unit, host, starts: [], isWanted: false, running: undefined, port: undefined },
    ...{ life: Promise.resolve(), wake: () => {} },
  }
  return {
    unit,
    start: () => {
      if (state.isWanted || !conditionsHold(state)) return
      state.isWanted = true
      state.life = state.life.then(() => live(state))
    },
    stop: () => stop(state),
    kill: () => {
      rest(state)
      state.running?.signalAll('SIGKILL')
      return state.life
    },
    pid: () => state.running?.pid,
    port: () => state.port,
  }
}

function conditionsHold({ unit, host }: State): boolean {
  const failing = unit.conditions.find(
    ({ path, negated }) => existsSync(inRoot(host.root, path)) === negated,
  )
  if (failing) host.emit('unit-skipped', { unit: unit.name, condition: failing.path })
  return failing === undefined
}

async function live(state: State): Promise<void> {
  const { unit, host } = state
  while (state.isWanted) {
    state.starts.push(host.clock.now())
    if (overStartLimit(unit, state.starts)) {
      host.emit('unit-failed', { unit: unit.name, result: 'start-limit-hit' })
      return
    }
    const ending = await runOnce(state)
    if (!state.isWanted || !restarts(unit, ending)) return
    host.emit('unit-restarts', { unit: unit.name, inSeconds: unit.restartSeconds })
    await restartPause(state)
  }
}

function restartPause(state: State): Promise<void> {
  return new Promise((settle) => {
    const cancel = state.host.clock.after(state.unit.restartSeconds * 1000, settle)
    state.wake = () => {
      cancel()
      settle()
    }
  })
}

/** Never throws: a start that fails is an ending too. */
async function runOnce(state: State): Promise<Ending> {
  const { unit, host } = state
  try {
    const running = await begin(state)
    if (running === undefined) return { code: 0, signal: null }
    const ending = forgiven(unit, await running.ended)
    host.emit('unit-ended', { unit: unit.name, ...ending, clean: endedClean(ending) })
    return ending
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    host.emit('unit-failed', { unit: unit.name, result: reason })
    return { code: 1, signal: null }
  } finally {
    state.running = undefined
    if (state.port) state.port.isListening = false
    host.changed()
  }
}

const forgiven = ({ command }: Unit, ending: Ending): Ending =>
  command?.mayFail ? { code: 0, signal: null } : ending

async function begin(state: State): Promise<Running | undefined> {
  const { unit, host } = state
  const environment = serviceEnvironment(unit, host.root)
  const command = commandLine(unit, host.root, await withOwnPort(state, environment))
  for (const name of unit.stateDirectories) {
    mkdirSync(inRoot(host.root, `/var/lib/${name}`), { recursive: true, mode: 0o700 })
  }
  if (!state.isWanted) return undefined
  const running = launch({
    ...command,
    folder: inRoot(host.root, unit.workingDirectory?.replace(/^-/, '') ?? '/'),
    guard: host.guard,
    onOutput: host.log,
  })
  state.running = running
  followPort(state, running)
  host.emit('unit-started', { unit: unit.name, pid: running.pid, port: state.port?.given })
  return running
}

async function withOwnPort(state: State, environment: Record<string, string>) {
  const { scaledVariables, clock } = state.host
  const wanted = Number(environment.PORT)
  const scaled = onClock(environment, scaledVariables, clock.scale)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) return scaled
  state.port = { wanted, given: await freePort(), isListening: false }
  return { ...scaled, PORT: String(state.port.given) }
}

function commandLine({ command, name }: Unit, root: string, environment: Record<string, string>) {
  if (command === undefined) throw new Error(`${name} has no ExecStart=`)
  const program = executable(root, command.program)
  if (program === undefined) throw new Error(`203/EXEC: ${command.program} cannot be executed`)
  const args = command.expandsVariables ? expandVariables(command.args, environment) : command.args
  return { command: [...program, ...args.map((arg) => ifInRoot(root, arg))], environment }
}

function followPort({ host, port }: State, running: Running): void {
  if (port === undefined) return
  const off = host.ports.follow(port.given, (isListening) => {
    port.isListening = isListening
    host.changed()
  })
  void running.ended.then(off)
}

function rest(state: State): void {
  state.isWanted = false
  state.wake()
}

async function stop(state: State): Promise<void> {
  const { unit, host, running } = state
  rest(state)
  if (running) {
    const isGroup = unit.killMode === 'control-group'
    const signal = unit.killSignal as NodeJS.Signals
    if (unit.killMode !== 'none') running[isGroup ? 'signalAll' : 'signalMain'](signal)
    const cancel = host.clock.after(Math.min(unit.stopSeconds * 1000, 2 ** 31 - 1), () => {
      host.emit('unit-killed', { unit: unit.name, afterSeconds: unit.stopSeconds })
      running[unit.killMode === 'process' ? 'signalMain' : 'signalAll']('SIGKILL')
    })
    await running.ended
    cancel()
  }
  await state.life
}
