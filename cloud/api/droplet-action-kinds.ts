// What each droplet action demands, does to the machine and changes in the state. The state changes
// only after the machine has followed.
import { type Body, flag, text } from './body.ts'
import { sizeOf } from './catalog.ts'
import { isHostname } from './droplet-create.ts'
import { findImage } from './image-view.ts'
import { machineImage, machineOf } from './machine.ts'
import type { Droplet, Image } from './state.ts'
import { changed, isoNow, nextId, type World } from './world.ts'

export type ActionKind = {
  /** Why it can't be done, in the API's words. */
  refuse?: (world: World, droplet: Droplet, request: Body) => string | undefined
  run: (world: World, droplet: Droplet, request: Body) => Promise<void>
  /** The name of the event at its end; `updated` unless told. */
  becomes?: string
}

const machine = (world: World, droplet: Droplet) => machineOf(world.state, droplet)
const machines = (world: World) => world.backend.machines

const powerOff: ActionKind = {
  refuse: (_, { status }) => (status === 'off' ? 'Droplet is already powered off.' : undefined),
  run: async (world, droplet) => {
    await machines(world).powerOff(machine(world, droplet))
    droplet.status = 'off'
  },
  becomes: 'off',
}

/** One that is off already is no error. */
const shutdown: ActionKind = {
  run: async (world, droplet) => {
    await machines(world).shutdown(machine(world, droplet))
    droplet.status = 'off'
  },
  becomes: 'off',
}

const powerOn: ActionKind = {
  refuse: (_, { status }) => (status === 'active' ? 'Droplet is already powered on.' : undefined),
  run: async (world, droplet) => {
    await machines(world).powerOn(machine(world, droplet))
    droplet.status = 'active'
  },
  becomes: 'active',
}

const reboot = (hard: boolean): ActionKind => ({
  refuse: (_, { status }) => (status === 'off' ? 'Droplet is currently powered off.' : undefined),
  run: async (world, droplet) => {
    await machines(world).reboot(machine(world, droplet), hard)
    droplet.status = 'active'
  },
  becomes: 'active',
})

const resize: ActionKind = {
  refuse: (_, droplet, request) => {
    const size = sizeOf(text(request, 'size') ?? '')
    if (!size) return 'You specified an invalid size for Droplet resize.'
    if (droplet.status !== 'off') return 'You must power off the Droplet before resizing.'
    if (size.disk < droplet.disk) return 'This size is not available due to a smaller disk.'
    return undefined
  },
  run: async (world, droplet, request) => {
    const size = sizeOf(text(request, 'size') ?? '')
    if (!size) return
    const disk = flag(request, 'disk') ? size.disk : droplet.disk
    const wanted = { ...droplet, size: size.slug, disk }
    await machines(world).resize(machine(world, wanted))
    Object.assign(droplet, { size: size.slug, disk })
  },
}

const snapshot: ActionKind = {
  run: async (world, droplet, request) => {
    const image = snapshotImage(world, droplet, text(request, 'name'))
    const made = await machines(world).snapshot(machine(world, droplet), machineImage(image))
    world.state.images.push({ ...image, size_gigabytes: made.sizeGib })
    changed(world, 'image', 'created', image, { of: droplet.id })
  },
}

const snapshotImage = (world: World, droplet: Droplet, name: string | undefined): Image => ({
  id: nextId(world),
  name: name ?? `${droplet.name}-${world.clock.now()}`,
  distribution: droplet.image.distribution,
  slug: null,
  public: false,
  regions: [droplet.region],
  created_at: isoNow(world),
  min_disk_size: droplet.disk,
  type: 'snapshot',
  size_gigabytes: 0,
  description: '',
  tags: [],
  status: 'available',
  error_message: '',
  droplet_id: droplet.id,
})

const rename: ActionKind = {
  refuse: (_, __, request) =>
    isHostname(text(request, 'name') ?? '')
      ? undefined
      : 'Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)',
  run: async (world, droplet, request) => {
    const name = text(request, 'name') ?? droplet.name
    await machines(world).rename(machine(world, { ...droplet, name }))
    droplet.name = name
  },
}

const rebuild: ActionKind = {
  refuse: (world, _, request) =>
    findImage(world.state, String(request.image))
      ? undefined
      : 'You specified an invalid image for Droplet rebuild.',
  run: async (world, droplet, request) => {
    const image = findImage(world.state, String(request.image)) ?? droplet.image
    await machines(world).rebuild(machine(world, { ...droplet, image }))
    Object.assign(droplet, { image, status: 'active' })
  },
  becomes: 'active',
}

/** Switches that the machine does not feel. */
const setting = (apply: (droplet: Droplet, request: Body) => void): ActionKind => ({
  run: async (world, droplet, request) => {
    await world.clock.sleep(world.delays.setting)
    apply(droplet, request)
  },
})

const enable = (feature: string): ActionKind =>
  setting((droplet, request) => {
    if (!droplet.features.includes(feature)) droplet.features.push(feature)
    if (request.backup_policy) droplet.backup_policy = request.backup_policy as Body
  })

export const kinds: Record<string, ActionKind> = {
  shutdown,
  power_off: powerOff,
  power_on: powerOn,
  reboot: reboot(false),
  power_cycle: reboot(true),
  resize,
  snapshot,
  rename,
  rebuild,
  restore: rebuild,
  password_reset: reboot(true),
  enable_ipv6: enable('ipv6'),
  enable_private_networking: enable('private_networking'),
  enable_backups: enable('backups'),
  change_backup_policy: enable('backups'),
  disable_backups: setting((droplet) => {
    droplet.features = droplet.features.filter((feature) => feature !== 'backups')
  }),
}
