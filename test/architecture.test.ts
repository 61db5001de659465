// The rooms import only what they may, and the code keeps to its own habits. Every rule is also
// shown a file that breaks it, so that none of them holds only because it looks at nothing.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { habits } from './support/habits.ts'
import { roomOf, rooms } from './support/rooms.ts'
import { importsOf, type Source, sourceOf, sources } from './support/sources.ts'

const test = suite('architecture')

test('there are sources to look at', () => {
  assert.ok(sources.length > 100)
  for (const room of ['schema', 'compiler', 'targets', 'cli', 'app', 'examples', 'test']) {
    assert.ok(
      sources.some((source) => roomOf(source.path) === room),
      `${room} has no source`,
    )
  }
})

test('every source is in a room of the table', () => {
  const lost = sources.filter(({ path }) => rooms[roomOf(path)] === undefined)
  assert.equal(
    lost.map(({ path }) => path),
    [],
  )
})

const forbiddenImports = (source: Source): string[] =>
  importsOf(source).filter((name) => !rooms[roomOf(source.path)]?.mayImport(name, source.path))

test('every room imports only what it may', () => {
  const forbidden = sources.flatMap((source) =>
    forbiddenImports(source).map((name) => `${source.path} imports ${name}`),
  )
  assert.equal(forbidden, [])
})

const brokenImports: readonly [path: string, text: string][] = [
  ['schema/a.ts', "import { error } from '../compiler/model/diagnostic.ts'"],
  ['schema/a.ts', "import { join } from 'node:path'"],
  ['facts/a.ts', "import '../compiler/facts.ts'"],
  ['compiler/compile.ts', "import { emitUnit } from '../targets/systemd/emit.ts'"],
  ['compiler/compile.ts', "import { terminal } from '../cli/terminal.ts'"],
  ['compiler/compile.ts', "import { readFileSync } from 'node:fs'"],
  ['compiler/resolve/resolve.ts', "import { cpus } from 'node:os'"],
  ['compiler/check/port.ts', "import { connect } from 'node:net'"],
  ['compiler/emit/emit.ts', "import yargs from 'yargs'"],
  ['targets/systemd/emit.ts', "import { yaml } from '../ansible/install-tasks.ts'"],
  ['targets/systemd/emit.ts', "import { load } from '../../compiler/load/load.ts'"],
  ['targets/systemd/emit.ts', "import type { A } from '../../schema/complete-config.gen.ts'"],
  ['targets/systemd/emit.ts', "import { readFileSync } from 'node:fs'"],
  ['targets/systemd/emit.ts', "export { join } from 'node:path'"],
  ['targets/systemd/emit.ts', "const fs = await import('node:fs')"],
  ['targets/systemd/emit.ts', "const fs = require('node:fs')"],
  ['targets/systemd/emit.ts', "let stats: import('node:fs').Stats"],
  ['cli/main.ts', "import '../app/main.ts'"],
  ['app/main.ts', "import { error } from '../compiler/model/diagnostic.ts'"],
  ['app/main.ts', "import { secret } from 'immuc'"],
  ['cloud/a.ts', "import { compile } from '../compiler/compile.ts'"],
  ['examples/01-hello/system.config.ts', "import { secret } from '../../schema/define-system.ts'"],
]

for (const [path, text] of brokenImports) {
  test(`an import that is not allowed is noticed: ${path}: ${text}`, () => {
    assert.is(forbiddenImports(sourceOf(path, text)).length, 1)
  })
}

for (const { rule, faultsIn, breaks } of habits) {
  test(rule, () => {
    const faults = sources.flatMap((source) =>
      faultsIn(source).map((fault) => `${source.path}${fault}`),
    )
    assert.equal(faults, [])
  })

  for (const [path, text] of breaks) {
    test(`${rule}: it is noticed in ${path}: ${text.slice(0, 40).replaceAll('\n', ' ')}`, () => {
      assert.ok(faultsIn(sourceOf(path, text)).length > 0)
    })
  }
}

test.run()
