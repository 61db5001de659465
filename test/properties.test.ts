// What holds for every config, tried on thousands that nobody wrote.
import { spawnSync } from 'node:child_process'
import { homedir, hostname, tmpdir } from 'node:os'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { targets } from '../cli/targets.ts'
import { type Compiled, compile, type Input } from '../compiler/compile.ts'
import { tableDates } from '../compiler/facts.ts'
import { type Artifact, artifactBytes } from '../compiler/model/artifact.ts'
import { canonicalJson } from '../compiler/serialize/json.ts'
import { yaml } from '../compiler/serialize/yaml.ts'
import type { Plain } from '../schema/system-config.gen.ts'
import { hygieneTasks } from '../targets/ansible/hygiene-tasks.ts'
import { installTasks } from '../targets/ansible/install-tasks.ts'
import { arbitraryInput } from './support/arbitrary-config.ts'
import { arbitraryYaml } from './support/arbitrary-yaml.ts'
import { breakers } from './support/breakers.ts'
import { expressionsIn, plainText } from './support/hcl-template.ts'
import { root } from './support/root.ts'
import { schemaKeys } from './support/schema-keys.ts'
import { danglingReferences } from './support/terraform-references.ts'
import { testWith } from './support/tools.ts'

const test = suite('properties')

// The same configs every time, so that a failure is never a matter of luck; IMMUC_SEED=N tries others.
fc.configureGlobal({
  seed: Number(process.env.IMMUC_SEED ?? 20_261_001),
  includeErrorInReport: true,
})

type Output = NonNullable<Compiled['output']>

function outputOf(input: Input): Output {
  const { output, diagnostics } = compile(input, targets)
  assert.ok(output, JSON.stringify(diagnostics))
  return output as Output
}

const ofEveryConfig = (numRuns: number, holds: (input: Input, output: Output) => void): void =>
  fc.assert(
    fc.property(arbitraryInput, ({ input }) => holds(input, outputOf(input))),
    { numRuns },
  )

const isText = (artifact: Artifact): artifact is Artifact & { content: string } =>
  typeof artifact.content === 'string'

const textOf = ({ artifacts }: Output, path: string): string => {
  const content = artifacts.find((artifact) => artifact.path === path)?.content
  assert.type(content, 'string', path)
  return content as string
}

const bytesOf = ({ artifacts }: Output): [string, string][] =>
  artifacts.map((artifact) => [
    artifact.path,
    Buffer.from(artifactBytes(artifact)).toString('base64'),
  ])

test('an accepted config builds, and gives the same bytes again', () => {
  ofEveryConfig(1500, (input, output) => {
    assert.equal(bytesOf(outputOf(structuredClone(input))), bytesOf(output))
  })
})

test('the input stays as it was', () => {
  fc.assert(
    fc.property(arbitraryInput, ({ input }) => {
      const before = canonicalJson(input.data)
      outputOf({ ...input, data: deepFrozen(structuredClone(input.data)) } as Input)
      assert.is(canonicalJson(input.data), before)
    }),
    { numRuns: 500 },
  )
})

test('the order of keys means nothing, but that the environment is listed as it was written', () => {
  ofEveryConfig(400, (input, output) => {
    const keepsEnv = outputOf({ ...input, data: reversed(input.data, ['env']) } as Input)
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

test('another order of the environment changes the order of lists, and no image', () => {
  ofEveryConfig(400, (input, output) => {
    const other = outputOf({ ...input, data: reversed(input.data) } as Input)
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

test('every artifact has a path of its own, below the folder, in order', () => {
  ofEveryConfig(300, (_input, { artifacts }) => {
    const paths = artifacts.map(({ path }) => path)
    assert.equal([...new Set(paths)].sort(), paths)
    for (const path of paths) assert.match(path, /^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)
  })
})

test('every JSON artifact is JSON, with two spaces', () => {
  ofEveryConfig(400, (_input, { artifacts }) => {
    const files = artifacts.filter(isText).filter(({ path }) => path.endsWith('.json'))
    assert.ok(files.length > 8)
    for (const { content } of files) {
      assert.is(`${JSON.stringify(JSON.parse(content), null, 2)}\n`, content)
    }
  })
})

test('the playbook is YAML, and equals the tasks', () => {
  ofEveryConfig(400, (_input, output) => {
    const [service] = output.system.services
    const plays = parse(textOf(output, 'ansible/playbook.yml'))
    assert.is(plays.length, 1)
    assert.is(
      canonicalJson(plays[0].tasks),
      canonicalJson([...installTasks(service), ...hygieneTasks]),
    )
    assert.is(plays[0].hosts, 'all')
  })
})

test('every text artifact ends with one newline, without a carriage return or trailing blanks', () => {
  ofEveryConfig(400, (_input, { artifacts }) => {
    for (const { path, content } of artifacts.filter(isText)) {
      assert.match(content, /[^\n]\n$/, path)
      assert.not.match(content, /\r/, path)
      assert.not.match(content, /[ \t]\n/, path)
    }
  })
})

test('no value was lost on the way to text', () => {
  ofEveryConfig(500, (input, { artifacts }) => {
    const written = JSON.stringify(input.data)
    for (const { path, content } of artifacts.filter(isText)) {
      for (const lost of ['[object Object]', 'undefined', 'NaN']) {
        if (!written.includes(lost)) assert.not.ok(content.includes(lost), `${path}: ${lost}`)
      }
    }
  })
})

test('nothing of this machine or of today is in an artifact', () => {
  const own = [root, process.cwd(), homedir(), tmpdir(), hostname()]
  const telling = own.filter((text) => text.length > 5)
  ofEveryConfig(300, (input, { artifacts }) => {
    const written = JSON.stringify(input.data)
    for (const { path, content } of artifacts.filter(isText)) {
      for (const text of telling) assert.not.ok(content.includes(text), `${path} has ${text}`)
      const days = [...content.matchAll(/\b20\d\d-[01]\d-[0-3]\d\b/g)].map(([day]) => day)
      const strange = days.filter((day) => day !== tableDates.prices && !written.includes(day))
      assert.equal(strange, [], path)
    }
  })
})

const terraformFiles = ({ artifacts }: Output): Record<string, unknown>[] =>
  artifacts
    .filter(isText)
    .filter(({ path }) => path.endsWith('.tf.json'))
    .map(({ content }) => JSON.parse(content))

test('every reference of Terraform leads somewhere', () => {
  ofEveryConfig(400, (_input, output) => {
    assert.equal(danglingReferences(terraformFiles(output)), [])
  })
})

test('a reference that leads nowhere is noticed', () => {
  const file = {
    variable: { a: {} },
    locals: { b: '${var.a}', c: '${[for x in local.b : x.y]}' },
    resource: {
      kind_one: { 'a-b': { depends_on: ['kind_one.gone'], z: 'x ${f("${local.no}")}' } },
    },
    output: { o: { value: '${kind_one.a-b.id}${data.kind_one.a-b.id}$${local.text}' } },
  }
  assert.equal(danglingReferences([file]).sort(), [
    'data.kind_one.a-b',
    'kind_one.gone',
    'local.no',
  ])
  for (const broken of ['${a', '${"a}', '${"\\b"}', '${"a\nb"}']) {
    assert.throws(() => expressionsIn(broken), undefined, broken)
  }
})

test('every file that an artifact names is an artifact', () => {
  ofEveryConfig(300, (_input, output) => {
    const paths = output.artifacts.map(({ path }) => path)
    const [{ name }] = output.system.services
    const texts = (path: string) => textOf(output, path)
    const named = [
      ...[
        ...texts('terraform/rollout.tf.json').matchAll(/sh \\"\$\{path\.module\}\/([\w.-]+)\\"/g),
      ].map((match) => `terraform/${match[1]}`),
      ...[
        ...texts('terraform/environment.tf.json').matchAll(/path\.module\}\/\.\.\/([\w./-]+)/g),
      ].map((match) => match[1] ?? ''),
      ...[...texts('packer/image.pkr.json').matchAll(/path\.root\}\/\.\.\/([\w./-]+)/g)].map(
        (match) => match[1] ?? '',
      ),
      ...[...texts('ansible/playbook.yml').matchAll(/^ +src: ([\w.-]+)$/gm)].map(
        (match) => `ansible/files/${match[1]}`,
      ),
    ]
    assert.ok(named.length >= 5, String(named))
    assert.ok(named.includes(`ansible/files/${name}.service`), String(named))
    assert.equal(
      named.filter((path) => !paths.includes(path)),
      [],
    )
  })
})

test('Terraform gets the environment name by name and text by text, and of a secret the name alone', () => {
  ofEveryConfig(400, (input, output) => {
    const { env = {} } = (input.data as { app: { env?: Record<string, unknown> } }).app
    const { locals } = JSON.parse(textOf(output, 'terraform/environment.tf.json'))
    const { variable } = JSON.parse(textOf(output, 'terraform/variables.tf.json'))
    const given = Object.entries(env)
    const secrets = given.filter(([, value]) => Object.hasOwn(Object(value), 'secret'))
    assert.equal(
      Object.entries(locals.secrets),
      secrets.map(([name]) => [name, `\${var.secret_${name.toLowerCase()}}`]),
    )
    for (const [name] of secrets) {
      const declaration = variable[`secret_${name.toLowerCase()}`]
      assert.is(declaration.sensitive, true)
      assert.not.ok(Object.hasOwn(declaration, 'default'))
    }
    assert.equal(
      Object.entries(locals.settings).map(([name, value]) => [name, plainText(String(value))]),
      given
        .filter((entry) => !secrets.includes(entry))
        .map(([name, value]) => [name, typeof value === 'string' ? value : (value as Plain).plain]),
    )
  })
})

test('what marks a secret is a value nowhere', () => {
  ofEveryConfig(500, (_input, { artifacts }) => {
    for (const { content, path } of artifacts.filter(isText)) {
      assert.not.match(content, /"(secret|plain)": ?(true|")|\{"(secret|plain)"/, path)
    }
  })
})

for (const { name } of schemaKeys) {
  test(`${name}: a fault in it is reported there, and only there`, () => {
    const faults = breakers[name] ?? []
    assert.ok(faults.length > 0, 'no way to break it is listed')
    for (const breakOne of faults) {
      fc.assert(
        fc.property(arbitraryInput, ({ config }) => {
          const { data, at, code } = breakOne(structuredClone(config))
          const { output, diagnostics } = compile({ data, diagnostics: [] }, targets)
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

test('YAML that we write is read as the same data', () => {
  fc.assert(
    fc.property(arbitraryYaml, (value) => {
      for (const version of ['1.1', '1.2'] as const) {
        assert.equal(
          parse(yaml(value), { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' }),
          value,
        )
      }
    }),
    { numRuns: 3000 },
  )
})

const pythonYaml = {
  name: 'python3-yaml',
  present: () => spawnSync('python3', ['-c', 'import yaml']).status === 0,
}

const readAll = `
import json, sys, yaml
print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))
`

testWith(
  test,
  [pythonYaml],
  'YAML that we write is read the same by what Ansible reads it with',
  () => {
    const values = fc.sample(arbitraryYaml, 1000)
    const { stdout, stderr } = spawnSync('python3', ['-c', readAll], {
      input: JSON.stringify(values.map(yaml)),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    assert.not.match(stderr, /./)
    const read = JSON.parse(stdout)
    assert.is(read.length, values.length)
    for (const [index, value] of values.entries()) assert.equal(read[index], value, yaml(value))
  },
)

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
