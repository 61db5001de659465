// The emitted Terraform files → the same files for a terraform without the provider: each of its
// resources becomes a module that takes what the provider documents and computes what it computes.
// So stock terraform, offline, loads, plans and applies all the rest: every expression, every
// reference, the order, the steps. Lifecycles and timeouts have no place in a module.
import { type ProviderType, providerData, providerTypes } from './digitalocean.ts'
import type { Artifacts } from './system.ts'

type Json = null | boolean | number | string | Json[] | JsonObject
type JsonObject = { [key: string]: Json }

export function providerAsModules(artifacts: Artifacts): Map<string, string> {
  const files = [...artifacts].map(
    ([path, text]) => [path, path.endsWith('.tf.json') ? inModules(path, text) : text] as const,
  )
  return new Map([...files, ...modules(providerTypes, ''), ...modules(providerData, 'data-')])
}

function inModules(path: string, text: string): string {
  const { provider, resource = {}, data = {}, ...rest } = JSON.parse(text)
  delete rest.terraform?.required_providers
  const kept = Object.entries(resource).filter(([type]) => !(type in providerTypes))
  const calls = [
    ...moduleCalls(resource, providerTypes, ''),
    ...moduleCalls(data, providerData, 'data-'),
  ]
  const conditions = calls.flatMap(([name, { lifecycle }]) => conditionsOf(name, lifecycle))
  const file = {
    ...rest,
    ...(kept.length > 0 && { resource: Object.fromEntries(kept) }),
    ...(calls.length > 0 && {
      module: Object.fromEntries(calls.map(([name, body]) => [name, callOf(body)])),
    }),
    ...(conditions.length > 0 && {
      output: {
        ...rest.output,
        [`conditions_of_${path.replace(/\W/g, '_')}`]: { value: true, precondition: conditions },
      },
    }),
  }
  return JSON.stringify(file, (_key, value) =>
    typeof value === 'string' ? moduleNames(value) : value,
  )
}

const moduleNames = (text: string): string =>
  text.replace(
    /\b(data\.)?(digitalocean_\w+)\.([a-z][\w-]*)/g,
    (_all, data, type, label) => `module.${data ? 'data-' : ''}${type}-${label}`,
  )

type Call = [name: string, body: JsonObject]

const moduleCalls = (
  blocks: Record<string, Record<string, JsonObject>>,
  types: Readonly<Record<string, ProviderType>>,
  prefix: string,
): Call[] =>
  Object.entries(blocks)
    .filter(([type]) => type in types)
    .flatMap(([type, labels]) =>
      Object.entries(labels).map(
        ([label, body]): Call => [
          `${prefix}${type}-${label}`,
          { source: `./modules/${prefix}${type}`, ...body },
        ],
      ),
    )

/** The arguments have a prefix, because a module call keeps names such as `version` for itself. */
function callOf({
  source,
  count,
  for_each,
  depends_on,
  lifecycle,
  dynamic,
  ...rest
}: JsonObject): JsonObject {
  const { '//': _comment, timeouts: _timeouts, ...given } = rest
  const lists = Object.entries((dynamic ?? {}) as Record<string, Dynamic>).map(
    ([name, block]) => [`dynamic_${name}`, dynamicList(name, block)] as const,
  )
  const prefixed = [...Object.entries(given), ...lists].map(([name, value]) => [
    `in_${name}`,
    value,
  ])
  const meta = Object.entries({ count, for_each, depends_on }).filter(
    ([, value]) => value !== undefined,
  )
  const ignored = (lifecycle as JsonObject | undefined)?.ignore_changes ?? []
  return { source: source ?? '', ...Object.fromEntries([...meta, ...prefixed]), ignored }
}

type Dynamic = { for_each: string; content: JsonObject }

/** A dynamic block as the list of what it generates. */
function dynamicList(name: string, { for_each, content }: Dynamic): string {
  const fields = Object.entries(content).map(([key, value]) => `${key} = ${expression(value)}`)
  const values = `[for value in ${expression(for_each)} : { value = value }]`
  return `\${[for ${name} in ${values} : { ${fields.join(', ')} }]}`
}

const expression = (value: Json): string =>
  typeof value === 'string' && value.startsWith('${') ? value.slice(2, -1) : JSON.stringify(value)

function conditionsOf(name: string, lifecycle: Json | undefined): JsonObject[] {
  const { precondition = [], postcondition = [] } = (lifecycle ?? {}) as Record<
    string,
    JsonObject[]
  >
  return [...precondition, ...postcondition].map(({ condition, error_message }) => ({
    condition: String(condition).replaceAll('self.', `module.${name}.`),
    error_message: error_message ?? '',
  }))
}

const modules = (types: Readonly<Record<string, ProviderType>>, prefix: string) =>
  Object.entries(types).map(
    ([name, type]) =>
      [
        `terraform/modules/${prefix}${name}/main.tf.json`,
        JSON.stringify(moduleOf(name, type)),
      ] as const,
  )

function moduleOf(name: string, { required, optional, blocks, computed, sensitive }: ProviderType) {
  const taken = [...required, ...optional, ...Object.keys(blocks)]
  const lists = Object.keys(blocks).map((block) => `dynamic_${block}`)
  const given = [...taken, ...lists].map((one) => `${one} = var.in_${one}`).join(', ')
  const variable = (one: string) =>
    [`in_${one}`, { type: 'any', ...(!required.includes(one) && { default: null }) }] as const
  return {
    variable: {
      ...Object.fromEntries([...taken, ...lists].map(variable)),
      ignored: { type: 'list(string)' },
    },
    resource: {
      terraform_data: {
        this: {
          input: `\${{ for name, value in { ${given} } : name => value if !contains(var.ignored, name) }}`,
        },
      },
    },
    output: Object.fromEntries([
      ...taken.map((argument) => [argument, { value: `\${var.in_${argument}}` }]),
      ...computed.map((attribute) => [attribute, { value: computedValue(name, attribute) }]),
      ...sensitive.map((attribute) => [
        attribute,
        { value: `\${sensitive("${computedValue(name, attribute)}")}`, sensitive: true },
      ]),
    ]),
  }
}

/** Unknown until applied, as with the provider; but data is read while planning. */
function computedValue(type: string, attribute: string): Json {
  const id = '${terraform_data.this.id}'
  const values: Record<string, Json> = {
    'digitalocean_droplet.id':
      '${tostring(parseint(substr(sha256(terraform_data.this.id), 0, 7), 16))}',
    'digitalocean_droplet.status': '${length(terraform_data.this.id) > 0 ? "active" : ""}',
    'digitalocean_database_cluster.port': '${25060 + 0 * length(terraform_data.this.id)}',
    'digitalocean_database_cluster.private_uri': `postgresql://doadmin:x@${id}:25060/defaultdb?sslmode=require`,
    'digitalocean_images.images': [{ id: 42, name: 'image', created: '2026-01-01T00:00:00Z' }],
    'digitalocean_ssh_key.id': '${length(var.in_name)}',
  }
  return values[`${type}.${attribute}`] ?? `${attribute}-${id}`
}
