// Things that several resources share: their URNs, the tags they bear, and who is a member of what.
import type { State } from './state.ts'

export type Tagged = { tags: string[] }

/** Tags ignore case; the capitalisation they were created with stays. */
export const sameTag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const hasTag = ({ tags }: Tagged, name: string): boolean =>
  tags.some((tag) => sameTag(tag, name))

/** Creates the tags that are not there yet and gives back all of them as they are spelt. */
export function ensureTags(state: State, names: readonly string[]): string[] {
  const spelt = names.map((name) => {
    const known = state.tags.find((tag) => sameTag(tag, name))
    if (known === undefined) state.tags.push(name)
    return known ?? name
  })
  return [...new Set(spelt)]
}

export const urn = (kind: string, id: string | number): string => `do:${kind}:${id}`

export type Owned = { urn: string; name: string; created_at: string; vpc_uuid: string }

/** What can be a member of a network. */
export const networked = (state: State): Owned[] => [
  ...state.droplets.map((one) => ({ ...one, urn: urn('droplet', one.id) })),
  ...state.load_balancers.map((one) => ({ ...one, urn: urn('loadbalancer', one.id) })),
  ...state.databases.map((one) => ({
    ...one,
    urn: urn('dbaas', one.id),
    vpc_uuid: one.private_network_uuid,
  })),
]

/** What can belong to a project. */
export const projectUrns = (state: State): string[] => [
  ...state.droplets.map(({ id }) => urn('droplet', id)),
  ...state.load_balancers.map(({ id }) => urn('loadbalancer', id)),
  ...state.databases.map(({ id }) => urn('dbaas', id)),
  ...state.domains.map(({ name }) => urn('domain', name)),
  ...state.reserved_ips.map(({ ip }) => urn('floatingip', ip)),
]

export const defaultProjectId = (state: State): string =>
  state.projects.find((project) => project.is_default)?.id ?? ''
