// Every config that immuc accepts, as far as a generator can tell: all keys, each one present or
// absent, with the names and texts that have been trouble elsewhere among them.
import fc, { type Arbitrary } from 'fast-check'
import type { Input } from '../../compiler/compile.ts'
import {
  baseImages,
  type DropletSize,
  databaseSizes,
  databaseVersions,
  droplet,
  dropletSizes,
  regions,
} from '../../compiler/facts.ts'
import type { SystemConfig } from '../../schema/system-config.gen.ts'

export type ArbitraryInput = { config: SystemConfig; input: Input }

/** Words of HCL, YAML, shell and systemd; and the shortest and longest there can be. */
const trickyNames = [
  ...['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'for', 'each', 'count', 'self'],
  ...['if', 'in', 'data', 'local', 'locals', 'var', 'path', 'module', 'terraform', 'provider'],
  ...['all', 'default', 'root', 'nan', 'inf', 'x', 'a-b', 'a--b', 'a1', 'a-1-b', 'e5'],
  ...['constructor', 'prototype', 'tostring', 'a'.repeat(32), `a${'-'.repeat(30)}b`],
]

const name = fc.oneof(
  fc.constantFrom(...trickyNames),
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/),
)

/** What systemd and Terraform refuse or change is refused by immuc as well. */
const unusable = /\0|\p{Surrogate}|\p{Noncharacter_Code_Point}/u

const trickyTexts = [
  ...['', ' ', '\n', '\t', '\r\n', 'a\nb', ' a ', '"', "'", '`', '\\', '\\\\', '\\"', '$', '$$'],
  ...['${', '$${', '$$${', '${x}', '%{', '%%{', '%{ if true }', '%n', '%%', '{{ x }}', '{% x %}'],
  ...['#', '# a', ';', '$HOME', '$(id)', '~', '*', '|', '| a |', '<a>', '&amp;', '-', '--', '- a'],
  ...[
    'null',
    'true',
    '0',
    '010',
    '1e3',
    '0x1f',
    '2026-01-01',
    'a: b',
    'a:',
    ': a',
    '@',
    '!x',
    '&x',
  ],
  ...[
    '\u0001',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\ufeff',
    'ä',
    '漢字',
    '👍🏽',
  ],
]

const text = fc
  .oneof(
    fc.constantFrom(...trickyTexts),
    fc.string({ maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(fc.constantFrom(...trickyTexts), { maxLength: 5 }).map((parts) => parts.join('')),
  )
  .map((value) => value.normalize('NFC'))
  .filter((value) => !unusable.test(value))

const secretWord =
  /pass|pwd|secret|token|cred|key|auth|salt|pepper|jwt|bearer|sign|cookie|dsn|pin|otp/i
const ownVariables = /^(PORT|DRAIN_SECONDS|DB_(HOST|PORT|USER|PASSWORD|NAME))$/

const variableName = fc
  .oneof(
    fc.constantFrom('A', '_', '__proto__', 'LOG_LEVEL', 'lower', 'PATH', 'HOME', 'constructor'),
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/),
  )
  .filter((value) => !secretWord.test(value) && !ownVariables.test(value))

const variableValue = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.constant({ secret: true as const }) },
  { weight: 1, arbitrary: text.map((value) => ({ plain: value })) },
)

const env = fc
  .uniqueArray(fc.tuple(variableName, variableValue), {
    selector: ([key]) => key.toLowerCase(),
    maxLength: 8,
  })
  .map((entries) => Object.fromEntries(entries))

const host = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8})?\.(com|example)$/)

const url = fc
  .tuple(
    fc.constantFrom('https://', 'http://'),
    host,
    fc.stringMatching(/^(\/[A-Za-z0-9._~-]{1,10}){1,3}(\?[a-z]=[A-Za-z0-9]{1,9})?$/),
    fc.constantFrom('', '/{version}', '-{version}'),
  )
  .map((parts) => parts.join(''))

const sha256 = fc.stringMatching(/^[0-9a-fA-F]{64}$/)

const artifact = fc.oneof(
  fc.record({ url, sha256 }),
  url.filter((value) => value.startsWith('https:')).map((value) => ({ url: value })),
  fc.record({ file: fc.constantFrom('./app', '../dist/app', '{version}/app', 'a b') }),
)

const program = fc.stringMatching(/^(\/[A-Za-z0-9._+@-]{1,8}){1,3}$/)

const command = fc
  .tuple(program, fc.array(text, { maxLength: 5 }))
  .map(([first, rest]): [string, ...string[]] => [first, ...rest])

const health = fc
  .record(
    {
      path: fc.stringMatching(/^\/[A-Za-z0-9._~/-]{0,20}(\?[A-Za-z0-9._~/=&-]{0,9})?$/),
      intervalSeconds: fc.integer({ min: 3, max: 300 }),
      timeoutSeconds: fc.integer({ min: 3, max: 300 }),
      healthyThreshold: fc.integer({ min: 2, max: 10 }),
      unhealthyThreshold: fc.integer({ min: 2, max: 10 }),
      startupSeconds: fc.integer({ min: 30, max: 3600 }),
      drainSeconds: fc.integer({ min: 0, max: 600 }),
    },
    { requiredKeys: [] },
  )
  .filter(
    ({ intervalSeconds = 10, timeoutSeconds = 5, startupSeconds = 300 }) =>
      timeoutSeconds <= intervalSeconds && timeoutSeconds <= startupSeconds,
  )

const app = fc.record(
  {
    name,
    artifact,
    packages: fc.uniqueArray(
      fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,12}(=[A-Za-z0-9.+~:-]{1,9})?$/),
      { maxLength: 4 },
    ),
    command,
    port: fc.integer({ min: 1, max: 65_535 }).filter((port) => port !== 22 && port !== 53),
    health,
    env,
  },
  { requiredKeys: ['name', 'artifact'] },
)

const version = fc.oneof(
  fc.constantFrom('1', 'v1', '0', '007', '2026-01-01', 'null', '1.0.0-rc.1+build.5'),
  fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?$/),
)

const database = fc.constantFrom(...databaseSizes).chain(({ slug, minNodes, maxNodes }) =>
  fc
    .record(
      {
        engine: fc.constant('pg' as const),
        version: fc.constantFrom(...databaseVersions.map((one) => one.version)),
        size: fc.constant(slug),
        nodes: fc.integer({ min: minNodes, max: maxNodes }),
        preventDestroy: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .map(({ nodes, ...rest }) => ({
      ...rest,
      ...(rest.size !== undefined && nodes !== undefined && { nodes }),
    })),
)

const scaling = fc.record(
  {
    region: fc.constantFrom(...regions.map(({ slug }) => slug)),
    size: fc.constantFrom(...dropletSizes.map(({ slug }) => slug)),
    instances: fc.integer({ min: 1, max: 100 }),
    ingress: fc.constantFrom('load-balancer', 'reserved-ip'),
  },
  { requiredKeys: ['region'] },
)

const domain = fc.record(
  {
    zone: host,
    record: fc.oneof(
      fc.constantFrom('@', 'app', '_x'),
      fc.stringMatching(/^[a-z0-9]{1,9}(\.[a-z0-9]{1,9})?$/),
    ),
    ttlSeconds: fc.integer({ min: 30, max: 86_400 }),
    createZone: fc.boolean(),
  },
  { requiredKeys: ['zone', 'record'] },
)

const range = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map((parts) => parts.join('/')),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map((parts) => parts.join('/')),
)

const ranges = fc.uniqueArray(range, { maxLength: 3 })

const keyName = text.filter((value) => value !== '')

const access = fc.record(
  { sshKeys: fc.uniqueArray(keyName, { maxLength: 3 }), sshFrom: ranges, gateFrom: ranges },
  { requiredKeys: [] },
)

/** The droplet that builds the image has no larger disk than those that run it. */
const imageFor = ({ diskGib }: DropletSize) =>
  fc.record(
    {
      base: fc.constantFrom(...baseImages.map(({ slug }) => slug)),
      buildSize: fc.constantFrom(
        ...dropletSizes.filter((size) => size.diskGib <= diskGib).map(({ slug }) => slug),
      ),
    },
    { requiredKeys: [] },
  )

const smallest = droplet('s-1vcpu-1gb') as DropletSize

export const arbitraryConfig: Arbitrary<SystemConfig> = scaling.chain((scalingBlock) =>
  fc.record(
    {
      $schema: fc.constant('./node_modules/immuc/schema/system.schema.json'),
      app,
      version,
      database,
      scaling: fc.constant(scalingBlock),
      domain,
      access,
      image: imageFor(droplet(scalingBlock.size ?? smallest.slug) ?? smallest),
    },
    { requiredKeys: ['app', 'version', 'scaling'] },
  ),
)

/** With the bytes of the local file, where the config names one. */
export const arbitraryInput: Arbitrary<ArbitraryInput> = fc
  .tuple(arbitraryConfig, fc.uint8Array({ maxLength: 64 }))
  .map(([config, binary]) => ({ config, input: inputOf(config, binary) }))

export const inputOf = (config: SystemConfig, binary: Uint8Array): Input => ({
  data: config as unknown as NonNullable<Input['data']>,
  ...(config.app.artifact.file !== undefined && { binary }),
  diagnostics: [],
})
