// A schema of the table → the message that describes it to Terraform. What only the plan needs (a
// block that is computed) is left out: the protocol has no word for it.
import type { Block, NestedBlock, Schema } from './table.ts'
import type { WireBlock, WireSchema } from './wire/calls.ts'

const nestings: { readonly [mode in NestedBlock['nesting_mode']]: number } = {
  single: 1,
  list: 2,
  set: 3,
}

export function schemaMessage({ version, block }: Schema): WireSchema {
  return { version, block: blockMessage(block) }
}

function blockMessage({ attributes, block_types = {} }: Block): WireBlock {
  return {
    attributes: Object.entries(attributes).map(([name, attribute]) => ({
      name,
      type: Buffer.from(JSON.stringify(attribute.type)),
      required: attribute.required ?? false,
      optional: attribute.optional ?? false,
      computed: attribute.computed ?? false,
      sensitive: attribute.sensitive ?? false,
      deprecated: attribute.deprecated ?? false,
    })),
    block_types: Object.entries(block_types).map(([type_name, nested]) => ({
      type_name,
      block: blockMessage(nested.block),
      nesting: nestings[nested.nesting_mode],
      min_items: nested.min_items ?? 0,
      max_items: nested.max_items ?? 0,
    })),
  }
}
