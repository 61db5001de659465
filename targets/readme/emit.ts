// System → the README of the output folder: what this deploys, what it costs, and what to run next.

import { tableDates } from '../../compiler/facts.ts'
import type { Artifact } from '../../compiler/model/artifact.ts'
import { isBalanced, type Service, type System } from '../../compiler/model/system.ts'
import type { ImageNames } from '../../compiler/model/target.ts'
import { template } from '../../compiler/serialize/template.ts'
import { monthlyCosts } from './monthly-costs.ts'
import readmeTemplate from './readme.md.template.gen.js'

const renderReadme = template(readmeTemplate)

export function emitReadme(system: System, images: ImageNames): Artifact[] {
  const [service] = system.services
  const { name, version, port, instances } = service
  const content = renderReadme({
    name,
    version,
    port,
    ingress: ingress(service),
    machines: Array.from({ length: Math.min(instances, mostShown) }, (_, index) => index),
    facts: facts(system, images),
    costs: monthlyCosts(system),
    priceDate: tableDates.prices,
    secrets: service.environment.flatMap((one) => ('variable' in one ? [one.variable] : [])),
    database: system.database && {
      ...system.database,
      name: name.replaceAll('-', '_'),
    },
    gateFrom: isBalanced(service) ? system.access.gateFrom.join() : 'everyone',
    reach: reach(system),
  })
  return [{ path: 'README.md', content }]
}

/** More would not fit into the picture. */
const mostShown = 6

const ingress = (service: Service): string =>
  isBalanced(service) ? 'load balancer' : 'reserved IP'

type Row = { what: string; how: string }

function facts(system: System, images: ImageNames): Row[] {
  const { region, services, database, domain } = system
  const [{ name, instances, size, command, health, image }] = services
  return [
    { what: 'Image', how: `\`${images[name]}\`, built on \`${image.base}\`` },
    { what: 'Droplets', how: `${instances} × \`${size}\` in \`${region}\`` },
    { what: 'Ingress', how: ingress(services[0]) },
    ...(domain
      ? [{ what: 'Name', how: `\`${fqdn(domain)}\`, cached ${domain.ttlSeconds} s` }]
      : []),
    ...(database
      ? [
          {
            what: 'Database',
            how: `PostgreSQL ${inCell(database.version)}, ${database.nodes} × \`${database.size}\``,
          },
        ]
      : []),
    { what: 'Command', how: `\`${inCell(command.join(' '))}\`` },
    {
      what: 'Health',
      how: `\`GET ${health.path}\` every ${health.intervalSeconds} s; a deploy gives up after ${health.startupSeconds} s`,
    },
    { what: 'Drain', how: `${health.drainSeconds} s` },
  ]
}

const fqdn = ({ zone, record }: { zone: string; record: string }): string =>
  record === '@' ? zone : `${record}.${zone}`

/** A table's cell ends at a bar or at the end of the line, and code ends at a backtick. */
const inCell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('`', "'").replace(/\s+/g, ' ')

type Reach = { from: string; to: string }

function reach({ services: [service], access, database }: System): Reach[] {
  const machines = `${service.name}, port ${service.port}`
  const ranges = (list: readonly string[]) => list.map((range) => `\`${range}\``).join(', ')
  return [
    {
      from: 'everyone',
      to: isBalanced(service)
        ? `the load balancer, port ${service.port}; it alone reaches ${machines}`
        : machines,
    },
    ...(access.gateFrom.length > 0 ? [{ from: ranges(access.gateFrom), to: machines }] : []),
    ...(access.sshFrom.length > 0 ? [{ from: ranges(access.sshFrom), to: 'SSH, port 22' }] : []),
    ...(database ? [{ from: service.name, to: 'the database, in the private network' }] : []),
  ]
}
