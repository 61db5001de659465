// The Terraform files are what stock terraform wants: it loads, plans, applies and destroys them, and
// every text, reference and argument in them is right. The provider itself is no part of this.

import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import { arbitraryInput } from './support/arbitrary-config.ts'
import { goldenCases, readTree } from './support/golden.ts'
import { withOfflineSet } from './support/offline-set.ts'
import { type Artifacts, artifactsOf, textsOf } from './support/system.ts'
import { inFolder, terraform, terraformDoes } from './support/terraform.ts'
import { testWith } from './support/tools.ts'
import { undocumentedArguments } from './support/undocumented-arguments.ts'

const test = suite('terraform')

const cases: [name: string, artifacts: Artifacts][] = goldenCases().map(({ name, expected }) => [
  name,
  new Map([...readTree(expected)].map(([path, bytes]) => [path, bytes.toString('utf8')])),
])
const generated = await Promise.all(
  fc
    .sample(arbitraryInput, { numRuns: 60, seed: 1 })
    .map(
      async ({ config, input }): Promise<[string, Artifacts]> => [
        JSON.stringify(config),
        textsOf(await compile(input, targets)),
      ],
    ),
)

test('every argument is one that the provider documents, and none that it requires is missing', () => {
  for (const [name, artifacts] of [...cases, ...generated]) {
    assert.equal(undocumentedArguments(artifacts), [], name)
  }
})

test('a wrong argument would be found', () => {
  const file = (resource: object) =>
    new Map([['terraform/x.tf.json', JSON.stringify({ resource })]])
  const vpc = { name: 'x', region: 'ams3', lifecycle: {}, '//': '' }
  const faults = (more: object) =>
    undocumentedArguments(file({ digitalocean_vpc: { x: { ...vpc, ...more } } }))
  assert.equal(faults({}), [])
  assert.equal(faults({ cidr: '' }), ['digitalocean_vpc: cidr'])
  assert.equal(faults({ timeouts: { create: '1m' } }), ['digitalocean_vpc: timeouts.create'])
  assert.equal(undocumentedArguments(file({ digitalocean_vpc: { x: { name: '' } } })), [
    'digitalocean_vpc: region is missing',
  ])
  assert.equal(undocumentedArguments(file({ aws_vpc: { x: {} } })), ['aws_vpc'])
})

testWith(test, [terraform], 'no provider but the one of DigitalOcean is needed', async () => {
  for (const [name, artifacts] of cases) {
    await inFolder(artifacts, (folder) => {
      const printed = terraformDoes(`${folder}/terraform`, ['providers'])
      const needed = Array.from(printed.matchAll(/provider\[(.*)\](.*)/g), ([, ...words]) =>
        words.join(''),
      )
      assert.equal(
        needed.sort(),
        [
          'registry.terraform.io/digitalocean/digitalocean >= 2.95.0, < 3.0.0',
          'terraform.io/builtin/terraform',
        ],
        name,
      )
    })
  }
})

for (const [name, artifacts] of cases) {
  testWith(test, [terraform], `${name}: apply, nothing left to do, destroy`, () =>
    withOfflineSet(artifacts, {}, ({ does, tries }) => {
      does('apply -auto-approve')
      const again = tries('plan -detailed-exitcode')
      assert.is(again.status, 0, again.printed)
      assert.match(does('destroy -auto-approve'), /^Destroy complete! Resources: [1-9]/m)
    }),
  )
}

testWith(test, [terraform], 'generated systems plan', async () => {
  for (const [name, artifacts] of generated.slice(0, 8)) {
    await withOfflineSet(artifacts, {}, ({ tries }) => {
      const { status, printed } = tries('plan -var=instance_count=2')
      assert.is(status, 0, `${name}\n${printed}`)
    })
  }
})

const domain = { zone: 'example.com', record: 'app', ttlSeconds: 60 }

testWith(test, [terraform], 'a rollout takes its steps in order', async () =>
  withOfflineSet(await artifactsOf({ domain }), {}, ({ does, steps }) => {
    const order = [/^tools: true/, /^healthy: shop-/, /^in rotation: /, /^healthy: the entry point/]
    does('apply -auto-approve')
    const first = steps()
    assertOrder(first, order)
    assert.is(indexes(first, /^healthy: shop-default-/).length, 2, first.join('\n'))
    assert.equal(indexes(first, /^wait: /), [], 'nobody remembers an address yet')

    does('apply -auto-approve -var=instance_count=3')
    const grown = steps().slice(first.length)
    assertOrder(grown, order.slice(0, 3))
    assert.is(indexes(grown, /^healthy: shop-default-.*-[12] /).length, 4, grown.join('\n'))
    assert.is(grown.length, 6, 'the address and its name stay')
  }),
)

testWith(test, [terraform], 'a rollout from a reserved IP to a load balancer, and back', async () =>
  withOfflineSet(
    await artifactsOf({ domain, scaling: { ingress: 'reserved-ip' } }),
    {},
    async ({ does, steps }) => {
      const entry = /^healthy: the entry point/
      does('apply -auto-approve')
      const first = steps()
      assertOrder(first, [/^tools: false/, /^healthy: shop-/, entry])
      assert.is(indexes(first, /^wait: /).length, 0, 'nobody has a request or an address yet')
      // The first apply is known by its second, and takes less than one here.
      await wait(1100)

      const moves = [/^healthy: shop-/, /^in rotation: /, entry, /^wait: 15/, /^wait: 75/]
      does('apply -auto-approve -var=instance_count=3')
      const grown = steps().slice(first.length)
      assertOrder(grown, [/^tools: true/, ...moves])

      does('apply -auto-approve')
      const shrunk = steps().slice(first.length + grown.length)
      assertOrder(shrunk, [/^tools: false/, entry, /^wait: 15/, /^wait: 75/])
      assert.equal(indexes(shrunk, /^healthy: shop-|^in rotation/), [], 'the first one stays')
    },
  ),
)

/** Each step's first turn comes after the last turn of the one before. */
function assertOrder(steps: readonly string[], order: readonly RegExp[]): void {
  const turns = order.map((step) => indexes(steps, step))
  for (const [at, turn] of turns.entries()) {
    assert.ok(turn.length > 0, `${order[at]} is missing in\n${steps.join('\n')}`)
    const before = turns[at - 1]?.at(-1) ?? -1
    assert.ok((turn[0] ?? 0) > before, `${order[at]} is too early in\n${steps.join('\n')}`)
  }
}

const indexes = (steps: readonly string[], pattern: RegExp): number[] =>
  steps.flatMap((step, index) => (pattern.test(step) ? [index] : []))

const domains = [
  {
    record: 'app',
    createZone: true,
    plain: ['example.com', 'app', 'app.example.com'],
    labelled: ['blue.example.com', 'app', 'app.blue.example.com'],
  },
  {
    record: '@',
    createZone: true,
    plain: ['example.com', '@', 'example.com'],
    labelled: ['blue.example.com', '@', 'blue.example.com'],
  },
  {
    record: 'app',
    createZone: false,
    plain: ['example.com', 'app', 'app.example.com'],
    labelled: ['example.com', 'app.blue', 'app.blue.example.com'],
  },
  {
    record: '@',
    createZone: false,
    plain: ['example.com', '@', 'example.com'],
    labelled: ['example.com', 'blue', 'blue.example.com'],
  },
]

testWith(test, [terraform], 'every workspace has names of its own', async () => {
  const probes = {
    name: '[local.zone, local.record, local.fqdn]',
    droplets: '[for droplet in digitalocean_droplet.shop : droplet.name]',
    others:
      '[digitalocean_vpc.shop.name, digitalocean_tag.shop.name, digitalocean_firewall.shop.name]',
    slots: 'local.slots',
  }
  for (const { record, createZone, plain, labelled } of domains) {
    const artifacts = await artifactsOf({ domain: { zone: 'example.com', record, createZone } })
    await withOfflineSet(artifacts, { probes }, (set) => {
      for (const [workspace, name] of Object.entries({ default: plain, blue: labelled })) {
        const env = { TF_WORKSPACE: workspace }
        set.does('apply -auto-approve', env)
        const { slots, ...names } = set.probed(env)
        assert.equal(names, {
          name,
          droplets: [`shop-${workspace}-${slots}`],
          others: [`shop-${workspace}-ams3`, `shop-${workspace}`, `shop-${workspace}`],
        })
      }
    })
  }
})

testWith(test, [terraform], 'what can not be is refused while planning', async () =>
  withOfflineSet(
    await artifactsOf({ app: { env: { KEY: { secret: true } } } }),
    {},
    ({ tries }) => {
      const refused = (words: string, env: Record<string, string>, reason: RegExp) => {
        const { status, printed } = tries(`plan ${words}`, env)
        assert.is(status, 1, printed)
        assert.match(printed.replace(/\s+/g, ' '), reason)
      }
      refused('-var=instance_count=0', {}, /instance_count is a whole number, 1 or more/)
      refused('-var=instance_count=1.5', {}, /instance_count is a whole number, 1 or more/)
      refused(
        '-lock=false',
        { TF_VAR_secret_key: 'a\ufffeb' },
        /KEY contains a character that systemd/,
      )
      for (const workspace of ['Blue', 'a_b', 'a-', 'a'.repeat(31)]) {
        refused('-lock=false', { TF_WORKSPACE: workspace }, /The workspace becomes a part of names/)
      }
      assert.is(tries('plan', { TF_WORKSPACE: 'a'.repeat(30) }).status, 0)
    },
  ),
)

testWith(test, [terraform], 'a secret is never printed', async () =>
  withOfflineSet(
    await artifactsOf({ app: { env: { KEY: { secret: true } } } }),
    { env: { TF_VAR_secret_key: 'open sesame' } },
    ({ does, tries }) => {
      assert.not.match(does('apply -auto-approve'), 'sesame')
      assert.not.match(does('output'), 'sesame')
      assert.not.match(tries('plan', { TF_VAR_secret_key: 'barley' }).printed, 'barley')
    },
  ),
)

test.run()
