// Every resource type of the table, and what it does: a type without code is an error of the types.
import type { Resource } from './resource.ts'
import { certificate } from './resources/certificate.ts'
import { databaseCluster } from './resources/database-cluster.ts'
import { databaseConnectionPool } from './resources/database-connection-pool.ts'
import { databaseDb } from './resources/database-db.ts'
import { databaseFirewall } from './resources/database-firewall.ts'
import { databaseReplica } from './resources/database-replica.ts'
import { databaseUser } from './resources/database-user.ts'
import { domain } from './resources/domain.ts'
import { droplet } from './resources/droplet.ts'
import { firewall } from './resources/firewall.ts'
import { loadbalancer } from './resources/loadbalancer.ts'
import { project } from './resources/project.ts'
import { record } from './resources/record.ts'
import { floatingIp, reservedIp } from './resources/reserved-ip.ts'
import { floatingIpAssignment, reservedIpAssignment } from './resources/reserved-ip-assignment.ts'
import { sshKey } from './resources/ssh-key.ts'
import { tag } from './resources/tag.ts'
import { vpc } from './resources/vpc.ts'
import type { ResourceName } from './table.ts'

const all: { readonly [Name in ResourceName]: Resource } = {
  digitalocean_certificate: certificate,
  digitalocean_database_cluster: databaseCluster,
  digitalocean_database_connection_pool: databaseConnectionPool,
  digitalocean_database_db: databaseDb,
  digitalocean_database_firewall: databaseFirewall,
  digitalocean_database_replica: databaseReplica,
  digitalocean_database_user: databaseUser,
  digitalocean_domain: domain,
  digitalocean_droplet: droplet,
  digitalocean_firewall: firewall,
  digitalocean_floating_ip: floatingIp,
  digitalocean_floating_ip_assignment: floatingIpAssignment,
  digitalocean_loadbalancer: loadbalancer,
  digitalocean_project: project,
  digitalocean_record: record,
  digitalocean_reserved_ip: reservedIp,
  digitalocean_reserved_ip_assignment: reservedIpAssignment,
  digitalocean_ssh_key: sshKey,
  digitalocean_tag: tag,
  digitalocean_vpc: vpc,
}

/** By the name that Terraform asks with, which may be none of them. */
export const resources: { readonly [name: string]: Resource } = all
