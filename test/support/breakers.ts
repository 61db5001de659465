// For every key of the config: ways to break a valid config there, with the code and the path of the
// one error that each has to give.
import type { Data } from '../../compiler/load/to-data.ts'
import type { ConfigPath } from '../../compiler/model/config-path.ts'
import type { DiagnosticCode } from '../../compiler/model/diagnostic-code.ts'
import type { SystemConfig } from '../../schema/system-config.gen.ts'

export type Broken = { data: Data; at: ConfigPath; code: DiagnosticCode }

export type Breaker = (config: SystemConfig) => Broken

type Ways = {
  code: DiagnosticCode
  values: readonly unknown[]
  below?: ConfigPath
  around?: Blocks
}

/** Blocks that are put into the config first, so that nothing else in it can be at fault. */
type Blocks = Record<string, unknown>

const sha256 = 'a'.repeat(64)

/** Values that break a key, by the error that they give. */
const ways: Readonly<Record<string, readonly Ways[]>> = {
  $schema: [{ code: 'wrong-type', values: [1, null, {}] }],
  app: [{ code: 'wrong-type', values: [1, null, 'shop', []] }],
  'app.name': [
    { code: 'wrong-type', values: [1, null] },
    {
      code: 'wrong-format',
      values: ['', 'Shop', '-a', 'a-', 'a_b', 'a.b', '1a', 'ä', 'a\n', '${x}'],
    },
    { code: 'out-of-range', values: ['a'.repeat(33)] },
  ],
  'app.artifact': [
    { code: 'wrong-type', values: [1, null, './shop'] },
    { code: 'artifact-source', values: [{}, { url: 'https://example.com/a', file: './a' }] },
  ],
  'app.artifact.url': [
    { code: 'wrong-type', values: [1, null], around: { app: { artifact: { sha256 } } } },
    {
      code: 'artifact-url',
      values: ['', 'shop', 'ftp://example.com/a', 'https://', 'https://a b/c', 'https://a/{x}'],
      around: { app: { artifact: { sha256 } } },
    },
    {
      code: 'artifact-unpinned',
      values: ['http://example.com/a'],
      around: { app: { artifact: {} } },
    },
  ],
  'app.artifact.sha256': [
    { code: 'wrong-type', values: [1], around: { app: { artifact: { url: 'https://a.com/b' } } } },
    {
      code: 'wrong-format',
      values: ['', 'abc', 'g'.repeat(64), `${sha256}\n`, `${sha256}a`],
      around: { app: { artifact: { url: 'https://example.com/a' } } },
    },
    {
      code: 'artifact-source',
      values: [sha256],
      around: { app: { artifact: { file: './shop' } } },
    },
  ],
  'app.artifact.file': [
    { code: 'wrong-type', values: [1, null], around: { app: { artifact: {} } } },
    { code: 'out-of-range', values: [''], around: { app: { artifact: {} } } },
  ],
  'app.packages': [
    { code: 'wrong-type', values: ['curl', {}, null] },
    { code: 'wrong-type', values: [[1]], below: [0] },
    { code: 'wrong-format', values: [['A'], ['-y'], ['a b'], ['$x'], ['']], below: [0] },
    { code: 'duplicate-item', values: [['ab', 'ab']], below: [1] },
  ],
  'app.command': [
    { code: 'wrong-type', values: ['/bin/true', null] },
    { code: 'out-of-range', values: [[]] },
    { code: 'command-path', values: [[''], ['shop'], ['./shop'], ['/a b'], ['/']], below: [0] },
    { code: 'control-character', values: [['/shop', 'a\u0000b']], below: [1] },
  ],
  'app.port': [
    { code: 'wrong-type', values: ['8080', 1.5, null] },
    { code: 'out-of-range', values: [0, -1, 65_536] },
    { code: 'port-clash', values: [22] },
  ],
  'app.health': [{ code: 'wrong-type', values: ['/', null, []] }],
  'app.health.path': [
    { code: 'wrong-type', values: [1] },
    { code: 'wrong-format', values: ['', 'health', '/a b', '/a#b', '/${x}', "/'", '/a\n'] },
    { code: 'out-of-range', values: [`/${'a'.repeat(256)}`] },
  ],
  'app.health.intervalSeconds': seconds(3, 300),
  'app.health.timeoutSeconds': [
    ...seconds(3, 300),
    {
      code: 'health-timing',
      values: [11],
      around: { app: { health: { intervalSeconds: 10, startupSeconds: 300 } } },
    },
  ],
  'app.health.healthyThreshold': seconds(2, 10),
  'app.health.unhealthyThreshold': seconds(2, 10),
  'app.health.startupSeconds': [
    ...seconds(30, 3600),
    {
      code: 'health-timing',
      values: [30],
      around: { app: { health: { intervalSeconds: 60, timeoutSeconds: 31 } } },
    },
  ],
  'app.health.drainSeconds': seconds(0, 600),
  'app.env': [
    { code: 'wrong-type', values: ['A=1', null, []] },
    { code: 'wrong-type', values: [{ A: 1 }, { A: null }, { A: {} }], below: ['A'] },
    { code: 'wrong-type', values: [{ A: { secret: false } }, { A: { plain: 1 } }], below: ['A'] },
    { code: 'wrong-type', values: [{ A: { secret: true, plain: '' } }], below: ['A'] },
    { code: 'env-name', values: [{ 'A-B': '' }], below: ['A-B'] },
    { code: 'env-reserved', values: [{ PORT: '1' }], below: ['PORT'] },
    { code: 'control-character', values: [{ A: 'a\u0000' }], below: ['A'] },
    { code: 'secret-literal', values: [{ API_TOKEN: 'hunter-two-three' }], below: ['API_TOKEN'] },
    { code: 'secret-clash', values: [{ A: { secret: true }, a: { secret: true } }], below: ['a'] },
    { code: 'env-too-large', values: [{ A: 'x'.repeat(65_536) }] },
  ],
  version: [
    { code: 'wrong-type', values: [1, null] },
    { code: 'wrong-format', values: ['', 'v 1', '-1', 'v1-', 'v/1', 'ä', 'v1\n', '${x}'] },
    { code: 'out-of-range', values: ['v'.repeat(65)] },
  ],
  database: [{ code: 'wrong-type', values: [true, null, 'pg', []] }],
  'database.engine': [
    { code: 'wrong-type', values: [1] },
    { code: 'unknown-value', values: ['mysql', 'PG', ''] },
  ],
  'database.version': [
    { code: 'wrong-type', values: [17] },
    { code: 'unknown-database-version', values: ['17.2', 'v17', 'latest', ''] },
  ],
  'database.size': [
    { code: 'wrong-type', values: [1] },
    { code: 'unknown-database-size', values: ['small', 'db-s-1vcpu-1gbb', '', '${x}'] },
  ],
  'database.nodes': [
    { code: 'wrong-type', values: ['2', 1.5] },
    { code: 'out-of-range', values: [0, 4] },
    { code: 'database-nodes', values: [2], around: { database: { size: 'db-s-1vcpu-1gb' } } },
  ],
  'database.preventDestroy': [{ code: 'wrong-type', values: ['no', 0, null] }],
  scaling: [{ code: 'wrong-type', values: [3, null] }],
  'scaling.region': [
    { code: 'wrong-type', values: [1, null] },
    { code: 'unknown-region', values: ['amsterdam', 'AMS3', '', 'ams3\n', '${x}'] },
  ],
  'scaling.size': [
    { code: 'wrong-type', values: [1] },
    {
      code: 'unknown-size',
      values: ['small', 's-1vcpu-1gbb', '', '${x}'],
      around: { image: {} },
    },
  ],
  'scaling.instances': [
    { code: 'wrong-type', values: ['3', 1.5] },
    { code: 'out-of-range', values: [0, 101] },
  ],
  'scaling.ingress': [
    { code: 'wrong-type', values: [1, null] },
    { code: 'unknown-value', values: ['floating-ip', 'Load-Balancer', ''] },
  ],
  domain: [{ code: 'wrong-type', values: ['example.com', null] }],
  'domain.zone': [
    { code: 'wrong-type', values: [1] },
    {
      code: 'dns-name',
      values: ['', 'localhost', 'example.com.', 'a..b', 'https://a.b', 'A.b', 'a b.c', '${x}.b'],
    },
  ],
  'domain.record': [
    { code: 'wrong-type', values: [1] },
    { code: 'dns-name', values: ['', '*', 'a b', 'A', '-a', '${x}', 'a..b', 'a'.repeat(64)] },
  ],
  'domain.ttlSeconds': seconds(30, 86_400),
  'domain.createZone': [{ code: 'wrong-type', values: ['no', 0] }],
  access: [{ code: 'wrong-type', values: ['all', null, []] }],
  'access.sshKeys': [
    { code: 'wrong-type', values: ['laptop'] },
    { code: 'out-of-range', values: [['']], below: [0] },
    { code: 'duplicate-item', values: [['a', 'a']], below: [1] },
  ],
  'access.sshFrom': ranges(),
  'access.gateFrom': ranges(),
  image: [{ code: 'wrong-type', values: ['debian', null] }],
  'image.base': [
    { code: 'wrong-type', values: [1] },
    { code: 'unknown-image', values: ['windows', 'debian', '', 'fedora-44-x64', '${x}'] },
  ],
  'image.buildSize': [
    { code: 'wrong-type', values: [1] },
    { code: 'unknown-size', values: ['small', '', '${x}'] },
    {
      code: 'size-too-small',
      values: ['s-8vcpu-16gb'],
      around: { scaling: { size: 's-1vcpu-1gb' } },
    },
  ],
}

function seconds(least: number, most: number): Ways[] {
  return [
    { code: 'wrong-type', values: ['10', least + 0.5, null] },
    { code: 'out-of-range', values: [least - 1, most + 1] },
  ]
}

function ranges(): Ways[] {
  return [
    { code: 'wrong-type', values: ['203.0.113.7/32', null] },
    { code: 'wrong-type', values: [[1]], below: [0] },
    {
      code: 'address-range',
      values: [
        [''],
        ['203.0.113.7'],
        ['203.0.113.7/33'],
        ['::/129'],
        ['a/8'],
        ['1.2.3/8'],
        ['${x}/8'],
      ],
      below: [0],
    },
    { code: 'duplicate-item', values: [['::/64', '::/64']], below: [1] },
  ]
}

/** The keys of which every object needs another one, with that one. */
const requiredBelow: Readonly<Record<string, readonly string[]>> = {
  app: ['name', 'artifact'],
  scaling: ['region'],
  domain: ['zone', 'record'],
}

const objects = [
  ...['app', 'app.artifact', 'app.health', 'database', 'scaling', 'domain', 'access', 'image'],
]

const pathOf = (name: string): string[] => name.split('.')

/** Sets a value, and makes the objects around it where the config has none. */
function put(config: SystemConfig, path: readonly string[], value: unknown): Data {
  const [room = ''] = path
  const data = config as unknown as Record<string, unknown>
  if (path.length > 1)
    data[room] ??= room === 'domain' ? { zone: 'example.com', record: 'app' } : {}
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, step) => {
    at[step] ??= {}
    return at[step] as Record<string, unknown>
  }, data)
  parent[path[path.length - 1] ?? ''] = value
  return data as Data
}

function withBlocks(config: SystemConfig, around: Blocks): SystemConfig {
  const data = config as unknown as Record<string, unknown>
  for (const [key, block] of Object.entries(around)) {
    const inner = structuredClone(block) as Record<string, unknown>
    data[key] = { ...(data[key] as object), ...inner }
  }
  return config
}

const withValue =
  (name: string, value: unknown, { code, below = [], around = {} }: Ways): Breaker =>
  (config) => ({
    data: put(withBlocks(config, around), pathOf(name), structuredClone(value)),
    at: [...pathOf(name), ...below],
    code,
  })

const misspelt =
  (name: string): Breaker =>
  (config) => ({
    data: put(config, [...pathOf(name), 'constructor'], 1),
    at: [...pathOf(name), 'constructor'],
    code: 'unknown-key',
  })

const without =
  (name: string, key: string): Breaker =>
  (config) => {
    const data = put(config, [...pathOf(name), key], 1) as Record<string, Record<string, Data>>
    delete data[name]?.[key]
    return { data, at: [...pathOf(name), key], code: 'missing-key' }
  }

export const breakers: Readonly<Record<string, readonly Breaker[]>> = Object.fromEntries(
  Object.entries(ways).map(([name, list]) => [
    name,
    [
      ...list.flatMap((way) => way.values.map((value) => withValue(name, value, way))),
      ...(objects.includes(name) ? [misspelt(name)] : []),
      ...(requiredBelow[name] ?? []).map((key) => without(name, key)),
    ],
  ]),
)
