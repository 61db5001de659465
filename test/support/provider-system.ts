// A system in Terraform's language that has every resource which the provider's stand-in knows well.
export const configuration = `
terraform {
  required_providers {
    digitalocean = { source = "digitalocean/digitalocean", version = ">= 2.95.0, < 3.0.0" }
  }
}
provider "digitalocean" {}

variable "instances" { default = 2 }
variable "greeting"  { default = "hello" }
variable "size"      { default = "s-1vcpu-1gb" }
variable "db_size"   { default = "db-s-1vcpu-1gb" }
variable "ports" {
  type    = list(string)
  default = ["80", "443"]
}

data "digitalocean_images" "app" {
  filter {
    key    = "name"
    values = ["app"]
  }
  filter {
    key    = "regions"
    values = ["fra1"]
  }
  sort {
    key       = "created"
    direction = "desc"
  }
}
data "digitalocean_image" "app" { id = data.digitalocean_images.app.images[0].id }
data "digitalocean_ssh_key" "laptop" { name = digitalocean_ssh_key.laptop.name }
data "digitalocean_ssh_keys" "all" {
  depends_on = [digitalocean_ssh_key.laptop]
}
data "digitalocean_domain" "zone" { name = digitalocean_domain.zone.name }

resource "digitalocean_ssh_key" "laptop" {
  name       = "laptop"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a\\n"
}
resource "digitalocean_tag" "app" { name = "App" }
resource "digitalocean_vpc" "app" {
  name   = "app"
  region = "fra1"
}
resource "digitalocean_droplet" "app" {
  count             = var.instances
  name              = "app-\${count.index}"
  image             = data.digitalocean_images.app.images[0].id
  region            = "fra1"
  size              = var.size
  vpc_uuid          = digitalocean_vpc.app.id
  tags              = [digitalocean_tag.app.name]
  ssh_keys          = [data.digitalocean_ssh_key.laptop.id]
  user_data         = "#cloud-config\\n# \${var.greeting}"
  graceful_shutdown = true
  timeouts {
    create = "10m"
    delete = "270s"
  }
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [ssh_keys]
  }
}
resource "digitalocean_firewall" "app" {
  name = "app"
  tags = [digitalocean_tag.app.id]
  dynamic "inbound_rule" {
    for_each = var.ports
    content {
      protocol                  = "tcp"
      port_range                = inbound_rule.value
      source_load_balancer_uids = [digitalocean_loadbalancer.app.id]
    }
  }
  outbound_rule {
    protocol              = "tcp"
    port_range            = "1-65535"
    destination_addresses = ["0.0.0.0/0", "::/0"]
  }
  outbound_rule {
    protocol              = "icmp"
    destination_addresses = ["0.0.0.0/0", "::/0"]
  }
}
resource "digitalocean_loadbalancer" "app" {
  name        = "app"
  region      = "fra1"
  vpc_uuid    = digitalocean_vpc.app.id
  droplet_ids = digitalocean_droplet.app[*].id
  forwarding_rule {
    entry_protocol  = "http"
    entry_port      = 80
    target_protocol = "http"
    target_port     = 8080
  }
  forwarding_rule {
    entry_protocol  = "tcp"
    entry_port      = 22
    target_protocol = "tcp"
    target_port     = 22
  }
  healthcheck {
    protocol = "http"
    port     = 8080
    path     = "/health"
  }
}
resource "digitalocean_reserved_ip" "app" {
  region     = "fra1"
  droplet_id = digitalocean_droplet.app[0].id
}
resource "digitalocean_domain" "zone" { name = "example.com" }
resource "digitalocean_record" "app" {
  domain = digitalocean_domain.zone.id
  type   = "A"
  name   = "app"
  ttl    = 60
  value  = digitalocean_reserved_ip.app.ip_address
}
resource "digitalocean_database_cluster" "app" {
  name                 = "app"
  engine               = "pg"
  version              = "17"
  size                 = var.db_size
  region               = "fra1"
  node_count           = 1
  private_network_uuid = digitalocean_vpc.app.id
  tags                 = [digitalocean_tag.app.name]
  maintenance_window {
    day  = "sunday"
    hour = "03:00"
  }
}
resource "digitalocean_database_db" "app" {
  cluster_id = digitalocean_database_cluster.app.id
  name       = "app"
}
resource "digitalocean_database_user" "app" {
  cluster_id = digitalocean_database_cluster.app.id
  name       = "app"
}
resource "digitalocean_database_firewall" "app" {
  cluster_id = digitalocean_database_cluster.app.id
  rule {
    type  = "tag"
    value = digitalocean_tag.app.name
  }
  rule {
    type  = "ip_addr"
    value = "203.0.113.7"
  }
}
output "uri" {
  value     = digitalocean_database_cluster.app.private_uri
  sensitive = true
}
output "image" { value = data.digitalocean_image.app.image }
`
