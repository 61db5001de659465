// Options -> an emulated DigitalOcean API on loopback, with the state, the events and the faults in
// the caller's hands. It lets go of everything when closed.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Backend } from '../backend.ts'
import { type Clock, scaledClock, timestamp } from '../clock.ts'
import { type EventLog, eventLog } from '../events.ts'
import { type Delays, defaultDelays } from './delays.ts'
import { type Fault, type FaultList, faultList } from './faults.ts'
import { rateLimit } from './rate-limit.ts'
import { resume } from './resume.ts'
import { apiServer } from './server.ts'
import { emptyState, type State } from './state.ts'
import { loadState, saveState } from './state-file.ts'
import { waitingBackend } from './waiting-backend.ts'
import type { World } from './world.ts'

export type ApiOptions = {
  /** Default: any free one. */
  port?: number
  /** Default: real time. The API stops it when it is closed. */
  clock?: Clock
  delays?: Partial<Delays>
  /** The data plane, or a function that makes it; default: one that only waits. */
  backend?: Backend | ((clock: Clock, delays: Delays, events: EventLog) => Backend)
  faults?: readonly Fault[]
  /** Read at the start if it exists, and kept up to date. */
  stateFile?: string
  /** The only token that is let in; default: any. */
  token?: string
  /** Requests in an emulated hour; default 5,000, as DigitalOcean allows. */
  requestsPerHour?: number
  dropletLimit?: number
  reservedIpLimit?: number
}

export type Api = {
  /** Without a slash at its end: DIGITALOCEAN_API_URL, or the provider's api_endpoint. */
  url: string
  state: State
  events: EventLog
  faults: FaultList
  clock: Clock
  /** Into the state file, after a change that no request made. */
  save: () => void
  close: () => Promise<void>
}

export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const clock = options.clock ?? scaledClock()
  const state = stateFor(options.stateFile, clock)
  const events = eventLog(clock)
  const delays = { ...defaultDelays, ...options.delays }
  const world: World = {
    url: '',
    state,
    clock,
    delays,
    events,
    backend: backendFor(options.backend, clock, delays, events),
    faults: faultList(events, options.faults),
    told: new Map(),
    save: saver(options.stateFile, state, clock),
    dropletLimit: options.dropletLimit ?? 25,
    reservedIpLimit: options.reservedIpLimit ?? 3,
  }
  const limit = rateLimit(clock, options.requestsPerHour ?? 5000)
  const server = apiServer({ world, limit, token: options.token })
  await listen(server, options.port ?? 0)
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await resume(world)
  return {
    url: world.url,
    state,
    events,
    faults: world.faults,
    clock,
    save: () => world.save(),
    close: closer(world, server),
  }
}

function stateFor(path: string | undefined, clock: Clock): State {
  const loaded = path === undefined ? undefined : loadState(path)
  if (loaded) clock.advanceTo(loaded.now)
  return loaded ?? emptyState(clock.now(), timestamp(clock.now()))
}

function backendFor(
  given: ApiOptions['backend'],
  clock: Clock,
  delays: Delays,
  events: EventLog,
): Backend {
  if (given === undefined) return waitingBackend(clock, delays)
  return typeof given === 'function' ? given(clock, delays, events) : given
}

function saver(path: string | undefined, state: State, clock: Clock): () => void {
  return () => {
    state.now = clock.now()
    if (path !== undefined) saveState(path, state)
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
}

function closer(world: World, server: Server): () => Promise<void> {
  return async () => {
    world.save()
    world.save = () => {}
    world.clock.stop()
    const closed = new Promise((done) => server.close(done))
    server.closeAllConnections()
    await closed
    await world.backend.close()
  }
}
