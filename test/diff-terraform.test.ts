// What diff says an apply will do, against what stock terraform plans after an apply of the config
// before: the same resources by address, the same actions, for every class of change there is.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { configurationOf } from '../diff/terraform/configuration.ts'
import { planned } from '../diff/terraform/plan.ts'
import { type Applied, appliedSystems } from './support/applied.ts'
import { compiled, type Fragment, withFragment } from './support/system.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('diff: terraform')

const office = '203.0.113.0/24'

const single: Fragment = {
  app: { env: { LOG_LEVEL: 'info', GREETING: '<b> & "${x}" é\u2028' } },
  database: { size: 'db-s-2vcpu-4gb', version: '16', nodes: 2, preventDestroy: false },
  scaling: { ingress: 'reserved-ip' },
  domain: { zone: 'deploy.example.com', record: 'app' },
}

const several: Fragment = {
  app: { env: { STRIPE_KEY: { secret: true } } },
  scaling: { instances: 3, size: 's-2vcpu-2gb' },
  access: { gateFrom: [office], sshFrom: [office], sshKeys: ['laptop'] },
}

const changes: readonly [name: string, base: Fragment, change: Fragment][] = [
  ['nothing', single, {}],
  ['version', single, { version: 'v2' }],
  ['environment', single, { app: { env: { LOG_LEVEL: 'debug' } } }],
  ['a secret added', single, { app: { env: { STRIPE_KEY: { secret: true } } } }],
  ['size of droplets', single, { scaling: { size: 's-1vcpu-2gb' } }],
  ['region', single, { scaling: { region: 'fra1' } }],
  ['instances 1 to 3', single, { scaling: { instances: 3 }, access: { gateFrom: [office] } }],
  ['ingress', single, { scaling: { ingress: 'load-balancer' }, access: { gateFrom: [office] } }],
  ['port', single, { app: { port: 9000 } }],
  ['health', single, { app: { health: { path: '/up', intervalSeconds: 20, drainSeconds: 40 } } }],
  ['ttl of the record', single, { domain: { ttlSeconds: 300 } }],
  ['record', single, { domain: { record: 'www' } }],
  ['zone', single, { domain: { zone: 'other.example.com' } }],
  ['zone of somebody else', single, { domain: { zone: 'example.com', createZone: false } }],
  ['size of the database', single, { database: { size: 'db-s-4vcpu-8gb' } }],
  ['version of the database', single, { database: { version: '17' } }],
  ['nodes of the database', single, { database: { nodes: 1 } }],
  ['protected', single, { database: { preventDestroy: true } }],
  [
    'protected and in another region',
    single,
    { database: { preventDestroy: true }, scaling: { region: 'fra1' } },
  ],
  ['SSH keys', single, { access: { sshKeys: ['laptop'] } }],
  ['SSH ranges', single, { access: { sshFrom: [office] } }],
  ['gate ranges', single, { access: { gateFrom: [office, '198.51.100.7/32'] } }],
  ['packages', single, { app: { packages: ['nodejs'] } }],
  ['command', single, { app: { command: ['/opt/shop/shop', '--verbose', '${x}'] } }],
  ['base image', single, { image: { base: 'ubuntu-24-04-x64' } }],
  ['name', single, { app: { name: 'store' } }],
  ['several things', single, { version: 'v3', database: { nodes: 3 }, domain: { ttlSeconds: 30 } }],
  ['nothing, at several', several, {}],
  ['version, at several', several, { version: 'v2' }],
  ['instances 3 to 1', several, { scaling: { instances: 1 } }],
  ['ingress, at several', several, { scaling: { ingress: 'reserved-ip' } }],
  [
    'instances 3 to 1 at a reserved IP',
    several,
    { scaling: { instances: 1, ingress: 'reserved-ip' } },
  ],
  ['instances 3 to 5', several, { scaling: { instances: 5 } }],
  ['health, at several', several, { app: { health: { path: '/up', intervalSeconds: 20 } } }],
  ['port, at several', several, { app: { port: 9000 } }],
  ['region, at several', several, { scaling: { region: 'fra1' } }],
  ['ranges in another order', several, { access: { gateFrom: ['198.51.100.7/32', office] } }],
  ['a database added', several, { database: {} }],
  ['a domain added', several, { domain: { zone: 'new.example.com', record: '@' } }],
]

/** Left out altogether. */
const removals: readonly [name: string, base: Fragment, key: string][] = [
  ['the database removed', single, 'database'],
  ['the domain removed', single, 'domain'],
  ['access removed', several, 'access'],
]

const without = (base: Fragment, key: string): Fragment =>
  Object.fromEntries(Object.entries(base).filter(([name]) => name !== key))

const cases = [
  ...changes.map(([name, base, change]) => [name, base, withFragment(base, change)] as const),
  ...removals.map(([name, base, key]) => [name, base, without(base, key)] as const),
]

const configuration = async (fragment: Fragment) => {
  const { output, diagnostics } = await compiled(fragment)
  if (output === undefined) throw new Error(JSON.stringify(diagnostics))
  return configurationOf(output.artifacts)
}

const said = async (before: Fragment, after: Fragment) => {
  const all = planned(await configuration(before), await configuration(after))
  const refused = all.some((change) => change.refused)
  const actions = refused ? [] : all.map(({ address, action }) => [address, action] as const)
  return { actions: sorted(Object.fromEntries(actions)), refused }
}

const sorted = (actions: Record<string, string>) =>
  Object.fromEntries(Object.entries(actions).sort(([a], [b]) => (a < b ? -1 : 1)))

/** One after the other, each from what the one before has left. */
const journey: readonly Fragment[] = [
  single,
  { database: { size: 'db-s-4vcpu-8gb', version: '17' } },
  { scaling: { ingress: 'load-balancer', instances: 2 }, access: { gateFrom: [office] } },
  { version: 'v2', domain: { record: 'www', ttlSeconds: 90 } },
  { scaling: { ingress: 'reserved-ip', instances: 1 } },
  { scaling: { region: 'fra1' } },
]

testWith(
  test,
  [program('terraform')],
  'a journey: each is applied, and leaves nothing to do',
  async () => {
    const systems = await appliedSystems()
    try {
      await systems.apply(single)
      let current = single
      for (const [index, change] of journey.entries()) {
        const next = withFragment(current, change)
        const { actions, refused } = await systems.plan(next)
        assert.equal(
          await said(current, next),
          { actions: sorted(actions), refused },
          `stage ${index}`,
        )
        await systems.apply(next)
        assert.equal(await systems.plan(next), { actions: {}, refused: false }, `after ${index}`)
        current = next
      }
    } finally {
      await systems.close()
    }
  },
)

for (const base of [single, several]) {
  testWith(
    test,
    [program('terraform')],
    `from ${base === single ? 'one' : 'several'}`,
    async () => {
      const systems: Applied = await appliedSystems()
      try {
        await systems.apply(base)
        for (const [name, from, to] of cases) {
          if (from !== base) continue
          const { actions, refused } = await systems.plan(to)
          assert.equal(await said(base, to), { actions: sorted(actions), refused }, name)
        }
      } finally {
        await systems.close()
      }
    },
  )
}

test.run()
