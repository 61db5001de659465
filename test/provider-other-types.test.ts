// The resource types that the artifacts do not use: each is created, needs no change then, changes
// and goes.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { addImage } from '../cloud/api/add-image.ts'
import {
  rehearsedWorkspace,
  type Workspace,
} from '../cloud/provider/testing/rehearsed-workspace.ts'
import { selfSigned } from '../cloud/provider/wire/certificate.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('provider: other types')
const needs = [program('terraform')]
const { certificate, key } = selfSigned(['localhost'], 1)

const configuration = `
terraform {
  required_providers {
    digitalocean = { source = "digitalocean/digitalocean" }
  }
}
variable "droplet" { default = 0 }
variable "purpose" { default = "Web Application" }
variable "pool"    { default = 10 }
variable "prefix"  { default = "app" }
variable "ipv6"    { default = false }
variable "backups" { default = false }
variable "engine"  { default = "16" }
variable "nodes"   { default = 1 }
variable "tags" {
  type    = list(string)
  default = ["Web"]
}

data "digitalocean_droplet_snapshot" "app" {
  name_regex  = "^ap"
  region      = "fra1"
  most_recent = true
}
resource "digitalocean_droplet" "app" {
  count         = 2
  name          = "\${var.prefix}-\${count.index}"
  image         = data.digitalocean_droplet_snapshot.app.id
  region        = "fra1"
  size          = "s-1vcpu-1gb"
  ipv6          = var.ipv6
  backups       = var.backups
  tags          = var.tags
  droplet_agent = false
}
resource "digitalocean_certificate" "app" {
  name             = "app"
  private_key      = file("key.pem")
  leaf_certificate = file("certificate.pem")
}
resource "digitalocean_loadbalancer" "app" {
  name        = "app"
  region      = "fra1"
  size_unit   = var.nodes
  droplet_tag = digitalocean_tag.app.name
  forwarding_rule {
    entry_protocol   = "https"
    entry_port       = 443
    target_protocol  = "http"
    target_port      = 8080
    certificate_name = digitalocean_certificate.app.name
  }
  healthcheck {
    protocol = "tcp"
    port     = 8080
  }
  sticky_sessions {
    type               = "cookies"
    cookie_name        = "instance"
    cookie_ttl_seconds = 300
  }
  firewall {
    deny = ["cidr:203.0.113.0/24"]
  }
}
resource "digitalocean_tag" "app" { name = "app" }
resource "digitalocean_reserved_ip" "app" { region = "fra1" }
resource "digitalocean_reserved_ip_assignment" "app" {
  ip_address = digitalocean_reserved_ip.app.ip_address
  droplet_id = digitalocean_droplet.app[var.droplet].id
}
resource "digitalocean_project" "app" {
  name        = "app"
  purpose     = var.purpose
  environment = "production"
  resources   = digitalocean_droplet.app[*].urn
}
resource "digitalocean_domain" "zone" { name = "example.org" }
resource "digitalocean_record" "alias" {
  domain = digitalocean_domain.zone.name
  type   = "CNAME"
  name   = "www"
  value  = "example.org."
}
resource "digitalocean_record" "mail" {
  domain   = digitalocean_domain.zone.name
  type     = "MX"
  name     = "@"
  priority = 10
  value    = "mail.example.net."
}
resource "digitalocean_database_cluster" "app" {
  name       = "app"
  engine     = "pg"
  version    = var.engine
  size       = "db-s-1vcpu-2gb"
  region     = "fra1"
  node_count = 1
}
resource "digitalocean_database_connection_pool" "app" {
  cluster_id = digitalocean_database_cluster.app.id
  name       = "app"
  mode       = "transaction"
  size       = var.pool
  db_name    = digitalocean_database_cluster.app.database
  user       = digitalocean_database_cluster.app.user
}
resource "digitalocean_database_replica" "app" {
  cluster_id = digitalocean_database_cluster.app.id
  name       = "near"
  size       = "db-s-1vcpu-2gb"
  region     = "fra1"
}
`

let workspace: Workspace

test.before(async () => {
  workspace = await rehearsedWorkspace()
  addImage(workspace.api, { id: 4711, name: 'app' })
  addImage(workspace.api, { id: 4710, name: 'app', created_at: '2025-12-31T00:00:00Z' })
  workspace.write('main.tf', configuration)
  workspace.write('key.pem', key)
  workspace.write('certificate.pem', certificate)
})
test.after(() => workspace.close())

testWith(test, needs, 'everything is created, and then nothing is to change', async () => {
  await workspace.does('init')
  await workspace.does('apply', '-auto-approve')
  assert.equal((await workspace.plan()).actions, {})
  assert.is(workspace.api.state.droplets[0]?.image.id, 4711)
})

const later = ['-var=droplet=1', '-var=purpose=Website or blog', '-var=pool=11']

testWith(test, needs, 'some change in place, some are made anew', async () => {
  const { actions, replacePaths } = await workspace.plan(...later)
  assert.equal(actions, {
    'digitalocean_database_connection_pool.app': 'delete create',
    'digitalocean_project.app': 'update',
    'digitalocean_reserved_ip_assignment.app': 'delete create',
  })
  assert.equal(Object.values(replacePaths), [[['size']], [['droplet_id']]])
  await workspace.does('apply', 'plan')
  assert.equal((await workspace.plan(...later)).actions, {})
})

testWith(test, needs, 'the capitals of a tag make no difference', async () => {
  assert.equal((await workspace.plan(...later, '-var=tags=["WEB"]')).actions, {})
})

testWith(test, needs, 'droplets, load balancer and cluster change in place', async () => {
  const variables = [
    ...later,
    ...['-var=prefix=web', '-var=ipv6=true', '-var=backups=true', '-var=tags=["api"]'],
    ...['-var=nodes=3', '-var=engine=17'],
  ]
  const { actions } = await workspace.plan(...variables)
  assert.equal(actions, {
    'digitalocean_database_cluster.app': 'update',
    'digitalocean_droplet.app[0]': 'update',
    'digitalocean_droplet.app[1]': 'update',
    'digitalocean_loadbalancer.app': 'update',
  })
  await workspace.does('apply', 'plan')
  assert.equal((await workspace.plan(...variables)).actions, {})
  const [droplet] = workspace.api.state.droplets
  assert.match(droplet?.name ?? '', /^web-[01]$/)
  assert.equal(droplet?.tags, ['api'])
  assert.is(workspace.api.state.load_balancers[0]?.size_unit, 3)
  assert.is(workspace.api.state.databases[0]?.version, '17')
})

testWith(test, needs, 'IPv6 is not taken away from a droplet in place', async () => {
  const { replacePaths } = await workspace.plan('-var=prefix=web')
  assert.equal(replacePaths['digitalocean_droplet.app[0]'], [['ipv6']])
})

testWith(test, needs, 'destroy leaves nothing', async () => {
  await workspace.does('destroy', '-auto-approve')
  const { state } = workspace.api
  const left = [state.droplets, state.certificates, state.load_balancers, state.reserved_ips]
  assert.equal([...left, state.domains, state.databases].flat(), [])
  assert.is(state.projects.length, 1)
})

test.run()
