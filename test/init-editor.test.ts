// The config that `immuc init` writes, as its owner goes on with it: in an editor, and with the parts
// used that stand there as comments.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeProject } from './support/project.ts'
import { startLanguageServer } from './support/tsserver.ts'

const test = suite('init in an editor')

const tsconfig = JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, noUnusedLocals: true, module: 'nodenext' },
})

/** Kinds of packages, each with the immuc that is installed above it. */
const packages: Readonly<Record<string, Record<string, string>>> = {
  esm: { 'package.json': '{"name":"shop","type":"module"}', 'tsconfig.json': tsconfig },
  commonjs: { 'package.json': '{"name":"shop"}', 'tsconfig.json': tsconfig },
  bare: { 'package.json': '{"name":"shop"}' },
  go: { 'go.mod': 'module example.com/shop\n' },
}

const project = makeProject({ 'package.json': '{"devDependencies":{"immuc":"*"}}' })
for (const [folder, files] of Object.entries(packages)) {
  for (const [path, text] of Object.entries(files)) project.write(`${folder}/${path}`, text)
  project.write(`${folder}/server.js`, "require('http')\n")
}
const server = startLanguageServer(project.folder)

test.after(async () => {
  await server.close()
  project.remove()
})

for (const folder of Object.keys(packages)) {
  const cwd = join(project.folder, folder)
  const config = join(cwd, 'system.config.ts')

  test(`${folder}: the config has no squiggle, and its keys explain themselves`, async () => {
    const url = 'https://example.com/{version}/shop'
    const { status, stderr } = project.immuc(['init', '--yes', '--artifact', url], { cwd })
    assert.is(status, 0, stderr)
    const text = readFileSync(config, 'utf8')
    assert.equal(await server.squiggles(config, text), [])
    const hover = await server.hover(config, text.replace('region:', 'reg‸ion:'))
    assert.match(hover?.documentation ?? '', 'Slug of the region')
  })
}

test('what stands there as a comment can be used as it is', async () => {
  const cwd = join(project.folder, 'esm')
  const config = join(cwd, 'system.config.ts')
  const text = readFileSync(config, 'utf8')
  const used = text.replace(/^( *)\/\/ (?=(env|database|domain|access|sha256): )/gm, '$1')
  assert.is(used.length, text.length - 5 * '// '.length, text)
  const pinned = used.replace("sha256: ''", `sha256: '${'0'.repeat(64)}'`)
  assert.equal(await server.squiggles(config, pinned), [])
  project.write('esm/all.config.ts', pinned)
  const words = ['build', '--config', 'all.config.ts', '--out', 'all']
  const { status, stderr } = project.immuc(words, { cwd })
  assert.equal([status, stderr], [0, ''])
})

test('no line is too wide to be read beside something else', () => {
  const lines = readFileSync(join(project.folder, 'esm/system.config.ts'), 'utf8').split('\n')
  assert.equal(
    lines.filter((line) => line.length > 100),
    [],
  )
})

test.run()
