// README.md -> the tests that it names as evidence, each of which must exist.
import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Each quoted name belongs to the file named last before it. */
function evidence(): { file: string; name: string }[] {
  const factors = read('../README.md').split('## Twelve factors')[1] ?? ''
  return [...factors.matchAll(/`([a-z-]+\.test\.ts)`((?:,? "[^"]+")+)/g)].flatMap(
    ([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
  )
}

test('every test that the twelve-factor table names exists', () => {
  assert.ok(evidence().length > 10)
  for (const { file, name } of evidence()) {
    assert.ok(read(file).includes(`'${name}'`), `${file} has no test "${name}"`)
  }
})

test.run()
