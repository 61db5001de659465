// The rules that a schema can't say: each at its border, on both sides. A row is a part of a config
// and what is said of it.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { check } from '../compiler/check/check.ts'
import { isSecret, mayBeSecret, secretForms, withoutForms } from '../compiler/check/secret-signs.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { pathText } from '../compiler/model/config-path.ts'
import type { Diagnostic } from '../compiler/model/diagnostic.ts'
import { resolve } from '../compiler/resolve/resolve.ts'
import { validate } from '../compiler/validate/validate.ts'

const test = suite('check')

type Part = { [key: string]: Data }

/** A whole config around a part of one. */
function whole({ app = {}, scaling = {}, ...rest }: Part): Part {
  return {
    app: { name: 'shop', artifact: { file: './shop' }, ...(app as Part) },
    version: 'v1',
    scaling: { region: 'ams3', ...(scaling as Part) },
    ...rest,
  }
}

const diagnosticsOf = (part: Part): readonly Diagnostic[] =>
  compile({ data: whole(part), binary: new Uint8Array(), diagnostics: [] }, targets).diagnostics

const summary = ({ severity, code, path }: Diagnostic): string =>
  `${severity} ${code} ${pathText(path)}`

const health = (block: Part): Part => ({ app: { health: block } })
const env = (variables: Part): Part => ({ app: { env: variables } })
const domain = (zone: string, record: string): Part => ({ domain: { zone, record } })
const artifact = (url: string): Part => ({ app: { artifact: { url, sha256: '0'.repeat(64) } } })
const label = (length: number): string => 'a'.repeat(length)

const rules: readonly [part: Part, ...expected: string[]][] = [
  [{}],

  [health({ intervalSeconds: 5, timeoutSeconds: 5 })],
  [
    health({ intervalSeconds: 5, timeoutSeconds: 6 }),
    'error health-timing app.health.timeoutSeconds',
  ],
  [health({ intervalSeconds: 5 })],
  [health({ intervalSeconds: 4 }), 'error health-timing app.health.timeoutSeconds'],
  [health({ intervalSeconds: 30, timeoutSeconds: 30, startupSeconds: 30 })],
  [
    health({ intervalSeconds: 31, timeoutSeconds: 31, startupSeconds: 30 }),
    'error health-timing app.health.startupSeconds',
  ],
  [health({ intervalSeconds: 300, healthyThreshold: 10, startupSeconds: 30 })],

  [{ app: { port: 22 } }, 'error port-clash app.port'],
  [{ app: { port: 53 } }, 'error port-clash app.port'],
  [{ app: { port: 21 } }],
  [{ app: { port: 80 } }],

  [{ scaling: { instances: 5 }, access: { gateFrom: ['203.0.113.0/24'] } }],
  [
    { scaling: { instances: 6 }, access: { gateFrom: ['203.0.113.0/24'] } },
    'warning too-many-instances scaling.instances',
  ],
  [{ scaling: { instances: 1 } }],

  [{ scaling: { region: 'ric1' } }],
  [{ scaling: { region: 'ams4' } }, 'warning unknown-region scaling.region'],
  [{ scaling: { region: 'ber1' } }, 'warning unknown-region scaling.region'],
  [{ scaling: { region: 'nyc2' } }, 'warning unknown-region scaling.region'],
  [{ scaling: { region: 'asm3' } }, 'error unknown-region scaling.region'],
  [{ scaling: { region: 'ams33' } }, 'error unknown-region scaling.region'],
  [{ scaling: { region: 'AMS3' } }, 'error unknown-region scaling.region'],
  [{ scaling: { region: '' } }, 'error unknown-region scaling.region'],

  [{ scaling: { size: 's-1vcpu-512mb-10gb' } }],
  [{ scaling: { size: 'c-2' } }],
  [{ scaling: { size: 's-3vcpu-6gb' } }, 'warning unknown-size scaling.size'],
  [{ scaling: { size: 'n-2vcpu-8gb-arm' } }, 'warning unknown-size scaling.size'],
  [{ scaling: { size: 's-1vcpu-1g' } }, 'error unknown-size scaling.size'],
  [{ scaling: { size: 's-1vpcu-1gb' } }, 'error unknown-size scaling.size'],
  [{ scaling: { size: 's-1vcpu-1gb-intl' } }, 'error unknown-size scaling.size'],
  [{ scaling: { size: 'db-s-1vcpu-1gb' } }, 'error unknown-size scaling.size'],
  [{ image: { buildSize: 's-1vcpu-512mb-10gb' } }],
  [{ image: { buildSize: 's-1vcpu-2gb' } }, 'error size-too-small image.buildSize'],
  [{ image: { base: 'ubuntu-24-04-x64' } }],
  [{ image: { base: 'ubuntu-28-04-x64' } }, 'warning unknown-image image.base'],
  [{ image: { base: 'ubuntu-20-04-x64' } }, 'warning unknown-image image.base'],
  [{ image: { base: 'rockylinux-9-x64' } }, 'error unknown-image image.base'],
  [{ image: { base: 'debian' } }, 'error unknown-image image.base'],

  [{ database: {} }],
  [{ database: { version: '18' } }],
  [{ database: { version: '19' } }, 'warning unknown-database-version database.version'],
  [{ database: { version: '14' } }, 'warning unknown-database-version database.version'],
  [{ database: { version: '17.2' } }, 'error unknown-database-version database.version'],
  [{ database: { version: 'latest' } }, 'error unknown-database-version database.version'],
  [{ database: { size: 'db-s-3vcpu-6gb' } }, 'warning unknown-database-size database.size'],
  [{ database: { size: 's-1vcpu-1gb' } }, 'error unknown-database-size database.size'],
  [{ database: { nodes: 2 } }, 'error database-nodes database.nodes'],
  [{ database: { size: 'db-s-1vcpu-2gb', nodes: 3 } }],

  [domain('example.com', 'shop')],
  [domain('example.com', '@')],
  [domain('example.com', 'a.b')],
  [domain('example.com', '_acme')],
  [domain('example.com', label(63))],
  [domain('example.com', label(64)), 'error dns-name domain.record'],
  [domain(`${label(63)}.${label(63)}.${label(61)}.com`, label(59))],
  [domain(`${label(63)}.${label(63)}.${label(61)}.com`, label(60)), 'error dns-name domain.record'],
  [domain('example', 'shop'), 'error dns-name domain.zone'],
  [domain('example.com.', 'shop'), 'error dns-name domain.zone'],
  [domain('exa mple.com', 'shop'), 'error dns-name domain.zone'],
  [domain('example..com', 'shop'), 'error dns-name domain.zone'],
  [domain('-example.com', 'shop'), 'error dns-name domain.zone'],
  [domain('bücher.example', 'shop'), 'error dns-name domain.zone'],
  [domain('example.com', ''), 'error dns-name domain.record'],
  [domain('example.com', 'example.com'), 'error dns-name domain.record'],
  [domain('example.com', 'shop.example.com'), 'error dns-name domain.record'],
  [domain('Example.com', 'Shop'), 'error dns-name domain.zone', 'error dns-name domain.record'],

  [{ access: { sshFrom: ['203.0.113.7/32', '2001:db8::/32'] } }],
  [{ access: { sshFrom: ['203.0.113.7/33'] } }, 'error address-range access.sshFrom[0]'],
  [{ access: { sshFrom: ['2001:db8::/128'] } }],
  [{ access: { sshFrom: ['2001:db8::/129'] } }, 'error address-range access.sshFrom[0]'],
  [{ access: { gateFrom: ['203.0.113.7'] } }, 'error address-range access.gateFrom[0]'],
  [{ access: { gateFrom: ['office'] } }, 'error address-range access.gateFrom[0]'],
  [{ access: { sshFrom: ['0.0.0.0/1'] } }],
  [{ access: { sshFrom: ['0.0.0.0/0'] } }, 'warning open-to-all access.sshFrom[0]'],
  [{ access: { gateFrom: ['0.0.0.0/0'] } }],

  [artifact('https://example.com/shop-{version}')],
  [artifact('https://example.com/a b'), 'error artifact-url app.artifact.url'],
  [artifact('https://example.com/100%'), 'error artifact-url app.artifact.url'],
  [artifact('ftp://example.com/shop'), 'error artifact-url app.artifact.url'],
  [artifact('https://'), 'error artifact-url app.artifact.url'],
  [
    { app: { artifact: { url: 'https://example.com/shop' } } },
    'warning artifact-unpinned app.artifact',
  ],
  [
    { app: { artifact: { url: 'http://example.com/shop' } } },
    'error artifact-unpinned app.artifact.url',
  ],
  [artifact('http://example.com/shop')],
  [{ app: { artifact: {} } }, 'error artifact-source app.artifact'],

  [{ app: { command: ['/usr/bin/node', 'server.js'] } }],
  [{ app: { command: ['node'] } }, 'error command-path app.command[0]'],
  [{ app: { command: ['/opt/the shop/run'] } }, 'error command-path app.command[0]'],
  [{ app: { command: ['/usr/bin/'] } }, 'error command-path app.command[0]'],

  [env({ _A1: '', a: 'x' })],
  [env({ '1A': '' }), 'error env-name app.env["1A"]'],
  [env({ 'A-B': '' }), 'error env-name app.env["A-B"]'],
  [env({ '': '' }), 'error env-name app.env[""]'],
  [env({ PORT: '1' }), 'error env-reserved app.env.PORT'],
  [env({ port: '1' })],
  [env({ DB_HOST: 'db.example.com' })],
  [{ ...env({ DB_HOST: 'db.example.com' }), database: {} }, 'error env-reserved app.env.DB_HOST'],
  [env({ A: { secret: true }, B: { secret: true } })],
  [env({ A: { secret: true }, a: { secret: true } }), 'error secret-clash app.env.a'],
  [env({ A: { secret: true }, a: 'x' })],
  [env({ A: 'x'.repeat(47_611) })],
  [env({ A: 'x'.repeat(47_612) }), 'error env-too-large app.env'],

  [env({ SMTP_PASSWORD: { plain: 'hunter2' } })],
  [env({ SMTP_PASSWORD: 'hunter2' }), 'error secret-literal app.env.SMTP_PASSWORD'],
  [
    env({ ghp_16C7e42F292c6912E7710c838347Ae178B4a: '' }),
    'error secret-literal app.env.ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  ],
  [{ app: { command: ['/a', '--token', 'hunter2'] } }, 'error secret-literal app.command[2]'],
  [{ app: { command: ['/a', '--token=hunter2'] } }, 'error secret-literal app.command[1]'],
  [{ app: { command: ['/a', '--token', '--verbose'] } }],
  [{ app: { command: ['/a', '--token-file', '/run/token'] } }],
  [{ scaling: { region: 'xoxb-1234567890-abc' } }, 'error secret-literal scaling.region'],
]

for (const [part, ...expected] of rules) {
  test(`${JSON.stringify(part).slice(0, 90)} → ${expected.join(', ') || 'fine'}`, () => {
    assert.equal(diagnosticsOf(part).map(summary).sort(), expected.sort())
  })
}

const someValue = 'correct horse battery'
const random = 'f3Kq9ZxT27LmWp4R8sVb'

type Named = readonly [name: string, value: string, verdict: 'secret' | 'hidden' | 'shown']

const names: readonly Named[] = [
  ...[
    'PASSWORD',
    'DB_PASS',
    'db_password',
    'dbPassword',
    'MYSQL_PWD',
    'SMTP_PASSWD',
    'KEY_PASSPHRASE',
    'SECRET',
    'CLIENT_SECRET',
    'JWT_SECRET',
    'TOKEN',
    'AUTH_TOKEN',
    'GITHUB_TOKEN_2',
    'TOKEN_PROD',
    'API_KEY',
    'apiKey',
    'APIKEY',
    'STRIPE_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'PRIVATE_KEY',
    'SECRET_KEY_BASE',
    'SIGNING_KEY',
    'GOOGLE_CREDENTIALS',
    'API_KEYS',
  ].map((name) => [name, someValue, 'secret'] as const),
  ...['APP_KEY', 'SESSION_KEY', 'HASH_SALT', 'REDIS_AUTH'].flatMap(
    (name) =>
      [
        [name, random, 'secret'],
        [name, 'users-v2', 'hidden'],
      ] as const,
  ),
  ...[
    'PUBLIC_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'NEXT_PUBLIC_API_KEY',
    'RECAPTCHA_SITE_KEY',
    'KEY_ID',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_TTL',
    'TOKEN_URL',
    'AUTH_TOKEN_URL',
    'PASSWORD_MIN_LENGTH',
    'SECRET_NAME',
    'PASSWORD_FILE',
    'KEY_PATH',
    'TOKEN_ISSUER',
    'LOG_LEVEL',
    'KEYBOARD',
    'MONKEY',
    'PWD',
    'PASSENGERS',
    'COMPASS',
    'TOKENIZER',
    'sshKeys',
    'HOTKEYS',
    'DATABASE_URL',
  ].map((name) => [name, random, name === 'PWD' ? 'hidden' : 'shown'] as const),
  ...[
    '',
    'true',
    'off',
    'none',
    '4096',
    '/run/secrets/token',
    'https://id.example.com/token',
    'arn:aws:secretsmanager:eu-central-1:1234:secret:shop',
    'pk_live_51H',
  ].map((value) => ['TOKEN', value, 'shown'] as const),
  ['KEY', random, 'secret'],
  ['KEY', 'users', 'shown'],
  ['TOKEN', '1234567', 'secret'],
  ['SESSION_KEY', '550e8400-e29b-41d4-a716-446655440000', 'secret'],
  ['CACHE_KEY', 'userSessionsV2cache2024', 'hidden'],
  ['COMMIT', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', 'shown'],
]

for (const [name, value, verdict] of names) {
  test(`${name}: '${value}' is ${verdict}`, () => {
    assert.is(isSecret(name, value), verdict === 'secret')
    assert.is(isSecret(name, value) || mayBeSecret(name, value), verdict !== 'shown')
  })
}

const forms: readonly [text: string, masked: string][] = [
  ['-----BEGIN RSA PRIVATE KEY-----\nMC4C\n-----END', '<secret>'],
  ['-----BEGIN PUBLIC KEY-----\nMC4C\n-----END', '-----BEGIN PUBLIC KEY-----\nMC4C\n-----END'],
  ['AKIAIOSFODNN7EXAMPLE', '<secret>'],
  [`dop_v1_${'0a'.repeat(32)}`, '<secret>'],
  ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', '<secret>'],
  ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', '<secret>'],
  ['pk_live_4eC39HqLyjWDarjtT1zdp7dc', 'pk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['task_live_4eC39HqLyjWDarjtT1zdp7dc', 'task_live_4eC39HqLyjWDarjtT1zdp7dc'],
  [
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX',
    'https://hooks.slack.com/services/<secret>',
  ],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig-na_ture', '<secret>'],
  ['Bearer 0123456789abcdef', 'Bearer <secret>'],
  ['the bearer of bad news', 'the bearer of bad news'],
  ['postgres://shop:hunter2@db:5432/shop', 'postgres://shop:<secret>@db:5432/shop'],
  ['redis://:hunter2@cache', 'redis://:<secret>@cache'],
  ['postgres://shop:p:a@s@db', 'postgres://shop:<secret>@db'],
  ['postgres://shop@db/shop', 'postgres://shop@db/shop'],
  ['http://localhost:3000/@scope/name', 'http://localhost:3000/@scope/name'],
  ['http://localhost:3000?to=@scope', 'http://localhost:3000?to=@scope'],
  ['postgres://shop:${DB_PASSWORD}@db', 'postgres://shop:${DB_PASSWORD}@db'],
  ['postgres://shop:<password>@db', 'postgres://shop:<password>@db'],
  ['host=db password=hunter2 user=shop', 'host=db password=<secret> user=shop'],
  ['https://example.com/f?token=hunter22&a=1', 'https://example.com/f?token=<secret>&a=1'],
  ['https://example.com/f?token={token}', 'https://example.com/f?token={token}'],
  ['bypassword=hunter2', 'bypassword=hunter2'],
  ['sk-learn-models-of-the-year-two-thousand', 'sk-learn-models-of-the-year-two-thousand'],
]

for (const [text, masked] of forms) {
  test(`${text.slice(0, 50)} → ${masked.slice(0, 50)}`, () => {
    assert.is(withoutForms(text), masked)
    assert.is(secretForms(text).length > 0, masked.includes('<secret>') && !text.includes('<'))
  })
}

test('what a rule says is one line that quotes nothing secret', () => {
  for (const [part] of rules) {
    for (const { message, help = '', label: marked = '' } of diagnosticsOf(part)) {
      for (const text of [message, help, marked]) assert.not.match(text, /\n|hunter2/)
    }
  }
})

test('check leaves its input as it is', () => {
  const { config } = validate(whole(env({ SMTP_PASSWORD: 'hunter2' })))
  assert.ok(config)
  const before = structuredClone(config)
  check(config, resolve(config, new Uint8Array()))
  assert.equal(config, before)
})

test.run()
