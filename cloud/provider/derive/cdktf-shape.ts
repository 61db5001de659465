// The TypeScript source of one class of @cdktf/provider-digitalocean (kept inside its source map)
// → the shape of that resource. The generated text is regular; a member it can't read is an error.
import { readFileSync } from 'node:fs'
import type { Attribute, Block, NestedBlock, Schema, Type } from '../table.ts'

type Classes = ReadonlyMap<string, string>
type Flags = Pick<Attribute, 'required' | 'optional' | 'computed'>
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const member =
  /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n([\s\S]*?)(?=\n {2}\/\/ \w+ - computed|$)/g

const getters: readonly (readonly [RegExp, Type])[] = [
  [/return this\.getStringAttribute\(/, 'string'],
  [/return this\.getNumberAttribute\(/, 'number'],
  [/return this\.getBooleanAttribute\(/, 'bool'],
  [/return cdktf\.Fn\.tolist\(this\.getListAttribute\(/, ['set', 'string']],
  [/return cdktf\.[tT]oken\.asNumberList\(cdktf\.Fn\.tolist\(/, ['set', 'number']],
  [/return this\.getListAttribute\(/, ['list', 'string']],
  [/return this\.getNumberListAttribute\(/, ['list', 'number']],
  [/return this\.getStringMapAttribute\(/, ['map', 'string']],
  [/return this\.getNumberMapAttribute\(/, ['map', 'number']],
]

/** Reads one `lib/<name>/index.js`; its schema version is not there and reads 0. */
export function shapeOf(file: string): Schema {
  const classes = classesOf(sourceOf(file))
  const [top] = [...classes].find(([, text]) =>
    /^ extends cdktf\.Terraform(Resource|DataSource|Provider) /.test(text),
  ) ?? ['']
  return { version: 0, block: blockOf(classes, top) }
}

/** The provider release that the package was generated from. */
export function releaseOf(file: string): string {
  return /providerVersion: '([\d.]+)'/.exec(sourceOf(file))?.[1] ?? ''
}

function sourceOf(file: string): string {
  const encoded = readFileSync(file, 'utf8').split('sourceMappingURL=data:application/json;base64,')
  const map = JSON.parse(Buffer.from(encoded[1] ?? '', 'base64').toString('utf8'))
  return map.sourcesContent[0]
}

function classesOf(source: string): Classes {
  const texts = source.matchAll(/\nexport class (\w+)( extends [\s\S]*?)\n\}(?=\n|$)/g)
  return new Map([...texts].map(([, name = '', text = '']) => [name, text]))
}

function blockOf(classes: Classes, name: string): Block {
  const attributes: Mutable<Block['attributes']> = {}
  const blocks: Mutable<NonNullable<Block['block_types']>> = {}
  for (const [, word = '', computed, optional, required, text = ''] of members(classes, name)) {
    if (word === 'alias') continue // Terraform's own, in every provider block.
    const flags: Flags = {
      ...(required === 'true' && { required: true }),
      ...(optional === 'true' && { optional: true }),
      ...(computed === 'true' && { computed: true }),
    }
    const nested = /= new (\w+)\(this, "\w+"(?:, (true|false))?\)/.exec(text)
    if (nested === null) attributes[word] = { type: typeOf(text, `${name}.${word}`), ...flags }
    else if (/\n {2}public put\w+\(/.test(text))
      blocks[word] = corrected(nestedBlock(classes, nested, flags), classes.get(name), word)
    else attributes[word] = { type: objectList(classes, nested), ...flags }
  }
  return { attributes, ...(Object.keys(blocks).length > 0 && { block_types: blocks }) }
}

function members(classes: Classes, name: string): RegExpMatchArray[] {
  const text = classes.get(name)
  if (text === undefined) throw new Error(`no class ${name}`)
  return [...text.matchAll(member)]
}

function typeOf(text: string, where: string): Type {
  const type = getters.find(([pattern]) => pattern.test(text))?.[1]
  // The provider's own arguments have no typed getter, only the field.
  const field = /private _\w+\?: (string|number|boolean)/.exec(text)?.[1]
  if (type !== undefined) return type
  if (field === undefined) throw new Error(`can't read the type of ${where}`)
  return field === 'boolean' ? 'bool' : (field as Type)
}

function nestedBlock(classes: Classes, nested: RegExpExecArray, flags: Flags): NestedBlock {
  const [, name = '', wrapsSet] = nested
  if (name.endsWith('List')) {
    const block = blockOf(classes, elementOf(name))
    return {
      nesting_mode: wrapsSet === 'true' ? 'set' : 'list',
      block,
      ...(flags.required && { min_items: 1 }),
    }
  }
  const [, fromSet] =
    /super\(terraformResource, terraformAttribute(?:, (true|false), 0)?\)/.exec(
      classes.get(name) ?? '',
    ) ?? []
  const block = blockOf(classes, name)
  if (fromSet === undefined) return { nesting_mode: 'single', block }
  return { nesting_mode: fromSet === 'true' ? 'set' : 'list', block, max_items: 1 }
}

/** A set of at most one block has the same class as a list; the table for HCL tells them apart. */
function corrected(block: NestedBlock, text = '', word: string): NestedBlock {
  const table = new RegExp(`\\n\\s+${word}: \\{\\n[^\\n]*\\n\\s+isBlock: true,\\n\\s+type: "set"`)
  return table.test(text) ? { ...block, nesting_mode: 'set' } : block
}

function objectList(classes: Classes, [, name = '', wrapsSet]: RegExpExecArray): Type {
  const { attributes } = blockOf(classes, elementOf(name))
  const types = Object.entries(attributes).map(([word, { type }]) => [word, type] as const)
  return [wrapsSet === 'true' ? 'set' : 'list', ['object', Object.fromEntries(types)]]
}

const elementOf = (name: string): string => name.replace(/List$/, 'OutputReference')
