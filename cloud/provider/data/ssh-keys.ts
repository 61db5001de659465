// digitalocean_ssh_key, one by its name, and digitalocean_ssh_keys, those that filters leave.
import type { Api } from '../api-client.ts'
import { notEmpty } from '../check.ts'
import { text } from '../given.ts'
import { type DataSource, during } from '../resource.ts'
import type { Type } from '../table.ts'
import { selected } from './list.ts'

type Key = { id: number; name: string; fingerprint: string; public_key: string }

const recordTypes: { readonly [name in keyof Key]: Type } = {
  id: 'number',
  name: 'string',
  fingerprint: 'string',
  public_key: 'string',
}

const keysOf = (api: Api): Promise<Key[]> =>
  during('Error retrieving ssh keys', api.list<Key>('/v2/account/keys', 'ssh_keys'))

export const sshKey: DataSource = {
  checks: { name: notEmpty },
  read: async (api, config) => {
    const name = text(config.name)
    const found = (await keysOf(api)).filter((key) => key.name === name)
    const [first] = found
    if (first === undefined) throw new Error(`no ssh key found with name ${name}`)
    if (found.length === 1) return shown(first)
    throw new Error(`too many ssh keys found with name ${name} (found ${found.length}, expected 1)`)
  },
}

export const sshKeys: DataSource = {
  read: async (api, config) => {
    const kept = selected(config, recordTypes, (await keysOf(api)).map(shown))
    return { id: `ssh-keys-${kept.map(({ id }) => id).join('-')}`, ssh_keys: kept }
  },
}

const shown = ({ id, name, fingerprint, public_key }: Key) => ({
  id,
  name,
  fingerprint,
  public_key,
})
