// `immuc explain`: every key and every code, and what somebody meant who misspelt one. What a key is
// said to become is what it becomes.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { diagnosticCodes } from '../compiler/model/diagnostic-code.ts'
import { colourPaint, plainPaint } from '../compiler/report/paint.ts'
import { becomes } from '../explain/becomes.ts'
import type { ValueKey } from '../explain/config-key.ts'
import { explain } from '../explain/explain.ts'
import { keyReferences } from '../explain/key-reference.ts'
import { runImmuc } from './support/immuc.ts'
import { schemaKeys } from './support/schema-keys.ts'
import { artifactsOf, type Fragment, smallest, textsOf, withFragment } from './support/system.ts'

const test = suite('explain')
const references = keyReferences()
const keys = references.map(({ key }) => key)

/** As a terminal of 80 columns shows it. */
async function shown(asked: string | undefined): Promise<string> {
  const explained = await explain(asked, { width: 80, paint: plainPaint })
  return 'text' in explained ? explained.text : ''
}

const data = async (asked: string | undefined) => {
  const explained = await explain(asked, undefined)
  return JSON.parse('text' in explained ? explained.text : '')
}

test('knows every key of the schema, and no other', () => {
  const wanted = schemaKeys.map(({ name }) => name).filter((name) => name !== '$schema')
  assert.equal(
    keys.filter((key) => key !== 'app.env.*'),
    wanted,
  )
})

/** Two values of each key, between which only that key differs. */
type Change = [before: Data, after: Data] | 'only one value'

const url = 'https://example.com/shop'

const changes: Readonly<Record<ValueKey, Change>> = {
  'app.name': ['shop', 'store'],
  'app.artifact.url': [`${url}-1`, `${url}-2`],
  'app.artifact.sha256': ['a'.repeat(64), 'b'.repeat(64)],
  'app.artifact.file': ['./shop', './shop'],
  'app.packages': [[], ['nodejs']],
  'app.command': [['/opt/shop/shop'], ['/opt/shop/shop', '-v']],
  'app.port': [8080, 8081],
  'app.health.path': ['/a', '/b'],
  'app.health.intervalSeconds': [20, 21],
  'app.health.timeoutSeconds': [5, 6],
  'app.health.healthyThreshold': [3, 4],
  'app.health.unhealthyThreshold': [3, 4],
  'app.health.startupSeconds': [300, 301],
  'app.health.drainSeconds': [15, 16],
  'app.env.*': ['info', { secret: true }],
  version: ['v1', 'v2'],
  'database.engine': 'only one value',
  'database.version': ['16', '17'],
  'database.size': ['db-s-1vcpu-2gb', 'db-s-2vcpu-4gb'],
  'database.nodes': [1, 2],
  'database.preventDestroy': [true, false],
  'scaling.region': ['ams3', 'fra1'],
  'scaling.size': ['s-1vcpu-1gb', 's-2vcpu-4gb'],
  'scaling.instances': [2, 3],
  'scaling.ingress': ['load-balancer', 'reserved-ip'],
  'domain.zone': ['example.com', 'example.org'],
  'domain.record': ['shop', 'app'],
  'domain.ttlSeconds': [60, 61],
  'domain.createZone': [true, false],
  'access.sshKeys': [[], ['laptop']],
  'access.sshFrom': [[], ['203.0.113.7/32']],
  'access.gateFrom': [['203.0.113.0/24'], ['203.0.113.0/25']],
  'image.base': ['debian-13-x64', 'ubuntu-24-04-x64'],
  'image.buildSize': ['s-1vcpu-1gb', 's-1vcpu-512mb-10gb'],
}

/** Everything that a key may take part in. */
const around: Fragment = {
  app: { artifact: { url: `${url}-{version}` } },
  database: { size: 'db-s-1vcpu-2gb' },
  domain: { zone: 'example.com', record: 'shop' },
  access: { gateFrom: ['203.0.113.0/24'] },
}

const fragmentOf = (key: string, value: Data): Fragment => {
  const [inner = '', ...outer] = key.replace('*', 'LOG_LEVEL').split('.').reverse()
  return outer.reduce<Fragment>((nested, name) => ({ [name]: nested }), { [inner]: value })
}

const artifacts = async (key: string, value: Data, isSecond: boolean) => {
  if (key !== 'app.artifact.file') return artifactsOf(withFragment(around, fragmentOf(key, value)))
  const data = { ...smallest, app: { name: 'shop', artifact: { file: './shop' } } }
  const binary = Buffer.from(isSecond ? '2' : '1')
  return textsOf(await compile({ data, binary, diagnostics: [] }, targets))
}

/** The README and the lock tell of everything. */
async function changedFiles(key: string, [before, after]: [Data, Data]): Promise<string[]> {
  const [old, young] = [await artifacts(key, before, false), await artifacts(key, after, true)]
  return [...new Set([...old.keys(), ...young.keys()])]
    .filter((path) => old.get(path) !== young.get(path))
    .map((path) => path.replace(/(files|cloud-init)\/(shop|store)\b/, '$1/NAME'))
    .filter((path, index, all) => all.indexOf(path) === index)
    .filter((path) => !['README.md', 'immuc.lock.json'].includes(path))
    .sort()
}

for (const [key, change] of Object.entries(changes)) {
  test(`a change of ${key} changes exactly what it is said to become`, async () => {
    const said = Object.keys(becomes[key as ValueKey]).sort()
    if (change === 'only one value')
      assert.is(references.find((one) => one.key === key)?.allowed, "`'pg'`")
    else assert.equal(await changedFiles(key, change), said)
  })
}

test('each key is explained with its type, its default and what it becomes', async () => {
  for (const { key, type, default: usual, becomes: files = {} } of references) {
    const stdout = await shown(key)
    assert.ok(stdout.startsWith(`${key}\n`))
    assert.match(stdout, `type     ${type}`)
    if (usual !== undefined && type !== 'object') assert.match(stdout.replace(/\s+/g, ' '), usual)
    for (const file of Object.keys(files)) assert.match(stdout, file)
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80 || !line.includes(' '), line)
  }
})

test('each code is explained by its page', async () => {
  for (const code of diagnosticCodes) {
    const stdout = await shown(code)
    assert.ok(stdout.startsWith(`${code}\n`))
    assert.match(stdout, /\n(Good|How it comes about)\n/)
  }
})

test('without a word, lists them all', async () => {
  const stdout = await shown(undefined)
  for (const name of [...keys, ...diagnosticCodes]) assert.match(stdout, `  ${name} `)
})

const meant: readonly (readonly [asked: string, title: string])[] = [
  ['app.env.LOG_LEVEL', 'app.env.*'],
  ['app.env["A B"]', 'app.env.*'],
  ['access.sshFrom[0]', 'access.sshFrom'],
  ['drainSeconds', 'app.health.drainSeconds'],
  ['health', 'app.health'],
  ['app.health.', 'app.health'],
  ['error[unknown-size]', 'unknown-size'],
  ['[unknown-size]', 'unknown-size'],
]

for (const [asked, title] of meant) {
  test(`takes ${asked} for ${title}`, async () => {
    assert.is((await shown(asked)).split('\n')[0], title)
  })
}

const misspelt: readonly (readonly [asked: string, ...near: string[]])[] = [
  ['scaling.sise', 'scaling.size'],
  ['instnaces', 'scaling.instances'],
  ['unknwon-size', 'unknown-size'],
  ['size', 'database.size', 'scaling.size'],
  ['zzz'],
  ['__proto__'],
  [''],
]

for (const [asked, ...near] of misspelt) {
  test(`knows what \`${asked}\` may have been meant to be`, async () => {
    assert.equal(await explain(asked, undefined), { near })
  })
}

test('the command prints it, or says what it may have been', async () => {
  const fine = runImmuc(['explain', 'scaling.instances'])
  assert.equal(fine, { status: 0, stdout: await shown('scaling.instances'), stderr: '' })
  const code = runImmuc(['explain', 'unknown-size', '--format', 'json'])
  assert.equal(JSON.parse(code.stdout), await data('unknown-size'))
  const { status, stdout, stderr } = runImmuc(['explain', 'size'])
  assert.is(status, 2)
  assert.is(stdout, '')
  const answer =
    'there is no key and no code `size`; did you mean `database.size` or `scaling.size`?'
  assert.is(stderr, `immuc: ${answer}\nSee: immuc explain --help\n`)
})

test('gives the same as data', async () => {
  const size = await data('scaling.size')
  assert.is(size.kind, 'key')
  assert.is(size.default, "'s-1vcpu-1gb'")
  assert.equal(Object.keys(size.becomes), ['terraform/droplets.tf.json'])
  assert.ok(size.values.rows.length > 50)
  assert.ok(size.codes.includes('unknown-size'))
  const page = await data('unknown-size')
  assert.is(page.kind, 'code')
  assert.is(page.step, 'check')
  assert.match(page.page, '# unknown-size')
  const all = await data(undefined)
  assert.is(all.keys.length, keys.length)
  assert.is(all.codes.length, diagnosticCodes.length)
})

test('is in colour for a person, with the same words', async () => {
  for (const asked of ['unknown-size', 'scaling.size', undefined]) {
    const explained = await explain(asked, { width: 80, paint: colourPaint })
    const text = 'text' in explained ? explained.text : ''
    assert.match(text, '\u001b[')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
    assert.is(text.replace(/\u001b\[[\d;]*m/g, ''), await shown(asked))
  }
})

test.run()
