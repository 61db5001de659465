// The name that clients use. Every workspace but `default` has a label of its own before the zone.
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'

export const dns: Concern = ({ domain, services: [{ name }] }) => {
  if (domain === undefined) return undefined
  const zone = hclText(domain.zone)
  const record = hclText(domain.record)
  const inWorkspace = (plain: string, labelled: string) =>
    `\${terraform.workspace == "default" ? "${plain}" : "${labelled}"}`
  const label = '${terraform.workspace}'
  const labelledRecord = record === '@' ? label : `${record}.${label}`
  const zoneName = inWorkspace(zone, `${label}.${zone}`)
  return {
    '//': 'Written by immuc from domain.',
    locals: {
      zone: domain.createZone ? zoneName : zone,
      record: domain.createZone ? record : inWorkspace(record, labelledRecord),
      fqdn: '${local.record == "@" ? local.zone : "${local.record}.${local.zone}"}',
    },
    resource: {
      ...(domain.createZone && { digitalocean_domain: { [name]: { name: '${local.zone}' } } }),
      digitalocean_record: {
        [name]: {
          domain: domain.createZone ? `\${digitalocean_domain.${name}.name}` : '${local.zone}',
          type: 'A',
          name: '${local.record}',
          ttl: domain.ttlSeconds,
          '//': 'It changes only after the new address has answered.',
          value: '${terraform_data.entry_answers.output}',
        },
      },
    },
  }
}
