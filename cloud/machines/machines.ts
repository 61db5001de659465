// The API's droplets and images -> emulated machines and folders in the state folder. A machine has
// its addresses from the first moment on, and its disk until it is destroyed; its log stays.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Delays } from '../api/delays.ts'
import type { Addresses, Images, Machine, MachineImage, Machines } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Block } from '../network/addresses.ts'
import { type Attachment, attach } from '../network/attachment.ts'
import { copyTree } from './copy-tree.ts'
import { type Droplet, type DropletHost, makeDroplet } from './droplet.ts'
import type { ImageStore } from './image-store.ts'

export type MachinesHost = {
  clock: Clock
  delays: Delays
  block: Block
  images: ImageStore
  /** Gets a folder for each droplet. */
  folder: string
  hostOf: (machine: Machine) => DropletHost
}

export type Fleet = Machines & {
  imageActions: Images
  find: (id: number) => Droplet | undefined
  /** Addresses of the droplet that a process belongs to. */
  addressesOf: (id: number) => Addresses | undefined
  all: () => readonly Droplet[]
  restore: (machines: readonly (Machine & { running: boolean })[]) => Promise<void>
  /** Ends every process, and gives up every address. */
  close: () => Promise<void>
}

type Entry = {
  addresses: Addresses
  droplet: Droplet
  attachment: Attachment
  created: Promise<Addresses>
  isGone: boolean
}

type State = MachinesHost & { entries: Map<number, Entry>; given: Attachment[] }

export function makeFleet(host: MachinesHost): Fleet {
  const state: State = { ...host, entries: new Map(), given: [] }
  const { clock, delays, images } = host
  const of = (machine: Machine) => entryOf(state, machine).droplet
  const waits = (delay: keyof Delays) => clock.sleep(delays[delay])
  return {
    create: (machine) => (state.entries.get(machine.id) ?? begin(state, machine)).created,
    destroy: (machine) => destroy(state, machine),
    shutdown: async (machine) => {
      await Promise.all([of(machine).shutdown(), waits('shutdown')])
    },
    powerOff: async (machine) => {
      await Promise.all([of(machine).powerOff(), waits('powerOff')])
    },
    powerOn: async (machine) => {
      of(machine).powerOn()
      await waits('powerOn')
    },
    reboot: async (machine, hard) => {
      const droplet = of(machine)
      await (hard ? droplet.powerOff() : droplet.shutdown())
      droplet.powerOn()
      await waits('reboot')
    },
    resize: () => waits('resize'),
    rename: () => waits('rename'),
    rebuild: async (machine) => {
      await of(machine).powerOff()
      await Promise.all([fillDisk(state, machine), waits('rebuild')])
      of(machine).powerOn()
    },
    snapshot: async (machine, image) => {
      images.remove(image)
      await Promise.all([images.snapshot(image, diskOf(state, machine)), waits('snapshot')])
      return { sizeGib: 2.36 }
    },
    imageActions: {
      transfer: () => waits('imageTransfer'),
      destroy: async (image: MachineImage) => images.remove(image),
    },
    find: (id) => state.entries.get(id)?.droplet,
    addressesOf: (id) => state.entries.get(id)?.addresses,
    all: () => [...state.entries.values()].map(({ droplet }) => droplet),
    restore: (machines) => restore(state, machines),
    close: () => close(state),
  }
}

function entryOf(state: State, { id, name }: Machine): Entry {
  const entry = state.entries.get(id)
  if (!entry) throw new Error(`there is no machine of droplet ${id} (${name})`)
  return entry
}

const folderOf = ({ folder }: State, { id }: Machine) => join(folder, String(id))
const diskOf = (state: State, machine: Machine) => join(folderOf(state, machine), 'root')

function begin(state: State, machine: Machine): Entry {
  const entry = enter(state, machine)
  entry.created = bringUp(state, machine, entry)
  return entry
}

function enter(state: State, machine: Machine): Entry {
  const { id, name, userData } = machine
  const folder = folderOf(state, machine)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const addresses = machine.addresses ?? {
    publicIpv4: state.block.take('droplet'),
    privateIpv4: state.block.take('private'),
  }
  const host = state.hostOf(machine)
  const identity = { id, name, folder, ...(userData !== undefined && { userData }) }
  const entry: Entry = {
    addresses,
    droplet: makeDroplet(identity, host),
    attachment: attach(addresses.publicIpv4, (message) => host.emit('unreachable', { message })),
    created: Promise.resolve(addresses),
    isGone: false,
  }
  state.entries.set(id, entry)
  state.given.push(entry.attachment)
  return entry
}

async function bringUp(state: State, machine: Machine, entry: Entry): Promise<Addresses> {
  const { clock, delays } = state
  await Promise.all([fillDisk(state, machine), clock.sleep(delays.dropletCreate)])
  if (entry.isGone) throw new Error(`droplet ${machine.id} was destroyed while it was created`)
  start(entry)
  return entry.addresses
}

function start({ droplet, attachment }: Entry): void {
  droplet.powerOn()
  attachment.to(droplet.reachable)
}

/** A distribution's own image has nothing that would run here. */
async function fillDisk(state: State, machine: Machine): Promise<void> {
  const disk = diskOf(state, machine)
  const image = state.images.find(machine.image)
  if (!image && machine.image.slug === null) {
    throw new Error(`image ${machine.image.id} (${machine.image.name}) is not on this cloud's disk`)
  }
  rmSync(disk, { recursive: true, force: true })
  if (image) await copyTree(join(image.folder, 'root'), disk)
  else mkdirSync(disk, { recursive: true })
}

async function destroy(state: State, machine: Machine): Promise<void> {
  const entry = state.entries.get(machine.id)
  if (entry) {
    entry.isGone = true
    await entry.droplet.powerOff()
    entry.attachment.to(undefined)
    await entry.created.catch(() => {})
    state.entries.delete(machine.id)
  }
  rmSync(diskOf(state, machine), { recursive: true, force: true })
  await state.clock.sleep(state.delays.dropletDestroy)
}

async function restore(
  state: State,
  machines: readonly (Machine & { running: boolean })[],
): Promise<void> {
  for (const machine of machines) {
    const addresses = machine.addresses
    for (const address of [addresses?.publicIpv4, addresses?.privateIpv4]) {
      if (address !== undefined) state.block.use(address)
    }
    const entry = enter(state, machine)
    if (!existsSync(diskOf(state, machine))) await fillDisk(state, machine)
    if (machine.running) start(entry)
    else entry.attachment.to(entry.droplet.reachable)
  }
}

async function close({ entries, given }: State): Promise<void> {
  for (const entry of entries.values()) entry.isGone = true
  await Promise.all([...entries.values()].map(({ droplet }) => droplet.powerOff()))
  await Promise.all(given.map((attachment) => attachment.close()))
}
