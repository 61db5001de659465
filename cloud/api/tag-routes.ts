// /v2/tags: tags, and putting them on and taking them off resources.
import { objects, requiredText } from './body.ts'
import { paged } from './page.ts'
import { created, found, noContent, ok, unprocessable } from './reply.ts'
import { hasTag, sameTag, type Tagged } from './resources.ts'
import type { Call, Routes } from './router.ts'
import type { State } from './state.ts'
import { changed, remove } from './world.ts'

export const tagRoutes: Routes = {
  'GET /v2/tags': (call) =>
    paged(
      call,
      'tags',
      call.world.state.tags.map((tag) => tagView(call, tag)),
    ),
  'POST /v2/tags': (call) => {
    const name = requiredText(call.body, 'name')
    if (!/^[a-zA-Z0-9:\-_]{1,255}$/.test(name)) {
      throw unprocessable('Tag name may only contain letters, numbers, colons, dashes, underscores')
    }
    const { tags } = call.world.state
    const known = tags.find((tag) => sameTag(tag, name))
    if (known === undefined) tags.push(name)
    changed(call.world, 'tag', 'created', { id: name, name })
    return created({ tag: tagView(call, known ?? name) })
  },
  'GET /v2/tags/:tag': (call) => ok({ tag: tagView(call, tagOf(call)) }),
  'DELETE /v2/tags/:tag': (call) => {
    const name = tagOf(call)
    remove(call.world.state.tags, name)
    for (const resource of taggable(call.world.state)) untag(resource, name)
    changed(call.world, 'tag', 'deleted', { id: name, name })
    return noContent
  },
  'POST /v2/tags/:tag/resources': (call) =>
    eachResource(call, (resource, name) => {
      if (!hasTag(resource, name)) resource.tags.push(name)
    }),
  'DELETE /v2/tags/:tag/resources': (call) => eachResource(call, untag),
}

const tagOf = (call: Call): string =>
  found(call.world.state.tags.find((tag) => sameTag(tag, call.param('tag'))))

const taggable = (state: State): Tagged[] => [
  ...state.droplets,
  ...state.images,
  ...state.databases,
  ...state.firewalls,
]

function untag(resource: Tagged, name: string): void {
  resource.tags = resource.tags.filter((tag) => !sameTag(tag, name))
}

function eachResource(call: Call, apply: (resource: Tagged, name: string) => void) {
  const name = tagOf(call)
  const wanted = (objects(call.body, 'resources') ?? []).map((entry) =>
    find(call.world.state, String(entry.resource_type), String(entry.resource_id)),
  )
  for (const resource of wanted) apply(resource, name)
  changed(call.world, 'tag', 'applied', { id: name, name })
  return noContent
}

function find(state: State, type: string, id: string): Tagged {
  const lists: Record<string, readonly (Tagged & { id: string | number })[]> = {
    droplet: state.droplets,
    image: state.images,
    database: state.databases,
    volume: [],
    volume_snapshot: [],
  }
  const list = lists[type]
  if (!list) throw unprocessable(`resource_type ${type} is not valid`)
  return found(
    list.find((resource) => String(resource.id) === id),
    `${type} ${id} was not found`,
  )
}

function tagView({ world }: Call, name: string) {
  const { droplets, images, databases } = world.state
  const count = (list: readonly (Tagged & { id: string | number })[], path: string) => {
    const tagged = list.filter((resource) => hasTag(resource, name))
    const last = tagged.at(-1)
    const uri = `${world.url}/v2/${path}/${last?.id}`
    return { count: tagged.length, ...(last && { last_tagged_uri: uri }) }
  }
  const counts = {
    droplets: count(droplets, 'droplets'),
    images: count(images, 'images'),
    volumes: { count: 0 },
    volume_snapshots: { count: 0 },
    databases: count(databases, 'databases'),
  }
  const total = Object.values(counts).reduce((sum, entry) => sum + entry.count, 0)
  return { name, resources: { count: total, ...counts } }
}
