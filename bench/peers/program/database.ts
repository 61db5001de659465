// A stack → the managed PostgreSQL, and what the app gets to know of it.
import { DatabaseCluster } from '@cdktf/provider-digitalocean/lib/database-cluster'
import { DatabaseDb } from '@cdktf/provider-digitalocean/lib/database-db'
import { DatabaseFirewall } from '@cdktf/provider-digitalocean/lib/database-firewall'
import { DatabaseUser } from '@cdktf/provider-digitalocean/lib/database-user'
import { TerraformLocal, type TerraformStack } from 'cdktf'
import { labelled } from './labelled'
import type { Network } from './network'

export function addDatabase(stack: TerraformStack, name: string, { vpc, tag }: Network): void {
  const cluster = labelled(
    new DatabaseCluster(stack, 'cluster', {
      name: `${name}-\${terraform.workspace}-ams3`,
      engine: 'pg',
      version: '17',
      size: 'db-s-1vcpu-1gb',
      region: 'ams3',
      nodeCount: 1,
      privateNetworkUuid: vpc.id,
      timeouts: { create: '60m' },
      lifecycle: { preventDestroy: true },
    }),
    name,
  )
  const clusterId = cluster.id
  const database = labelled(new DatabaseDb(stack, 'db', { clusterId, name }), name)
  const user = labelled(new DatabaseUser(stack, 'user', { clusterId, name }), name)
  const rule = [{ type: 'tag', value: tag.name }]
  labelled(new DatabaseFirewall(stack, 'database_firewall', { clusterId, rule }), name)
  new TerraformLocal(stack, 'database_access', {
    DB_HOST: cluster.privateHost,
    DB_PORT: `\${tostring(digitalocean_database_cluster.${name}.port)}`,
    DB_USER: user.name,
    DB_PASSWORD: user.password,
    DB_NAME: database.name,
  })
}
