// One class of @pulumi/digitalocean, added to a shape: what that package alone tells, which is
// what is sensitive and which blocks the API may choose. Nothing else of the shape changes.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Block, Schema } from '../table.ts'

const otherNames: { readonly [name: string]: string } = {
  loadbalancer: 'loadBalancer',
  record: 'dnsRecord',
}

/** Adds the marks to a resource's shape; `folder` is the unpacked package. */
export function withMarks(folder: string, name: string, schema: Schema): Schema {
  const file = join(folder, otherNames[name] ?? camel(name))
  if (!existsSync(`${file}.d.ts`)) throw new Error(`no class for ${name}`)
  const declared = /export declare class [\s\S]*?\n\}/.exec(readFileSync(`${file}.d.ts`, 'utf8'))
  const secrets = /additionalSecretOutputs: \[(.*?)\]/.exec(readFileSync(`${file}.js`, 'utf8'))
  return {
    ...schema,
    block: withComputedBlocks(
      withSecrets(schema.block, secrets?.[1] ?? ''),
      certain(declared?.[0] ?? ''),
    ),
  }
}

/** The properties that always have a value, so those that the API fills in when they are left out. */
function certain(declaration: string): Set<string> {
  const properties = declaration.matchAll(/readonly (\w+): pulumi\.Output<(.*)>;/g)
  return new Set(
    [...properties].filter(([, , type = '']) => !/\| undefined$/.test(type)).map(([, n = '']) => n),
  )
}

function withSecrets(block: Block, secrets: string): Block {
  const attributes = Object.entries(block.attributes).map(([name, attribute]) => [
    name,
    secrets.includes(`"${camel(name)}"`) ? { ...attribute, sensitive: true } : attribute,
  ])
  return { ...block, attributes: Object.fromEntries(attributes) }
}

function withComputedBlocks(block: Block, filled: Set<string>): Block {
  if (block.block_types === undefined) return block
  const blocks = Object.entries(block.block_types).map(([name, nested]) => {
    const known = filled.has(camel(name)) || filled.has(`${camel(name)}s`)
    const computed = known && nested.nesting_mode !== 'single' && nested.min_items === undefined
    return [name, computed ? { ...nested, computed: true } : nested]
  })
  return { ...block, block_types: Object.fromEntries(blocks) }
}

const camel = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
