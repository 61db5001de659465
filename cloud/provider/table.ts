// The attribute table of the provider: shapes only, in the words of `terraform providers schema
// -json`. One word is added: a block that is `computed` may be left out and is then the API's choice.
import content from './schema.json' with { type: 'json' }

export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', { readonly [name: string]: Type }]

export type Attribute = {
  readonly type: Type
  readonly required?: boolean
  readonly optional?: boolean
  readonly computed?: boolean
  readonly sensitive?: boolean
  readonly deprecated?: boolean
}

export type NestedBlock = {
  readonly nesting_mode: 'single' | 'list' | 'set'
  readonly block: Block
  readonly min_items?: number
  readonly max_items?: number
  readonly computed?: boolean
}

export type Block = {
  readonly attributes: { readonly [name: string]: Attribute }
  readonly block_types?: { readonly [name: string]: NestedBlock }
}

export type Schema = { readonly version: number; readonly block: Block }

export type Table = {
  readonly source: { readonly [name: string]: string }
  readonly provider: Schema
  readonly resource_schemas: { readonly [name: string]: Schema }
  readonly data_source_schemas: { readonly [name: string]: Schema }
}

export const table = content as unknown as Table

export type ResourceName = keyof typeof content.resource_schemas
export type DataSourceName = keyof typeof content.data_source_schemas

/** The schema of a resource type, of which there must be one. */
export function resourceSchema(name: string): Schema {
  return found(table.resource_schemas[name], `resource type ${name}`)
}

/** The schema of a data source, of which there must be one. */
export function dataSchema(name: string): Schema {
  return found(table.data_source_schemas[name], `data source ${name}`)
}

function found(schema: Schema | undefined, what: string): Schema {
  if (schema === undefined) throw new Error(`the stand-in provider has no ${what}`)
  return schema
}
