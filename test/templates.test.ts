// The functions that templates are compiled to fill them as Handlebars does.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import Handlebars from 'handlebars'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Template, template } from '../compiler/serialize/template.ts'
import { textOf } from '../scripts/generate-templates.ts'
import './support/fixed-seed.ts'
import { root } from './support/root.ts'

const test = suite('templates')

const sources = readdirSync(join(root, 'targets'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.hbs'))
  .map((path) => ({ path, source: readFileSync(join(root, 'targets', path), 'utf8') }))

const byHandlebars = (source: string) =>
  Handlebars.compile(source, { strict: true, noEscape: true, knownHelpersOnly: true })

const ours = (source: string): ((values: object) => string) =>
  template(
    new Function(
      '{ value, list, holds }',
      'it',
      `return ${textOf(Handlebars.parse(source).body, 'it')}`,
    ) as Template,
  )

const anyText = fc.string({ unit: 'binary', maxLength: 20 })
const rows = (...names: string[]) =>
  fc.array(fc.record(Object.fromEntries(names.map((name) => [name, anyText]))), { maxLength: 3 })

/** Whatever a template of ours may ask for. */
const values = fc.record({
  ...Object.fromEntries(
    ['picture', 'snapshotUsd', 'priceDate', 'execStart', 'folder', 'version', 'name'].map(
      (name) => [name, anyText],
    ),
  ),
  instances: fc.nat(),
  port: fc.nat(),
  stopSeconds: fc.nat(),
  drainSeconds: fc.nat(),
  resources: rows('what', 'how'),
  reach: rows('from', 'to', 'what', 'port', 'name', 'how'),
  secrets: rows('name', 'from'),
  costs: rows('what', 'usd'),
  timings: rows('what', 'least', 'most'),
  variables: fc.array(anyText, { maxLength: 3 }),
  isGated: fc.boolean(),
  gateFrom: fc.boolean(),
  totals: fc.record({ least: anyText, most: anyText }),
  database: fc.option(fc.record({ name: anyText, preventDestroy: fc.boolean() }), {
    nil: undefined,
  }),
})

test('there are templates', () => assert.ok(sources.length >= 6))

for (const { path, source } of sources) {
  test(`${path} is filled as Handlebars fills it`, () => {
    const [fill, expected] = [ours(source), byHandlebars(source)]
    fc.assert(fc.property(values, (given) => assert.is(fill(given), expected(given))))
  })
}

const small = [
  'a {{b}} c',
  '{{#if b}}x{{/if}}',
  '{{#if b}}x{{else}}y{{/if}}',
  '{{#each b}}<{{this}}>{{/each}}',
  '{{#each b}}\n  {{this}}\n{{/each}}\n',
  ' {{#if b}}\n1\n {{else}}\n2\n {{/if}}\n3',
  '{{~b~}} x',
  '\\{{b}} {{b}}',
]

for (const source of small) {
  test(`${JSON.stringify(source)} is filled as Handlebars fills it`, () => {
    const isList = source.includes('#each')
    const given = isList ? [[], ['x'], ['x', 'y']] : ['', 'x', 0, 7, false, true, null, [], ['x']]
    for (const b of given) {
      assert.is(ours(source)({ b }), byHandlebars(source)({ b }), JSON.stringify(b))
    }
  })
}

for (const source of ['{{a.b}}', '{{#each a}}{{b}}{{/each}}', '{{c}}', '{{#if c}}{{/if}}']) {
  test(`${source} without that value is an error`, () => {
    assert.throws(() => ours(source)({ a: [{}] }), 'which it was not given')
  })
}

const beyond = ['{{> a}}', '{{a b}}', '{{#unless a}}{{/unless}}', '{{../a}}', '{{@index}}']

for (const source of [...beyond, '{{#each a}}{{else}}{{/each}}', '{{#if 1}}{{/if}}']) {
  test(`${source} is more than is known`, () => {
    assert.throws(() => textOf(Handlebars.parse(source).body, 'it'))
  })
}

test.run()
