// The managed database: a cluster in the private network, and a database and user for the app.
import type { Database } from '../../compiler/model/system.ts'
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'

export const database: Concern = ({ region, database: config, services: [{ name }] }) => {
  if (config === undefined) return undefined
  const cluster_id = `\${digitalocean_database_cluster.${name}.id}`
  return {
    '//': 'Written by immuc from database. Reached over TLS, from inside the private network only.',
    resource: {
      digitalocean_database_cluster: { [name]: cluster(name, region, config) },
      digitalocean_database_db: { [name]: { cluster_id, name: databaseName(name) } },
      digitalocean_database_user: { [name]: { cluster_id, name: databaseName(name) } },
      digitalocean_database_firewall: {
        [name]: {
          '//': 'By tag, so that the droplets of a new release are let in from their first second.',
          cluster_id,
          rule: [{ type: 'tag', value: `\${digitalocean_tag.${name}.name}` }],
        },
      },
    },
  }
}

const cluster = (name: string, region: string, config: Database) => ({
  // Names are unique, and the cluster of another region is there before this one goes.
  name: `${name}-\${terraform.workspace}-${region}`,
  engine: config.engine,
  version: hclText(config.version),
  size: hclText(config.size),
  region: hclText(region),
  node_count: config.nodes,
  private_network_uuid: `\${digitalocean_vpc.${name}.id}`,
  '//': 'A cluster whose creation takes longer would be forgotten by Terraform, and go on costing.',
  timeouts: { create: '60m' },
  lifecycle: {
    '//': 'database.preventDestroy',
    prevent_destroy: config.preventDestroy,
  },
})

/** PostgreSQL would want every use of a name with hyphens in quotes. */
const databaseName = (name: string): string => name.replaceAll('-', '_')
