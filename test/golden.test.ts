// Every example and case builds exactly its expected tree: the same files both ways, byte for byte.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { buildInto, goldenCases, readTree } from './support/golden.ts'

const test = suite('golden trees')
const cases = goldenCases()

test('there are the three examples and cases', () => {
  assert.ok(cases.length >= 4, `only ${cases.map(({ name }) => name)}`)
})

for (const { name, config, expected } of cases) {
  test(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'immuc-golden-'))
    try {
      const out = join(folder, 'out')
      const { status, stderr } = buildInto(config, out)
      assert.is(status, 0, stderr)
      const [built, wanted] = [readTree(out), readTree(expected)]
      assert.equal([...built.keys()], [...wanted.keys()])
      for (const [path, bytes] of wanted) {
        assert.ok(built.get(path)?.equals(bytes), `${path} differs: npm run golden, then git diff`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

test.run()
