// The JSON Schema is the one source of what a config may hold: complete, explained, and true.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Ajv from 'ajv'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { root } from './support/root.ts'
import { type SchemaKey, schemaKeys, schemaRoot } from './support/schema-keys.ts'

const test = suite('schema')

/** As the contract has them; a key may come, but none of these may go. */
const promisedKeys = [
  ...['app', 'app.name', 'app.artifact', 'app.artifact.url', 'app.artifact.sha256'],
  ...['app.artifact.file', 'app.packages', 'app.command', 'app.port', 'app.health'],
  ...['app.health.path', 'app.health.intervalSeconds', 'app.health.timeoutSeconds'],
  ...['app.health.healthyThreshold', 'app.health.unhealthyThreshold'],
  ...['app.health.startupSeconds', 'app.health.drainSeconds', 'app.env', 'version'],
  ...['database', 'database.engine', 'database.version', 'database.size', 'database.nodes'],
  ...['scaling', 'scaling.region', 'scaling.size', 'scaling.instances'],
  ...['domain', 'domain.zone', 'domain.record', 'domain.ttlSeconds', 'domain.createZone'],
  ...['access', 'access.sshKeys', 'access.sshFrom', 'access.gateFrom'],
  ...['image', 'image.base', 'image.buildSize'],
]

const withoutDefault = (key: SchemaKey) => key.node.default === undefined

const ajv = () => new Ajv.default({ strict: true, allErrors: true })

test('compiles in the strict mode of draft 07', () => {
  assert.is((schemaRoot as { $schema?: string }).$schema, 'http://json-schema.org/draft-07/schema#')
  ajv().compile(schemaRoot)
})

test('refuses to compile with a misspelt keyword', () => {
  assert.throws(() => ajv().compile({ ...schemaRoot, requierd: [] }), /unknown keyword/)
})

test('holds every key of the contract', () => {
  const names = schemaKeys.map(({ name }) => name)
  assert.equal(
    promisedKeys.filter((name) => !names.includes(name)),
    [],
  )
})

test('asks for no more than name, artifact, version and region', () => {
  const required = schemaKeys.filter((key) => key.isRequired && key.path[0] !== 'domain')
  assert.equal(
    required.map(({ name }) => name),
    ['app', 'app.name', 'app.artifact', 'version', 'scaling', 'scaling.region'],
  )
})

test('refuses unknown keys in every object', () => {
  const open = [{ name: '', node: schemaRoot }, ...schemaKeys].filter(
    ({ node }) =>
      node.properties !== undefined &&
      (node as { additionalProperties?: unknown }).additionalProperties !== false,
  )
  assert.equal(
    open.map(({ name }) => name),
    [],
  )
})

for (const key of schemaKeys) {
  const { name, node } = key
  const { description = '' } = node

  test(`${name} is described in whole sentences`, () => {
    assert.match(description, /^[A-Z][\s\S]{15,}\.$/)
    assert.not.match(description, /\n| {2}|TODO/)
  })

  test(`${name} says what its absence means`, () => {
    const explains = /\bDefault: |\bLeave it out\b/.test(description)
    if (key.isRequired) assert.not.ok(explains || node.default !== undefined)
    else if (withoutDefault(key)) assert.ok(explains, description)
    else assert.not.ok(explains, 'a fixed default stands in `default` alone')
  })

  test(`${name} has a default and examples that fit`, () => {
    assert.ok((node.examples ?? []).length > 0, 'no example')
    const samples = [...(node.examples ?? []), ...(withoutDefault(key) ? [] : [node.default])]
    const fits = ajv().compile({ ...node, definitions: definitions() })
    for (const sample of samples) {
      assert.ok(fits(sample), `${JSON.stringify(sample)}: ${ajv().errorsText(fits.errors)}`)
    }
  })

  test(`${name} has examples that compile in a config`, async () => {
    for (const example of node.examples ?? []) {
      const data = configWith(key, example as Data)
      const { output, diagnostics } = await compile(
        { data, ...binaryFor(data), diagnostics: [] },
        targets,
      )
      assert.ok(output, JSON.stringify(diagnostics))
    }
  })

  if (node.type === 'integer') {
    test(`${name} has its unit in its name, or counts`, () => {
      const counts = ['port', 'nodes', 'instances', 'healthyThreshold', 'unhealthyThreshold']
      const last = key.path[key.path.length - 1] ?? ''
      if (counts.includes(last)) assert.match(description, /^(Number of|TCP port) /)
      else if (last.endsWith('Seconds')) assert.match(description, /^Seconds /)
      else assert.unreachable(`${last} has no unit`)
    })
    test(`${name} is bounded on both sides`, () => {
      assert.type((node as { minimum?: unknown }).minimum, 'number')
      assert.type((node as { maximum?: unknown }).maximum, 'number')
    })
  }
}

test('a secret and a plain value are described as well', () => {
  for (const definition of Object.values(definitions())) {
    assert.match(definition.description ?? '', /^A .*Written as `\w+\(.*\)`, in JSON as `.*`\.$/)
    assert.ok(ajv().validate(definition, definition.examples?.[0]))
  }
})

test('the names that a description mentions exist', () => {
  const known = new Set(schemaKeys.flatMap(({ name, path }) => [name, path[path.length - 1]]))
  const camelCase = schemaKeys.flatMap(({ node }) =>
    [...(node.description ?? '').matchAll(/`([a-z]+(?:\.[a-z]+|[A-Z][a-z]+)+)`/g)].map(
      (match) => match[1],
    ),
  )
  assert.ok(camelCase.length > 2, 'finds none: this test looks for nothing')
  assert.equal(
    camelCase.filter((name) => !known.has(name) && name !== 'system.config.json'),
    [],
  )
})

test('the generated files are fresh', () => {
  const { status, stderr } = generateCheck(root)
  assert.is(status, 0, stderr)
})

/** The rooms that have generated files, or what these are made from. */
const generatingRooms = ['schema', 'compiler', 'targets', 'explain', 'rehearsal']

const generatedFiles = [
  ...generatingRooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.includes('.gen.'))
      .map((path) => `${room}/${path}`),
  ),
  'docs/errors/README.md',
  'docs/reference.md',
]

test('a generated file that was changed is noticed, and named', () => {
  assert.ok(generatedFiles.length >= 10, String(generatedFiles))
  const copy = copyOfSources()
  try {
    assert.is(generateCheck(copy).status, 0)
    for (const path of generatedFiles) appendFileSync(join(copy, path), '\n')
    const { status, stderr } = generateCheck(copy)
    assert.is(status, 1)
    assert.equal(
      [...stderr.matchAll(/^stale: (\S+) /gm)].map((match) => match[1]).sort(),
      [...generatedFiles].sort(),
    )
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})

test('a schema that was changed makes the generated files stale', () => {
  const copy = copyOfSources()
  try {
    const path = join(copy, 'schema/system.schema.json')
    execFileSync('sed', [
      '-i',
      's/Size slug of each droplet/Slug/; s/"maximum": 65535/"maximum": 65534/',
      path,
    ])
    const { status, stderr } = generateCheck(copy)
    assert.is(status, 1)
    assert.match(stderr, 'stale: schema/system-config.gen.ts')
    assert.match(stderr, 'stale: schema/validate-system-config.gen.js')
    assert.match(stderr, 'stale: docs/reference.md')
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})

const definitions = (): Record<string, SchemaKey['node']> =>
  (schemaRoot as { definitions?: Record<string, SchemaKey['node']> }).definitions ?? {}

/** The smallest config that has the key, with this value there. */
function configWith({ path }: SchemaKey, value: Data): Data {
  const [room = ''] = path
  const config = structuredClone(smallest)
  if (room in optionalRooms) Object.assign(config, { [room]: optionalRooms[room] })
  const last = path[path.length - 1] ?? ''
  const parent = path.slice(0, -1).reduce<Record<string, Data>>((at, step) => {
    at[step] ??= {}
    return at[step] as Record<string, Data>
  }, config)
  if (path.includes('artifact')) delete parent[last === 'file' ? 'url' : 'file']
  parent[last] = value
  return config
}

const smallest: Record<string, Data> = {
  app: { name: 'shop', artifact: { url: 'https://example.com/shop' } },
  version: 'v1',
  scaling: { region: 'ams3' },
}

const optionalRooms: Record<string, Data> = {
  domain: { zone: 'example.com', record: 'app' },
}

const binaryFor = (data: Data): { binary?: Uint8Array } =>
  JSON.stringify(data).includes('"file":') ? { binary: new Uint8Array([1]) } : {}

const furtherInputs = [
  ...['scripts', 'docs', 'facts', 'package.json', 'tsconfig.json'],
  'test/support/root.ts',
]

function copyOfSources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'immuc-schema-'))
  for (const path of [...generatingRooms, ...furtherInputs]) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

const generateCheck = (folder: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', join(folder, 'scripts/generate.ts'), '--check'], {
    cwd: folder,
    encoding: 'utf8',
  })

test.run()
