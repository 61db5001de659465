// A config that can't be parsed, or whose imports can't be found: where, and which text it is.
import { suite } from 'uvu'
import { config, npmPackage, ts } from './support/config-text.ts'
import { type Refused, testRefused } from './support/refused.ts'

const test = suite('load: syntax')

const rows: Refused[] = [
  {
    name: 'a word in JSON',
    files: { 'system.config.json': 'hello' },
    says: ['syntax-error', 'system.config.json:1:1', 'hello', 'unexpected `hello`'],
  },
  {
    name: 'JSON behind a byte order mark',
    files: { 'system.config.json': '\ufeff{ "a" 1 }' },
    says: ['syntax-error', 'system.config.json:1:7', '1', 'expected `:`'],
  },
  {
    name: 'a tab in JSON',
    files: { 'system.config.json': '{"a": "x\ty"}' },
    says: ['syntax-error', 'system.config.json:1:9', '\t', 'syntax error `\\x09`'],
  },
  {
    name: 'an error behind a byte order mark',
    files: ts('\ufeffexport default { a b }'),
    says: ['syntax-error', 'system.config.ts:1:20', 'b', 'found `b`'],
  },
  {
    name: 'an error behind letters of several bytes',
    files: ts('export default { "ü😀": 1 b }'),
    says: ['syntax-error', 'system.config.ts:1:27', 'b', 'found `b`'],
  },
  {
    name: 'an error in a very long line',
    files: ts(`export default { ${'/* pad */'.repeat(3000)} a b }`),
    says: ['syntax-error', 'system.config.ts:1:27021', 'b', 'found `b`'],
  },
  {
    name: 'an error in a package',
    files: { ...ts("import x from 'broken'\nx()"), ...npmPackage('broken', {}, 'let = = 1') },
    says: ['syntax-error', 'node_modules/broken/index.js:1:7', '', "can't be parsed"],
  },
  {
    name: 'an error in tsconfig.json',
    files: { ...ts(config()), 'tsconfig.json': '{ "compilerOptions": ' },
    says: ['syntax-error', 'tsconfig.json:1:22', '', "`tsconfig.json` can't be parsed"],
  },
  {
    name: 'an import of a folder',
    files: { ...ts("import x from './lib'\nx()"), 'lib/x.ts': '' },
    says: ['import-not-found', 'system.config.ts:1:15', "'./lib'", "`./lib` can't be found"],
  },
  {
    name: 'a module that Node does not have',
    files: ts("import x from 'node:nope'\nx()"),
    says: ['config-throws', 'system.config.ts:1:15', "'", 'No such built-in module'],
  },
]

testRefused(test, rows)

test.run()
