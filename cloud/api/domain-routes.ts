// /v2/domains and their records. A new domain has the three name servers and its SOA record.
import { requiredText, text } from './body.ts'
import { recordIn } from './domain-records.ts'
import { paged } from './page.ts'
import { created, found, noContent, ok, unprocessable } from './reply.ts'
import type { Call, Handler, Routes } from './router.ts'
import type { Domain, DomainRecord } from './state.ts'
import { changed, nextId, remove, type World } from './world.ts'

const update: Handler = (call) => {
  const record = recordOf(call)
  const body = record.type === 'SOA' ? { ttl: call.body.ttl } : call.body
  Object.assign(record, recordIn(body, record))
  changed(call.world, 'record', 'updated', record, { domain: call.param('domain') })
  return ok({ domain_record: record })
}

export const domainRoutes: Routes = {
  'GET /v2/domains': (call) => paged(call, 'domains', call.world.state.domains.map(domainView)),
  'POST /v2/domains': createDomain,
  'GET /v2/domains/:domain': (call) => ok({ domain: domainView(domainOf(call)) }),
  'DELETE /v2/domains/:domain': (call) => {
    const domain = domainOf(call)
    remove(call.world.state.domains, domain)
    changed(call.world, 'domain', 'deleted', { id: domain.name, name: domain.name })
    return noContent
  },
  'GET /v2/domains/:domain/records': (call) => paged(call, 'domain_records', listed(call)),
  'POST /v2/domains/:domain/records': (call) => {
    const domain = domainOf(call)
    const record = add(call.world, domain, recordIn(call.body))
    return created({ domain_record: record })
  },
  'GET /v2/domains/:domain/records/:record': (call) => ok({ domain_record: recordOf(call) }),
  'PUT /v2/domains/:domain/records/:record': update,
  'PATCH /v2/domains/:domain/records/:record': update,
  'DELETE /v2/domains/:domain/records/:record': (call) => {
    const record = recordOf(call)
    if (record.type === 'SOA') throw unprocessable('SOA records can not be deleted')
    remove(domainOf(call).records, record)
    changed(call.world, 'record', 'deleted', record, { domain: call.param('domain') })
    return noContent
  },
}

const domainOf = ({ world, param }: Call): Domain =>
  found(world.state.domains.find(({ name }) => name === param('domain').toLowerCase()))

const recordOf = (call: Call): DomainRecord =>
  found(domainOf(call).records.find(({ id }) => String(id) === call.param('record')))

function listed(call: Call): DomainRecord[] {
  const domain = domainOf(call)
  const [name, type] = [call.query.get('name'), call.query.get('type')]
  return domain.records
    .filter((record) => name === null || fqdn(domain, record) === name.toLowerCase())
    .filter((record) => type === null || record.type === type)
}

const fqdn = (domain: Domain, { name }: DomainRecord): string =>
  name === '@' ? domain.name : `${name}.${domain.name}`.toLowerCase()

function createDomain({ world, body }: Call) {
  const name = requiredText(body, 'name').toLowerCase()
  if (!/^([a-z0-9_]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(name)) {
    throw unprocessable(`Name ${name} is not a valid domain name`)
  }
  if (world.state.domains.some((domain) => domain.name === name)) {
    throw unprocessable('Name already exists')
  }
  const domain: Domain = { name, ttl: 1800, records: [] }
  world.state.domains.push(domain)
  changed(world, 'domain', 'created', { id: name, name })
  addDefaults(world, domain)
  const address = text(body, 'ip_address')
  if (address) add(world, domain, recordIn({ type: 'A', name: '@', data: address }))
  return created({ domain: { name, ttl: null, zone_file: null } })
}

function addDefaults(world: World, domain: Domain): void {
  add(world, domain, recordIn({ type: 'SOA', name: '@', data: '1800' }))
  for (const number of [1, 2, 3]) {
    const data = `ns${number}.digitalocean.com.`
    add(world, domain, recordIn({ type: 'NS', name: '@', data }))
  }
}

function add(world: World, domain: Domain, fields: Omit<DomainRecord, 'id'>): DomainRecord {
  const record = { id: nextId(world), ...fields }
  domain.records.push(record)
  changed(world, 'record', 'created', record, { domain: domain.name })
  return record
}

const domainView = (domain: Domain) => ({
  name: domain.name,
  ttl: domain.ttl,
  zone_file: [`$ORIGIN ${domain.name}.`, `$TTL ${domain.ttl}`, ...domain.records.map(zoneLine)]
    .join('\n')
    .concat('\n'),
})

const zoneLine = ({ name, ttl, type, data }: DomainRecord) => `${name} ${ttl} IN ${type} ${data}`
