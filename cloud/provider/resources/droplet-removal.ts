// The end of a droplet: wait until it is unlocked, shut it down if it asks for that, detach its
// volumes, destroy it and wait until it is gone. The last wait ignores the timeouts block.
import { hasStatus } from '../api-client.ts'
import { flag, texts } from '../given.ts'
import { during, type Operation, timeoutMs } from '../resource.ts'
import { untilCompleted } from './action.ts'
import { untilDroplet } from './droplet-state.ts'

const destroyMs = 60_000

export async function removeDroplet(operation: Operation): Promise<void> {
  const { api, prior } = operation
  const id = String(prior.id)
  await unlocked(operation, id)
  if (flag(prior.graceful_shutdown)) await shutDown(operation, id)
  for (const volume of texts(prior.volume_ids)) await detachVolume(operation, volume)
  try {
    await api.remove(`/v2/droplets/${id}`)
  } catch (error) {
    if (hasStatus(error, 404)) return
    // The real provider goes on to wait after any other answer, and says what it sees then.
  }
  await gone(operation, id)
}

async function unlocked(operation: Operation, id: string): Promise<void> {
  const free = untilDroplet(operation, id, {
    look: () => 'false',
    target: 'false',
    pending: ['true'],
    timeoutMs: deleteMs(operation),
  })
  await during(`Error waiting for droplet to be unlocked for destroy (${id})`, free)
}

async function shutDown(operation: Operation, id: string): Promise<void> {
  const asked = operation.api.post(`/v2/droplets/${id}/actions`, { type: 'shutdown' })
  await during(`Error shutting down the the droplet (${id})`, asked)
  const off = untilDroplet(operation, id, {
    look: ({ status }) => status,
    target: 'off',
    pending: ['active'],
    timeoutMs: deleteMs(operation),
  })
  await during(`Error waiting for droplet (${id}) to become off`, off)
}

async function gone(operation: Operation, id: string): Promise<void> {
  const archived = untilDroplet(operation, id, {
    look: ({ status }) => status,
    target: 'archive',
    pending: ['active', 'off'],
    timeoutMs: destroyMs,
  })
  try {
    await during('Error deleting droplet', archived)
  } catch (error) {
    if (!hasStatus(error, 404)) throw error
  }
}

const deleteMs = ({ prior }: Operation): number => timeoutMs(prior, 'delete', '60s')

export async function detachVolume(operation: Operation, volume: string): Promise<void> {
  const { api, prior } = operation
  const id = String(prior.id)
  const body = { type: 'detach', droplet_id: Number(id) }
  const asked = api.post<{ action: { id: number } }>(`/v2/volumes/${volume}/actions`, body)
  const { action } = await during(`Error detaching volume "${volume}" from droplet (${id})`, asked)
  const waiting = `Error waiting for volume "${volume}" to detach from droplet (${id})`
  await during(waiting, untilCompleted(operation, action.id))
}
