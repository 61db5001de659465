// Every data source of the table, and how it reads: one without code is an error of the types.
import { domain } from './data/domain.ts'
import { dropletSnapshot } from './data/droplet-snapshot.ts'
import { image, images } from './data/images.ts'
import { sshKey, sshKeys } from './data/ssh-keys.ts'
import type { DataSource } from './resource.ts'
import type { DataSourceName } from './table.ts'

const all: { readonly [Name in DataSourceName]: DataSource } = {
  digitalocean_domain: domain,
  digitalocean_droplet_snapshot: dropletSnapshot,
  digitalocean_image: image,
  digitalocean_images: images,
  digitalocean_ssh_key: sshKey,
  digitalocean_ssh_keys: sshKeys,
}

/** By the name that Terraform asks with, which may be none of them. */
export const dataSources: { readonly [name: string]: DataSource } = all
