// What the plan decides, without terraform: unknown values, defaults, sets with computed members,
// blocks that the API fills in, and the differences that are none.
import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { planChange } from '../cloud/provider/plan.ts'
import { resources } from '../cloud/provider/resources.ts'
import { resourceSchema } from '../cloud/provider/table.ts'
import { configFaults } from '../cloud/provider/validate.ts'
import { type Attributes, conformBlock, unknownValue } from '../cloud/provider/value.ts'

const test = suite('provider: plan')

function plan(type: string, config: object, prior: object | null = null) {
  const name = `digitalocean_${type}`
  const { block } = resourceSchema(name)
  const rules = resources[name]
  const given = conformBlock(block, config)
  if (rules === undefined || given === null) throw new Error(name)
  return planChange(rules, block, { prior: conformBlock(block, prior), config: given })
}

const droplet = { name: 'a', image: '1', region: 'FRA1', size: 's-1vcpu-1gb' }
const rule = { entry_protocol: 'http', entry_port: 80, target_protocol: 'http', target_port: 80 }
const balancer = { name: 'a', region: 'fra1', forwarding_rule: [rule] }
const knownRule = { ...rule, tls_passthrough: false, certificate_id: '', certificate_name: '' }
const usualFlags = {
  algorithm: 'round_robin',
  redirect_http_to_https: false,
  enable_proxy_protocol: false,
  enable_backend_keepalive: false,
  disable_lets_encrypt_dns_records: false,
}
const madeBalancer = {
  ...balancer,
  ...usualFlags,
  id: 'x',
  size_unit: 1,
  droplet_tag: '',
  droplet_ids: [7],
  forwarding_rule: [knownRule],
  sticky_sessions: [{ type: 'none' }],
}

test('what the API will choose is unknown, the rest has its default or stays null', () => {
  const { planned } = plan('droplet', droplet)
  assert.is(planned.ipv4_address, unknownValue)
  assert.is(planned.vpc_uuid, unknownValue)
  assert.is(planned.monitoring, false)
  assert.is(planned.resize_disk, true)
  assert.is(planned.user_data, null)
  assert.is(planned.tags, null)
  assert.is(planned.region, 'fra1')
})

test('a set with an unknown element is unknown', () => {
  const { planned } = plan('droplet', { ...droplet, ssh_keys: ['1', unknownValue] })
  assert.is(planned.ssh_keys, unknownValue)
})

test('a set of blocks with an unknown member keeps its elements', () => {
  const open = { protocol: 'tcp', port_range: '22', source_addresses: [unknownValue] }
  const { planned } = plan('firewall', { name: 'a', inbound_rule: [open] })
  const [element] = planned.inbound_rule as Attributes[]
  assert.is(element?.source_addresses, unknownValue)
  assert.is(element?.port_range, '22')
})

test('blocks of unknown number are unknown', () => {
  const { planned } = plan('firewall', { name: 'a', inbound_rule: unknownValue })
  assert.is(planned.inbound_rule, unknownValue)
})

test('a block that is left to the API is unknown at first and then stays', () => {
  assert.is(plan('loadbalancer', balancer).planned.healthcheck, unknownValue)
  const check = { protocol: 'tcp', port: 80, path: '' }
  const { planned } = plan('loadbalancer', balancer, { ...madeBalancer, healthcheck: [check] })
  assert.is((planned.healthcheck as Attributes[])[0]?.port, 80)
})

test('an element of a set is the prior one if all that was written is the same', () => {
  const other = { ...rule, entry_port: 81 }
  const { planned } = plan(
    'loadbalancer',
    { ...balancer, forwarding_rule: [other, rule] },
    madeBalancer,
  )
  const [added, kept] = planned.forwarding_rule as Attributes[]
  assert.is(added?.certificate_id, unknownValue)
  assert.is(kept?.certificate_id, '')
  assert.is(added?.tls_passthrough, false)
})

test('droplets that others gave to a load balancer stay', () => {
  const { planned } = plan('loadbalancer', { ...balancer, name: 'b' }, madeBalancer)
  assert.equal(planned.droplet_ids, [7])
})

test('nothing changes where the configuration only leaves out what is empty', () => {
  const { planned, replacedBy } = plan('loadbalancer', balancer, madeBalancer)
  const schema = resourceSchema('digitalocean_loadbalancer')
  assert.equal(planned, conformBlock(schema.block, madeBalancer))
  assert.equal(replacedBy, [])
})

test('a named size is the number of nodes that it stands for', () => {
  const same = plan('loadbalancer', { ...balancer, size: 'lb-small' }, madeBalancer)
  assert.is(same.planned.size, null)
  const larger = plan('loadbalancer', { ...balancer, size: 'lb-large' }, madeBalancer)
  assert.is(larger.planned.size, 'lb-large')
})

test('user data is stored as a digest, which the same text does not change', () => {
  const stored = createHash('sha1').update('text').digest('hex')
  const prior: Attributes = plan('droplet', { ...droplet, user_data: 'text' }).planned
  assert.is(prior.user_data, stored)
  assert.equal(plan('droplet', { ...droplet, user_data: 'text' }, prior).replacedBy, [])
  assert.equal(plan('droplet', { ...droplet, user_data: 'other' }, prior).replacedBy, ['user_data'])
  // ignore_changes puts the stored form in place of the text.
  assert.equal(plan('droplet', { ...droplet, user_data: stored }, prior).replacedBy, [])
})

test('an unknown value of an attribute that can not change makes a new resource', () => {
  const prior = { ...droplet, region: 'fra1', monitoring: false, id: '1' }
  const { replacedBy } = plan('droplet', { ...droplet, image: unknownValue }, prior)
  assert.equal(replacedBy, ['image'])
})

test('the capitals of tags and the seconds of an hour make no difference', () => {
  const cluster = { name: 'a', engine: 'pg', version: '17', size: 's', region: 'r', node_count: 1 }
  const window = (hour: string) => [{ day: 'sunday', hour }]
  const prior = { ...cluster, id: '1', tags: ['App'], maintenance_window: window('13:00:00') }
  const config = { ...cluster, tags: ['app'], maintenance_window: window('13:00') }
  const { planned } = plan('database_cluster', config, prior)
  assert.equal(planned.tags, ['App'])
  assert.equal(planned.maintenance_window, window('13:00:00'))
})

test('a record under its full name is the same record', () => {
  const prior = { domain: 'a.org', type: 'CNAME', name: 'www', value: 'a.org.', ttl: 60, id: '1' }
  const { planned } = plan('record', { ...prior, id: null, name: 'www.a.org.' }, prior)
  assert.is(planned.name, 'www')
})

test('what a plan must refuse', () => {
  assert.throws(() => plan('firewall', { name: 'a' }), 'At least one rule')
  const check = [{ protocol: 'http', port: 80 }]
  assert.throws(
    () => plan('loadbalancer', { ...balancer, healthcheck: check }),
    '`path` is required',
  )
  assert.throws(
    () => plan('record', { type: 'MX', domain: 'a.org', name: '@', value: 'b.' }),
    'priority',
  )
  assert.throws(() => plan('database_cluster', { engine: 'pg' }), '"version" is required')
})

test('checks reach into blocks and sets, and let what is unknown pass', () => {
  const faults = (type: string, config: Attributes) =>
    configFaults(resources[`digitalocean_${type}`] ?? {}, config).map(({ message }) => message)
  assert.equal(faults('loadbalancer', { forwarding_rule: [{ ...rule, entry_port: 0 }] }), [
    'expected entry_port to be in the range (1 - 65535), got 0',
  ])
  assert.equal(faults('firewall', { inbound_rule: [{ protocol: 'gre' }] }), [
    'expected protocol to be one of ["tcp" "udp" "icmp"], got gre',
  ])
  assert.is(faults('droplet', { tags: ['a b'] }).length, 1)
  assert.equal(faults('droplet', { tags: [unknownValue], name: unknownValue }), [])
  assert.equal(faults('loadbalancer', { droplet_ids: [1], droplet_tag: 'a' }), [
    '"droplet_ids": conflicts with droplet_tag',
  ])
})

test.run()
