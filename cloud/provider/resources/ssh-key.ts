// digitalocean_ssh_key. White space around the public key makes no difference.
import { notEmpty } from '../check.ts'
import { text } from '../given.ts'
import { during, type Resource } from '../resource.ts'

type Key = { id: number; name: string; public_key: string; fingerprint: string }

export const sshKey: Resource = {
  replacedBy: ['public_key'],
  checks: { name: notEmpty, public_key: notEmpty },
  unchanged: {
    public_key: (before, after) => (text(before) ?? '').trim() === (text(after) ?? '').trim(),
  },
  create: async ({ api, planned, keep }) => {
    const body = { name: text(planned.name), public_key: text(planned.public_key) }
    const made = api.post<{ ssh_key: Key }>('/v2/account/keys', body)
    keep({ id: String((await during('Error creating SSH Key', made)).ssh_key.id) })
  },
  read: async (api, { id }) => {
    const asked = api.find<{ ssh_key: Key }>(`/v2/account/keys/${id}`)
    const found = await during('Error retrieving SSH key', asked)
    if (found === undefined) return null
    const { name, fingerprint, public_key } = found.ssh_key
    return { name, fingerprint, public_key }
  },
  update: async ({ api, planned }) => {
    const changed = api.put(`/v2/account/keys/${planned.id}`, { name: text(planned.name) })
    await during('Failed to update SSH key', changed)
  },
  remove: ({ api, prior }) =>
    during('Error deleting SSH key', api.remove(`/v2/account/keys/${prior.id}`)),
}
