// Networks, firewalls, reserved IPs, load balancers, domains and certificates over HTTP.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Running, withApi } from '../cloud/api/with-api.ts'

const test = suite('the emulated API: network')

const dropletIn = { region: 'ams3', size: 's-1vcpu-1gb', image: 'debian-13-x64' }

async function droplet({ ask, reached }: Running, more: Record<string, unknown> = {}) {
  const request = { name: 'app', ...dropletIn, ...more }
  const { id } = (await ask('POST /v2/droplets', request)).body.droplet
  await reached('droplet', 'active', id)
  return id as number
}

test('networks: ranges, names, members, and no deleting while one is a member', () =>
  withApi({ delays: { vpcMemberGone: 3_600_000 } }, async (running) => {
    const { ask, api } = running
    const made = await ask('POST /v2/vpcs', { name: 'app', region: 'ams3' })
    assert.is(made.status, 201)
    const { id, ip_range, urn } = made.body.vpc
    assert.match(ip_range, /^10\.\d+\.\d+\.0\/20$/)
    assert.is(urn, `do:vpc:${id}`)
    const refused = [
      { name: 'app', region: 'ams3' },
      { name: 'b', region: 'ams3', ip_range },
      { name: 'b', region: 'ams3', ip_range: '8.8.8.0/24' },
      { name: 'b', region: 'ams3', ip_range: '10.0.0.0/8' },
      { name: 'b_', region: 'ams3' },
      { name: 'b', region: 'x' },
    ]
    for (const body of refused) assert.is((await ask('POST /v2/vpcs', body)).status, 422)
    const member = await droplet(running, { vpc_uuid: id })
    const { members } = (await ask(`GET /v2/vpcs/${id}/members`)).body
    assert.is(members[0].urn, `do:droplet:${member}`)
    const occupied = await ask(`DELETE /v2/vpcs/${id}`)
    assert.equal([occupied.status, occupied.body.id], [409, 'conflict'])
    await ask(`DELETE /v2/droplets/${member}`)
    assert.is((await ask(`DELETE /v2/vpcs/${id}`)).status, 409, 'it still counts the member')
    api.clock.advanceTo(api.clock.now() + 3_600_001)
    assert.is((await ask(`DELETE /v2/vpcs/${id}`)).status, 204)
  }))

test('the default network of a region is made when first needed, and stays', () =>
  withApi({}, async (running) => {
    const id = await droplet(running)
    const { vpc_uuid } = (await running.ask(`GET /v2/droplets/${id}`)).body.droplet
    const { vpc } = (await running.ask(`GET /v2/vpcs/${vpc_uuid}`)).body
    assert.equal([vpc.name, vpc.default], ['default-ams3', true])
    assert.is((await running.ask(`DELETE /v2/vpcs/${vpc_uuid}`)).status, 403)
    const patched = await running.ask(`PATCH /v2/vpcs/${vpc_uuid}`, { description: 'mine' })
    assert.equal([patched.body.vpc.name, patched.body.vpc.description], ['default-ams3', 'mine'])
  }))

const web = { protocol: 'tcp', ports: '80', sources: { addresses: ['0.0.0.0/0', '::/0'] } }
const out = { protocol: 'icmp', destinations: { addresses: ['0.0.0.0/0'] } }

test('firewalls keep rules as given, write all ports as 0, and answer 204 for parts', () =>
  withApi({}, async (running) => {
    const { ask } = running
    await ask('POST /v2/tags', { name: 'app' })
    const id = await droplet(running, { tags: ['app'] })
    const body = { name: 'app', inbound_rules: [web], outbound_rules: [out], tags: ['app'] }
    const made = await ask('POST /v2/firewalls', body)
    assert.is(made.status, 202)
    const { firewall } = made.body
    assert.equal(firewall.inbound_rules, [web])
    assert.equal(firewall.outbound_rules, [{ ...out, ports: '0' }])
    assert.equal([firewall.status, firewall.pending_changes], ['succeeded', []])
    const path = `/v2/firewalls/${firewall.id}`
    const parts: [string, Record<string, unknown>][] = [
      [`POST ${path}/droplets`, { droplet_ids: [id] }],
      [`DELETE ${path}/tags`, { tags: ['app'] }],
      [`POST ${path}/rules`, { inbound_rules: [{ ...web, ports: '443' }] }],
      [`DELETE ${path}/rules`, { inbound_rules: [web] }],
    ]
    for (const [request, part] of parts) assert.is((await ask(request, part)).status, 204)
    const after = (await ask(`GET ${path}`)).body.firewall
    assert.equal([after.droplet_ids, after.tags], [[id], []])
    assert.equal(after.inbound_rules, [{ ...web, ports: '443' }])
    assert.is((await ask(`GET /v2/droplets/${id}/firewalls`)).body.firewalls[0].id, firewall.id)
    const put = await ask(`PUT ${path}`, { ...body, name: 'app-2' })
    assert.equal([put.body.firewall.name, put.body.firewall.droplet_ids], ['app-2', []])
    assert.is((await ask(`DELETE ${path}`)).status, 204)
  }))

const firewallRefusals: [string, Record<string, unknown>, number][] = [
  ['the name of another', { name: 'taken', inbound_rules: [web] }, 409],
  ['a name with an underscore', { name: 'a_b', inbound_rules: [web] }, 422],
  ['no rule', { name: 'b2' }, 422],
  ['a tag that does not exist', { name: 'b2', inbound_rules: [web], tags: ['x'] }, 422],
  ['a droplet that does not exist', { name: 'b2', inbound_rules: [web], droplet_ids: [1] }, 422],
  ['a wrong port', { name: 'b2', inbound_rules: [{ ...web, ports: '70000' }] }, 422],
  ['a wrong protocol', { name: 'b2', inbound_rules: [{ ...web, protocol: 'gre' }] }, 422],
  ['no sources', { name: 'b2', inbound_rules: [{ protocol: 'tcp', ports: '1' }] }, 422],
]

for (const [what, body, status] of firewallRefusals) {
  test(`a firewall with ${what} is refused with ${status}`, () =>
    withApi({}, async ({ ask }) => {
      await ask('POST /v2/firewalls', { name: 'taken', inbound_rules: [web] })
      assert.is((await ask('POST /v2/firewalls', body)).status, status)
    }))
}

for (const [many, one] of [
  ['reserved_ips', 'reserved_ip'],
  ['floating_ips', 'floating_ip'],
]) {
  test(`${many}: reserve, assign, move, unassign, release`, () =>
    withApi({}, async (running) => {
      const { ask, reached } = running
      const [first, second] = [await droplet(running), await droplet(running)]
      const made = await ask(`POST /v2/${many}`, { region: 'ams3' })
      assert.is(made.status, 202)
      const address = made.body[one as string]
      assert.equal([address.droplet, address.region.slug], [null, 'ams3'])
      const path = `/v2/${many}/${address.ip}`
      for (const id of [first, second]) {
        const asked = { type: 'assign', droplet_id: id }
        const { status, body } = await ask(`POST ${path}/actions`, asked)
        assert.equal(
          [status, body.action.type, body.action.status],
          [201, 'assign_ip', 'in-progress'],
        )
        await reached('action', 'completed', body.action.id)
        const got = (await ask(`GET ${path}/actions/${body.action.id}`)).body.action
        assert.ok(got.completed_at)
        assert.is((await ask(`GET ${path}`)).body[one as string].droplet.id, id)
      }
      const { action } = (await ask(`POST ${path}/actions`, { type: 'unassign' })).body
      await reached('action', 'completed', action.id)
      assert.is((await ask(`GET ${path}`)).body[one as string].droplet, null)
      assert.is((await ask(`DELETE ${path}`)).status, 204)
      assert.is((await ask(`GET ${path}`)).status, 404)
    }))
}

test('reserved IPs: one per droplet, three per account, the same region, freed with the droplet', () =>
  withApi({}, async (running) => {
    const { ask, reached } = running
    const id = await droplet(running)
    const { reserved_ip } = (await ask('POST /v2/reserved_ips', { droplet_id: id })).body
    await reached('reserved-ip', 'assigned', reserved_ip.ip)
    const again = await ask('POST /v2/reserved_ips', { droplet_id: id })
    assert.match(again.body.message, /already has a reserved IP/)
    const other = (await ask('POST /v2/reserved_ips', { region: 'fra1' })).body.reserved_ip.ip
    const asked = { type: 'assign', droplet_id: id }
    assert.is((await ask(`POST /v2/reserved_ips/${other}/actions`, asked)).status, 422)
    await ask('POST /v2/reserved_ips', { region: 'ams3' })
    assert.is((await ask('POST /v2/reserved_ips', { region: 'ams3' })).status, 422, 'the fourth')
    await ask(`DELETE /v2/droplets/${id}`)
    const freed = (await ask(`GET /v2/reserved_ips/${reserved_ip.ip}`)).body.reserved_ip
    assert.is(freed.droplet, null)
  }))

const http = { entry_protocol: 'http', entry_port: 80, target_protocol: 'http', target_port: 8080 }
const balancer = { name: 'lb', region: 'ams3', forwarding_rules: [http] }

test('a load balancer is new without an address, then active; its members are changed by id', () =>
  withApi({}, async (running) => {
    const { ask, reached } = running
    const [first, second] = [await droplet(running), await droplet(running)]
    const made = await ask('POST /v2/load_balancers', { ...balancer, droplet_ids: [first] })
    assert.is(made.status, 202)
    const lb = made.body.load_balancer
    assert.equal([lb.status, lb.ip, lb.size_unit, lb.droplet_ids], ['new', '', 1, [first]])
    const path = `/v2/load_balancers/${lb.id}`
    await reached('load-balancer', 'active', lb.id)
    const ready = (await ask(`GET ${path}`)).body.load_balancer
    assert.match(ready.ip, /^203\.0\.113\.\d+$/)
    assert.equal(ready.health_check, {
      protocol: 'tcp',
      port: 8080,
      path: '',
      check_interval_seconds: 10,
      response_timeout_seconds: 5,
      healthy_threshold: 5,
      unhealthy_threshold: 3,
    })
    assert.is((await ask(`POST ${path}/droplets`, { droplet_ids: [second] })).status, 204)
    assert.is((await ask(`DELETE ${path}/droplets`, { droplet_ids: [first] })).status, 204)
    assert.equal((await ask(`GET ${path}`)).body.load_balancer.droplet_ids, [second])
    await ask(`DELETE /v2/droplets/${second}`)
    assert.equal((await ask(`GET ${path}`)).body.load_balancer.droplet_ids, [])
    const put = await ask(`PUT ${path}`, { ...balancer, redirect_http_to_https: true })
    assert.equal([put.status, put.body.load_balancer.redirect_http_to_https], [200, true])
    const https = { ...http, entry_port: 81 }
    assert.is(
      (await ask(`POST ${path}/forwarding_rules`, { forwarding_rules: [https] })).status,
      204,
    )
    assert.is(
      (await ask(`DELETE ${path}/forwarding_rules`, { forwarding_rules: [http] })).status,
      204,
    )
    assert.is((await ask(`DELETE ${path}`)).status, 204)
    assert.is((await ask(`GET ${path}`)).status, 404)
  }))

test('a load balancer that is new takes no changes', () =>
  withApi({ faults: [{ match: 'create load-balancer', answer: 'never' }] }, async ({ ask }) => {
    const { id } = (await ask('POST /v2/load_balancers', balancer)).body.load_balancer
    const put = await ask(`PUT /v2/load_balancers/${id}`, balancer)
    assert.equal([put.status, put.body.id], [403, 'forbidden'])
    assert.is((await ask(`DELETE /v2/load_balancers/${id}`)).status, 204)
  }))

test('a load balancer by tag has all droplets of the tag in its region', () =>
  withApi({}, async (running) => {
    const { ask, reached } = running
    const inside = await droplet(running, { tags: ['app'] })
    await droplet(running, { tags: ['app'], region: 'fra1' })
    const { id } = (await ask('POST /v2/load_balancers', { ...balancer, tag: 'app' })).body
      .load_balancer
    await reached('load-balancer', 'active', id)
    const lb = (await ask(`GET /v2/load_balancers/${id}`)).body.load_balancer
    assert.equal([lb.tag, lb.droplet_ids], ['app', [inside]])
    const byId = await ask(`POST /v2/load_balancers/${id}/droplets`, { droplet_ids: [inside] })
    assert.is(byId.status, 422)
  }))

const balancerRefusals: [string, Record<string, unknown>][] = [
  ['the name of another', { name: 'taken' }],
  ['no rule', { forwarding_rules: [] }],
  ['a wrong protocol', { forwarding_rules: [{ ...http, entry_protocol: 'ftp' }] }],
  ['a wrong port', { forwarding_rules: [{ ...http, target_port: 0 }] }],
  ['the same entry port twice', { forwarding_rules: [http, http] }],
  ['https without a certificate', { forwarding_rules: [{ ...http, entry_protocol: 'https' }] }],
  ['a path for a tcp check', { health_check: { protocol: 'tcp', port: 1, path: '/x' } }],
  ['a check too often', { health_check: { protocol: 'http', port: 1, check_interval_seconds: 1 } }],
  ['a tag and droplets', { tag: 'app', droplet_ids: [1] }],
  ['a droplet that does not exist', { droplet_ids: [1] }],
  ['eleven droplets', { droplet_ids: Array.from({ length: 11 }, (_, at) => at + 1) }],
  ['an unknown region', { region: 'x' }],
  ['too many nodes', { size_unit: 201 }],
]

for (const [what, change] of balancerRefusals) {
  test(`a load balancer with ${what} is refused with 422`, () =>
    withApi({}, async ({ ask }) => {
      await ask('POST /v2/load_balancers', { ...balancer, name: 'taken' })
      const { status, body } = await ask('POST /v2/load_balancers', { ...balancer, ...change })
      assert.is(status, 422, JSON.stringify(body))
    }))
}

test('a domain has name servers and a SOA; records are created, filtered, changed and deleted', () =>
  withApi({}, async ({ ask }) => {
    const made = await ask('POST /v2/domains', { name: 'example.com', ip_address: '192.0.2.1' })
    assert.is(made.status, 201)
    assert.is((await ask('POST /v2/domains', { name: 'example.com' })).status, 422)
    assert.is((await ask('POST /v2/domains', { name: 'no domain' })).status, 422)
    const path = '/v2/domains/example.com/records'
    assert.is((await ask(`GET ${path}`)).body.meta.total, 5)
    const record = { type: 'A', name: 'app', data: '192.0.2.7', ttl: 60 }
    const { domain_record } = (await ask(`POST ${path}`, record)).body
    assert.equal([domain_record.ttl, domain_record.priority], [60, null])
    const named = await ask(`GET ${path}?name=app.example.com&type=A`)
    assert.equal(named.body.domain_records, [domain_record])
    const put = await ask(`PUT ${path}/${domain_record.id}`, { type: 'A', data: '192.0.2.8' })
    assert.equal([put.body.domain_record.data, put.body.domain_record.name], ['192.0.2.8', 'app'])
    assert.match((await ask('GET /v2/domains/example.com')).body.domain.zone_file, /app 60 IN A/)
    const alias = { type: 'CNAME', name: 'www', data: 'app.example.com.' }
    assert.is((await ask(`POST ${path}`, alias)).body.domain_record.data, 'app.example.com')
    assert.is((await ask(`DELETE ${path}/${domain_record.id}`)).status, 204)
    assert.is((await ask(`GET ${path}/${domain_record.id}`)).status, 404)
    const [soa] = (await ask(`GET ${path}?type=SOA`)).body.domain_records
    assert.is((await ask(`DELETE ${path}/${soa.id}`)).status, 422)
    assert.is((await ask('DELETE /v2/domains/example.com')).status, 204)
    assert.is((await ask(`GET ${path}`)).status, 404)
  }))

const recordRefusals: [string, Record<string, unknown>][] = [
  ['a TTL below 30', { type: 'A', name: 'a', data: '192.0.2.1', ttl: 29 }],
  ['a host name as address', { type: 'A', name: 'a', data: 'example.org' }],
  ['no final dot', { type: 'CNAME', name: 'a', data: 'example.org' }],
  ['no priority', { type: 'MX', name: '@', data: 'mail.example.org.' }],
  ['an unknown type', { type: 'HINFO', name: 'a', data: 'x' }],
  ['no data', { type: 'TXT', name: 'a' }],
]

for (const [what, body] of recordRefusals) {
  test(`a record with ${what} is refused with 422`, () =>
    withApi({}, async ({ ask }) => {
      await ask('POST /v2/domains', { name: 'example.com' })
      assert.is((await ask('POST /v2/domains/example.com/records', body)).status, 422)
    }))
}

test("Let's Encrypt certificates are pending, then verified, and kept while in use", () =>
  withApi({}, async ({ ask, reached }) => {
    const request = { name: 'web', type: 'lets_encrypt', dns_names: ['example.com'] }
    const { status, body } = await ask('POST /v2/certificates', request)
    assert.equal([status, body.certificate.state], [202, 'pending'])
    await reached('certificate', 'verified', body.certificate.id)
    const rule = { ...http, entry_protocol: 'https', certificate_id: body.certificate.id }
    await ask('POST /v2/load_balancers', { ...balancer, forwarding_rules: [rule] })
    assert.is((await ask(`DELETE /v2/certificates/${body.certificate.id}`)).status, 403)
    const custom = { name: 'own', type: 'custom', private_key: 'x', leaf_certificate: 'x' }
    assert.is((await ask('POST /v2/certificates', custom)).status, 422)
  }))

test.run()
