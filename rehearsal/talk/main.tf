# What the slides of the talk show, in the syntax of today: a floating IP is called a reserved IP, and
# templatefile() does what the template provider did. The database is left out, for it takes no part in
# the order of a rollout. Variables stand for what the talk edits by hand.

terraform {
  required_providers {
    digitalocean = {
      source = "digitalocean/digitalocean"
    }
  }
}

variable "image" {
  type = string
}

variable "settings" {
  type = map(string)
}

variable "size" {
  type = string
}

variable "instance_count" {
  type    = number
  default = 1
}

data "digitalocean_image" "app" {
  name = var.image
}

resource "digitalocean_tag" "app" {
  name = "app"
}

resource "digitalocean_droplet" "app" {
  count  = var.instance_count
  name   = "app-${count.index}"
  image  = data.digitalocean_image.app.id
  region = "ams3"
  size   = var.size
  tags   = [digitalocean_tag.app.id]

  user_data = templatefile("${path.module}/config_app.tftpl", { settings = var.settings })

  lifecycle {
    create_before_destroy = true
  }
}

resource "digitalocean_loadbalancer" "app" {
  count  = var.instance_count > 1 ? 1 : 0
  name   = "app"
  region = "ams3"

  forwarding_rule {
    entry_port      = 8080
    entry_protocol  = "tcp"
    target_port     = 8080
    target_protocol = "tcp"
  }

  healthcheck {
    port     = 8080
    protocol = "tcp"
  }

  droplet_tag = digitalocean_tag.app.id
}

resource "digitalocean_reserved_ip" "app" {
  count      = var.instance_count > 1 ? 0 : 1
  droplet_id = digitalocean_droplet.app[0].id
  region     = "ams3"
}

resource "digitalocean_domain" "app" {
  name = "deploy.example.com"
}

resource "digitalocean_record" "app" {
  domain = digitalocean_domain.app.name
  type   = "A"
  name   = "app"
  ttl    = 60

  value = var.instance_count > 1 ? join(" ", digitalocean_loadbalancer.app.*.ip) : join(" ", digitalocean_reserved_ip.app.*.ip_address)
}

# Not in the talk: what a rehearsal asks for.

output "url" {
  value = "http://app.deploy.example.com:8080"
}

output "droplets" {
  value = { for droplet in digitalocean_droplet.app : droplet.name => droplet.ipv4_address }
}
