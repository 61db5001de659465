// What a config may be and do, and what is said of one that can't be read: one error in our own
// words, at its place.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { valueAt } from '../compiler/model/config-path.ts'
import { runImmuc } from './support/immuc.ts'
import { type Files, firstBlock, inFolder, reported, reportedIn } from './support/reported.ts'
import { root, testWith } from './support/tools.ts'

const test = suite('load')

const noRight = "`system.config.ts` can't be read: this user may not read it"

/** A config that is fine, with lines before it and keys in `app`. */
const config = (head = '', app = '', version = "'v1'"): string => `${head}
export default {
  app: { name: 'shop', artifact: { file: './shop' }, ${app} },
  version: ${version},
  scaling: { region: 'ams3' },
}
`

const json =
  '{"app":{"name":"shop","artifact":{"file":"./shop"}},"version":"v1","scaling":{"region":"ams3"}}'

const npmPackage = (name: string, manifest: object, code: string): Files => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, ...manifest }),
  [`node_modules/${name}/index.js`]: code,
})

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

type Refuses = {
  name: string
  files: Files
  config?: string
  /** Code, place, the text that is marked, and what the message says. */
  says: [code: string, place: string, marked: string, message: string]
  /** Codes of what is said besides. */
  also?: string[]
}

const ts = (text: string): Files => ({ 'system.config.ts': text })

const refuses: Refuses[] = [
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
    name: 'JSON of a hundred thousand levels',
    files: { 'system.config.json': '['.repeat(1e5) + ']'.repeat(1e5) },
    says: ['not-data', 'system.config.json', '', 'deeper than 100 levels'],
    also: ['wrong-type'],
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
  {
    name: 'an error inside a package',
    files: {
      ...ts("import x from 'thrower'\n\nexport default x()"),
      ...npmPackage('thrower', {}, "module.exports = () => { throw new Error('inside') }"),
    },
    says: ['config-throws', 'system.config.ts:3:16', 'x', '`Error: inside`'],
  },
  {
    name: 'an error in a file with an awkward name',
    files: {
      'a#?%41.config.ts': "import { u } from './ü o#?.ts'\nu()",
      'ü o#?.ts': "export const u = () => {\n  throw new Error('here')\n}",
    },
    config: 'a#?%41.config.ts',
    says: ['config-throws', 'ü o#?.ts:2:3', "throw new Error('here')", '`Error: here`'],
  },
  {
    name: 'a proxy whose trap throws',
    files: ts("export default new Proxy({}, { ownKeys() { throw new Error('trap') } })"),
    says: ['config-throws', 'system.config.ts:1:44', "throw new Error('trap')", '`Error: trap`'],
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
    name: 'null that is thrown',
    files: ts('throw null'),
    says: ['config-throws', 'system.config.ts:1:1', 'throw null', 'throws `null`'],
  },
  {
    name: 'an object that is thrown',
    files: ts("throw { user: 'ann' }"),
    says: [
      'config-throws',
      'system.config.ts:1:1',
      "throw { user: 'ann' }",
      '`an object that is no Error`',
    ],
  },
  {
    name: 'a proxy that is thrown',
    files: ts('throw new Proxy({}, { get() { throw 1 } })'),
    says: [
      'config-throws',
      'system.config.ts:1:1',
      'throw new Proxy({}, { get() { throw 1 } })',
      '`an object that is no Error`',
    ],
  },
  {
    name: 'an error whose message throws',
    files: ts(
      "const e = new Error()\nObject.defineProperty(e, 'message', { get() { throw e } })\nthrow e",
    ),
    says: ['config-throws', '', '', '`something that has no words`'],
  },
  {
    name: 'an error without a stack',
    files: ts("const e = new Error('m')\ndelete e.stack\nthrow e"),
    says: ['config-throws', '', '', '`Error: m`'],
  },
  {
    name: 'stacks that were made useless',
    files: ts("Error.prepareStackTrace = () => 42\nthrow new Error('m')"),
    says: ['config-throws', '', '', '`Error: m`'],
  },
  {
    name: 'an error of several lines',
    files: ts("throw new Error('first\\nsecond')"),
    says: [
      'config-throws',
      'system.config.ts:1:1',
      "throw new Error('first\\nsecond')",
      '`Error: first`',
    ],
  },
  {
    name: 'an error in a microtask',
    files: ts(config("queueMicrotask(() => { throw new Error('micro') })")),
    says: [
      'config-throws',
      'system.config.ts:1:24',
      "throw new Error('micro')",
      'fails later with `Error: micro`',
    ],
  },
  {
    name: 'a promise that fails in the second reading',
    files: ts(
      config(
        "void process.pid\nglobalThis.n = (globalThis.n ?? 0) + 1\nif (globalThis.n === 2) Promise.reject(new Error('second'))",
      ),
    ),
    says: ['config-throws', 'system.config.ts:3:40', 'new', '`Error: second`'],
  },
  {
    name: 'a config that works on some days',
    files: ts(
      config("if (Date.now() > performance.timeOrigin + 1e10) throw new Error('too late')"),
    ),
    says: [
      'config-throws',
      'system.config.ts:1:49',
      "throw new Error('too late')",
      'throws `Error: too late`',
    ],
  },
  {
    name: 'an exit that is caught',
    files: ts(config('try {\n  process.exit(0)\n} catch {}')),
    says: ['config-exits', 'system.config.ts:2:11', 'exit', 'ends the process'],
  },
  {
    name: 'an exit in the next tick',
    files: ts(config('process.nextTick(() => process.exit(5))')),
    says: ['config-exits', 'system.config.ts:1:32', 'exit', 'ends the process'],
  },
  {
    name: 'another working directory',
    files: ts(config("process.chdir('/')")),
    says: ['config-throws', 'system.config.ts:1:9', 'chdir', 'process.chdir()'],
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

for (const { name, files, config: given, says, also = [] } of refuses) {
  test(`refuses ${name}`, async () => {
    const { text, diagnostics } = await reported(files, given)
    const [code, place, marked, message] = says
    const first = firstBlock(text)
    assert.equal(
      diagnostics.map((one) => one.code),
      [code, ...also],
    )
    assert.match(first.title, `error[${code}]: `)
    assert.match(first.title, message)
    assert.is(first.place, place)
    assert.is(first.marked, marked)
    assert.not.match(text, /^ +at .*:\d+:\d+\)?$/m)
  })
}

const clocks = [
  'Date.now()',
  'new Date().getFullYear()',
  'Date().slice(0, 15)',
  'new (class extends Date {})().getTime()',
  'Math.floor(performance.now() / 1e6)',
  'process.hrtime()[0] > 1e6',
  'process.hrtime.bigint() > 10n ** 15n',
  'process.uptime() > 1e6',
  'Math.random() < 0.5',
  'crypto.randomUUID()',
  'crypto.getRandomValues(new Uint8Array(8))',
]

for (const expression of clocks) {
  test(`finds out that ${expression} differs`, async () => {
    const { text } = await reported(ts(config('', `env: { A: \`\${${expression}}\` }`)))
    assert.match(text, 'error[not-deterministic]')
    assert.match(text, '= at: app.env.A')
  })
}

test('says nothing on stdout that is no data, and ends although the config does not', () =>
  inFolder(
    ts(
      config(
        "console.log('hello')\nprocess.stdout.write('raw')\nconsole.error('oops')\nsetInterval(() => {}, 10)\nsetTimeout(() => process.exit(5), 0)",
      ),
    ),
    (folder) => {
      const { status, stdout, stderr } = runImmuc(['build', '--format', 'json'], { cwd: folder })
      assert.is(status, 0, stderr)
      assert.ok(JSON.parse(stdout).written.length > 5)
      assert.match(stderr, /hello\nrawoops/)
    },
  ))

test('answers a config of a hundred thousand faults with a hundred of them', () => {
  const env = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`KEY_${index}`, index]),
  )
  const big = JSON.stringify(
    { ...JSON.parse(json), app: { ...JSON.parse(json).app, env } },
    null,
    1,
  )
  return inFolder({ 'system.config.json': big }, (folder) => {
    const { status, stderr } = runImmuc(['build'], { cwd: folder })
    assert.is(status, 1)
    assert.is(stderr.match(/^error/gm)?.length, 100)
    assert.match(stderr, /^and 99900 more$/m)
    assert.match(stderr, /^100000 errors\. Nothing was written\.$/m)
  })
})

// Patience is short here, so that the tests are; under load a config that ends may need more of it.
const impatient = { env: { IMMUC_CONFIG_SECONDS: '1' } }

test('stops a config that has no end, and says where it was', () =>
  inFolder(ts(config('let n = 1\nwhile (n > 0) {\n  n = 1 / n\n}')), (folder) => {
    const { status, stderr } = runImmuc(['build'], { cwd: folder, ...impatient })
    assert.is(status, 1)
    assert.match(stderr, 'error[config-timeout]: the config was still running after 1 s')
    assert.match(stderr, /--> system\.config\.ts:[23]:/)
    assert.match(stderr, 'IMMUC_CONFIG_SECONDS=60')
  }))

test('stops a command that a config waits for without an end', () => {
  const waits = "import { execFileSync } from 'node:child_process'\nexecFileSync('sleep', ['600'])"
  return inFolder(ts(config(waits)), (folder) => {
    const { status, stderr } = runImmuc(['build'], { cwd: folder, ...impatient })
    assert.is(status, 1)
    assert.match(stderr, 'error[config-timeout]')
  })
})

test('gives a slow config the time that it is told to give', () => {
  const slow = "import { execFileSync } from 'node:child_process'\nexecFileSync('sleep', ['1.2'])"
  return inFolder(ts(config(slow)), (folder) => {
    const env = { IMMUC_CONFIG_SECONDS: '300' }
    assert.is(runImmuc(['build'], { cwd: folder, env }).status, 0)
  })
})

testWith(test, [root], 'says so where this user may not read', () =>
  inFolder(ts(config()), async (folder) => {
    const unreadable = async () => (await reportedIn(folder)).text
    process.seteuid?.(65_534)
    try {
      assert.match(await unreadable(), 'there is no `system.config.ts` in this folder')
      assert.match((await reportedIn(folder, 'system.config.ts')).text, noRight)
    } finally {
      process.seteuid?.(0)
    }
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'system.config.ts'), 0o600)
    process.seteuid?.(65_534)
    try {
      assert.match(await unreadable(), noRight)
    } finally {
      process.seteuid?.(0)
    }
  }),
)

test.run()
