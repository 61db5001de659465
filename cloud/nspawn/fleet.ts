// The API's droplets and images -> machines with a system of their own, on disks in the state folder. A
// machine keeps its addresses and its disk until it is destroyed.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { addressPool } from '../api/addresses.ts'
import type { Delays } from '../api/delays.ts'
import type { Addresses, Images, Machine, Machines } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Block } from '../network/addresses.ts'
import { writeConfigDrive } from './config-drive.ts'
import { type Disks, makeDisks } from './disk.ts'
import { makeSystem, type System } from './power.ts'

export type MachineFleet = Machines & {
  imageActions: Images
  find: (id: number) => FleetMachine | undefined
  all: () => readonly FleetMachine[]
  restore: (machines: readonly (Machine & { running: boolean })[]) => Promise<void>
  close: () => Promise<void>
}

export type FleetMachine = {
  machine: Machine
  addresses: Addresses
  /** Holds the mounted `root`, the `config-drive` and `console.log`. */
  folder: string
  system: System
}

export type FleetHost = {
  clock: Clock
  delays: Delays
  block: Block
  /** The state folder's own: `droplets` and `images` are below it. */
  folder: string
  emit: (machine: Machine) => (what: string) => void
  /** Before a system is switched on, and after a machine is gone. */
  onChange: () => Promise<void>
}

type Entry = FleetMachine & { created: Promise<Addresses>; isGone: boolean }

type State = FleetHost & {
  disks: Disks
  entries: Map<number, Entry>
  pools: Map<string, ReturnType<typeof addressPool>>
}

export function makeMachineFleet(host: FleetHost): MachineFleet {
  const disks = makeDisks(join(host.folder, 'images'))
  const state: State = { ...host, disks, entries: new Map(), pools: new Map() }
  return {
    obstacle: disks.obstacle,
    ...lifetime(state),
    ...power(state),
    imageActions: {
      transfer: () => waits(state, 'imageTransfer'),
      destroy: async (image) => disks.remove(image),
    },
    find: (id) => state.entries.get(id),
    all: () => [...state.entries.values()],
    restore: (machines) => restore(state, machines),
    close: async () => {
      for (const entry of state.entries.values()) entry.isGone = true
      await Promise.all([...state.entries.values()].map((entry) => switchOff(state, entry)))
    },
  }
}

const waits = ({ clock, delays }: State, delay: keyof Delays) => clock.sleep(delays[delay])

const lifetime = (state: State): Pick<Machines, 'create' | 'destroy' | 'rebuild' | 'snapshot'> => ({
  create: (machine) => (state.entries.get(machine.id) ?? begin(state, machine)).created,
  destroy: (machine) => destroy(state, machine),
  rebuild: async (machine) => {
    const entry = entryOf(state, machine)
    await switchOff(state, entry)
    rmSync(join(entry.folder, 'upper'), { recursive: true, force: true })
    entry.machine = machine
    await Promise.all([switchOn(state, entry), waits(state, 'rebuild')])
  },
  snapshot: async (machine, image) => {
    const { folder, machine: of } = entryOf(state, machine)
    state.disks.remove(image)
    const taken = state.disks.snapshot(folder, of.image, image)
    const [sizeGib] = await Promise.all([taken, waits(state, 'snapshot')])
    return { sizeGib }
  },
})

const power = (
  state: State,
): Pick<Machines, 'shutdown' | 'powerOff' | 'powerOn' | 'reboot' | 'resize' | 'rename'> => ({
  shutdown: async (machine) => {
    await Promise.all([entryOf(state, machine).system.shutdown(), waits(state, 'shutdown')])
  },
  powerOff: async (machine) => {
    await Promise.all([entryOf(state, machine).system.cut(), waits(state, 'powerOff')])
  },
  powerOn: async (machine) => {
    await Promise.all([switchOn(state, entryOf(state, machine)), waits(state, 'powerOn')])
  },
  reboot: async (machine, hard) => {
    const entry = entryOf(state, machine)
    await (hard ? entry.system.cut() : entry.system.shutdown())
    await Promise.all([switchOn(state, entry), waits(state, 'reboot')])
  },
  resize: () => waits(state, 'resize'),
  rename: () => waits(state, 'rename'),
})

function entryOf({ entries }: State, { id, name }: Machine): Entry {
  const entry = entries.get(id)
  if (!entry) throw new Error(`there is no machine of droplet ${id} (${name})`)
  return entry
}

function begin(state: State, machine: Machine): Entry {
  const entry = enter(state, machine)
  entry.created = bringUp(state, entry)
  return entry
}

function enter(state: State, machine: Machine): Entry {
  const folder = join(state.folder, 'droplets', String(machine.id))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const addresses = machine.addresses ?? {
    publicIpv4: state.block.take('droplet'),
    privateIpv4: poolOf(state, machine).take(),
  }
  const system = makeSystem(machine.id, folder, state.emit(machine))
  const created = Promise.resolve(addresses)
  const entry: Entry = { ...{ machine, addresses, folder, system, created }, isGone: false }
  state.entries.set(machine.id, entry)
  return entry
}

function poolOf({ pools }: State, { vpc }: Machine): ReturnType<typeof addressPool> {
  const pool = pools.get(vpc.id) ?? addressPool(vpc.ipRange)
  pools.set(vpc.id, pool)
  return pool
}

async function bringUp(state: State, entry: Entry): Promise<Addresses> {
  const { id } = entry.machine
  await Promise.all([switchOn(state, entry), waits(state, 'dropletCreate')])
  if (entry.isGone) throw new Error(`droplet ${id} was destroyed while it was created`)
  return entry.addresses
}

async function switchOn(state: State, entry: Entry): Promise<void> {
  const { folder, machine, addresses, system } = entry
  if (system.isOn() || entry.isGone) return
  writeConfigDrive(join(folder, 'config-drive'), machine, addresses)
  await state.disks.unmount(folder)
  await state.disks.mount(folder, machine.image)
  await state.onChange()
  if (!entry.isGone) await system.on()
}

async function switchOff({ disks }: State, { system, folder }: Entry): Promise<void> {
  await system.cut()
  await disks.unmount(folder)
}

async function destroy(state: State, machine: Machine): Promise<void> {
  const entry = state.entries.get(machine.id)
  if (entry) {
    entry.isGone = true
    await entry.created.catch(() => {})
    await switchOff(state, entry)
    rmSync(entry.folder, { recursive: true, force: true })
    poolOf(state, machine).give(entry.addresses.privateIpv4)
    state.entries.delete(machine.id)
    await state.onChange()
  }
  await waits(state, 'dropletDestroy')
}

async function restore(
  state: State,
  machines: readonly (Machine & { running: boolean })[],
): Promise<void> {
  for (const machine of machines) {
    if (machine.addresses) {
      state.block.use(machine.addresses.publicIpv4)
      poolOf(state, machine).use(machine.addresses.privateIpv4)
    }
    const entry = enter(state, machine)
    if (machine.running || !existsSync(join(entry.folder, 'upper'))) await switchOn(state, entry)
  }
}
