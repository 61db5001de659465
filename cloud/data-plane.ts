// A clock and a state folder -> what the API's changes come true by: machines as processes, addresses
// of 127.N.0.0/16, balancers, a name server and PostgreSQL. All of it ends with this process.
import { join } from 'node:path'
import { type Delays, defaultDelays } from './api/delays.ts'
import type { Backend, Settled } from './backend.ts'
import type { Clock } from './clock.ts'
import { databaseTable } from './database/databases.ts'
import type { Change, EventLog, ResourceKind } from './events.ts'
import { startGuard } from './machines/guard.ts'
import { imageStore, type StoredImage } from './machines/image-store.ts'
import { watchPorts } from './machines/listening.ts'
import { type Fleet, makeFleet } from './machines/machines.ts'
import { allSources, machinePids, namedSource } from './machines/sources.ts'
import type { Block } from './network/addresses.ts'
import { type BalancerTable, balancerTable } from './network/balancers.ts'
import { firewallTable } from './network/firewalls.ts'
import { claimGround, type Ground } from './network/ground.ts'
import { reservedIpTable } from './network/reserved-ips.ts'

export type DataPlaneOptions = {
  clock: Clock
  events: EventLog
  /** Everything on disk is below it. */
  stateFolder: string
  delays?: Partial<Delays>
  /** Emulated, from the power until the units start; default 20 s. */
  bootMilliseconds?: number
  /** The address that firewalls know 127.0.0.1 by; default 203.0.113.7. */
  operatorAddress?: string
  /** Default true. */
  cutOnMove?: boolean
  /** Default `down`: no traffic before the first checks passed. */
  initialHealth?: 'up' | 'down'
  /** Default `per-request`. */
  backendConnections?: 'per-request' | 'pooled'
  /** A balancer asks another backend when one takes no connection; default false. */
  redispatch?: boolean
  /** Default `silent`. */
  powerLoss?: 'silent' | 'reset'
  /** Variables of the units that hold seconds and follow the clock's scale. */
  scaledVariables?: readonly string[]
  nameServerPort?: number
}

export type DataPlane = Backend & {
  /** `packer build` of a folder of artifacts; the API is to list the image under this name. */
  bake: (artifacts: string) => Promise<StoredImage>
  machine: Fleet['find']
  balancer: BalancerTable['find']
  nameServer: { address: string; port: number }
  /** Of all machines and database servers. */
  pids: () => readonly number[]
}

type Options = Required<Omit<DataPlaneOptions, 'delays' | 'stateFolder' | 'nameServerPort'>> & {
  delays: Delays
}

/** Of a range that is nobody's. */
export const usualOperatorAddress = '203.0.113.7'

const defaults = {
  bootMilliseconds: 20_000,
  operatorAddress: usualOperatorAddress,
  cutOnMove: true,
  initialHealth: 'down',
  backendConnections: 'per-request',
  redispatch: false,
  powerLoss: 'silent',
  // By which immuc's units tell the app how long to drain.
  scaledVariables: ['DRAIN_SECONDS'],
} as const

/** With an API that makes the clock and the events itself: claimGround() before, dataPlaneOn() then. */
export const startDataPlane = async (options: DataPlaneOptions): Promise<DataPlane> =>
  dataPlaneOn(await claimGround(options.stateFolder, options.nameServerPort), options)

export function dataPlaneOn(
  ground: Ground,
  given: Omit<DataPlaneOptions, 'stateFolder'>,
): DataPlane {
  const options: Options = { ...defaults, ...given, delays: { ...defaultDelays, ...given.delays } }
  const parts = partsOf(ground, options, emitter(options.events))
  const { machines, databases, reservedIps, balancers, images, guard, ports } = parts
  const { nameServer } = ground
  return {
    ...{ machines, databases, reservedIps, balancers },
    ...rulesAndRecords(ground, options, parts),
    images: machines.imageActions,
    restore: (settled) => restore(settled, parts),
    bake: (artifacts) => {
      // Who bakes is about to apply, and most systems have a database.
      databases.prepare()
      return images.bake(artifacts)
    },
    machine: machines.find,
    balancer: balancers.find,
    nameServer: { address: nameServer.address, port: nameServer.port },
    pids: () => [...machinePids(machines).keys(), ...databases.pids()],
    close: async () => {
      await Promise.all([balancers.close(), reservedIps.close(), nameServer.close()])
      await Promise.all([machines.close(), databases.close()])
      ports.close()
      await guard.close()
      await ground.release()
    },
  }
}

type Emit = ReturnType<typeof emitter>
type Parts = ReturnType<typeof partsOf>

function partsOf({ block, stateFolder }: Ground, options: Options, emit: Emit) {
  const { clock, delays, operatorAddress } = options
  const [guard, ports, firewalls] = [startGuard(), watchPorts(), firewallTable()]
  const images = imageStore(join(stateFolder, 'images'))
  const machines = makeFleet({
    ...{ clock, delays, block, images, folder: join(stateFolder, 'droplets') },
    hostOf: ({ id, name }) => ({
      ...{ clock, guard, ports, verdict: firewalls.verdict, onFirewalls: firewalls.onChange },
      ...pick(options, 'bootMilliseconds', 'scaledVariables', 'powerLoss'),
      sourceOf: (socket) => namedSource(socket, operatorAddress),
      emit: emit('droplet', { id: String(id), name }),
    }),
  })
  const databases = databaseTable({
    ...{ clock, delays, block, guard, folder: join(stateFolder, 'databases') },
    sourcesOf: (socket) => allSources(socket, machines, operatorAddress),
    emit: ({ id, name }, what, detail) => emit('database', { id, name })(what, detail),
  })
  const entries = entryPoints(block, options, emit, machines)
  return { guard, ports, firewalls, images, machines, databases, ...entries }
}

function entryPoints(block: Block, options: Options, emit: Emit, machines: Fleet) {
  const { clock, delays, cutOnMove } = options
  const reservedIps = reservedIpTable({
    ...{ clock, block, cutOnMove, assignMilliseconds: delays.reservedIpAssign },
    reachableOf: (id) => machines.find(id)?.reachable,
    emit: (ip, what, detail) => emit('reserved-ip', { id: ip, name: ip })(what, detail),
  })
  const balancers = balancerTable({
    ...{ clock, block, createMilliseconds: delays.loadBalancerCreate },
    applyMilliseconds: delays.loadBalancerApply,
    optionsOf: ({ id, name }) => ({
      ...pick(options, 'clock', 'initialHealth', 'backendConnections', 'redispatch'),
      emit: emit('load-balancer', { id, name }),
    }),
  })
  return { reservedIps, balancers }
}

function rulesAndRecords(
  { zones }: Ground,
  { clock, delays }: Options,
  { firewalls }: Parts,
): Pick<Backend, 'firewalls' | 'records' | 'certificates'> {
  return {
    firewalls: {
      apply: async (all) => {
        await clock.sleep(delays.firewallApply)
        firewalls.set(all)
      },
    },
    records: {
      apply: async (domain, records) => {
        await clock.sleep(delays.recordApply)
        zones.set(domain, records)
      },
    },
    certificates: { issue: () => clock.sleep(delays.certificateIssue) },
  }
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>
}

const emitter =
  (events: EventLog) =>
  (kind: ResourceKind, subject: Pick<Change, 'id' | 'name'>) =>
  (what: string, detail: Record<string, unknown>) =>
    events.emit({ kind, what, ...subject, detail })

async function restore(settled: Settled, parts: Parts): Promise<void> {
  await parts.databases.restore(settled.databases)
  await parts.machines.restore(settled.machines)
  for (const { ip, dropletId } of settled.reservedIps) parts.reservedIps.restore(ip, dropletId)
  for (const balancer of settled.balancers) parts.balancers.restore(balancer)
}
