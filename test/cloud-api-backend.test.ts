// What the data plane is told: a backend that records its calls, and the requests that cause them.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { waitingBackend } from '../cloud/api/waiting-backend.ts'
import { withApi } from '../cloud/api/with-api.ts'
import type { Backend, Balancer, DatabaseCluster, DnsRecord, Firewall } from '../cloud/backend.ts'

const test = suite('the emulated API: data plane')

type Told = {
  backend: NonNullable<Parameters<typeof withApi>[0]['backend']>
  balancers: Balancer[]
  firewalls: (readonly Firewall[])[]
  records: [string, readonly DnsRecord[]][]
  clusters: DatabaseCluster[]
  calls: string[]
}

function recording(change: (backend: Backend) => Partial<Backend> = () => ({})): Told {
  const told: Omit<Told, 'backend'> = {
    balancers: [],
    firewalls: [],
    records: [],
    clusters: [],
    calls: [],
  }
  return {
    ...told,
    backend: (clock, delays) => {
      const waiting = waitingBackend(clock, delays)
      return {
        ...waiting,
        balancers: { ...waiting.balancers, update: async (one) => void told.balancers.push(one) },
        firewalls: { apply: async (all) => void told.firewalls.push(all) },
        records: { apply: async (name, all) => void told.records.push([name, all]) },
        databases: { ...waiting.databases, apply: async (one) => void told.clusters.push(one) },
        close: async () => void told.calls.push('close'),
        ...change(waiting),
      }
    },
  }
}

const droplet = { name: 'app', region: 'ams3', size: 's-1vcpu-1gb', image: 'debian-13-x64' }

test('a balancer hears of its members as droplets come, get addresses, lose the tag and go', () => {
  const told = recording()
  return withApi({ backend: told.backend }, async ({ ask, reached, api }) => {
    const rule = { entry_protocol: 'tcp', entry_port: 1, target_protocol: 'tcp', target_port: 1 }
    const body = { name: 'lb', region: 'ams3', tag: 'app', forwarding_rules: [rule] }
    await ask('POST /v2/load_balancers', body)
    await reached('load-balancer', 'applied')
    const heard = async (count: number) => {
      while (told.balancers.length < count) await api.clock.sleep(1000)
      return told.balancers.at(-1)?.members.map(({ created }) => created)
    }
    assert.equal(await heard(1), [])
    const { id } = (await ask('POST /v2/droplets', { ...droplet, tags: ['app'] })).body.droplet
    assert.equal(await heard(2), [false])
    assert.equal(await heard(3), [true])
    const resources = [{ resource_id: String(id), resource_type: 'droplet' }]
    await ask('DELETE /v2/tags/app/resources', { resources })
    assert.equal(await heard(4), [])
    await ask('POST /v2/tags/app/resources', { resources })
    assert.equal(await heard(5), [true])
    await ask(`DELETE /v2/droplets/${id}`)
    assert.equal(await heard(6), [])
  })
})

test('firewalls are told with addresses in place of tags and balancers', () => {
  const told = recording()
  return withApi({ backend: told.backend }, async ({ ask, reached }) => {
    await ask('POST /v2/tags', { name: 'app' })
    const { id } = (await ask('POST /v2/droplets', { ...droplet, tags: ['app'] })).body.droplet
    await reached('droplet', 'active', id)
    const sources = { addresses: ['192.0.2.0/24'], tags: ['app'] }
    await ask('POST /v2/firewalls', {
      name: 'app',
      inbound_rules: [{ protocol: 'tcp', ports: '8080', sources }],
      tags: ['app'],
    })
    await reached('firewall', 'applied')
    const [policy] = told.firewalls.at(-1) ?? []
    assert.equal(policy?.dropletIds, [id])
    const [rule] = policy?.rules ?? []
    assert.equal([rule?.direction, rule?.ports, rule?.peers.length], ['inbound', '8080', 3])
  })
})

test('records are told per domain, and a deleted domain is told as empty', () => {
  const told = recording()
  return withApi({ backend: told.backend }, async ({ ask, api }) => {
    await ask('POST /v2/domains', { name: 'example.com' })
    const record = { type: 'A', name: 'app', data: '192.0.2.7', ttl: 60 }
    await ask('POST /v2/domains/example.com/records', record)
    await ask('DELETE /v2/domains/example.com')
    while (told.records.length < 3) await api.clock.sleep(1000)
    const seen = told.records.map(([name, records]) => [name, records.length])
    assert.equal(seen, [
      ['example.com', 4],
      ['example.com', 5],
      ['example.com', 0],
    ])
    assert.equal(told.records[1]?.[1].at(-1)?.ttlSeconds, 60)
  })
})

test('a database user is there before the answer', () => {
  const told = recording()
  return withApi({ backend: told.backend }, async ({ ask, reached }) => {
    await ask('POST /v2/tags', { name: 'app' })
    const body = {
      name: 'app-db',
      engine: 'pg',
      size: 'db-s-1vcpu-1gb',
      region: 'ams3',
      num_nodes: 1,
    }
    const { id } = (await ask('POST /v2/databases', body)).body.database
    await reached('database', 'online', id)
    await ask(`POST /v2/databases/${id}/users`, { name: 'app' })
    assert.equal(
      told.clusters.at(-1)?.users.map(({ name }) => name),
      ['doadmin', 'app'],
    )
    await ask(`PUT /v2/databases/${id}/firewall`, { rules: [{ type: 'tag', value: 'app' }] })
    assert.equal(told.clusters.at(-1)?.trustedAddresses, [])
    const { droplet: made } = (await ask('POST /v2/droplets', { ...droplet, tags: ['app'] })).body
    await reached('droplet', 'active', made.id)
    await ask(`POST /v2/databases/${id}/dbs`, { name: 'app' })
    assert.is(told.clusters.at(-1)?.trustedAddresses.length, 2)
  })
})

test('addresses, snapshots and failures are the backend’s', () => {
  const told = recording((waiting) => ({
    machines: {
      ...waiting.machines,
      create: async ({ userData, sshKeys }) => {
        told.calls.push(`create ${userData} ${sshKeys.length}`)
        return { publicIpv4: '192.0.2.9', privateIpv4: '10.0.0.9' }
      },
      shutdown: async () => {
        throw new Error('the machine does not answer')
      },
    },
  }))
  return withApi({ backend: told.backend }, async ({ ask, reached }) => {
    const { id } = (await ask('POST /v2/droplets', { ...droplet, user_data: '#!' })).body.droplet
    await reached('droplet', 'active', id)
    assert.equal(told.calls, ['create #! 0'])
    const { v4 } = (await ask(`GET /v2/droplets/${id}`)).body.droplet.networks
    const addresses = v4.map(({ ip_address }: { ip_address: string }) => ip_address)
    assert.equal(addresses, ['10.0.0.9', '192.0.2.9'])
    const { action } = (await ask(`POST /v2/droplets/${id}/actions`, { type: 'shutdown' })).body
    await reached('action', 'errored', action.id)
    const errored = await reached('droplet', 'errored', id)
    assert.match(JSON.stringify(errored), /does not answer/)
    assert.is((await ask(`GET /v2/droplets/${id}`)).body.droplet.status, 'active')
  })
})

test('the data plane is closed with the API', async () => {
  const told = recording()
  await withApi({ backend: told.backend }, async () => {})
  assert.equal(told.calls, ['close'])
})

test.run()
