// What holds for every config, tried on thousands that nobody wrote.
import { homedir, hostname, tmpdir } from 'node:os'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { compile, type Input } from '../compiler/compile.ts'
import { tableDates } from '../compiler/facts.ts'
import { canonicalJson } from '../compiler/serialize/json.ts'
import './support/fixed-seed.ts'
import { arbitraryInput } from './support/arbitrary-config.ts'
import { breakers } from './support/breakers.ts'
import {
  bytesOf,
  isText,
  type Output,
  ofEveryConfig,
  outputOf,
  textOf,
} from './support/every-config.ts'
import { root } from './support/root.ts'
import { schemaKeys } from './support/schema-keys.ts'

const test = suite('properties')

test('an accepted config builds, and gives the same bytes again', async () => {
  await ofEveryConfig(1500, async (input, output) => {
    assert.equal(bytesOf(await outputOf(structuredClone(input))), bytesOf(output))
  })
})

test('the input stays as it was', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryInput, async ({ input }) => {
      const before = canonicalJson(input.data)
      await outputOf({ ...input, data: deepFrozen(structuredClone(input.data)) } as Input)
      assert.is(canonicalJson(input.data), before)
    }),
    { numRuns: 500 },
  )
})

test('the order of keys means nothing, but that the environment is listed as it was written', async () => {
  await ofEveryConfig(400, async (input, output) => {
    const keepsEnv = await outputOf({ ...input, data: reversed(input.data, ['env']) } as Input)
    assert.equal(bytesOf(keepsEnv), bytesOf(output))
    assert.is(keepsEnv.inputDigest, output.inputDigest)
  })
})

/** The only artifacts in which the order of the environment shows. */
const listsEnvironment = [
  'README.md',
  'terraform/environment.tf.json',
  'terraform/variables.tf.json',
]

test('another order of the environment changes the order of lists, and no image', async () => {
  await ofEveryConfig(400, async (input, output) => {
    const other = await outputOf({ ...input, data: reversed(input.data) } as Input)
    const others = ({ artifacts }: Output) =>
      artifacts.filter(({ path }) => !listsEnvironment.includes(path))
    assert.equal(others(other), others(output))
    for (const path of listsEnvironment.filter((one) => one.endsWith('.json'))) {
      const [a, b] = [output, other].map((one) => canonicalJson(JSON.parse(textOf(one, path))))
      assert.is(a, b)
    }
    const [a, b] = [output, other].map((one) => textOf(one, 'README.md').split('\n').sort())
    assert.equal(a, b)
  })
})

test('nothing of this machine or of today is in an artifact', async () => {
  const own = [root, process.cwd(), homedir(), tmpdir(), hostname()]
  const telling = own.filter((text) => text.length > 5)
  await ofEveryConfig(300, (input, { artifacts }) => {
    const written = JSON.stringify(input.data)
    for (const { path, content } of artifacts.filter(isText)) {
      for (const text of telling) assert.not.ok(content.includes(text), `${path} has ${text}`)
      const days = [...content.matchAll(/\b20\d\d-[01]\d-[0-3]\d\b/g)].map(([day]) => day)
      const strange = days.filter((day) => day !== tableDates.prices && !written.includes(day))
      assert.equal(strange, [], path)
    }
  })
})

test('what marks a secret is a value nowhere', async () => {
  await ofEveryConfig(500, (_input, { artifacts }) => {
    for (const { content, path } of artifacts.filter(isText)) {
      assert.not.match(content, /"(secret|plain)": ?(true|")|\{"(secret|plain)"/, path)
    }
  })
})

for (const { name } of schemaKeys) {
  test(`${name}: a fault in it is reported there, and only there`, async () => {
    const faults = breakers[name] ?? []
    assert.ok(faults.length > 0, 'no way to break it is listed')
    for (const breakOne of faults) {
      await fc.assert(
        fc.asyncProperty(arbitraryInput, async ({ config }) => {
          const { data, at, code } = breakOne(structuredClone(config))
          const { output, diagnostics } = await compile({ data, diagnostics: [] }, targets)
          const errors = diagnostics.filter(({ severity }) => severity === 'error')
          const found = JSON.stringify(errors.map((error) => [error.code, error.path]))
          const wanted = JSON.stringify([[code, at]])
          assert.ok(output === undefined && found === wanted, `${found} instead of ${wanted}`)
        }),
        { numRuns: 10 },
      )
    }
  })
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const nested of Object.values(value)) deepFrozen(nested)
    Object.freeze(value)
  }
  return value
}

/** The same data with the keys of every object the other way round, but for those named. */
function reversed(value: unknown, except: readonly string[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => reversed(item, except))
  const entries = Object.entries(value).map(([key, nested]) => [
    key,
    except.includes(key) ? nested : reversed(nested, except),
  ])
  return Object.fromEntries(entries.reverse())
}

test.run()
