// Every key of the config as the JSON Schema has it, the outer before the inner.
import systemSchema from '../../schema/system.schema.json' with { type: 'json' }

export type SchemaNode = {
  description?: string
  type?: string
  default?: unknown
  examples?: unknown[]
  enum?: unknown[]
  required?: string[]
  properties?: Record<string, SchemaNode>
}

export type SchemaKey = { path: string[]; name: string; node: SchemaNode; isRequired: boolean }

export const schemaRoot: SchemaNode = systemSchema

export const schemaKeys: readonly SchemaKey[] = keysOf(schemaRoot, [])

/** The object at a path, of which a key is a property. */
export const schemaAt = (path: readonly string[]): SchemaNode =>
  path.reduce<SchemaNode>((node, step) => node.properties?.[step] ?? {}, schemaRoot)

function keysOf(parent: SchemaNode, above: string[]): SchemaKey[] {
  return Object.entries(parent.properties ?? {}).flatMap(([key, node]) => {
    const path = [...above, key]
    const isRequired = parent.required?.includes(key) ?? false
    return [{ path, name: path.join('.'), node, isRequired }, ...keysOf(node, path)]
  })
}
