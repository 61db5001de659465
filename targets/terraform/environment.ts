// The environment of the app, name by name, and the user-data that carries it to a machine.
import type { Service, System } from '../../compiler/model/system.ts'
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'

export const environment: Concern = (system) => {
  const [service] = system.services
  return {
    '//': 'Written by immuc from app.env and database. No secret stands here.',
    locals: {
      settings: settings(service),
      secrets: secrets(service),
      database_access: databaseAccess(system),
      environment:
        '${merge(local.settings, local.secrets, local.database_access, { RELEASE = local.release })}',
      user_data: `\${templatefile("\${path.module}/../cloud-init/${service.name}.yaml.tftpl", { environment = local.environment })}`,
    },
  }
}

const settings = ({ environment: variables }: Service) =>
  Object.fromEntries(
    variables.flatMap((one) => ('value' in one ? [[one.name, hclText(one.value)]] : [])),
  )

const secrets = ({ environment: variables }: Service) =>
  Object.fromEntries(
    variables.flatMap((one) => ('variable' in one ? [[one.name, `\${var.${one.variable}}`]] : [])),
  )

function databaseAccess({ database, services: [{ name }] }: System): Record<string, string> {
  if (database === undefined) return {}
  const cluster = `digitalocean_database_cluster.${name}`
  return {
    DB_HOST: `\${${cluster}.private_host}`,
    DB_PORT: `\${tostring(${cluster}.port)}`,
    DB_USER: `\${digitalocean_database_user.${name}.name}`,
    DB_PASSWORD: `\${digitalocean_database_user.${name}.password}`,
    DB_NAME: `\${digitalocean_database_db.${name}.name}`,
  }
}
