// What an operator asks for after an apply.
import type { System } from '../../compiler/model/system.ts'
import type { Concern } from './emit.ts'

export const outputs: Concern = (system) => {
  const [{ name, port }] = system.services
  const host = system.domain ? '${local.fqdn}' : '${terraform_data.entry_answers.output}'
  return {
    '//': 'Written by immuc.',
    output: {
      url: {
        description: 'Where the app answers.',
        value: `http://${host}${port === 80 ? '' : `:${port}`}`,
      },
      ip_address: {
        description: 'Address of the reserved IP or of the load balancer.',
        value: '${terraform_data.entry_answers.output}',
      },
      image: { description: 'Image that the droplets run.', value: '${local.image_name}' },
      droplets: {
        description: 'Public address of each droplet.',
        value: `\${{ for droplet in digitalocean_droplet.${name} : droplet.name => droplet.ipv4_address }}`,
      },
      ...databaseOutputs(system),
    },
  }
}

function databaseOutputs({ database, services: [{ name }] }: System) {
  if (database === undefined) return {}
  return {
    database: {
      description: 'What the app connects with.',
      value: '${local.database_access}',
      sensitive: true,
    },
    database_admin_uri: {
      description: "The cluster's administrator in the app's database, for migrations and grants.",
      value: `\${replace(digitalocean_database_cluster.${name}.private_uri, "/defaultdb?", "/\${digitalocean_database_db.${name}.name}?")}`,
      sensitive: true,
    },
  }
}
