// digitalocean_database_db: a database in a cluster.
import { notEmpty } from '../check.ts'
import { text } from '../given.ts'
import { during, type Resource } from '../resource.ts'
import { importedPart } from './cluster-part.ts'

const idOf = (cluster: string, name: string): string => `${cluster}/database/${name}`

export const databaseDb: Resource = {
  replacedBy: ['cluster_id', 'name'],
  checks: { cluster_id: notEmpty, name: notEmpty },
  create: async ({ api, planned, keep }) => {
    const [cluster, name] = [String(planned.cluster_id), String(text(planned.name))]
    await during('Error creating Database DB', api.post(`/v2/databases/${cluster}/dbs`, { name }))
    keep({ id: idOf(cluster, name) })
  },
  read: async (api, { cluster_id, name }) => {
    const asked = api.find(`/v2/databases/${text(cluster_id)}/dbs/${text(name)}`)
    return (await during('Error retrieving Database DB', asked)) === undefined ? null : {}
  },
  remove: ({ api, prior }) =>
    during(
      'Error deleting Database DB',
      api.remove(`/v2/databases/${text(prior.cluster_id)}/dbs/${text(prior.name)}`),
    ),
  imported: (id) => importedPart(id, 'the name of the database', idOf),
}
