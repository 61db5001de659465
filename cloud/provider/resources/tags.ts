// The tags of a resource: compared without regard to case, put on and taken off through the tags API.
import { texts } from '../given.ts'
import type { Operation } from '../resource.ts'
import type { Value } from '../value.ts'

/** No change: the API keeps the capitals of a tag's first use. */
export function sameTags(before: Value, after: Value): boolean {
  const [old, now] = [before, after].map((tags) =>
    texts(tags)
      .map((tag) => tag.toLowerCase())
      .sort()
      .join(),
  )
  return Array.isArray(after) && old === now
}

/** `type` is the API's name of the kind of resource, `id` the resource's. */
export async function setTags(
  { api, prior, planned }: Operation,
  type: string,
  id: string,
): Promise<void> {
  const [before, after] = [texts(prior.tags), texts(planned.tags)]
  const body = { resources: [{ resource_id: id, resource_type: type }] }
  for (const tag of before.filter((each) => !after.includes(each))) {
    await api.remove(`/v2/tags/${tag}/resources`, body)
  }
  for (const tag of after.filter((each) => !before.includes(each))) {
    await api.post('/v2/tags', { name: tag })
    await api.post(`/v2/tags/${tag}/resources`, body)
  }
}
