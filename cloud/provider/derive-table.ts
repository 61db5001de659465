// Two unpacked npm packages → schema.json. Run by hand when the table is to grow:
// tsx cloud/provider/derive-table.ts <folder of @cdktf/provider-digitalocean> <of @pulumi/digitalocean>
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { releaseOf, shapeOf } from './derive/cdktf-shape.ts'
import { withHandAdded } from './derive/hand-added.ts'
import { withMarks } from './derive/pulumi-marks.ts'
import type { Block, NestedBlock, Schema } from './table.ts'

const resources = [
  'certificate',
  'database_cluster',
  'database_connection_pool',
  'database_db',
  'database_firewall',
  'database_replica',
  'database_user',
  'domain',
  'droplet',
  'firewall',
  'floating_ip',
  'floating_ip_assignment',
  'loadbalancer',
  'project',
  'record',
  'reserved_ip',
  'reserved_ip_assignment',
  'ssh_key',
  'tag',
  'vpc',
]
const dataSources = ['domain', 'droplet_snapshot', 'image', 'images', 'ssh_key', 'ssh_keys']

const [cdktf = '', pulumi = ''] = process.argv.slice(2)
const versionOf = (folder: string): string =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
const classFile = (name: string): string =>
  join(cdktf, 'lib', name.replaceAll('_', '-'), 'index.js')

const written = {
  source: {
    '@cdktf/provider-digitalocean': `${versionOf(cdktf)}, MPL-2.0, of provider ${releaseOf(classFile('tag'))}`,
    '@pulumi/digitalocean': `${versionOf(pulumi)}, Apache-2.0`,
    derived: `${new Date().toISOString().slice(0, 10)} by cloud/provider/derive-table.ts; names, types and flags only`,
  },
  provider: sorted(shapeOf(classFile('provider'))),
  resource_schemas: tableOf(resources, (name) =>
    withHandAdded(name, withMarks(pulumi, name, shapeOf(classFile(name)))),
  ),
  data_source_schemas: tableOf(dataSources, (name) =>
    shapeOf(classFile(`data_digitalocean_${name}`)),
  ),
}
writeFileSync(
  join(import.meta.dirname, 'schema.json'),
  `${JSON.stringify(written, null, 1).replace(/\{\n\s+("type": [\s\S]*?)\n\s+\}/g, oneLine)}\n`,
)

function tableOf(names: string[], schemaOf: (name: string) => Schema): { [name: string]: Schema } {
  return Object.fromEntries(names.map((name) => [`digitalocean_${name}`, sorted(schemaOf(name))]))
}

function sorted(schema: Schema): Schema {
  return { version: schema.version, block: sortedBlock(schema.block) }
}

function sortedBlock({ attributes, block_types }: Block): Block {
  const nested = ([name, inner]: [string, NestedBlock]) =>
    [name, { ...inner, block: sortedBlock(inner.block) }] as const
  return {
    attributes: byName(Object.entries(attributes)),
    ...(block_types && { block_types: byName(Object.entries(block_types).map(nested)) }),
  }
}

function byName<T>(entries: (readonly [string, T])[]): { [name: string]: T } {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Keeps the formatter, which respects a first line break, from spreading each attribute. */
function oneLine(_: string, inside: string): string {
  return `{ ${inside.replace(/\s*\n\s*/g, ' ')} }`
}
