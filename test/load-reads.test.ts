// What a config may be and do.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { valueAt } from '../compiler/model/config-path.ts'
import { config, json, npmPackage } from './support/config-text.ts'
import { type Files, reported } from './support/reported.ts'

const test = suite('load: reads')

type Reads = { name: string; files: Files; config?: string; env?: Record<string, string> }

const reads: Reads[] = [
  { name: 'JSON with a byte order mark', files: { 'system.config.json': `\ufeff${json}` } },
  { name: 'TypeScript with a byte order mark', files: { 'system.config.ts': `\ufeff${config()}` } },
  {
    name: 'a line that names an interpreter',
    files: { 'system.config.ts': `#!/usr/bin/env node\n${config()}` },
  },
  {
    name: 'line ends of Windows',
    files: { 'system.config.ts': config().replaceAll('\n', '\r\n') },
  },
  { name: 'an ES module', files: { 'system.config.mjs': config() } },
  {
    name: 'a CommonJS file that sets exports.default',
    files: { 'system.config.js': config().replace('export default', 'exports.default =') },
  },
  {
    name: 'TypeScript with all that TypeScript has',
    files: {
      'system.config.ts': config(
        "enum Level { info = 'info' }\nnamespace N { export const a = 1 }\nconst cast = <any>{ a: N.a! }\nvoid cast",
        'env: { LEVEL: Level.info satisfies string }',
      ),
    },
    env: { LEVEL: 'info' },
  },
  {
    name: 'imports of TypeScript, JavaScript and JSON, with and without their endings',
    files: {
      'system.config.ts': config(
        "import { a } from './a.ts'\nimport { a as b } from './a.js'\nimport { a as c } from './a'\nimport d from './d.json'\nimport { e } from './e'",
        'env: { A: a, B: b, C: c, D: d.d, E: e }',
      ),
      'a.ts': "export const a: string = 'a'\n",
      'd.json': '{ "d": "d" }',
      'e/index.ts': "export const e = 'e'\n",
    },
    env: { A: 'a', B: 'a', C: 'a', D: 'd', E: 'e' },
  },
  {
    name: 'modules of Node',
    files: {
      'system.config.ts': config(
        "import { basename } from 'node:path'\nimport os from 'os'\nvoid os",
        "env: { A: basename('/a/b') }",
      ),
    },
    env: { A: 'b' },
  },
  {
    name: 'packages, CommonJS and ES modules',
    files: {
      'system.config.ts': config(
        "import old from 'old'\nimport { young } from '@acme/young/sub'",
        'env: { OLD: old.value, YOUNG: young }',
      ),
      ...npmPackage(
        'old',
        { main: './index.js' },
        "exports.value = require('node:path').basename(__filename)",
      ),
      ...npmPackage(
        '@acme/young',
        { type: 'module', exports: { './sub': './index.js' } },
        'export const young = import.meta.url.slice(-8)',
      ),
    },
    env: { OLD: 'system.config.ts', YOUNG: 'index.js' },
  },
  {
    name: 'paths of tsconfig.json',
    files: {
      'system.config.ts': config("import { env } from '@/lib/env'", 'env'),
      'src/lib/env.ts': "export const env = { A: '1' }\n",
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    },
    env: { A: '1' },
  },
  {
    name: 'import.meta of each module, whatever the names are',
    files: {
      'ü b#c?d%20/system.config.ts': config(
        "import { there } from '../o#?%41.ts'",
        "env: { HERE: import.meta.url.split('/').at(-2), THERE: there, FOLDER: import.meta.dirname.split('/').at(-1) }",
      ),
      'o#?%41.ts': 'export const there = import.meta.filename.slice(-9)\n',
      'ü b#c?d%20/shop': '',
    },
    config: 'ü b#c?d%20/system.config.ts',
    env: {
      HERE: '%C3%BC%20b%23c%3Fd%2520',
      THERE: 'o#?%41.ts',
      FOLDER: 'ü b#c?d%20',
    },
  },
  {
    name: 'a config that changes globals',
    files: {
      'system.config.ts': config(
        "Object.prototype.extra = 1\nArray.prototype.last = 2\nprocess.env.HOME = '/nowhere'\nprocess.exitCode = 9",
      ),
    },
  },
  {
    name: 'a config that breaks modules of Node',
    files: {
      'system.config.ts': config(
        "import fs from 'node:fs'\nfs.readFileSync = fs.writeFileSync = fs.statSync = () => { throw new Error('broken') }",
      ),
    },
  },
  {
    name: 'what can be done only once in one process',
    files: {
      'system.config.ts': config(
        "if (globalThis.done) throw new Error('twice')\nObject.defineProperty(globalThis, 'done', { value: true })",
      ),
    },
  },
  {
    name: 'what stays behind in globals',
    files: {
      'system.config.ts': config("globalThis.once ??= 'once'", 'env: { A: globalThis.once }'),
    },
    env: { A: 'once' },
  },
  {
    name: 'dates that are given, and what a program is told',
    files: {
      'system.config.ts': config(
        '',
        'env: { A: new Date(0).toISOString(), B: String(new Date(2020, 1) instanceof Date), C: String(Date.UTC(2020)) }',
      ),
    },
    env: { A: '1970-01-01T00:00:00.000Z', B: 'true', C: '1577836800000' },
  },
  {
    name: 'chance that makes no difference',
    files: { 'system.config.ts': config('Math.random(); new Date(); performance.now()') },
  },
]

for (const { name, files, config: given, env } of reads) {
  test(`reads ${name}`, async () => {
    const { value, text } = await reported(files, given ?? Object.keys(files)[0])
    assert.is(text.replaceAll(/^warning.*$/gm, ''), '')
    if (env !== undefined) assert.equal(valueAt(value, ['app', 'env']), env)
  })
}

test.run()
