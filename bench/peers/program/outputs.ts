// A stack → what its users are told after an apply.
import { TerraformOutput, type TerraformStack } from 'cdktf'

export function addOutputs(stack: TerraformStack, name: string): void {
  new TerraformOutput(stack, 'url', {
    description: 'Where the app answers.',
    value: 'http://${local.fqdn}:8080',
  })
  new TerraformOutput(stack, 'ip_address', {
    description: 'Address of the reserved IP or of the load balancer.',
    value: '${terraform_data.entry_answers.output}',
  })
  new TerraformOutput(stack, 'image', {
    description: 'Image that the droplets run.',
    value: '${local.image_name}',
  })
  new TerraformOutput(stack, 'droplets', {
    description: 'Public address of each droplet.',
    value: `\${{ for droplet in digitalocean_droplet.${name} : droplet.name => droplet.ipv4_address }}`,
  })
  new TerraformOutput(stack, 'database', {
    description: 'What the app connects with.',
    value: '${local.database_access}',
    sensitive: true,
  })
  new TerraformOutput(stack, 'database_admin_uri', {
    description: "The cluster's administrator in the app's database, for migrations and grants.",
    value: `\${replace(digitalocean_database_cluster.${name}.private_uri, "/defaultdb?", "/\${digitalocean_database_db.${name}.name}?")}`,
    sensitive: true,
  })
}
