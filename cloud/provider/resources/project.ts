// digitalocean_project. Resources leave a project only for another: the default one.

import type { Api } from '../api-client.ts'
import { hasStatus } from '../api-client.ts'
import { lengthBetween, oneOfAnyCase } from '../check.ts'
import { flag, text, texts } from '../given.ts'
import { during, hasChanged, type Operation, type Resource, timeoutMs } from '../resource.ts'
import type { Attributes } from '../value.ts'
import { pause } from '../wait.ts'

type Project = {
  id: string
  owner_uuid: string
  owner_id: number
  name: string
  description: string
  purpose: string
  environment: string
  is_default: boolean
  created_at: string
  updated_at: string
}

const retryPauseMs = 500

export const project: Resource = {
  defaults: { description: '', purpose: 'Web Application', is_default: false },
  checks: {
    name: lengthBetween(1, 175),
    description: lengthBetween(0, 255),
    purpose: lengthBetween(0, 255),
    environment: oneOfAnyCase('DEVELOPMENT', 'STAGING', 'PRODUCTION'),
  },
  unchanged: {
    environment: (before, after) =>
      (text(before) ?? '').toLowerCase() === (text(after) ?? '').toLowerCase(),
  },
  create: async ({ api, planned, keep }) => {
    const made = api.post<{ project: Project }>('/v2/projects', request(planned))
    const { id } = (await during('Error creating Project', made)).project
    keep({ id })
    await assign(api, id, texts(planned.resources))
    if (!flag(planned.is_default)) return
    const written = api.put(`/v2/projects/${id}`, { ...request(planned), is_default: true })
    await during('Error setting project as default', written)
  },
  read: async (api, { id }) => {
    const asked = api.find<{ project: Project }>(`/v2/projects/${id}`)
    const found = (await during('Error reading Project', asked))?.project
    if (found === undefined) return null
    const resources = await api.list<{ urn: string }>(`/v2/projects/${id}/resources`, 'resources')
    const { id: _, purpose, ...rest } = found
    const urns = resources.map(({ urn }) => urn)
    return { ...rest, purpose: purpose.replace(/^Other: /, ''), resources: urns }
  },
  update: async (operation) => {
    const { api, prior, planned } = operation
    const id = String(planned.id)
    const body = { ...request(planned), is_default: flag(planned.is_default) }
    await during('Error updating Project', api.put(`/v2/projects/${id}`, body))
    if (!hasChanged(operation, 'resources')) return
    const [before, after] = [texts(prior.resources), texts(planned.resources)]
    await assignToDefault(
      api,
      before.filter((urn) => !after.includes(urn)),
    )
    await assign(
      api,
      id,
      after.filter((urn) => !before.includes(urn)),
    )
  },
  remove,
}

function request(planned: Attributes): object {
  return {
    name: text(planned.name),
    description: text(planned.description) ?? '',
    purpose: text(planned.purpose),
    environment: text(planned.environment),
  }
}

async function assign(api: Api, id: string, urns: string[]): Promise<void> {
  if (urns.length === 0) return
  const done = api.post(`/v2/projects/${id}/resources`, { resources: urns })
  await during('Error assigning resources', done)
}

async function assignToDefault(api: Api, urns: string[]): Promise<void> {
  if (urns.length === 0) return
  const found = api.get<{ project: Project }>('/v2/projects/default')
  const { project } = await during('Error locating default project', found)
  await assign(api, project.id, urns)
}

async function remove({ api, pace, prior }: Operation): Promise<void> {
  await assignToDefault(api, texts(prior.resources))
  const end = Date.now() + timeoutMs(prior, 'delete', '3m')
  for (;;) {
    try {
      return await api.remove(`/v2/projects/${prior.id}`)
    } catch (error) {
      const again = hasStatus(error, 412) && Date.now() < end
      if (!again) return during(`Error deleting project (${prior.id})`, Promise.reject(error))
      await pause(retryPauseMs, pace)
    }
  }
}
