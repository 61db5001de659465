// POST /v2/droplets: a validated request -> droplets that are `new`, and the work that makes them
// active. All of a request is validated before the first droplet exists.
import { isKey } from './account-routes.ts'
import { actionLink, beginAction, endAction } from './action.ts'
import { type Body, flag, requiredText, text, texts } from './body.ts'
import { openRegion, sizeOf } from './catalog.ts'
import { dropletView } from './droplet-view.ts'
import { findImage } from './image-view.ts'
import { machineImage, machineOf } from './machine.ts'
import { accepted, unprocessable } from './reply.ts'
import { ensureTags } from './resources.ts'
import type { Call } from './router.ts'
import type { Action, Droplet, Image, State } from './state.ts'
import { vpcFor } from './vpc.ts'
import { start } from './work.ts'
import { changed, isoNow, nextId, type World } from './world.ts'

type Plan = Omit<Droplet, 'id' | 'name' | 'created_at' | 'vpc_uuid' | 'tags'>

export function createDroplets({ world, body }: Call) {
  const names = texts(body, 'names') ?? [requiredText(body, 'name')]
  checkNames(world, names)
  const planned = plan(world, body)
  const vpc = vpcFor(world, text(body, 'vpc_uuid'), planned.region)
  const tags = ensureTags(world.state, texts(body, 'tags') ?? [])
  const made = names.map((name) => {
    const identity = { id: nextId(world), name, created_at: isoNow(world), vpc_uuid: vpc.id }
    return add(world, { ...planned, ...identity, tags: [...tags] })
  })
  const views = made.map(({ droplet }) => dropletView(world.state, droplet))
  const links = { actions: made.map(({ action }) => actionLink(world, action, 'create')) }
  return accepted(body.names ? { droplets: views, links } : { droplet: views[0], links })
}

function checkNames(world: World, names: readonly string[]): void {
  if (names.length === 0 || names.length > 10) {
    throw unprocessable('You can create between 1 and 10 droplets at a time')
  }
  const wrong = names.find((name) => !isHostname(name))
  if (wrong !== undefined) {
    throw unprocessable('Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)')
  }
  if (world.state.droplets.length + names.length > world.dropletLimit) {
    throw unprocessable('creating this/these droplet(s) will exceed your droplet limit')
  }
}

export const isHostname = (name: string): boolean =>
  name.length <= 255 && /^[a-zA-Z0-9]?[a-z0-9A-Z.-]*[a-z0-9A-Z]$/.test(name)

function plan(world: World, body: Body): Plan {
  const region = openRegion(text(body, 'region') ?? 'nyc3', 'Droplet').slug
  const size = sizeOf(requiredText(body, 'size'))
  if (!size?.regions.includes(region)) throw invalid('size')
  const userData = text(body, 'user_data')
  if (userData && Buffer.byteLength(userData) > 64 * 1024) {
    throw unprocessable('User data must be 64 KiB or less')
  }
  return {
    status: 'new',
    locked: true,
    region,
    size: size.slug,
    disk: size.disk,
    image: imageFor(world, body, region, size.disk),
    features: features(body),
    ssh_keys: keysFor(world.state, body),
    ...(userData && { user_data: userData }),
  }
}

const invalid = (what: string) =>
  unprocessable(`You specified an invalid ${what} for Droplet creation.`)

function imageFor({ state, backend }: World, body: Body, region: string, disk: number): Image {
  const image = findImage(state, String(body.image ?? ''))
  if (!image?.regions.includes(region)) throw invalid('image')
  if (image.min_disk_size > disk) {
    throw unprocessable(
      'This image is larger than the disk of the size that you chose for Droplet creation.',
    )
  }
  const obstacle = backend.machines.obstacle?.(machineImage(image))
  if (obstacle !== undefined) throw unprocessable(obstacle)
  return image
}

function features(body: Body): string[] {
  const wanted = ['backups', 'ipv6', 'monitoring'].filter((field) => flag(body, field))
  return [
    ...(flag(body, 'with_droplet_agent') === false ? [] : ['droplet_agent']),
    ...wanted,
  ].concat('private_networking')
}

/** The texts of the keys are kept: a key that is deleted later stays on the machine. */
function keysFor(state: State, body: Body): string[] {
  const references = Array.isArray(body.ssh_keys) ? body.ssh_keys.map(String) : []
  const unknown = references.filter((one) => !state.keys.some((key) => isKey(key, one)))
  if (unknown.length > 0) {
    throw unprocessable(`${unknown.join(', ')} are invalid key identifiers for Droplet creation.`)
  }
  return state.keys
    .filter((key) => references.some((reference) => isKey(key, reference)))
    .map((key) => key.public_key.trim())
}

function add(world: World, droplet: Droplet): { droplet: Droplet; action: Action } {
  world.state.droplets.push(droplet)
  changed(world, 'droplet', 'created', droplet)
  const of = { id: droplet.id, kind: 'droplet', region: droplet.region } as const
  const action = beginAction(world, 'create', of)
  bringUp(world, droplet, action)
  return { droplet, action }
}

export function bringUp(world: World, droplet: Droplet, action: Action): void {
  start(world, {
    what: 'create droplet',
    name: droplet.name,
    run: async () => {
      const addresses = await world.backend.machines.create(machineOf(world.state, droplet))
      Object.assign(droplet, { addresses, status: 'active', locked: false })
      endAction(world, action, 'completed')
      if (world.state.droplets.includes(droplet)) changed(world, 'droplet', 'active', droplet)
    },
    failed: (message) => {
      droplet.locked = false
      endAction(world, action, 'errored')
      changed(world, 'droplet', 'errored', droplet, { message })
    },
  })
}
