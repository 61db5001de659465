// The emitted Terraform files → every argument in them that the provider does not document, and every
// one that it requires and that is missing.
import { type ProviderType, providerData, providerTypes } from './digitalocean.ts'
import type { Artifacts } from './system.ts'

type Tree = { [key: string]: Tree | Tree[] | string }
type Labels = Record<string, Record<string, Tree>>

const documents = (artifacts: Artifacts): Tree[] =>
  [...artifacts].flatMap(([path, text]) => (path.endsWith('.tf.json') ? [JSON.parse(text)] : []))

const metaArguments = ['count', 'for_each', 'depends_on', 'lifecycle', 'dynamic', 'timeouts', '//']

export function undocumentedArguments(artifacts: Artifacts): string[] {
  return documents(artifacts).flatMap((file) => [
    ...faultsOf((file.resource as Labels) ?? {}, providerTypes, ['terraform_data']),
    ...faultsOf((file.data as Labels) ?? {}, providerData, []),
  ])
}

const faultsOf = (
  blocks: Labels,
  types: Readonly<Record<string, ProviderType>>,
  builtIn: string[],
): string[] =>
  Object.entries(blocks)
    .filter(([name]) => !builtIn.includes(name))
    .flatMap(([name, labels]) => {
      const type = types[name]
      if (type === undefined) return [name]
      return Object.values(labels).flatMap((body) =>
        bodyFaults(body, type).map((fault) => `${name}: ${fault}`),
      )
    })

function bodyFaults(body: Tree, type: ProviderType): string[] {
  const known = [...type.required, ...type.optional, ...Object.keys(type.blocks)]
  const ignored = ((body.lifecycle as Tree)?.ignore_changes ?? []) as unknown as string[]
  return [
    ...surplus(Object.keys(body), [...known, ...metaArguments]),
    ...surplus(ignored, known).map((name) => `lifecycle.ignore_changes: ${name}`),
    ...surplus(Object.keys(body.timeouts ?? {}), type.timeouts).map((name) => `timeouts.${name}`),
    ...type.required.filter((name) => !(name in body)).map((name) => `${name} is missing`),
    ...Object.entries(type.blocks).flatMap(([name, { required, optional }]) =>
      nested(body, name).flatMap((block) => [
        ...surplus(Object.keys(block), [...required, ...optional, '//']),
        ...required.filter((key) => !(key in block)).map((key) => `${name}.${key} is missing`),
      ]),
    ),
  ]
}

function nested(body: Tree, name: string): Tree[] {
  const dynamic = (body.dynamic as Tree | undefined)?.[name] as Tree | undefined
  return [...((body[name] ?? []) as Tree[]), ...(dynamic ? [dynamic.content as Tree] : [])]
}

const surplus = (names: readonly string[], known: readonly string[]): string[] =>
  names.filter((name) => !known.includes(name))
