// The rules that a schema can't say: each at its border, on both sides. A row is a part of a config
// and what is said of it.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { check } from '../compiler/check/check.ts'
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

const diagnosticsOf = async (part: Part): Promise<readonly Diagnostic[]> =>
  (await compile({ data: whole(part), binary: new Uint8Array(), diagnostics: [] }, targets))
    .diagnostics

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
  test(`${JSON.stringify(part).slice(0, 90)} → ${expected.join(', ') || 'fine'}`, async () => {
    assert.equal((await diagnosticsOf(part)).map(summary).sort(), expected.sort())
  })
}

test('what a rule says is one line that quotes nothing secret', async () => {
  for (const [part] of rules) {
    for (const { message, help = '', label: marked = '' } of await diagnosticsOf(part)) {
      for (const text of [message, help, marked]) assert.not.match(text, /\n|hunter2/)
    }
  }
})

test('check leaves its input as it is', async () => {
  const { config } = await validate(whole(env({ SMTP_PASSWORD: 'hunter2' })))
  assert.ok(config)
  const before = structuredClone(config)
  check(config, resolve(config, new Uint8Array()))
  assert.equal(config, before)
})

test.run()
