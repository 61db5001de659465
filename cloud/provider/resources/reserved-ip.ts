// digitalocean_reserved_ip and, under its older name, digitalocean_floating_ip. Its id is the
// address; a droplet is assigned and unassigned in place.
import { hasStatus } from '../api-client.ts'
import { text, whole } from '../given.ts'
import { during, hasChanged, type Operation, type Resource } from '../resource.ts'
import type { Attributes } from '../value.ts'
import {
  type AddressKind,
  assign,
  type Found,
  floating,
  reserved,
  unassign,
} from './address-actions.ts'

function addressResource(kind: AddressKind): Resource {
  const { path, key, words } = kind
  return {
    replacedBy: ['region'],
    stored: { region: (written) => written.toLowerCase() },
    create: async (operation) => {
      const { api, planned, keep } = operation
      const made = api.post<Answer>(path, { region: text(planned.region) })
      const ip = (await during(`Error creating ${words}`, made))[key]?.ip ?? ''
      keep({ id: ip, ip_address: ip })
      await attach(kind, operation, ip)
    },
    read: async (api, { id, droplet_id }) => {
      const asked = api.find<Answer>(`${path}/${id}`)
      const found = (await during(`Error retrieving ${words}`, asked))?.[key]
      return found === undefined ? null : attributes(kind, found, whole(droplet_id))
    },
    update: async (operation) => {
      if (!hasChanged(operation, 'droplet_id')) return
      const ip = String(operation.planned.id)
      if (whole(operation.planned.droplet_id) !== undefined) return attach(kind, operation, ip)
      await during(`Error unassigning ${words} (${ip})`, unassign(kind, operation, ip))
    },
    remove: async (operation) => {
      const { api, prior } = operation
      const ip = String(prior.id)
      if (whole(prior.droplet_id) !== undefined) await detach(kind, operation, ip)
      await during(`Error deleting ${words}`, api.remove(`${path}/${ip}`))
    },
    imported: async (id, api) => {
      const found = (await api.find<Answer>(`${path}/${id}`))?.[key]
      return found?.droplet ? { droplet_id: found.droplet.id } : {}
    },
  }
}

type Answer = { [key: string]: Found }

/** The droplet is read back only where the state has one. */
function attributes(kind: AddressKind, found: Found, known: number | undefined): Attributes {
  const { ip, region, droplet } = found
  const own = known === undefined ? undefined : droplet
  return {
    ip_address: ip,
    urn: `do:${kind.urn}:${ip}`,
    region: own?.region?.slug ?? region.slug,
    ...(own && { droplet_id: own.id }),
  }
}

async function attach(kind: AddressKind, operation: Operation, ip: string): Promise<void> {
  const droplet = whole(operation.planned.droplet_id)
  if (droplet !== undefined) await assign(kind, operation, ip, droplet)
}

/** The API answers 422 where nothing is assigned any more. */
async function detach(kind: AddressKind, operation: Operation, ip: string): Promise<void> {
  const words = `Error unassigning ${kind.words} (${ip}) from the droplet`
  try {
    await during(words, unassign(kind, operation, ip))
  } catch (error) {
    if (!hasStatus(error, 422)) throw error
  }
}

export const reservedIp: Resource = addressResource(reserved)
export const floatingIp: Resource = addressResource(floating)
