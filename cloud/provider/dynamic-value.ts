// A block's value ↔ the bytes that Terraform exchanges, in MessagePack or, in old states, JSON; and
// a failure → the diagnostic that Terraform shows.
import type { Block } from './table.ts'
import { type Attributes, conformBlock } from './value.ts'
import type { Diagnostic, Dynamic } from './wire/calls.ts'
import { decodeValue, encodeValue } from './wire/msgpack.ts'

export const encoded = (block: Block, value: unknown): Dynamic => ({
  msgpack: encodeValue(conformBlock(block, value)),
})

export function decoded(block: Block, { msgpack, json }: Dynamic): Attributes | null {
  if (msgpack?.length) return conformBlock(block, decodeValue(msgpack))
  return json?.length ? conformBlock(block, JSON.parse(Buffer.from(json).toString('utf8'))) : null
}

export function failure(error: unknown, attribute?: string): Diagnostic {
  const summary = error instanceof Error ? error.message : String(error)
  const path = attribute && { attribute: { steps: [{ attribute_name: attribute }] } }
  return { severity: 1, summary, ...path }
}
