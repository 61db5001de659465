// digitalocean_reserved_ip_assignment and digitalocean_floating_ip_assignment: that an address is a
// droplet's. Gone when the address is another's.
import { randomBytes } from 'node:crypto'
import { notEmpty } from '../check.ts'
import { text, whole } from '../given.ts'
import { during, type Resource } from '../resource.ts'
import {
  type AddressKind,
  assign,
  type Found,
  floating,
  reserved,
  unassign,
} from './address-actions.ts'

function assignmentResource(kind: AddressKind): Resource {
  const { path, key, words } = kind
  return {
    replacedBy: ['ip_address', 'droplet_id'],
    checks: { droplet_id: notEmpty },
    create: async (operation) => {
      const [ip, droplet] = [
        text(operation.planned.ip_address),
        whole(operation.planned.droplet_id),
      ]
      await assign(kind, operation, ip ?? '', droplet ?? 0)
      operation.keep({ id: idOf(ip, droplet) })
    },
    read: async (api, { ip_address, droplet_id }) => {
      const asked = api.get<{ [key: string]: Found }>(`${path}/${text(ip_address)}`)
      const found = (await during(`Error retrieving ${words}`, asked))[key]
      return found?.droplet?.id === whole(droplet_id) ? {} : null
    },
    remove: async (operation) => {
      const { api, prior } = operation
      const ip = text(prior.ip_address) ?? ''
      const asked = api.get<{ [key: string]: Found }>(`${path}/${ip}`)
      const found = (await during(`Error retrieving ${words}`, asked))[key]
      if (found?.droplet?.id !== whole(prior.droplet_id)) return
      const doing = `Error unassigning ${words} (${ip}) from the droplet`
      await during(doing, unassign(kind, operation, ip))
    },
    imported: (id) => {
      const [ip = '', droplet] = id.split(',')
      if (!/^\d+$/.test(droplet ?? '')) throw new Error(howToImport(words))
      return { id: idOf(ip, Number(droplet)), ip_address: ip, droplet_id: Number(droplet) }
    },
  }
}

const idOf = (ip: string | undefined, droplet: number | undefined): string =>
  `${droplet}-${ip}-${randomBytes(13).toString('hex')}`

const howToImport = (words: string): string =>
  `must use the ${words} and the ID of the Droplet joined with a comma (e.g. \`ip_address,droplet_id\`)`

export const reservedIpAssignment: Resource = assignmentResource(reserved)
export const floatingIpAssignment: Resource = assignmentResource(floating)
