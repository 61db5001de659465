// The parts of a database cluster go by their cluster and their name: what their imports share.
import type { Attributes } from '../value.ts'

/** "cluster,name" → both, and the id that the state has; `what` is named in the error. */
export function importedPart(
  id: string,
  what: string,
  idOf: (cluster: string, name: string) => string,
): Attributes {
  const [cluster_id = '', name] = id.split(',')
  if (name === undefined) {
    throw new Error(
      `must use the ID of the source database cluster and ${what} joined with a comma (e.g. \`id,name\`)`,
    )
  }
  return { id: idOf(cluster_id, name), cluster_id, name }
}
