// What `immuc init` is given or finds, and refuses: names, domains, options, and a config that is
// there already.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { splitDomain } from '../cli/init/domain-name.ts'
import { propose } from '../cli/init/propose.ts'
import { assertBuilds, codeOf, folderWith, init, removeFolders } from './support/init-folders.ts'

const test = suite('init: given')

test.after(removeFolders)

const names: readonly [text: string, name: string][] = [
  ['@acme/My_App', 'my-app'],
  ['SHOP', 'shop'],
  ['Café Zürich', 'cafe-zurich'],
  ['-x-', 'x'],
  ['3d', 'app-3d'],
  ['a'.repeat(80), 'a'.repeat(32)],
  [`${'a'.repeat(31)}-${'b'.repeat(40)}`, 'a'.repeat(31)],
  ["it's `${a}` \\u0022\\n", 'it-s-a-u0022-n'],
  ['日本', 'shop'],
  ['ssh', 'ssh-app'],
  ['', 'shop'],
]

for (const [text, name] of names) {
  test(`the name ${JSON.stringify(text.slice(0, 30))} becomes ${name}`, async () => {
    const folder = folderWith({ 'package.json': JSON.stringify({ name: text }) })
    assert.is((await propose(folder, undefined)).name?.value, name)
  })
}

test('every part can be given', () => {
  const folder = folderWith({})
  const run = init(
    folder,
    ...['--name', 'cart', '--artifact', 'https://example.com/{version}/cart', '--region', 'sgp1'],
    ...['--version-tag', 'v9', '--domain', 'cart.deploy.example.com', '--port', '3000'],
    ...['--gate-from', '203.0.113.7, 198.51.100.0/24'],
  )
  assert.is(run.status, 0, run.stderr)
  assert.is(
    codeOf(folder),
    `import { defineSystem } from 'immuc'
export default defineSystem({
app: {
name: 'cart',
artifact: {
url: 'https://example.com/{version}/cart',
},
port: 3000,
health: { path: '/health/check' },
},
version: 'v9',
scaling: { region: 'sgp1', size: 's-1vcpu-1gb', instances: 1 },
domain: { zone: 'deploy.example.com', record: 'cart' },
access: { gateFrom: ['203.0.113.7/32', '198.51.100.0/24'] },
})`,
  )
  assertBuilds(folder)
})

const domains: readonly [domain: string, zone: string, record: string][] = [
  ['example.com', 'example.com', '@'],
  ['App.Example.com.', 'example.com', 'app'],
  ['https://shop.example.com:443/a', 'example.com', 'shop'],
  ['shop.co.uk', 'shop.co.uk', '@'],
  ['www.shop.co.uk', 'shop.co.uk', 'www'],
]

for (const [domain, zone, record] of domains) {
  test(`the domain ${domain} is ${record} in ${zone}`, () => {
    assert.equal(splitDomain(domain), { zone, record })
  })
}

const refused: readonly [words: string[], says: RegExp][] = [
  [['--name', 'My App'], /`--name`: .*`My App`/],
  [['--name', 'ssh'], /`--name`: the name `ssh` is taken/],
  [['--name', ''], /`--name` needs a value/],
  [['--artifact', 'ftp://example.com/x'], /`--artifact`: .*starts with neither https/],
  [['--artifact', 'https://joe:s3cret@example.com/x'], /`--artifact`: (?!.*s3cret)/],
  [['--version-tag', 'a/b'], /`--version-tag`: .*`a\/b`/],
  [['--domain', 'localhost'], /`--domain`: .*it has no dot/],
  [['--gate-from', 'home'], /`--gate-from`: `home` is not an address range/],
  [['--port', '70000'], /`--port`: .*70000/],
]

for (const [words, says] of refused) {
  test(`refused: ${words.join(' ')}`, () => {
    const folder = folderWith({ 'dist/shop': 'ELF' })
    const run = init(folder, '--yes', ...words)
    assert.is(run.status, 2, run.stderr)
    assert.match(run.stderr, says)
    assert.equal(readdirSync(folder), ['dist'])
  })
}

test('with nobody to ask, it says what is missing and how to give it', () => {
  const folder = folderWith({})
  const run = init(folder)
  assert.is(run.status, 2)
  for (const option of ['--artifact URL|FILE', '--version-tag TAG', '--region SLUG']) {
    assert.ok(run.stderr.includes(option), run.stderr)
  }
  assert.not.match(run.stderr, '--domain')
  assert.equal(readdirSync(folder), [])
})

for (const name of ['system.config.ts', 'system.config.json', 'system.config.mjs']) {
  test(`a ${name} is never overwritten, and no second one is put beside it`, () => {
    const folder = folderWith({ [name]: 'mine', 'dist/shop': 'ELF' })
    const run = init(folder, '--yes')
    assert.is(run.status, 1)
    assert.match(run.stderr, `${name}`)
    assert.equal(readdirSync(folder).sort(), ['dist', name].sort())
    assert.is(readFileSync(join(folder, name), 'utf8'), 'mine')
  })
}

test.run()
