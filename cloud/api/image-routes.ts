// /v2/images and /v2/snapshots: distribution images, and the snapshots made of droplets.
import { actionView, beginAction, endAction } from './action.ts'
import { requiredText, text } from './body.ts'
import { openRegion } from './catalog.ts'
import { allImages, findImage, imageView, snapshotView } from './image-view.ts'
import { machineImage } from './machine.ts'
import { paged } from './page.ts'
import { created, forbidden, found, noContent, ok, unprocessable } from './reply.ts'
import { hasTag } from './resources.ts'
import type { Call, Routes } from './router.ts'
import type { Action, Image } from './state.ts'
import { start } from './work.ts'
import { changed, remove, type World } from './world.ts'

export const imageRoutes: Routes = {
  'GET /v2/images': (call) => paged(call, 'images', listed(call).map(imageView)),
  'GET /v2/images/:image': (call) => ok({ image: imageView(imageOf(call)) }),
  'PUT /v2/images/:image': updateImage,
  'DELETE /v2/images/:image': (call) => deleteImage(call.world, ownImage(call, 'image')),
  'GET /v2/images/:image/actions': (call) =>
    paged(call, 'actions', actionsOf(call).map(actionView)),
  'POST /v2/images/:image/actions': actOnImage,
  // Packer 1.6.6 asks here for the droplet's snapshot action, under an id that is no image's.
  'GET /v2/images/:image/actions/:action': ({ world, param }) => {
    const wanted = world.state.actions.find(({ id }) => String(id) === param('action'))
    return ok({ action: actionView(found(wanted)) })
  },
  'GET /v2/snapshots': (call) => {
    const volumes = call.query.get('resource_type') === 'volume'
    return paged(call, 'snapshots', volumes ? [] : call.world.state.images.map(snapshotView))
  },
  'GET /v2/snapshots/:snapshot': (call) =>
    ok({ snapshot: snapshotView(ownImage(call, 'snapshot')) }),
  'DELETE /v2/snapshots/:snapshot': (call) => deleteImage(call.world, ownImage(call, 'snapshot')),
}

const imageOf = (call: Call): Image => found(findImage(call.world.state, call.param('image')))

const ownImage = ({ world, param }: Call, parameter: string): Image =>
  found(world.state.images.find(({ id }) => String(id) === param(parameter)))

function listed({ world, query }: Call): Image[] {
  const [type, tag] = [query.get('type'), query.get('tag_name')]
  return allImages(world.state)
    .filter((image) => query.get('private') !== 'true' || !image.public)
    .filter((image) => type !== 'distribution' || image.type === 'base')
    .filter(() => type !== 'application')
    .filter((image) => tag === null || hasTag(image, tag))
}

function updateImage(call: Call) {
  const image = imageOf(call)
  if (image.public) throw forbidden('You do not have access for the attempted action.')
  image.name = text(call.body, 'name') ?? image.name
  image.description = text(call.body, 'description') ?? image.description
  changed(call.world, 'image', 'updated', image)
  return ok({ image: imageView(image) })
}

function deleteImage(world: World, image: Image) {
  remove(world.state.images, image)
  changed(world, 'image', 'deleted', image)
  start(world, {
    what: 'destroy image',
    name: image.name,
    run: () => world.backend.images.destroy(machineImage(image)),
    failed: (message) => changed(world, 'image', 'errored', image, { message }),
  })
  return noContent
}

const actionsOf = (call: Call): Action[] => {
  const image = imageOf(call)
  return call.world.state.actions.filter(
    (action) => action.resource_type === 'image' && action.resource_id === image.id,
  )
}

function actOnImage(call: Call) {
  const image = ownImage(call, 'image')
  const type = requiredText(call.body, 'type')
  if (type === 'convert') throw unprocessable('Image is not a backup')
  if (type !== 'transfer') throw unprocessable(`${type} is not a valid action for an image`)
  const region = openRegion(requiredText(call.body, 'region'), 'Image').slug
  const of = { id: image.id, kind: 'image', region } as const
  const action = beginAction(call.world, type, of, call.body)
  resumeTransfer(call.world, action)
  return created({ action: actionView(action) })
}

export function resumeTransfer(world: World, action: Action): void {
  const image = world.state.images.find(({ id }) => id === action.resource_id)
  if (!image) {
    endAction(world, action, 'errored')
    return
  }
  start(world, {
    what: 'transfer image',
    name: image.name,
    run: async () => {
      await world.backend.images.transfer(machineImage(image), action.region)
      image.regions = [...new Set([...image.regions, action.region])]
      endAction(world, action, 'completed')
    },
    failed: () => endAction(world, action, 'errored'),
  })
}
