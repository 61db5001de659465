// YAML that we write is read as the same data, by every reader, whatever it is.
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { yaml } from '../compiler/serialize/yaml.ts'
import { arbitraryYaml } from './support/arbitrary-yaml.ts'
import './support/fixed-seed.ts'
import { testWith } from './support/tools.ts'

const test = suite('properties: YAML')

test('YAML that we write is read as the same data', () => {
  fc.assert(
    fc.property(arbitraryYaml, (value) => {
      for (const version of ['1.1', '1.2'] as const) {
        assert.equal(
          parse(yaml(value), { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' }),
          value,
        )
      }
    }),
    { numRuns: 3000 },
  )
})

const pythonYaml = {
  name: 'python3-yaml',
  present: () => spawnSync('python3', ['-c', 'import yaml']).status === 0,
}

const readAll = `
import json, sys, yaml
print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))
`

testWith(
  test,
  [pythonYaml],
  'YAML that we write is read the same by what Ansible reads it with',
  () => {
    const values = fc.sample(arbitraryYaml, 1000)
    const { stdout, stderr } = spawnSync('python3', ['-c', readAll], {
      input: JSON.stringify(values.map(yaml)),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    assert.not.match(stderr, /./)
    const read = JSON.parse(stdout)
    assert.is(read.length, values.length)
    for (const [index, value] of values.entries()) assert.equal(read[index], value, yaml(value))
  },
)

test.run()
