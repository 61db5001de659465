// The table, as Terraform understands it: `terraform providers schema -json` repeats it word by word.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { providerAddress } from '../cloud/provider/serve-provider.ts'
import { type Block, type Schema, table } from '../cloud/provider/table.ts'
import { rehearsedWorkspace } from '../cloud/provider/testing/rehearsed-workspace.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('provider: schema')

/** Without the words that only one side has: descriptions there, computed blocks here. */
function comparable(block: Block): unknown {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]) => {
    const { description_kind: _, ...rest } = attribute as { description_kind?: string }
    return [name, rest]
  })
  const blocks = Object.entries(block.block_types ?? {}).map(
    ([name, { computed: _, block: inner, ...rest }]) => [
      name,
      { ...rest, block: comparable(inner) },
    ],
  )
  return { attributes: Object.fromEntries(attributes), blocks: Object.fromEntries(blocks) }
}

const shown = ({ version, block }: Schema) => ({ version, block: comparable(block) })
const all = (schemas: { [name: string]: Schema }) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, shown(schema)]))

testWith(test, [program('terraform')], 'terraform has the same schema', async () => {
  const workspace = await rehearsedWorkspace()
  try {
    workspace.write(
      'main.tf.json',
      JSON.stringify({
        terraform: {
          required_providers: { digitalocean: { source: 'digitalocean/digitalocean' } },
        },
      }),
    )
    await workspace.does('init')
    const text = await workspace.does('providers', 'schema', '-json')
    const seen = JSON.parse(text).provider_schemas[providerAddress]
    assert.equal(shown(seen.provider), shown(table.provider))
    assert.equal(all(seen.resource_schemas), all(table.resource_schemas))
    assert.equal(all(seen.data_source_schemas), all(table.data_source_schemas))
  } finally {
    await workspace.close()
  }
})

test('the types that the artifacts use are there', () => {
  assert.ok(Object.keys(table.resource_schemas).length >= 20)
  assert.ok(Object.keys(table.data_source_schemas).length >= 6)
})

test.run()
