// System → the rows of the table that says what is deployed.
import { isBalanced, type System } from '../../compiler/model/system.ts'
import type { ImageNames } from '../../compiler/model/target.ts'
import { fqdn } from '../../graph/picture.ts'
import { code } from './cell.ts'

export type Resource = { what: string; how: string }

export function resources(system: System, images: ImageNames): Resource[] {
  const { region, services, database, domain } = system
  const [service] = services
  const { name, instances, size, command, health, image } = service
  return [
    { what: 'Image', how: `${code(images[name] ?? '')}, built on ${code(image.base)}` },
    { what: 'Droplets', how: `${instances} × ${code(size)} in ${code(region)}` },
    { what: 'Ingress', how: isBalanced(service) ? 'load balancer' : 'reserved IP' },
    ...(domain
      ? [{ what: 'Name', how: `${code(fqdn(domain))}, cached ${domain.ttlSeconds} s` }]
      : []),
    ...(database
      ? [
          {
            what: 'Database',
            how: `PostgreSQL ${code(database.version)}, ${database.nodes} × ${code(database.size)}`,
          },
        ]
      : []),
    { what: 'Command', how: code(command.join(' ')) },
    { what: 'Health', how: `${code(`GET ${health.path}`)} every ${health.intervalSeconds} s` },
  ]
}
