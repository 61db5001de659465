// The changes of a droplet in place, in the order of the real provider: size (with the power off),
// name, backups, private networking, IPv6, tags, volumes.
import { blocks, flag, text, texts, whole } from '../given.ts'
import { during, hasChanged, type Operation, timeoutMs } from '../resource.ts'
import { untilCompleted } from './action.ts'
import { detachVolume } from './droplet-removal.ts'
import { type Droplet, untilDroplet } from './droplet-state.ts'
import { setTags } from './tags.ts'

export async function updateDroplet(operation: Operation): Promise<void> {
  const { planned } = operation
  const id = String(planned.id)
  if (hasChanged(operation, 'size')) await resize(operation, id)
  if (hasChanged(operation, 'name')) await rename(operation, id)
  if (hasChanged(operation, 'backups')) await setBackups(operation, id)
  if (hasChanged(operation, 'backup_policy')) await setPolicy(operation, id)
  await enable(operation, id, 'private_networking', 'private networking to be enabled on')
  await enable(operation, id, 'ipv6', 'ipv6 to be turned on')
  if (hasChanged(operation, 'tags')) {
    await during('Error updating tags', setTags(operation, 'droplet', id))
  }
  if (hasChanged(operation, 'volume_ids')) await setVolumes(operation, id)
}

type Started = { action: { id: number } }

const act = ({ api }: Operation, id: string, body: object): Promise<Started> =>
  api.post<Started>(`/v2/droplets/${id}/actions`, body)

function until(
  operation: Operation,
  id: string,
  [from, to]: [string, string],
  look: (d: Droplet) => string,
) {
  return untilDroplet(operation, id, {
    look,
    target: to,
    pending: ['', from],
    timeoutMs: timeoutMs(operation.planned, 'update', '60m'),
  })
}

async function resize(operation: Operation, id: string): Promise<void> {
  const { planned } = operation
  const status = ({ status }: Droplet) => status
  await during(`Error powering off droplet (${id})`, powerOff(operation, id))
  const off = until(operation, id, ['active', 'off'], status)
  await during(`Error waiting for droplet (${id}) to become powered off`, off)
  const body = { type: 'resize', size: text(planned.size), disk: flag(planned.resize_disk) }
  try {
    const { action } = await during(`Error resizing droplet (${id})`, act(operation, id, body))
    const resized = untilCompleted(operation, action.id)
    await during(`Error waiting for resize droplet (${id}) to finish`, resized)
  } finally {
    // Also after a failure, so that the droplet does not stay off.
    await during(
      `Error powering on droplet (${id}) after resize`,
      act(operation, id, { type: 'power_on' }),
    )
    await until(operation, id, ['off', 'active'], status)
  }
}

async function powerOff(operation: Operation, id: string): Promise<void> {
  try {
    await act(operation, id, { type: 'power_off' })
  } catch (error) {
    if (!(error as Error).message.includes('Droplet is already powered off')) throw error
  }
}

async function rename(operation: Operation, id: string): Promise<void> {
  const { prior, planned } = operation
  const body = { type: 'rename', name: text(planned.name) }
  await during(`Error renaming droplet (${id})`, act(operation, id, body))
  const names: [string, string] = [String(prior.name), String(planned.name)]
  const renamed = until(operation, id, names, ({ name }) => name)
  await during(`Error waiting for rename droplet (${id}) to finish`, renamed)
}

function policyOf({ planned }: Operation): object | undefined {
  const [policy] = blocks(planned.backup_policy)
  if (policy === undefined) return undefined
  if (!flag(planned.backups)) {
    throw new Error('backup_policy can only be set when backups are enabled')
  }
  return { plan: text(policy.plan), weekday: text(policy.weekday), hour: whole(policy.hour) ?? 0 }
}

async function setBackups(operation: Operation, id: string): Promise<void> {
  const on = flag(operation.planned.backups)
  const backup_policy = policyOf(operation)
  const body = on ? { type: 'enable_backups', backup_policy } : { type: 'disable_backups' }
  const doing = `Error ${on ? 'enabling' : 'disabling'} backups on droplet (${id})`
  const { action } = await during(doing, act(operation, id, body))
  const done = `Error waiting for backups to be ${on ? 'enabled' : 'disabled'} for droplet (${id})`
  await during(done, untilCompleted(operation, action.id))
}

async function setPolicy(operation: Operation, id: string): Promise<void> {
  const backup_policy = policyOf(operation)
  if (backup_policy === undefined) return
  const asked = act(operation, id, { type: 'change_backup_policy', backup_policy })
  const { action } = await during(`error changing backup policy on droplet (${id})`, asked)
  const done = `error waiting for backup policy to be changed for droplet (${id})`
  await during(done, untilCompleted(operation, action.id))
}

/** Features that can be turned on in place, and never off. */
async function enable(
  operation: Operation,
  id: string,
  feature: 'ipv6' | 'private_networking',
  awaited: string,
): Promise<void> {
  if (!hasChanged(operation, feature) || !flag(operation.planned[feature])) return
  await during(
    `Error enabling ${feature} for droplet (${id})`,
    act(operation, id, { type: `enable_${feature}` }),
  )
  const on = until(operation, id, ['false', 'true'], ({ features }) =>
    String(features?.includes(feature) ?? false),
  )
  await during(`Error waiting for ${awaited} for droplet (${id})`, on)
}

async function setVolumes(operation: Operation, id: string): Promise<void> {
  const { api, prior, planned } = operation
  const [before, after] = [texts(prior.volume_ids), texts(planned.volume_ids)]
  for (const volume of after.filter((each) => !before.includes(each))) {
    const body = { type: 'attach', droplet_id: Number(id) }
    const asked = api.post<Started>(`/v2/volumes/${volume}/actions`, body)
    const { action } = await during(`Error attaching volume "${volume}" to droplet (${id})`, asked)
    await untilCompleted(operation, action.id)
  }
  for (const volume of before.filter((each) => !after.includes(each))) {
    await detachVolume(operation, volume)
  }
}
