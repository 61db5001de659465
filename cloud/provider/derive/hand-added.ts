// Facts that neither package holds, from the provider's documentation: schema versions, and what
// came between the release that the shapes are of and the one that stands in the name.
import type { Attribute, Block, NestedBlock, Schema } from '../table.ts'

type Addition = {
  version?: number
  attributes?: { [name: string]: Attribute }
  blocks?: { [name: string]: NestedBlock }
  deprecated?: string[]
}

const duration: Attribute = { type: 'string', optional: true }

const additions: { [name: string]: Addition } = {
  certificate: {
    version: 1,
    blocks: {
      timeouts: {
        nesting_mode: 'single',
        block: { attributes: { create: duration, delete: duration } },
      },
    },
  },
  database_cluster: {
    blocks: {
      storage_autoscale: {
        nesting_mode: 'list',
        max_items: 1,
        block: {
          attributes: {
            enabled: { type: 'bool', required: true },
            increment_gib: { type: 'number', optional: true },
            threshold_percent: { type: 'number', optional: true },
          },
        },
      },
    },
  },
  droplet: {
    version: 1,
    attributes: {
      gpu_partition_mode: { type: 'string', optional: true },
      public_networking: { type: 'bool', optional: true, computed: true },
    },
    deprecated: ['private_networking'],
  },
  loadbalancer: {
    version: 1,
    attributes: {
      ip: { type: 'string', optional: true, computed: true },
      subnet_uuid: { type: 'string', optional: true, computed: true },
    },
    deprecated: ['algorithm', 'forwarding_rule.certificate_id'],
  },
}

/** The shape of a resource type with what is known of it besides. */
export function withHandAdded(name: string, schema: Schema): Schema {
  const {
    version = schema.version,
    attributes = {},
    blocks,
    deprecated = [],
  } = additions[name] ?? {}
  const { block } = schema
  const complete = {
    attributes: { ...block.attributes, ...attributes },
    ...((block.block_types ?? blocks) && { block_types: { ...block.block_types, ...blocks } }),
  }
  return { version, block: deprecated.reduce(withDeprecated, complete) }
}

function withDeprecated(block: Block, path: string): Block {
  const [name = '', inner] = path.split('.')
  const nested = block.block_types?.[name]
  if (inner !== undefined && nested !== undefined) {
    const changed = { ...nested, block: withDeprecated(nested.block, inner) }
    return { ...block, block_types: { ...block.block_types, [name]: changed } }
  }
  const attribute = block.attributes[name]
  if (attribute === undefined) throw new Error(`no attribute ${path} to mark as deprecated`)
  return {
    ...block,
    attributes: { ...block.attributes, [name]: { ...attribute, deprecated: true } },
  }
}
