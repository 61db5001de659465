// What diff says of any two configs: nothing of a config and itself, the reverse of what it says the
// other way round, and nothing of a resource that reads the same in both with all that it refers to.
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { configChanges, withChange } from '../diff/config-changes.ts'
import { type Configuration, configurationOf } from '../diff/terraform/configuration.ts'
import { planned, type ResourceChange } from '../diff/terraform/plan.ts'
import './support/fixed-seed.ts'
import { type ArbitraryInput, arbitraryInput } from './support/arbitrary-config.ts'

const test = suite('diff: properties')

/** Leaves the run of a property if the config has a fault. */
const configurationOfInput = async ({ input }: ArbitraryInput): Promise<Configuration> => {
  const { output } = await compile(input, targets)
  fc.pre(output !== undefined)
  return configurationOf(output.artifacts)
}

type Pair = readonly [ArbitraryInput, ArbitraryInput]

const configurationsOf = async ([one, other]: Pair) =>
  [await configurationOfInput(one), await configurationOfInput(other)] as const

/** Of two that are alike in most keys: a config, and the same with some keys of another. */
const pair = fc
  .tuple(arbitraryInput, arbitraryInput, fc.boolean(), fc.infiniteStream(fc.boolean()))
  .map(([one, other, isUnrelated, coins]): Pair => {
    if (isUnrelated) return [one, other]
    const old = one.input.data as Data
    const changes = configChanges(old, other.input.data as Data).filter(
      ({ path }) => path[0] !== 'app' || path[1] === 'env' || path[1] === 'health',
    )
    const data = changes
      .filter(() => coins.next().value)
      .reduce((config, change) => withChange(config, change), old)
    return [one, { ...one, input: { ...one.input, data } }]
  })

test('a config changes nothing of itself', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryInput, async (input) => {
      const one = await configurationOfInput(input)
      assert.equal(planned(one, structuredClone(one)), [])
    }),
    { numRuns: 40 },
  )
})

const mirrored = {
  create: 'delete',
  delete: 'create',
  update: 'update',
  replace: 'replace',
} as const

const said = (changes: readonly ResourceChange[], action: (one: ResourceChange) => string) =>
  changes.map((one) => `${action(one)} ${one.address.replace(/\[0\]$/, '')}`).sort()

test('the way back is the reverse', async () => {
  await fc.assert(
    fc.asyncProperty(pair, async (inputs) => {
      const [one, other] = await configurationsOf(inputs)
      const there = said(planned(one, other), ({ action }) => action)
      const back = said(planned(other, one), ({ action }) => mirrored[action])
      assert.equal(there, back)
    }),
    { numRuns: 60 },
  )
})

/** The text of a resource and, by their names, of everything that it refers to. */
function readOf(configuration: Configuration, type: string, label: string): string {
  const seen = new Map<string, string>()
  const visit = (name: string, body: unknown) => {
    if (body === undefined || seen.has(name)) return
    const text = JSON.stringify(body)
    seen.set(name, text)
    for (const [, file = ''] of text.matchAll(/\.\.\/(cloud-init\/[^"\\]+)/g)) {
      seen.set(file, configuration.files.get(`../${file}`) ?? '')
    }
    for (const [, root = '', first = '', second = ''] of text.matchAll(
      /\b(\w+)\.([\w-]+)(?:\.([\w-]+))?/g,
    )) {
      if (root === 'local') visit(`local.${first}`, at(configuration.locals, first))
      if (root === 'var') visit(`var.${first}`, at(configuration.variable, first))
      if (root === 'data')
        visit(`data.${first}.${second}`, at(at(configuration.data, first), second))
      visit(`${root}.${first}`, at(at(configuration.resource, root), first))
    }
  }
  visit(`${type}.${label}`, at(at(configuration.resource, type), label))
  return JSON.stringify([...seen].sort())
}

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

const resourcesOf = ({ resource }: Configuration): string[] =>
  Object.entries(resource).flatMap(([type, labels]) =>
    Object.keys(labels as object).map((label) => `${type}.${label}`),
  )

test('only what reads differently changes; what is new or gone always does', async () => {
  let same = 0
  let changed = 0
  await fc.assert(
    fc.asyncProperty(pair, async (inputs) => {
      const [one, other] = await configurationsOf(inputs)
      const changes = new Set(planned(one, other).map(({ type, label }) => `${type}.${label}`))
      const [old, now] = [new Set(resourcesOf(one)), new Set(resourcesOf(other))]
      for (const name of changes) {
        const [type = '', label = ''] = name.split('.')
        assert.not.equal(readOf(one, type, label), readOf(other, type, label), name)
      }
      for (const name of new Set([...old, ...now])) {
        const isCounted = /_direct$|_balanced$|reserved_ip|loadbalancer|in_rotation/.test(name)
        if (old.has(name) !== now.has(name) && !isCounted) assert.ok(changes.has(name), name)
      }
      changed += changes.size
      same += [...now].filter((name) => old.has(name) && !changes.has(name)).length
    }),
    { numRuns: 60 },
  )
  assert.ok(same > 50 && changed > 50, `${same} same, ${changed} changed`)
})

test.run()
