// system.schema.json → the config's types, as written and with every default filled in, and these
// defaults alone.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { root } from '../test/support/root.ts'

const bannerComment = '// Generated from system.schema.json by `npm run generate`. Do not edit.'
const style = { semi: false, singleQuote: true, printWidth: 100 }

export async function configTypes(): Promise<[string, string][]> {
  const written = describeDefaults(readSchema())
  const complete = { ...requireDefaulted(readSchema()), title: 'CompleteConfig' }
  const options = { bannerComment, style, additionalProperties: false }
  return [
    ['schema/system-config.gen.ts', await compile(written, 'SystemConfig', options)],
    ['schema/complete-config.gen.ts', await compile(complete, 'CompleteConfig', options)],
    ['schema/defaults.gen.ts', defaultsModule(readSchema())],
  ]
}

const defaultsModule = (schema: JSONSchema): string =>
  `${bannerComment}
/** Those of numbers, texts and switches, by the key's path. */
export const defaults = ${JSON.stringify(Object.fromEntries(defaultsIn(schema, '')), null, 2)} as const
`

function defaultsIn(schema: JSONSchema, above: string): [string, unknown][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const isSimple = value.default !== undefined && typeof value.default !== 'object'
    const own: [string, unknown][] = isSimple ? [[above + key, value.default]] : []
    return [...own, ...defaultsIn(value, `${above}${key}.`)]
  })
}

function readSchema(): JSONSchema {
  return JSON.parse(readFileSync(join(root, 'schema/system.schema.json'), 'utf8'))
}

/** Marks every key that has a default as required: that is the config after validation. */
function requireDefaulted(schema: JSONSchema): JSONSchema {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return schema
  const defaulted = properties.filter(([, value]) => value.default !== undefined)
  return {
    ...schema,
    required: [...requiredKeys(schema), ...defaulted.map(([key]) => key)],
    properties: Object.fromEntries(
      properties.map(([key, value]) => [key, requireDefaulted(value)]),
    ),
  }
}

const requiredKeys = (schema: JSONSchema): string[] =>
  Array.isArray(schema.required) ? schema.required : []

/** Shows default and example in an editor's hover: the types alone would carry neither. */
function describeDefaults(schema: JSONSchema): JSONSchema {
  const nested = Object.entries(schema.properties ?? {})
  return {
    ...schema,
    ...(schema.description && { description: `${schema.description}${hoverTags(schema)}` }),
    ...(nested.length > 0 && {
      properties: Object.fromEntries(nested.map(([key, value]) => [key, describeDefaults(value)])),
    }),
  }
}

function hoverTags(schema: JSONSchema): string {
  const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined
  const lines = [
    schema.default === undefined ? [] : [`@default ${JSON.stringify(schema.default)}`],
    example === undefined ? [] : [`@example ${JSON.stringify(example)}`],
  ].flat()
  return lines.length > 0 ? `\n\n${lines.join('\n')}` : ''
}
