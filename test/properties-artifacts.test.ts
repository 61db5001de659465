// What holds for the artifacts of every config: paths, syntax, references, and where values arrive.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { canonicalJson } from '../compiler/serialize/json.ts'
import type { Plain } from '../schema/system-config.gen.ts'
import { hygieneTasks } from '../targets/ansible/hygiene-tasks.ts'
import { installTasks } from '../targets/ansible/install-tasks.ts'
import { isText, type Output, ofEveryConfig, textOf } from './support/every-config.ts'
import { expressionsIn, plainText } from './support/hcl-template.ts'
import { danglingReferences } from './support/terraform-references.ts'

const test = suite('properties: artifacts')

test('every artifact has a path of its own, below the folder, in order', async () => {
  await ofEveryConfig(300, (_input, { artifacts }) => {
    const paths = artifacts.map(({ path }) => path)
    assert.equal([...new Set(paths)].sort(), paths)
    for (const path of paths) assert.match(path, /^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)
  })
})

test('every JSON artifact is JSON, with two spaces', async () => {
  await ofEveryConfig(400, (_input, { artifacts }) => {
    const files = artifacts.filter(isText).filter(({ path }) => path.endsWith('.json'))
    assert.ok(files.length > 8)
    for (const { content } of files) {
      assert.is(`${JSON.stringify(JSON.parse(content), null, 2)}\n`, content)
    }
  })
})

test('the playbook is YAML, and equals the tasks', async () => {
  await ofEveryConfig(400, (_input, output) => {
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

test('every text artifact ends with one newline, without a carriage return or trailing blanks', async () => {
  await ofEveryConfig(400, (_input, { artifacts }) => {
    for (const { path, content } of artifacts.filter(isText)) {
      assert.match(content, /[^\n]\n$/, path)
      assert.not.match(content, /\r/, path)
      assert.not.match(content, /[ \t]\n/, path)
    }
  })
})

test('no value was lost on the way to text', async () => {
  await ofEveryConfig(500, (input, { artifacts }) => {
    const written = JSON.stringify(input.data)
    for (const { path, content } of artifacts.filter(isText)) {
      for (const lost of ['[object Object]', 'undefined', 'NaN']) {
        if (!written.includes(lost)) assert.not.ok(content.includes(lost), `${path}: ${lost}`)
      }
    }
  })
})

const terraformFiles = ({ artifacts }: Output): Record<string, unknown>[] =>
  artifacts
    .filter(isText)
    .filter(({ path }) => path.endsWith('.tf.json'))
    .map(({ content }) => JSON.parse(content))

test('every reference of Terraform leads somewhere', async () => {
  await ofEveryConfig(400, (_input, output) => {
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

test('every file that an artifact names is an artifact', async () => {
  await ofEveryConfig(300, (_input, output) => {
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

test('Terraform gets the environment name by name and text by text, and of a secret the name alone', async () => {
  await ofEveryConfig(400, (input, output) => {
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

test.run()
