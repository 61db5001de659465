// The table of what the provider replaces, against the provider that stands in for it; and every
// resource type that the artifacts have is in the table.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { resources } from '../cloud/provider/resources.ts'
import { type Block, resourceSchema } from '../cloud/provider/table.ts'
import { providerChanges } from '../diff/provider-changes.ts'
import { configurationOf } from '../diff/terraform/configuration.ts'
import table from '../facts/digitalocean/changes.json' with { type: 'json' }
import { compiled } from './support/system.ts'

const test = suite('diff: provider')

const types = Object.keys(table.resources).filter((type) => type !== 'terraform_data')

const namesOf = ({ attributes, block_types = {} }: Block): string[] => [
  ...Object.keys(attributes),
  ...Object.keys(block_types),
]

function setsOf({ attributes, block_types = {} }: Block, path = ''): string[] {
  const plain = Object.entries(attributes).filter(
    ([, { type }]) => typeof type !== 'string' && type[0] === 'set',
  )
  const nested = Object.entries(block_types).flatMap(([name, { nesting_mode, block }]) => [
    ...(nesting_mode === 'set' ? [`${path}${name}`] : []),
    ...setsOf(block, `${path}${name}.`),
  ])
  return [...plain.map(([name]) => `${path}${name}`), ...nested]
}

for (const type of types) {
  test(`${type}: what is replaced`, () => {
    const known = (resources as Record<string, { replacedBy?: readonly string[] }>)[type]
    const usual = [
      'droplet_agent',
      'public_networking',
      'gpu_partition_mode',
      'subnet_uuid',
      'type',
      'network',
      'network_stack',
    ]
    const wanted = (known?.replacedBy ?? []).filter(
      (name) => type === 'digitalocean_record' || !usual.includes(name),
    )
    assert.equal([...providerChanges(type).replacedBy].sort(), [...wanted].sort())
  })

  test(`${type}: what has no order`, () => {
    const { block } = resourceSchema(type)
    const sets = setsOf(block)
    for (const name of providerChanges(type).unordered) assert.ok(sets.includes(name), name)
  })

  test(`${type}: what has a downtime of its own is an attribute`, () => {
    const { block } = resourceSchema(type)
    const own = Object.keys(providerChanges(type).update).filter((name) => name !== '*')
    for (const name of own) assert.ok(namesOf(block).includes(name), name)
  })
}

test('every type and every list without order of the artifacts is in the table', async () => {
  const { output } = await compiled({
    database: {},
    domain: { zone: 'example.com', record: 'a' },
    scaling: { instances: 3, ingress: 'reserved-ip' },
    access: { gateFrom: ['203.0.113.0/24'], sshFrom: ['203.0.113.0/24'], sshKeys: ['a'] },
  })
  const { resource } = configurationOf(output?.artifacts ?? [])
  assert.ok(Object.keys(resource).length > 8)
  for (const [type, labels] of Object.entries(resource)) {
    assert.ok(Object.hasOwn(table.resources, type), type)
    if (type === 'terraform_data') continue
    const lists = listsOf(Object.values(labels as object))
    const sets = setsOf(resourceSchema(type).block).filter((name) => lists.has(name))
    assert.equal(
      sets.filter((name) => !providerChanges(type).unordered.includes(name)),
      [],
      type,
    )
  }
})

function listsOf(bodies: readonly unknown[], path = ''): Set<string> {
  const found = new Set<string>()
  for (const body of bodies) {
    for (const [name, value] of Object.entries(body as object)) {
      if (!Array.isArray(value)) continue
      found.add(`${path}${name}`)
      const inner = value.filter((item) => typeof item === 'object' && item !== null)
      for (const nested of listsOf(inner, `${path}${name}.`)) found.add(nested)
    }
  }
  return found
}

test.run()
