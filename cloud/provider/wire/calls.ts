// The calls of service tfplugin5.Provider that Terraform makes: what each one asks and answers, as
// types and as protobuf fields. A call that is missing here is answered "unimplemented".
import { listOf, type Message, mapOf, one } from './protobuf.ts'

export type Dynamic = { msgpack?: Uint8Array; json?: Uint8Array }
export type Path = { steps: { attribute_name: string }[] }
export type Diagnostic = { severity: 1 | 2; summary: string; detail?: string; attribute?: Path }
type Diagnosed = { diagnostics?: Diagnostic[] }
type Named = { type_name: string }

export type WireAttribute = {
  name: string
  type: Uint8Array
  required: boolean
  optional: boolean
  computed: boolean
  sensitive: boolean
  deprecated: boolean
}
export type WireBlock = { attributes: WireAttribute[]; block_types: WireNested[] }
export type WireNested = {
  type_name: string
  block: WireBlock
  nesting: number
  min_items: number
  max_items: number
}
export type WireSchema = { version: number; block: WireBlock }

export type Calls = {
  GetSchema: [
    object,
    {
      provider: WireSchema
      resource_schemas: { [name: string]: WireSchema }
      data_source_schemas: { [name: string]: WireSchema }
      server_capabilities: { get_provider_schema_optional: boolean }
    },
  ]
  PrepareProviderConfig: [{ config: Dynamic }, { prepared_config: Dynamic } & Diagnosed]
  ValidateResourceTypeConfig: [Named & { config: Dynamic }, Diagnosed]
  ValidateDataSourceConfig: [Named & { config: Dynamic }, Diagnosed]
  UpgradeResourceState: [
    Named & { version?: number; raw_state: { json?: Uint8Array } },
    { upgraded_state?: Dynamic } & Diagnosed,
  ]
  Configure: [{ terraform_version?: string; config: Dynamic }, Diagnosed]
  ReadResource: [
    Named & { current_state: Dynamic; private?: Uint8Array },
    { new_state: Dynamic; private?: Uint8Array | undefined } & Diagnosed,
  ]
  PlanResourceChange: [
    Named & {
      prior_state: Dynamic
      proposed_new_state: Dynamic
      config: Dynamic
      prior_private?: Uint8Array
    },
    {
      planned_state: Dynamic
      requires_replace?: Path[]
      planned_private?: Uint8Array | undefined
      legacy_type_system?: boolean
    } & Diagnosed,
  ]
  ApplyResourceChange: [
    Named & {
      prior_state: Dynamic
      planned_state: Dynamic
      config: Dynamic
      planned_private?: Uint8Array
    },
    {
      new_state: Dynamic
      private?: Uint8Array | undefined
      legacy_type_system: boolean
    } & Diagnosed,
  ]
  ImportResourceState: [
    Named & { id: string },
    { imported_resources?: (Named & { state: Dynamic })[] } & Diagnosed,
  ]
  ReadDataSource: [Named & { config: Dynamic }, { state: Dynamic } & Diagnosed]
  Stop: [object, { error?: string }]
}

export type CallName = keyof Calls
export type Handlers = {
  [Name in CallName]: (request: Calls[Name][0]) => Calls[Name][1] | Promise<Calls[Name][1]>
}

const dynamic = (): Message => ({ msgpack: one(1, 'bytes'), json: one(2, 'bytes') })
const step = (): Message => ({ attribute_name: one(1, 'string') })
const path = (): Message => ({ steps: listOf(1, step) })
const diagnostic = (): Message => ({
  severity: one(1, 'int'),
  summary: one(2, 'string'),
  detail: one(3, 'string'),
  attribute: one(4, path),
})
const attribute = (): Message => ({
  name: one(1, 'string'),
  type: one(2, 'bytes'),
  required: one(4, 'bool'),
  optional: one(5, 'bool'),
  computed: one(6, 'bool'),
  sensitive: one(7, 'bool'),
  deprecated: one(9, 'bool'),
})
const nested = (): Message => ({
  type_name: one(1, 'string'),
  block: one(2, block),
  nesting: one(3, 'int'),
  min_items: one(4, 'int'),
  max_items: one(5, 'int'),
})
const block = (): Message => ({ attributes: listOf(2, attribute), block_types: listOf(3, nested) })
const schema = (): Message => ({ version: one(1, 'int'), block: one(2, block) })
const capabilities = (): Message => ({ get_provider_schema_optional: one(2, 'bool') })
const rawState = (): Message => ({ json: one(1, 'bytes') })
const imported = (): Message => ({ type_name: one(1, 'string'), state: one(2, dynamic) })

const named: Message = { type_name: one(1, 'string') }
const namedConfig: Message = { ...named, config: one(2, dynamic) }

export const messages: { readonly [Name in CallName]: readonly [Message, Message] } = {
  GetSchema: [
    {},
    {
      provider: one(1, schema),
      resource_schemas: mapOf(2, schema),
      data_source_schemas: mapOf(3, schema),
      server_capabilities: one(6, capabilities),
    },
  ],
  PrepareProviderConfig: [
    { config: one(1, dynamic) },
    { prepared_config: one(1, dynamic), diagnostics: listOf(2, diagnostic) },
  ],
  ValidateResourceTypeConfig: [namedConfig, { diagnostics: listOf(1, diagnostic) }],
  ValidateDataSourceConfig: [namedConfig, { diagnostics: listOf(1, diagnostic) }],
  UpgradeResourceState: [
    { ...named, version: one(2, 'int'), raw_state: one(3, rawState) },
    { upgraded_state: one(1, dynamic), diagnostics: listOf(2, diagnostic) },
  ],
  Configure: [
    { terraform_version: one(1, 'string'), config: one(2, dynamic) },
    { diagnostics: listOf(1, diagnostic) },
  ],
  ReadResource: [
    { ...named, current_state: one(2, dynamic), private: one(3, 'bytes') },
    { new_state: one(1, dynamic), diagnostics: listOf(2, diagnostic), private: one(3, 'bytes') },
  ],
  PlanResourceChange: [
    {
      ...named,
      prior_state: one(2, dynamic),
      proposed_new_state: one(3, dynamic),
      config: one(4, dynamic),
      prior_private: one(5, 'bytes'),
    },
    {
      planned_state: one(1, dynamic),
      requires_replace: listOf(2, path),
      planned_private: one(3, 'bytes'),
      diagnostics: listOf(4, diagnostic),
      legacy_type_system: one(5, 'bool'),
    },
  ],
  ApplyResourceChange: [
    {
      ...named,
      prior_state: one(2, dynamic),
      planned_state: one(3, dynamic),
      config: one(4, dynamic),
      planned_private: one(5, 'bytes'),
    },
    {
      new_state: one(1, dynamic),
      private: one(2, 'bytes'),
      diagnostics: listOf(3, diagnostic),
      legacy_type_system: one(4, 'bool'),
    },
  ],
  ImportResourceState: [
    { ...named, id: one(2, 'string') },
    { imported_resources: listOf(1, imported), diagnostics: listOf(2, diagnostic) },
  ],
  ReadDataSource: [namedConfig, { state: one(1, dynamic), diagnostics: listOf(2, diagnostic) }],
  Stop: [{}, { error: one(1, 'string') }],
}

export const isCall = (name: string): name is CallName => Object.hasOwn(messages, name)
