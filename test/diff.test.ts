// What diff tells of a change, case by case: the downtime class, the keys that are to blame for each
// resource, the dangers to data, the droplets that run meanwhile, and what to run.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { emitAlone } from '../cli/diff-sides.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { complete } from '../compiler/validate/complete.ts'
import { type Diff, diff, type Side } from '../diff/diff.ts'
import type { Downtime } from '../diff/provider-changes.ts'
import { nothingToRun } from '../diff/show/words.ts'
import { compiled, type Fragment, smallest, withFragment } from './support/system.ts'

const test = suite('diff')

async function side(fragment: Fragment, binary?: Uint8Array): Promise<Side> {
  const { output, diagnostics } = await compiled(fragment, binary)
  if (output === undefined) throw new Error(JSON.stringify(diagnostics))
  const config = complete(withFragment(smallest, fragment))
  return { ...output, binary, config: config as unknown as Data }
}

const gateFrom = ['203.0.113.0/24']

const base: Fragment = {
  app: { env: { LOG_LEVEL: 'info' } },
  database: { size: 'db-s-2vcpu-4gb', version: '16', nodes: 2, preventDestroy: false },
  domain: { zone: 'deploy.example.com', record: 'app' },
  scaling: { instances: 3 },
  access: { gateFrom },
}

const told = async (change: Fragment, from: Fragment = base): Promise<Diff> =>
  diff(await side(from), await side(withFragment(from, change)), emitAlone)

const classes: readonly [change: Fragment, downtime: Downtime, resource: string][] = [
  [{ domain: { ttlSeconds: 300 } }, 'none', 'digitalocean_record.shop'],
  [{ access: { sshFrom: gateFrom } }, 'none', 'digitalocean_firewall.shop'],
  [{ app: { health: { unhealthyThreshold: 5 } } }, 'none', 'digitalocean_loadbalancer.shop'],
  [{ version: 'v2' }, 'rolling', 'digitalocean_droplet.shop'],
  [{ app: { env: { LOG_LEVEL: 'debug' } } }, 'rolling', 'digitalocean_droplet.shop'],
  [{ scaling: { instances: 4 } }, 'rolling', 'digitalocean_droplet.shop'],
  [{ scaling: { instances: 2 } }, 'rolling', 'digitalocean_droplet.shop'],
  [{ app: { port: 9000 } }, 'moves ingress', 'digitalocean_loadbalancer.shop'],
  [{ domain: { record: 'www' } }, 'moves ingress', 'digitalocean_record.shop'],
  [
    { database: { size: 'db-s-4vcpu-8gb' } },
    'restarts database',
    'digitalocean_database_cluster.shop',
  ],
  [{ database: { version: '17' } }, 'restarts database', 'digitalocean_database_cluster.shop'],
  [{ scaling: { region: 'fra1' } }, 'destroys data', 'digitalocean_database_cluster.shop'],
]

for (const [change, downtime, resource] of classes) {
  test(`${JSON.stringify(change)}: ${downtime}`, async () => {
    const found = await told(change)
    assert.is(found.downtime, downtime)
    assert.is(found.destroysData, downtime === 'destroys data')
    assert.is(found.resources.find((one) => one.resource === resource)?.downtime, downtime)
  })
}

test('each resource has the keys that change it, and no others', async () => {
  const { resources } = await told({
    version: 'v2',
    app: { env: { LOG_LEVEL: 'debug' } },
    domain: { ttlSeconds: 300 },
    database: { nodes: 3 },
  })
  const because = Object.fromEntries(resources.map((one) => [one.resource, one.because]))
  assert.equal(because['digitalocean_droplet.shop'], ['app.env.LOG_LEVEL', 'version'])
  assert.equal(because['digitalocean_record.shop'], ['domain.ttlSeconds'])
  assert.equal(because['digitalocean_database_cluster.shop'], ['database.nodes'])
})

test('a default that is written out changes nothing', async () => {
  const { changes, files, next } = await told({ app: { port: 8080 }, domain: { ttlSeconds: 60 } })
  assert.equal([changes.length, files, next], [0, [], []])
})

const dangers: readonly [change: Fragment, kind: string, what: RegExp][] = [
  [{ database: { nodes: 1 } }, 'risk', /no standby any more/],
  [
    { database: { size: 'db-s-1vcpu-2gb' } },
    'risk',
    /shrinks from db-s-2vcpu-4gb to db-s-1vcpu-2gb/,
  ],
  [{ database: { version: '15' } }, 'risk', /refuses to go back from PostgreSQL 16 to 15/],
  [
    { scaling: { region: 'fra1' } },
    'destroys data',
    /cluster\.shop is destroyed and made anew, empty/,
  ],
  [
    { scaling: { region: 'fra1' }, database: { preventDestroy: true } },
    'refused',
    /nothing is applied/,
  ],
  [{ app: { name: 'store' } }, 'destroys data', /cluster\.shop is destroyed, with all its data/],
]

test('what Terraform refuses, nobody is told to run', async () => {
  const refused = await told({ scaling: { region: 'fra1' }, database: { preventDestroy: true } })
  assert.equal(refused.next, [])
  assert.match(String(nothingToRun(refused)), 'Terraform refuses it')
  const lost = await told({ scaling: { region: 'fra1' } })
  assert.match(lost.next.at(-1)?.run ?? '', 'terraform -chdir=terraform apply')
  assert.is(nothingToRun(lost), undefined)
})

for (const [change, kind, what] of dangers) {
  test(`${JSON.stringify(change)}: ${kind}`, async () => {
    const found = (await told(change)).dangers.filter((danger) => danger.kind === kind)
    assert.ok(
      found.some((danger) => what.test(danger.what)),
      JSON.stringify(found),
    )
  })
}

test('a protection that is lifted is a danger, and no loss', async () => {
  const kept = withFragment(base, { database: { preventDestroy: true } })
  const found = await told({ database: { preventDestroy: false } }, kept)
  assert.equal(
    [found.destroysData, found.downtime, found.dangers.map(({ kind }) => kind)],
    [false, 'none', ['risk']],
  )
})

test('droplets run twice in a deploy, and not when their number changes', async () => {
  assert.is((await told({ version: 'v2' })).moreDroplets, 3)
  assert.is((await told({ scaling: { instances: 5 } })).moreDroplets, 0)
  assert.is((await told({ scaling: { instances: 1 } })).moreDroplets, 0)
})

test('packer runs for a new image only, and a new secret has to be given', async () => {
  const runs = async (change: Fragment) =>
    (await told(change)).next.map(({ run }) => run.split(' ')[0])
  assert.equal(await runs({ version: 'v2' }), ['npx', 'packer', 'terraform'])
  assert.equal(await runs({ app: { env: { KEY: { secret: true } } } }), [
    'npx',
    'export',
    'terraform',
  ])
})

test('costs before and after', async () => {
  const { costs } = await told({ scaling: { instances: 4 } })
  assert.is(costs.after.totalUsd - costs.before.totalUsd, 6)
})

test('more keys than are taken apart: all of them are to blame', async () => {
  const env = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`A${index}`, 'x']))
  const { resources } = await told({ app: { env } })
  const droplet = resources.find(({ type }) => type === 'digitalocean_droplet')
  assert.is(droplet?.because.length, 120)
})

test.run()
