// digitalocean_database_user. Users of one cluster are made and removed one after the other.
import { notEmpty, oneOf } from '../check.ts'
import { blocks, some, text } from '../given.ts'
import { inTurn } from '../in-turn.ts'
import { during, hasChanged, type Operation, type Resource } from '../resource.ts'
import type { Attributes } from '../value.ts'
import { importedPart } from './cluster-part.ts'

type User = {
  name: string
  role?: string
  password?: string
  access_cert?: string
  access_key?: string
  mysql_settings?: { auth_plugin: string } | null
  settings?: { acl?: Attributes[] } | null
}

const usualPlugin = 'caching_sha2_password'
const idOf = (cluster: string, name: string): string => `${cluster}/user/${name}`
const users = ({ cluster_id }: Attributes): string => `/v2/databases/${text(cluster_id)}/users`

export const databaseUser: Resource = {
  replacedBy: ['cluster_id', 'name'],
  checks: {
    cluster_id: notEmpty,
    name: notEmpty,
    mysql_auth_plugin: oneOf('mysql_native_password', usualPlugin),
    'settings.acl.topic': notEmpty,
    'settings.acl.permission': oneOf('admin', 'consume', 'produce', 'produceconsume'),
  },
  unchanged: {
    mysql_auth_plugin: (before, after) => before === usualPlugin && (after ?? '') === '',
  },
  create: async ({ api, planned, keep }) => {
    const name = text(planned.name) ?? ''
    const plugin = text(planned.mysql_auth_plugin)
    const body = {
      name,
      mysql_settings: plugin === undefined ? undefined : { auth_plugin: plugin },
      settings: settingsOf(planned),
    }
    const made = inTurn(users(planned), () => api.post<{ user: User }>(users(planned), body))
    const { user } = await during('Error creating Database User', made)
    const settings = user.settings?.acl ? { settings: [{ acl: user.settings.acl }] } : {}
    keep({ id: idOf(String(planned.cluster_id), name), ...settings, ...attributes(user) })
  },
  read: async (api, state) => {
    const asked = api.find<{ user: User }>(`${users(state)}/${text(state.name)}`)
    const found = await during('Error retrieving Database User', asked)
    return found === undefined ? null : attributes(found.user)
  },
  update,
  remove: ({ api, prior }) => {
    const path = `${users(prior)}/${text(prior.name)}`
    return during(
      'Error deleting Database User',
      inTurn(users(prior), () => api.remove(path)),
    )
  },
  imported: (id) => importedPart(id, 'the name of the user', idOf),
}

function settingsOf(planned: Attributes): object | undefined {
  const [settings] = blocks(planned.settings)
  const acl = blocks(settings?.acl).map(({ topic, permission }) => ({ topic, permission }))
  return some(acl) && { acl }
}

/** The password is in the answer to the creation; a later answer without one does not erase it. */
function attributes(user: User): Attributes {
  return {
    role: user.role || 'normal',
    ...(user.password && { password: user.password }),
    ...(user.mysql_settings && { mysql_auth_plugin: user.mysql_settings.auth_plugin }),
    ...(user.access_cert && { access_cert: user.access_cert }),
    ...(user.access_key && { access_key: user.access_key }),
  }
}

async function update(operation: Operation): Promise<void> {
  const { api, planned } = operation
  const path = `${users(planned)}/${text(planned.name)}`
  if (hasChanged(operation, 'mysql_auth_plugin')) {
    const auth_plugin = text(planned.mysql_auth_plugin) ?? usualPlugin
    const reset = api.post(`${path}/reset_auth`, { mysql_settings: { auth_plugin } })
    await during('Error updating mysql_auth_plugin for DatabaseUser', reset)
  }
  if (hasChanged(operation, 'settings')) {
    const changed = api.put(path, { settings: settingsOf(planned) })
    await during('Error updating settings for DatabaseUser', changed)
  }
}
