// What one key of the config does to each target: the fragment, and side by side every line that
// goes and comes. A line that is missing here, or one too many, is a fault. Here: all but the keys
// of `app`.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { testChanges } from './support/changes.ts'
import { artifactsOf } from './support/system.ts'

const test = suite('targets: system')

testChanges(test, [
  {
    name: 'a size, and several instances',
    fragment: {
      scaling: { size: 's-2vcpu-2gb', instances: 3 },
      access: { gateFrom: ['203.0.113.0/24'] },
    },
    expected: {
      'terraform/droplets.tf.json': ['- "size": "s-1vcpu-1gb"', '+ "size": "s-2vcpu-2gb"'],
      'terraform/variables.tf.json': [
        '- "default": 1',
        '- "default": []',
        '+ "default": 3',
        '+ "default": [',
        '+ "203.0.113.0/24"',
      ],
    },
  },
  {
    name: 'a region',
    fragment: { scaling: { region: 'fra1' } },
    expected: {
      'packer/image.pkr.json': ['- "region": "ams3"', '+ "region": "fra1"'],
      'terraform/droplets.tf.json': ['- "region": "ams3"', '+ "region": "fra1"'],
      'terraform/image.tf.json': [
        '- "ams3"',
        '- "error_message": "There is no image ${local.image_name} in ams3 yet. Run: packer build ../packer/image.pkr.json"',
        '+ "fra1"',
        '+ "error_message": "There is no image ${local.image_name} in fra1 yet. Run: packer build ../packer/image.pkr.json"',
      ],
      'terraform/network.tf.json': [
        '- "name": "shop-${terraform.workspace}-ams3"',
        '- "region": "ams3"',
        '+ "name": "shop-${terraform.workspace}-fra1"',
        '+ "region": "fra1"',
      ],
    },
  },
  {
    name: 'a base image, and what builds on it',
    fragment: { image: { base: 'ubuntu-24-04-x64', buildSize: 's-1vcpu-512mb-10gb' } },
    expected: {
      'packer/image.pkr.json': [
        '- "image": "debian-13-x64"',
        '- "size": "s-1vcpu-1gb"',
        '+ "image": "ubuntu-24-04-x64"',
        '+ "size": "s-1vcpu-512mb-10gb"',
      ],
    },
  },
  {
    name: 'a domain',
    fragment: { domain: { zone: 'example.com', record: 'app', createZone: false } },
    expected: {
      'terraform/outputs.tf.json': [
        '- "value": "http://${terraform_data.entry_answers.output}:8080"',
        '+ "value": "http://${local.fqdn}:8080"',
      ],
      'terraform/rollout.tf.json': [
        '+ "dns_caches_expired": {',
        '+ "//": "The old address stays until nobody remembers it."',
        '+ "triggers_replace": "${digitalocean_record.shop.value}"',
        '+ "depends_on": [',
        '+ "digitalocean_firewall.shop_balanced"',
        '+ "lifecycle": {',
        '+ "create_before_destroy": true',
        '+ "provisioner": [',
        '+ "local-exec": {',
        '+ "interpreter": [',
        '+ "sh"',
        '+ "-c"',
        '+ "command": "[ \\"$FIRST_APPLY\\" = true ] || sleep 75"',
        '+ "environment": {',
        '+ "FIRST_APPLY": "${terraform_data.first_apply.output == plantimestamp()}"',
      ],
      'terraform/dns.tf.json': ['a new file'],
    },
  },
  {
    name: 'a database',
    fragment: { database: {} },
    expected: {
      'terraform/environment.tf.json': [
        '- "database_access": {}',
        '+ "database_access": {',
        '+ "DB_HOST": "${digitalocean_database_cluster.shop.private_host}"',
        '+ "DB_PORT": "${tostring(digitalocean_database_cluster.shop.port)}"',
        '+ "DB_USER": "${digitalocean_database_user.shop.name}"',
        '+ "DB_PASSWORD": "${digitalocean_database_user.shop.password}"',
        '+ "DB_NAME": "${digitalocean_database_db.shop.name}"',
      ],
      'terraform/outputs.tf.json': [
        '+ "database": {',
        '+ "description": "What the app connects with."',
        '+ "value": "${local.database_access}"',
        '+ "sensitive": true',
        '+ "database_admin_uri": {',
        '+ "description": "The cluster\'s administrator in the app\'s database, for migrations and grants."',
        '+ "value": "${replace(digitalocean_database_cluster.shop.private_uri, \\"/defaultdb?\\", \\"/${digitalocean_database_db.shop.name}?\\")}"',
        '+ "sensitive": true',
      ],
      'terraform/database.tf.json': ['a new file'],
    },
  },
  {
    name: 'SSH',
    fragment: { access: { sshKeys: ['laptop'], sshFrom: ['203.0.113.7/32'] } },
    expected: {
      'terraform/droplets.tf.json': [
        '+ "ssh_keys": [',
        '+ "laptop"',
        '+ "data": {',
        '+ "digitalocean_ssh_key": {',
        '+ "//": "access.sshKeys"',
        '+ "for_each": "${toset(local.ssh_keys)}"',
        '+ "name": "${each.key}"',
        '+ "shop": {',
        '+ "ssh_keys": "${[for key in data.digitalocean_ssh_key.shop : key.id]}"',
      ],
      'terraform/network.tf.json': [
        '+ "port_range": "22"',
        '+ "source_addresses": [',
        '+ "203.0.113.7/32"',
        '+ "inbound_rule": [',
        '+ "protocol": "tcp"',
      ],
    },
  },
])

const ingresses = {
  'load-balancer': ['digitalocean_loadbalancer.shop'],
  'reserved-ip': [
    'digitalocean_reserved_ip.shop ${local.many ? 0 : 1}',
    'digitalocean_loadbalancer.shop ${local.many ? 1 : 0}',
  ],
}

for (const [ingress, expected] of Object.entries(ingresses)) {
  for (const instances of [1, 3]) {
    test(`${instances} behind a ${ingress}`, async () => {
      const artifacts = await artifactsOf({ scaling: { ingress, instances } })
      const { resource } = JSON.parse(artifacts.get('terraform/ingress.tf.json') ?? '')
      const found = Object.entries(resource as Record<string, { shop: { count?: string } }>).map(
        ([type, { shop }]) => [`${type}.shop`, shop.count].join(' ').trimEnd(),
      )
      assert.equal(found, expected)
    })
  }
}

test.run()
