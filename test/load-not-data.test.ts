// A config whose value is no data, too much data, or nothing.
import { suite } from 'uvu'
import { config, ts } from './support/config-text.ts'
import { type Refused, testRefused } from './support/refused.ts'

const test = suite('load: no data')

const rows: Refused[] = [
  {
    name: 'JSON of a hundred thousand levels',
    files: { 'system.config.json': '['.repeat(1e5) + ']'.repeat(1e5) },
    says: ['not-data', 'system.config.json', '', 'deeper than 100 levels'],
    also: ['wrong-type'],
  },
  {
    name: 'a proxy without an end',
    files: ts(
      'const p = () => new Proxy({}, { get: () => p(), ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) })\nexport default p()',
    ),
    says: ['not-data', '', '', 'more than 500000 values'],
  },
  {
    name: 'a little that stands for much',
    files: ts(
      'let a = { x: 1 }\nfor (let i = 0; i < 40; i++) a = { l: a, r: a }\nexport default a',
    ),
    says: ['not-data', '', '', 'more than 500000 values'],
  },
  {
    name: 'a list of a billion holes',
    files: ts('const a: string[] = []\na.length = 1e9\nexport default { a }'),
    says: ['not-data', '', '', 'more than 500000 values'],
  },
  {
    name: 'an async function',
    files: ts('export default async function config() {\n  return {}\n}'),
    says: ['not-data', 'system.config.ts:1:16', 'async function config() {', 'is a function'],
  },
  {
    name: 'a class',
    files: ts('export default class Config {}'),
    says: ['not-data', 'system.config.ts:1:16', 'class Config {}', 'is a function'],
  },
  {
    name: 'a symbol',
    files: ts("export default Symbol('x')"),
    says: ['not-data', 'system.config.ts:1:16', "Symbol('x')", 'is a symbol'],
  },
  {
    name: 'undefined',
    files: ts('export default undefined'),
    says: ['not-data', 'system.config.ts:1:16', 'undefined', 'is undefined'],
  },
  {
    name: 'a thenable',
    files: ts(config('', 'env: new (class P { then() {} })()')),
    says: [
      'config-is-a-promise',
      'system.config.ts:3:59',
      'new (class P { then() {} })()',
      '`app.env` is a promise',
    ],
  },
  {
    name: 'a type alone',
    files: ts('export default interface Config {}'),
    says: ['no-default-export', '', '', 'no default export'],
  },
  {
    name: 'a comment alone',
    files: ts('// not yet\n'),
    says: ['no-default-export', '', '', 'no default export'],
  },
]

testRefused(test, rows)

test.run()
