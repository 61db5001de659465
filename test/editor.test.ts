// What a user's editor shows while a config is written, through TypeScript's own language server and
// with immuc installed as npm installs it.
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeProject } from './support/project.ts'
import { type SchemaKey, schemaKeys, schemaRoot } from './support/schema-keys.ts'
import { startLanguageServer } from './support/tsserver.ts'

const test = suite('editor')

type Setting = {
  folder: string
  file: string
  head: string
  packageType?: string
  options?: object
}

const importLine = "import { defineSystem, plain, secret } from 'immuc'\n"

/** How users' folders are set up: each has files of its own below one installed immuc. */
const settings: readonly Setting[] = [
  {
    folder: 'nodenext',
    packageType: 'module',
    options: { module: 'nodenext', moduleResolution: 'nodenext' },
    file: 'system.config.ts',
    head: importLine,
  },
  {
    folder: 'bundler',
    packageType: 'module',
    options: { module: 'esnext', moduleResolution: 'bundler' },
    file: 'system.config.ts',
    head: importLine,
  },
  {
    folder: 'javascript',
    packageType: 'module',
    file: 'system.config.js',
    head: `// @ts-check\n${importLine}`,
  },
]

/** Settings that have once been seen to need care of their own. */
const furtherSettings: readonly Setting[] = [
  // What `npm init` and an older `tsc --init` leave behind: a config is a CommonJS module there.
  { folder: 'commonjs', options: { module: 'node16' }, file: 'system.config.ts', head: importLine },
  { folder: 'mts', options: { module: 'node16' }, file: 'system.config.mts', head: importLine },
  {
    folder: 'node10',
    options: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
    file: 'system.config.ts',
    head: importLine,
  },
  { folder: 'no-tsconfig', file: 'system.config.ts', head: importLine },
]

const project = makeProject()
for (const { folder, file, packageType, options } of [...settings, ...furtherSettings]) {
  project.write(
    `${folder}/package.json`,
    JSON.stringify({ name: folder, ...(packageType && { type: packageType }) }),
  )
  if (options) {
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, ...options }
    project.write(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions }))
  }
  project.write(`${folder}/${file}`, 'export {}\n')
}
const server = startLanguageServer(project.folder)

test.after(async () => {
  await server.close()
  project.remove()
})

const complete = `export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './dist/shop' },
    packages: ['ca-certificates'],
    command: ['/opt/shop/shop', '--verbose'],
    port: 8080,
    health: { path: '/health/check' },
    env: { LOG_LEVEL: 'info', STRIPE_KEY: secret(), KEY_ID: plain('pk') },
  },
  version: 'v1.4.0',
  database: { engine: 'pg', version: '17', size: 'db-s-1vcpu-1gb', nodes: 1 },
  scaling: { region: 'ams3', size: 's-1vcpu-1gb', instances: 1 },
  domain: { zone: 'deploy.example.com', record: 'app', ttlSeconds: 60 },
  access: { sshKeys: ['laptop'], sshFrom: [], gateFrom: [] },
  image: { base: 'debian-13-x64' },
})
`

const levels: readonly { name: string; path: string[]; keys: string[] }[] = [
  { name: 'the root', path: [], keys: Object.keys(schemaRoot.properties ?? {}) },
  ...schemaKeys
    .filter(({ node }) => node.properties !== undefined)
    .map(({ name, path, node }) => ({ name, path, keys: Object.keys(node.properties ?? {}) })),
]

for (const { folder, file, head } of settings) {
  const config = join(project.folder, folder, file)
  const squiggles = async (body: string) =>
    (await server.squiggles(config, head + body)).map(({ text, message }) => ({ text, message }))

  test(`${folder}: a complete config has no squiggle`, async () => {
    assert.equal(await squiggles(complete), [])
  })

  for (const level of levels) {
    test(`${folder}: every key of ${level.name} is offered`, async () => {
      const offered = await server.completions(config, head + inside(level.path, '‸'))
      const properties = offered.filter(({ kind }) => kind === 'property')
      assert.equal(properties.map(({ name }) => name).sort(), [...level.keys].sort())
    })
  }

  for (const key of schemaKeys) {
    test(`${folder}: the hover of ${key.name} explains it`, async () => {
      const hover = await server.hover(config, head + hovered(key))
      const { description, default: preset, examples } = key.node
      assert.is(hover?.documentation, description)
      assert.is(hover?.tags.example, JSON.stringify(examples?.[0]))
      assert.is(hover?.tags.default, preset === undefined ? undefined : JSON.stringify(preset))
    })
  }

  test(`${folder}: a misspelt key is underlined, and only that`, async () => {
    const [fault, ...others] = await squiggles(complete.replace('region:', 'regoin:'))
    assert.is(fault?.text, 'regoin')
    assert.match(fault?.message ?? '', /'regoin' does not exist.*'region'/s)
    assert.equal(others, [])
  })

  test(`${folder}: a value of the wrong type is underlined`, async () => {
    const [fault, ...others] = await squiggles(complete.replace('port: 8080', "port: '8080'"))
    assert.is(fault?.text, 'port')
    assert.match(fault?.message ?? '', "'string' is not assignable to type 'number'")
    assert.equal(others, [])
  })

  test(`${folder}: a missing key is noticed`, async () => {
    const [fault] = await squiggles(complete.replace("    name: 'shop',\n", ''))
    assert.is(fault?.text, 'app')
    assert.match(fault?.message ?? '', "'name' is missing")
  })

  test(`${folder}: the engine is completed, and another one refused`, async () => {
    const offered = await server.completions(
      config,
      head + complete.replace("engine: 'pg'", "engine: '‸'"),
    )
    assert.equal(
      offered.map(({ name }) => name),
      ['pg'],
    )
    const [fault] = await squiggles(complete.replace("'pg'", "'mysql'"))
    assert.is(fault?.text, 'engine')
  })

  test(`${folder}: an environment variable is a string, a secret or a plain text`, async () => {
    const number = await squiggles(complete.replace("'info'", '1'))
    assert.equal(
      number.map(({ text }) => text),
      ['LOG_LEVEL'],
    )
    const literal = await squiggles(complete.replace('secret()', "secret('sk_live')"))
    assert.equal(
      literal.map(({ text }) => text),
      ["'sk_live'"],
    )
    assert.equal(
      (await squiggles(complete.replace("plain('pk')", 'plain()'))).map(({ text }) => text),
      ['plain'],
    )
  })

  test(`${folder}: the module's functions explain themselves`, async () => {
    for (const [name, words] of Object.entries(functionWords)) {
      const at = complete.replace(`${name}(`, `${name}‸(`)
      assert.match((await server.hover(config, head + at))?.documentation ?? '', words)
    }
  })
}

const functionWords = {
  defineSystem: /default export of `system\.config\.ts`/,
  secret: /sensitive variable `secret_stripe_key` without default/,
  plain: /immuc would take for a secret/,
}

for (const { folder, file, head } of furtherSettings) {
  const config = join(project.folder, folder, file)

  test(`${folder}: immuc is found, checks and completes`, async () => {
    assert.equal(await server.squiggles(config, head + complete), [])
    const [fault] = await server.squiggles(config, head + complete.replace('zone:', 'zon:'))
    assert.is(fault?.text, 'zon')
    const offered = await server.completions(config, head + inside(['scaling'], '‸'))
    assert.ok(offered.some(({ name }) => name === 'region'))
  })
}

/** `defineSystem({ a: { b: { … } } })`. */
function inside(path: readonly string[], body: string): string {
  const nested = path.reduceRight((inner, key) => `{ ${key}: ${inner} }`, `{ ${body} }`)
  return `export default defineSystem(${nested})\n`
}

function hovered({ path, node }: SchemaKey): string {
  const key = path[path.length - 1] ?? ''
  const caretInKey = `${key.slice(0, 1)}‸${key.slice(1)}`
  return inside(path.slice(0, -1), `${caretInKey}: ${JSON.stringify(node.examples?.[0])}`)
}

test.run()
