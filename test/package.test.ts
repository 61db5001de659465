// What `npm publish` would upload: nothing missing, nothing besides, and it works where it lands.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import Ajv from 'ajv'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readTree } from './support/golden.ts'
import { makeProject, type Project } from './support/project.ts'
import { root } from './support/root.ts'

const test = suite('package')

const project = makeProject()
const installed = join(project.folder, 'node_modules/immuc')
const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))

test.after(() => project.remove())

const code = [
  'dist/define-system.cjs',
  'dist/immuc.cjs',
  'dist/package.json',
  'dist/types/schema/define-system.d.ts',
  'dist/types/schema/system-config.gen.d.ts',
  'package.json',
  'schema/system.schema.json',
]

const documents = ['CHANGELOG.md', 'LICENSE', 'README.md'].filter((name) =>
  existsSync(join(root, name)),
)

test('holds what it needs and nothing else', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ files }] = JSON.parse(output)
  const paths = files.map(({ path }: { path: string }) => path)
  const isChunk = (path: string) => /^dist\/chunks\/[a-z-]+-[A-Z0-9]{8}\.cjs$/.test(path)
  assert.equal(
    paths.filter((path: string) => !isChunk(path)).sort(),
    [...code, ...documents].sort(),
  )
  assert.ok(paths.some(isChunk))
})

test('holds every file that its manifest names', () => {
  const named = JSON.stringify([manifest.bin, manifest.main, manifest.types, manifest.exports])
  const paths = [...named.matchAll(/"(?:\.\/)?((?:bin|dist|schema)\/[^"]+)"/g)].map(
    (match) => match[1] ?? '',
  )
  assert.ok(paths.length >= 6, named)
  assert.equal(
    paths.filter((path) => !existsSync(join(installed, path))),
    [],
  )
})

test('its command can be executed', () => {
  assert.ok(statSync(join(installed, 'dist/immuc.cjs')).mode & 0o100)
  assert.match(readFileSync(join(installed, 'dist/immuc.cjs'), 'utf8'), /^#!\/usr\/bin\/env node\n/)
})

test('needs at runtime only what it declares', () => {
  const files = [...readTree(join(installed, 'dist'))].filter(([path]) => path.endsWith('.cjs'))
  const program = files.map(([, bytes]) => bytes.toString('utf8')).join('\n')
  // ajv keeps the code of a call as a text, which is no call.
  const required = [...program.matchAll(/(?<!')(?:require|import)\("([^"./][^"]*)"\)/g)].map(
    (match) => match[1] ?? '',
  )
  const foreign = new Set(required.filter((name) => !isBuiltin(name)))
  assert.equal([...foreign].sort(), Object.keys(manifest.dependencies).sort())
})

test('a rehearsal, and the app that it deploys, travel in a file that only it loads', () => {
  const tree = readTree(join(installed, 'dist'))
  const holding = [...tree].filter(([, bytes]) => bytes.includes('#!/usr/bin/env node\\n'))
  assert.is(holding.length, 1)
  assert.match(holding[0]?.[0] ?? '', /^chunks\/rehearse-/)
  const bytes = [...tree.values()].reduce((sum, { length }) => sum + length, 0)
  assert.ok(bytes < 4_000_000, `${bytes} bytes`)
})

test('nothing in it names the machine that built it', () => {
  for (const [path, bytes] of readTree(installed)) {
    assert.not.ok(bytes.includes(root), `${path} names ${root}`)
  }
})

const system = `{
  app: { name: 'shop', artifact: { file: './shop.sh' }, env: { TOKEN: secret(), KEY_ID: plain('pk') } },
  version: 'v1',
  scaling: { region: 'ams3' },
}`
const importLine = "import { defineSystem, plain, secret } from 'immuc'\n"
const moduleConfig = `${importLine}export default defineSystem(${system})\n`
const jsonConfig = JSON.stringify({
  $schema: './node_modules/immuc/schema/system.schema.json',
  app: {
    name: 'shop',
    artifact: { file: './shop.sh' },
    env: { TOKEN: { secret: true }, KEY_ID: { plain: 'pk' } },
  },
  version: 'v1',
  scaling: { region: 'ams3' },
})

const configs: readonly { title: string; file: string; text: string; type?: string }[] = [
  { title: 'TypeScript, ESM', file: 'system.config.ts', text: moduleConfig, type: 'module' },
  { title: 'TypeScript, CommonJS', file: 'system.config.ts', text: moduleConfig },
  { title: 'TypeScript, .mts', file: 'system.config.mts', text: moduleConfig },
  { title: 'JavaScript, ESM', file: 'system.config.js', text: moduleConfig, type: 'module' },
  {
    title: 'JavaScript, CommonJS',
    file: 'system.config.js',
    text: `const { defineSystem, plain, secret } = require('immuc')\nmodule.exports.default = defineSystem(${system})\n`,
  },
  { title: 'JavaScript, .mjs', file: 'system.config.mjs', text: moduleConfig, type: 'module' },
  { title: 'JSON', file: 'system.config.json', text: jsonConfig },
]

let first: Map<string, Buffer> | undefined

for (const { title, file, text, type } of configs) {
  test(`builds from ${title}, and the same`, () => {
    const fresh = makeProject({
      'package.json': JSON.stringify({ name: 'shop', ...(type && { type }) }),
      'shop.sh': '#!/bin/sh\n',
      [file]: text,
    })
    try {
      const { status, stdout, stderr } = fresh.immuc(['build'])
      assert.is(status, 0, stderr)
      assert.is(stdout + stderr, '')
      const tree = withoutInput(readTree(join(fresh.folder, 'infra')))
      assert.ok(tree.size > 10)
      first ??= tree
      assert.equal(tree, first)
    } finally {
      fresh.remove()
    }
  })
}

test('a valid config needs neither the schema nor what explains faults', () => {
  const fresh = makeProject({ 'shop.sh': '#!/bin/sh\n', 'system.config.ts': moduleConfig })
  try {
    const chunks = join(fresh.folder, 'node_modules/immuc/dist/chunks')
    const late = readdirSync(chunks).filter(
      (name) =>
        name.startsWith('explain-faults-') ||
        readFileSync(join(chunks, name), 'utf8').includes('http://json-schema.org/'),
    )
    assert.is(late.length, 2, String(late))
    for (const name of late) rmSync(join(chunks, name))
    assert.equal(fresh.immuc(['build']), { status: 0, stdout: '', stderr: '' })
    assert.is(fresh.immuc(['check']).status, 0)
    fresh.write('system.config.ts', moduleConfig.replace('region', 'regoin'))
    assert.is(fresh.immuc(['check']).status, 70)
  } finally {
    fresh.remove()
  }
})

/** A JSON config has one key more, `$schema`, so the digest of its data differs. */
function withoutInput(tree: Map<string, Buffer>): Map<string, Buffer> {
  const lock = JSON.parse(tree.get('immuc.lock.json')?.toString('utf8') ?? '{}')
  return new Map([...tree, ['immuc.lock.json', Buffer.from(JSON.stringify(lock.artifacts))]])
}

const run = ({ folder }: Project, words: string[]): string =>
  execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })

test('Node itself imports it, from either kind of module', () => {
  const print = 'process.stdout.write(JSON.stringify([defineSystem({}), secret(), plain("x")]))'
  project.write('esm.mjs', `import { defineSystem, plain, secret } from 'immuc'\n${print}\n`)
  project.write('cjs.cjs', `const { defineSystem, plain, secret } = require('immuc')\n${print}\n`)
  const expected = '[{},{"secret":true},{"plain":"x"}]'
  assert.is(run(project, ['esm.mjs']), expected)
  assert.is(run(project, ['cjs.cjs']), expected)
})

test('the schema that a JSON config points at is there, and the config fits it', () => {
  const config = JSON.parse(jsonConfig)
  const schema = JSON.parse(readFileSync(join(project.folder, config.$schema), 'utf8'))
  const fits = new Ajv.default({ strict: true }).compile(schema)
  const faultsIn = (data: object) => (fits(data) ? [] : fits.errors)
  assert.equal(faultsIn(config), [])
  assert.is(faultsIn({ ...config, scaling: { region: 1 } })?.length, 1)
  assert.equal(schema.properties.$schema.examples, [config.$schema])
})

test('the schema can be asked for by its name', () => {
  project.write(
    'schema.cjs',
    "process.stdout.write(require.resolve('immuc/schema/system.schema.json'))",
  )
  assert.is(run(project, ['schema.cjs']), join(installed, 'schema/system.schema.json'))
})

test('the version that it prints is the one that it is published as', () => {
  assert.is(project.immuc(['--version']).stdout, `${manifest.version}\n`)
})

test.run()
