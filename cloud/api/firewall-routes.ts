// /v2/firewalls and its sub-resources droplets, tags and rules.
import { isDeepStrictEqual } from 'node:util'
import { type Body, integers, requiredText, texts } from './body.ts'
import { checkTags, rulesIn } from './firewall-rules.ts'
import { firewallView } from './firewall-view.ts'
import { paged } from './page.ts'
import { accepted, conflict, found, noContent, ok, unprocessable } from './reply.ts'
import { sameTag } from './resources.ts'
import type { Call, Handler, Routes } from './router.ts'
import type { Firewall, State } from './state.ts'
import { changed, isoNow, remove, uuid } from './world.ts'

/** A change of one firewall that answers 204. */
const edit =
  (apply: (firewall: Firewall, call: Call) => void): Handler =>
  (call) => {
    const firewall = firewallOf(call)
    apply(firewall, call)
    changed(call.world, 'firewall', 'updated', firewall)
    return noContent
  }

export const firewallRoutes: Routes = {
  'GET /v2/firewalls': (call) =>
    paged(call, 'firewalls', call.world.state.firewalls.map(firewallView)),
  'POST /v2/firewalls': createFirewall,
  'GET /v2/firewalls/:firewall': (call) => ok({ firewall: firewallView(firewallOf(call)) }),
  'PUT /v2/firewalls/:firewall': (call) => {
    const firewall = firewallOf(call)
    Object.assign(firewall, settings(call, firewall))
    changed(call.world, 'firewall', 'updated', firewall)
    return ok({ firewall: firewallView(firewall) })
  },
  'DELETE /v2/firewalls/:firewall': (call) => {
    const firewall = firewallOf(call)
    remove(call.world.state.firewalls, firewall)
    changed(call.world, 'firewall', 'deleted', firewall)
    return noContent
  },
  'POST /v2/firewalls/:firewall/droplets': edit((firewall, { world, body }) => {
    const ids = dropletIds(world.state, body)
    firewall.droplet_ids = [...new Set([...firewall.droplet_ids, ...ids])]
  }),
  'DELETE /v2/firewalls/:firewall/droplets': edit((firewall, { body }) => {
    const gone = integers(body, 'droplet_ids') ?? []
    firewall.droplet_ids = firewall.droplet_ids.filter((id) => !gone.includes(id))
  }),
  'POST /v2/firewalls/:firewall/tags': edit((firewall, { world, body }) => {
    checkTags(world.state, body.tags)
    firewall.tags = [...new Set([...firewall.tags, ...(texts(body, 'tags') ?? [])])]
  }),
  'DELETE /v2/firewalls/:firewall/tags': edit((firewall, { body }) => {
    const gone = texts(body, 'tags') ?? []
    firewall.tags = firewall.tags.filter((tag) => !gone.some((name) => sameTag(name, tag)))
  }),
  'POST /v2/firewalls/:firewall/rules': edit((firewall, { world, body }) => {
    const more = rulesIn(world.state, body)
    firewall.inbound_rules.push(...more.inbound_rules)
    firewall.outbound_rules.push(...more.outbound_rules)
  }),
  'DELETE /v2/firewalls/:firewall/rules': edit((firewall, { world, body }) => {
    const gone = rulesIn(world.state, body)
    firewall.inbound_rules = without(firewall.inbound_rules, gone.inbound_rules)
    firewall.outbound_rules = without(firewall.outbound_rules, gone.outbound_rules)
  }),
}

const firewallOf = ({ world, param }: Call): Firewall =>
  found(world.state.firewalls.find(({ id }) => id === param('firewall')))

const without = (rules: Body[], gone: Body[]): Body[] =>
  rules.filter((rule) => !gone.some((other) => isDeepStrictEqual(rule, other)))

function createFirewall(call: Call) {
  const { world } = call
  const firewall: Firewall = { id: uuid(), created_at: isoNow(world), ...settings(call) }
  world.state.firewalls.push(firewall)
  changed(world, 'firewall', 'created', firewall)
  return accepted({ firewall: firewallView(firewall) })
}

function settings({ world, body }: Call, self?: Firewall) {
  const name = requiredText(body, 'name')
  if (!/^[a-zA-Z0-9][a-zA-Z0-9.-]+$/.test(name)) {
    throw unprocessable('name must start with a letter or number and have only these, "-" and "."')
  }
  if (world.state.firewalls.some((other) => other !== self && other.name === name)) {
    throw conflict('duplicate name')
  }
  const rules = rulesIn(world.state, body)
  if (rules.inbound_rules.length + rules.outbound_rules.length === 0) {
    throw unprocessable('must have at least one rule')
  }
  checkTags(world.state, body.tags)
  const droplet_ids = dropletIds(world.state, body)
  return { name, ...rules, droplet_ids, tags: texts(body, 'tags') ?? [] }
}

function dropletIds(state: State, body: Body): number[] {
  const ids = integers(body, 'droplet_ids') ?? []
  const unknown = ids.find((wanted) => !state.droplets.some(({ id }) => id === wanted))
  if (unknown !== undefined) throw unprocessable(`droplet ${unknown} does not exist`)
  return ids
}
