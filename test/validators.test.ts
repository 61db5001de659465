// The validator that only tells whether a config is valid, and the one that names every fault, agree
// on every config, good or bad, and fill in the same defaults.
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Data } from '../compiler/load/to-data.ts'
import { validate } from '../compiler/validate/validate.ts'
import fits from '../schema/fits-system-config.gen.js'
import namesFaults from '../schema/validate-system-config.gen.js'
import { arbitraryConfig } from './support/arbitrary-config.ts'
import { breakers } from './support/breakers.ts'
import { schemaKeys } from './support/schema-keys.ts'
import './support/fixed-seed.ts'

const test = suite('validators')

/** Whether both take it. */
function bothTake(data: unknown): boolean {
  const [one, other] = [structuredClone(data), structuredClone(data)]
  const isTaken = fits(one)
  assert.is(isTaken, namesFaults(other), JSON.stringify(data))
  if (isTaken) assert.is(JSON.stringify(one), JSON.stringify(other))
  return isTaken
}

test('both take a config of each kind, and fill in the same', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => assert.ok(bothTake(config))),
    { numRuns: 300 },
  )
})

test('both take, or refuse, each way to break a key', () => {
  const [config] = fc.sample(arbitraryConfig, 1)
  assert.ok(config)
  const broken = Object.values(breakers).flatMap((ways) =>
    ways.map((breakOne) => breakOne(structuredClone(config)).data),
  )
  const taken = broken.filter(bothTake)
  // What only a check refuses is taken.
  assert.ok(taken.length > 20 && broken.length - taken.length > 100, String(taken.length))
})

test('both take, or refuse, any value at any key', () => {
  let taken = 0
  const value = fc.oneof(fc.jsonValue(), fc.integer(), fc.constant(undefined))
  fc.assert(
    fc.property(arbitraryConfig, fc.constantFrom(...schemaKeys), value, (config, { path }, any) => {
      if (bothTake(withValue(config, path, any))) taken += 1
    }),
    { numRuns: 1000 },
  )
  assert.ok(taken > 50 && taken < 950, String(taken))
})

test('both refuse what is no object', () => {
  for (const data of [null, undefined, 1, 'text', [], true]) assert.not(bothTake(data))
})

test('what is refused is left as it was', async () => {
  const data: Data = { app: { name: 'shop' }, version: 'v1', scaling: { region: 'ams3', size: 1 } }
  const before = structuredClone(data)
  const validated = await validate(data)
  assert.equal(data, before)
  assert.is(validated.config, undefined)
  assert.is(validated.diagnostics.length, 2)
})

/** Without the key, if the value is undefined. */
function withValue(config: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...below] = path
  if (key === undefined) return value
  const { [key]: old, ...others } = (config ?? {}) as Record<string, unknown>
  const young = withValue(old, below, value)
  return { ...others, ...(young !== undefined && { [key]: young }) }
}

test.run()
