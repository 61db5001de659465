// A stack → the name in DNS, which changes only after the new address has answered.
import { Domain } from '@cdktf/provider-digitalocean/lib/domain'
import { Record as DnsRecord } from '@cdktf/provider-digitalocean/lib/record'
import { TerraformLocal, type TerraformStack } from 'cdktf'
import { labelled } from './labelled'

export function addDomain(stack: TerraformStack, name: string): void {
  new TerraformLocal(
    stack,
    'zone',
    '${terraform.workspace == "default" ? "deploy.example.com" : "${terraform.workspace}.deploy.example.com"}',
  )
  new TerraformLocal(stack, 'record', 'app')
  new TerraformLocal(
    stack,
    'fqdn',
    '${local.record == "@" ? local.zone : "${local.record}.${local.zone}"}',
  )
  const domain = labelled(new Domain(stack, 'domain', { name: '${local.zone}' }), name)
  const record = new DnsRecord(stack, 'dns_record', {
    domain: domain.name,
    type: 'A',
    name: '${local.record}',
    ttl: 60,
    value: '${terraform_data.entry_answers.output}',
  })
  labelled(record, name)
}
