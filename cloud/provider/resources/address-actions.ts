// Assigning an address to a droplet and taking it away: actions of the API that are waited for.
import { during, type Operation } from '../resource.ts'
import { waitFor } from '../wait.ts'

export type AddressKind = {
  readonly path: string
  readonly key: string
  readonly urn: string
  readonly words: string
}

export const reserved: AddressKind = {
  path: '/v2/reserved_ips',
  key: 'reserved_ip',
  urn: 'reservedip',
  words: 'reserved IP',
}

export const floating: AddressKind = {
  path: '/v2/floating_ips',
  key: 'floating_ip',
  urn: 'floatingip',
  words: 'floating IP',
}

export type Found = {
  ip: string
  region: { slug: string }
  droplet?: { id: number; region?: { slug: string } } | null
}

type Action = { id: number; status: string }

export async function assign(
  kind: AddressKind,
  operation: Operation,
  ip: string,
  droplet: number,
): Promise<void> {
  const ready = dropletAtRest(operation, droplet)
  await during(`Error waiting for droplet (${droplet}) to be ready for ${kind.words} assign`, ready)
  const body = { type: 'assign', droplet_id: droplet }
  const asked = operation.api.post<{ action: Action }>(`${kind.path}/${ip}/actions`, body)
  const { action } = await during(`Error assigning ${kind.words} (${ip}) to the Droplet`, asked)
  const done = untilDone(kind, operation, ip, action.id)
  await during(`Error waiting for ${kind.words} (${ip}) to be assigned`, done)
}

export async function unassign(kind: AddressKind, operation: Operation, ip: string): Promise<void> {
  const path = `${kind.path}/${ip}/actions`
  const { action } = await operation.api.post<{ action: Action }>(path, { type: 'unassign' })
  const done = untilDone(kind, operation, ip, action.id)
  await during(`Error waiting for ${kind.words} (${ip}) to be unassigned`, done)
}

async function untilDone(
  { path }: AddressKind,
  { api, pace }: Operation,
  ip: string,
  id: number,
): Promise<void> {
  const state = async () =>
    (await api.get<{ action: Action }>(`${path}/${ip}/actions/${id}`)).action.status
  const pending = ['new', 'in-progress']
  const wait = { state, target: 'completed', pending, timeoutMs: 3_600_000 }
  await waitFor({ ...wait, delayMs: 10_000, pauseMs: 3_000 }, pace)
}

/** A droplet with an action under way takes no address. */
async function dropletAtRest({ api, pace }: Operation, droplet: number): Promise<void> {
  const state = async (): Promise<string> => {
    const path = `/v2/droplets/${droplet}/actions?per_page=50`
    const { actions } = await api.get<{ actions: Action[] | null }>(path)
    const over = ['completed', 'errored']
    return (actions ?? []).every(({ status }) => over.includes(status)) ? 'ready' : 'waiting'
  }
  const wait = { state, target: 'ready', pending: ['waiting'], timeoutMs: 120_000 }
  await waitFor({ ...wait, delayMs: 3_000, pauseMs: 2_000 }, pace)
}
