// One provider instance: answers Terraform's calls for the types of the registries. It holds nothing
// but the account that it was configured with; all state is in the messages and in the API.
import { accountOf, type ProviderOptions } from './account.ts'
import { dataSources } from './data-sources.ts'
import { decoded, encoded, failure } from './dynamic-value.ts'
import type { DataSource } from './resource.ts'
import {
  type Answer,
  apiOf,
  applyResource,
  importResource,
  planResource,
  type Request,
  readResource,
  resourceOf,
  type Session,
  upgradeState,
} from './resource-calls.ts'
import { schemaMessage } from './schema-message.ts'
import { dataSchema, resourceSchema, type Schema, table } from './table.ts'
import { configFaults, type Rules } from './validate.ts'
import type { Diagnostic, Dynamic, Handlers } from './wire/calls.ts'

export function provider(options: ProviderOptions): Handlers {
  const session: Session = { options, stop: new AbortController() }
  return {
    GetSchema: () => ({ ...schemas, server_capabilities: { get_provider_schema_optional: true } }),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: ({ config, terraform_version }) => {
      const given = decoded(table.provider.block, config) ?? {}
      session.account = accountOf(given, options, terraform_version)
      return {}
    },
    ValidateResourceTypeConfig: ({ type_name, config }) =>
      validated(resourceOf(type_name), resourceSchema(type_name), config),
    ValidateDataSourceConfig: ({ type_name, config }) =>
      validated(dataSourceOf(type_name), dataSchema(type_name), config),
    UpgradeResourceState: upgradeState,
    ReadResource: (request) => readResource(session, request),
    PlanResourceChange: planResource,
    ApplyResourceChange: (request) => applyResource(session, request),
    ImportResourceState: (request) => importResource(session, request),
    ReadDataSource: (request) => readDataSource(session, request),
    Stop: () => {
      session.stop.abort()
      return {}
    },
  }
}

const messagesOf = (all: { readonly [name: string]: Schema }) =>
  Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, schemaMessage(schema)]))

const schemas = {
  provider: schemaMessage(table.provider),
  resource_schemas: messagesOf(table.resource_schemas),
  data_source_schemas: messagesOf(table.data_source_schemas),
}

function dataSourceOf(name: string): DataSource {
  const source = dataSources[name]
  if (source === undefined) throw new Error(`the stand-in provider has no data source ${name}`)
  return source
}

function validated(
  rules: Rules,
  { block }: Schema,
  config: Dynamic,
): { diagnostics: Diagnostic[] } {
  const faults = configFaults(rules, decoded(block, config) ?? {})
  return { diagnostics: faults.map(({ message, attribute }) => failure(message, attribute)) }
}

async function readDataSource(
  session: Session,
  { type_name, config }: Request<'ReadDataSource'>,
): Promise<Answer<'ReadDataSource'>> {
  const { block } = dataSchema(type_name)
  const given = decoded(block, config) ?? {}
  try {
    const read = await dataSourceOf(type_name).read(apiOf(session), given)
    return { state: encoded(block, { ...given, ...read }) }
  } catch (error) {
    return { state: config, diagnostics: [failure(error)] }
  }
}
