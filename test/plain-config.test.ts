// A config that is read without being run gives what running it gives; and every text that could mean
// anything else is left to esbuild.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, transform } from 'esbuild'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { plainData } from '../compiler/load/plain-data.ts'
import { readInRealm } from '../compiler/load/read-in-realm.ts'
import { readPlain } from '../compiler/load/read-plain.ts'
import './support/fixed-seed.ts'

const test = suite('plain-config')

type Warned = { data: unknown; warnings: number }

/** Undefined where esbuild or the config fails. */
async function asRun(text: string, loader: 'ts' | 'js' = 'ts'): Promise<Warned | undefined> {
  try {
    const { code, warnings } = await transform(text, { loader, format: 'cjs', logLevel: 'silent' })
    // A realm gives up after a tenth of a second, which a busy machine may take for nothing at all.
    const read = [1, 2, 3].reduce<ReturnType<typeof readInRealm>>(
      (before) => before ?? readInRealm(code, '/config.ts'),
      undefined,
    )
    return read && { data: read.data, warnings: warnings.length }
  } catch {
    return undefined
  }
}

const plain: readonly string[] = [
  'export default {}',
  'export default []\n',
  '// a word\nexport default /* another\n one */ { a: 1 } // the last',
  "import { defineSystem } from 'immuc'\nexport default defineSystem({ a: [1, 'b', null, true, false] })",
  "import { defineSystem as define, secret, plain } from 'immuc';\nexport default define({ a: secret(), b: plain('p'), });",
  "import type { SystemConfig } from 'immuc'\nconst config: SystemConfig = { a: 1 }\nexport default config",
  "import { type SystemConfig, type Secret as S, secret } from 'immuc'\nexport default { a: secret() } satisfies SystemConfig",
  "const a = 'x'\nconst b = [a, a]\nexport const c = { a, b, ...{ d: a } }\nexport default { ...c, a: [...b, ...[1]] }",
  'export default { \'a b\': 1, "c": 2, if: 3, as: 4, type: 5, default: 6, constructor: 7 }',
  "export default { a: 'it\\'s', b: \"\\\"\\n\\t\\\\\", c: '${x} {{y}}', d: 'ü😀' }",
  'const n = 2.50\nconst t = { u: { v: "w" } }\nexport default { a: `x ${n} ${ t.u.v }`, b: `two\nlines $5 {}`, c: t.u, d: t.u.v }',
  'export default { a: 1_000, b: -1, c: 1e3, d: 0.5, e: 1E-2, f: 0, g: - 3, 2: undefined }'.replace(
    ', 2: undefined',
    '',
  ),
  'export default { b: 1, a: 2, "10": 3, "9": 4 }',
  "const a = ['x'] as const\nexport default ({ a, b: ('y'), c: { d: 1 } as const })",
  'const a = 1;;\nexport default { a }\nconst b = 2\n',
  "export default {\r\n  a: 'windows',\r\n}\r\n",
  'export default [[[[[]]]]]',
  'const async_ = 1, of_ = 2\nexport default 1'.replace(', of_ = 2', ''),
]

for (const text of plain) {
  test(`is read as it would run: ${JSON.stringify(text)}`, async () => {
    const run = await asRun(text)
    assert.ok(run)
    assert.equal(run.warnings, 0)
    assert.is(JSON.stringify(plainData(text, true)), JSON.stringify(run.data))
  })
}

const others: readonly string[] = [
  "import { type } from 'immuc'\nexport default { type: 1 }",
  'const a: export = 1\nexport default a',
  'export default {} satisfies keyof',
  '',
  'const a = 1',
  'export default { a: 1, a: 2 }',
  "export default { a: 1, 'a': 2 }",
  'export default { __proto__: { a: 1 } }',
  'export default { [`a`]: 1 }',
  'export default { a() {} }',
  'export default { get a() { return 1 } }',
  'export default { a: 010 }',
  'export default { a: 1n }',
  'export default { a: 1.toFixed }',
  'export default { a: 0x10 }',
  'export default { 1: 1 }',
  'export default { a: [,] }',
  'export default { a: 1 + 1 }',
  'export default { a: 1 ? 2 : 3 }',
  'export default { a: b }',
  'export default { a: undefined }',
  'export default { a }\nconst a = 1',
  'export default a\nimport { secret as a } from "immuc"',
  "import { secret } from 'immuc'\nexport default { secret }",
  "import { secret } from 'immuc'\nexport default secret",
  "import { secret } from 'immuc'\nexport default secret`x`",
  "import { other } from 'immuc'\nexport default other()",
  "import { type SystemConfig } from 'immuc'\nexport default SystemConfig",
  "import immuc from 'immuc'\nexport default immuc.secret()",
  "import * as immuc from 'immuc'\nexport default immuc.secret()",
  "import 'immuc'\nexport default {}",
  "import { a } from './a'\nexport default { a }",
  "import { secret } from 'immuc' with { type: 'json' }\nexport default {}",
  'export { a as default }\nconst a = 1',
  'export default {}\nexport default {}',
  'default {}',
  'module.exports = {}',
  'exports.default = {}',
  'let a = 1\nexport default a',
  'var a = 1\nexport default a',
  'const a = 1, b = 2\nexport default a',
  'const a = 1 const b = 2\nexport default a',
  'const a = [1]\n[0]\nexport default a',
  'const a = {}\n(1)\nexport default a',
  'const a = 1\nconst a = 2\nexport default a',
  'const let = 1\nexport default 1',
  'const arguments = 1\nexport default 1',
  'const [a] = [1]\nexport default a',
  'const { a } = { a: 1 }\nexport default a',
  'export default { a: process.env.A }',
  'export default { a: Date.now() }',
  'export default new Date(0)',
  'export default () => ({})',
  'export default function f() {}',
  'export default class {}',
  'export default async () => {}',
  'export default await 1',
  'export default import.meta.url',
  'export default /a/',
  'export default <any>{}',
  'export default {}!',
  'export default {} as any',
  'export default {}\nas const',
  'export default {} satisfies A.B',
  'export default {} satisfies A<B>',
  'export default {} satisfies A | B',
  'export default {} satisfies A[]',
  'const a: { b: 1 } = { b: 1 }\nexport default a',
  'const a: string[] = []\nexport default a',
  'const a = {}\nexport default a.toString',
  'const a = []\nexport default a.length',
  'const a = { b: 1 }\nexport default a.c',
  "const a = { b: 1 }\nexport default a['b']",
  'const a = { b: 1 }\nexport default a?.b',
  'const a = { b: 1 }\nexport default { ...a.b }',
  "export default [...'ab']",
  'export default { ...[1] }',
  'const a = {}\nexport default `${a}`',
  'const a = true\nexport default `${a}`',
  'export default `${1 + 1}`',
  'export default `${`a`}`',
  'export default `\\n`',
  'export default "\\u0041"',
  'export default "\\0"',
  'export default "\\q"',
  'export default "a\\\nb"',
  'export default "a\nb"',
  "export default 'a",
  'export default { a: 1',
  'export default { a: 1 }}',
  'export default { a: 1 } b',
  'export default { a 1 }',
  'export default { a: --1 }',
  'export default { a: 1 } <!-- x',
  '#!/usr/bin/env node\nexport default {}',
  "'use strict'\nexport default {}",
  '\ufeffexport default {}',
  'export default { ü: 1 }',
  'export default { a: 1 }\u00a0',
  'export default { a: 1\u2028}',
  '// a\rexport default {}',
  '/* a',
  'enum A { b }\nexport default {}',
  'namespace A {}\nexport default {}',
  'declare const a: 1\nexport default {}',
  'type A = 1\nexport default {}',
  'interface A {}\nexport default {}',
  'export = {}',
  'export default { a: require("a") }',
  'with (a) {}\nexport default {}',
]

for (const text of others) {
  test(`is left to esbuild: ${JSON.stringify(text)}`, () => {
    assert.is(plainData(text, true), undefined)
  })
}

const onlyTypeScript = [
  "import type { A } from 'immuc'\nexport default {}",
  "import { type A } from 'immuc'\nexport default {}",
  'const a: A = 1\nexport default a',
  'export default {} as const',
  'export default {} satisfies A',
]

test('what is TypeScript is none in JavaScript', async () => {
  for (const text of onlyTypeScript) {
    assert.is(plainData(text, false), undefined, text)
    assert.ok((await asRun(text, 'ts')) && !(await asRun(text, 'js')), text)
  }
})

test('a little that stands for much is left', () => {
  const doubled = Array.from({ length: 40 }, (_, n) => `const a${n + 1} = [...a${n}, ...a${n}]\n`)
  assert.is(plainData(`const a0 = [1]\n${doubled.join('')}export default a40`, true), undefined)
  const shared = Array.from({ length: 40 }, (_, n) => `const a${n + 1} = [a${n}, a${n}]\n`)
  assert.is(plainData(`const a0 = [1]\n${shared.join('')}export default a40`, true), undefined)
  const texts = Array.from({ length: 40 }, (_, n) => `const a${n + 1} = \`\${a${n}}\${a${n}}\`\n`)
  assert.is(plainData(`const a0 = 'a'\n${texts.join('')}export default a40`, true), undefined)
  assert.is(plainData(`export default ${'['.repeat(1e5)}${']'.repeat(1e5)}`, true), undefined)
})

const parts = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    ',',
    ':',
    ';',
    '=',
    '.',
    '...',
    '-',
    '+',
    '<',
    '>',
    '?',
    '!',
    '/',
  ],
  ...['as', 'const', 'satisfies', 'type', 'import', 'export', 'default', 'from', 'async', 'get'],
  ...[
    'a',
    'b',
    'secret',
    'A',
    '1',
    '0',
    '.5',
    '1e',
    '_',
    "'x'",
    '"',
    "'",
    '`',
    '${',
    '\\',
    '\n',
    ' ',
  ],
  ...['//', '/*', '*/', '\u2028', '\r', 'ü', 'null', 'true', 'undefined', 'process', '=>', '==='],
]

const sample = `import { defineSystem, secret, type A } from 'immuc'
const a = { b: 'x', c: [1, -2.5] } as const
export const d: A = \`y \${a.b}\`
export default defineSystem({ a, d, 'e f': [...a.c, secret()], g: { ...a, h: null } }) satisfies A
`

/** The sample with some of its parts cut out and others put in. */
const garbled = fc
  .array(fc.tuple(fc.nat(sample.length), fc.nat(2), fc.constantFrom('', ...parts)), {
    minLength: 1,
    maxLength: 2,
  })
  .map((edits) =>
    edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), sample),
  )

test('whatever is written, what is read is what runs', async () => {
  let understood = 0
  await fc.assert(
    fc.asyncProperty(garbled, async (text) => {
      const read = plainData(text, true)
      // The realm runs no text with one of these words in it, wherever it stands.
      if (read === undefined || /\b(async|await)\b|\bimport\s*\(/.test(text)) return
      understood += 1
      const run = await asRun(text)
      assert.is(JSON.stringify(read), JSON.stringify(run?.data), text)
      assert.is(run?.warnings, 0, text)
    }),
    { numRuns: 6000 },
  )
  assert.ok(understood > 100, `${understood}`)
})

function inFolder<Result>(files: Record<string, string>, look: (folder: string) => Result): Result {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-plain-')))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return look(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const config = 'a/b/system.config.ts'
const configText = 'export default { a: 1 }\n'

const settings: readonly { file: string; text: string; isFine: boolean }[] = [
  { file: 'a/b/package.json', text: '{ "name": "x" }', isFine: true },
  { file: 'a/package.json', text: '{ "name": "x", }', isFine: false },
  { file: 'package.json', text: '', isFine: false },
  { file: 'a/b/tsconfig.json', text: '{ "compilerOptions": { "strict": true } }', isFine: true },
  {
    file: 'tsconfig.json',
    text: '// a\n{ /* b */ "compilerOptions": { "paths": { "a/*": ["./*//,}"] }, }, }\n',
    isFine: true,
  },
  { file: 'a/tsconfig.json', text: '{ "compilerOptions": ', isFine: false },
  { file: 'a/tsconfig.json', text: '{ "extends": "./base.json" }', isFine: false },
  { file: 'a/jsconfig.json', text: '{ bad', isFine: false },
]

for (const { file, text, isFine } of settings) {
  test(`${file}: ${JSON.stringify(text)} is ${isFine ? 'fine' : 'for esbuild to judge'}`, async () => {
    const files = { [config]: configText, [file]: text }
    const read = inFolder(files, (folder) => readPlain(join(folder, config)))
    assert.equal(read?.data, isFine ? { a: 1 } : undefined)
  })
}

test('settings that esbuild refuses are none that are fine', async () => {
  for (const { file, text, isFine } of settings) {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-plain-')))
    for (const [path, content] of [
      [config, configText],
      [file, text],
    ] as const) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    const entryPoints = [join(folder, config)]
    const built = build({ entryPoints, bundle: true, write: false, logLevel: 'silent' })
    const isBuilt = await built.then(
      () => true,
      () => false,
    )
    assert.ok(isBuilt || !isFine, file)
    rmSync(folder, { recursive: true })
  }
})

test('a link, bytes that are no text, and nothing at all are left', () => {
  inFolder({ [config]: configText }, (folder) => {
    symlinkSync(join(folder, config), join(folder, 'link.ts'))
    assert.is(readPlain(join(folder, 'link.ts')), undefined)
    symlinkSync(join(folder, 'a'), join(folder, 'c'))
    assert.is(readPlain(join(folder, 'c/b/system.config.ts')), undefined)
    writeFileSync(join(folder, 'bytes.ts'), Buffer.from("export default { a: '\xff' }", 'latin1'))
    assert.is(readPlain(join(folder, 'bytes.ts')), undefined)
    assert.is(readPlain(join(folder, 'absent.ts')), undefined)
  })
})

test.run()
