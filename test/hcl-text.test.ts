// A text of the config is the same text to terraform, whatever signs it holds.
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { hclText } from '../compiler/serialize/hcl-text.ts'
import { inFolder, runTerraform, terraform, terraformDoes } from './support/terraform.ts'
import { testWith } from './support/tools.ts'

const test = suite('hcl text')

/** The signs that HCL reads, and what stands beside them. */
const signs = fc.string({ unit: fc.constantFrom(...'$%{}"\\a~\ufeff'), maxLength: 14 })

testWith(test, [terraform], 'every text is the same text to terraform', async () => {
  const texts = [...allTexts('$%{a', 5), ...fc.sample(signs, { numRuns: 3000, seed: 1 })]
  const files = new Map([
    ['texts.tf.json', JSON.stringify({ output: { texts: { value: texts.map(hclText) } } })],
  ])
  await inFolder(files, (folder) => {
    terraformDoes(folder, ['apply', '-auto-approve'])
    const read = JSON.parse(terraformDoes(folder, ['output', '-json', 'texts']))
    for (const [index, text] of texts.entries()) assert.is(read[index], text)
    assert.is(read.length, texts.length)
  })
})

/** All texts up to a length over an alphabet. */
const allTexts = (alphabet: string, length: number): string[] =>
  length === 0
    ? ['']
    : [
        '',
        ...[...alphabet].flatMap((sign) =>
          allTexts(alphabet, length - 1).map((rest) => sign + rest),
        ),
      ]

testWith(test, [terraform], 'an unescaped text would not be', async () => {
  const files = new Map([['t.tf.json', JSON.stringify({ output: { t: { value: '${x}' } } })]])
  await inFolder(files, (folder) => {
    assert.is(runTerraform(folder, ['apply', '-auto-approve']).status, 1)
  })
})

test.run()
