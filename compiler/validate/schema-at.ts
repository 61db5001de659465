// A config path → the schema of the value there.
import systemSchema from '../../schema/system.schema.json' with { type: 'json' }
import type { ConfigPath } from '../model/config-path.ts'

export type SchemaNode = {
  description?: string
  type?: string
  default?: unknown
  examples?: unknown[]
  minimum?: number
  maximum?: number
  pattern?: string
  required?: string[]
  properties?: Record<string, SchemaNode>
  items?: SchemaNode
}

export function schemaAt(path: ConfigPath): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>(
    (node, step) => (typeof step === 'number' ? node?.items : node?.properties?.[step]),
    systemSchema as SchemaNode,
  )
}

/** Those that a config may have there; `$schema` is for editors. */
export const keysAt = (path: ConfigPath): string[] =>
  Object.keys(schemaAt(path)?.properties ?? {}).filter((name) => name !== '$schema')
