// What a person is told: the right place, the right line under it, nothing secret.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { error, warning } from '../compiler/model/diagnostic.ts'
import { colourPaint } from '../compiler/report/paint.ts'
import { report, tally } from '../compiler/report/report.ts'
import { runImmuc } from './support/immuc.ts'
import { leaks } from './support/leaks.ts'
import { type Files, firstBlock, inFolder, reported } from './support/reported.ts'

const test = suite('report')

const app = "app: { name: 'shop', artifact: { file: './shop' } }"

/** The keys of a config that is fine, but for its region. */
const config = (scaling = "{ region: «'xx'» }", key = 'scaling'): string =>
  `${app}, version: 'v1', ${key}: ${scaling}`

const plainConfig = (scaling = "{ region: 'xx' }"): string => config(scaling)

const ts = (text: string): Files => ({ 'system.config.ts': text })

const sizes: Files = {
  'sizes.ts':
    "const region = «'xx'» as const\nexport { region as there }\nexport default { there: region }\n",
}
const again: Files = {
  'again.ts': "export { there as here, default as all } from './sizes.ts'\n",
}

/** What is to be marked stands between « and ». */
const places: readonly [what: string, files: Files][] = [
  ['a nested key', ts(`export default { ${config()} }`)],
  ['keys in quotes', ts(`export default { ${config('{ "region": «"xx"» }')} }`)],
  [
    'a key that is computed',
    ts(`const key = 'region'\nexport default { ${config("{ [key]: «'xx'» }")} }`),
  ],
  [
    'a value that is computed',
    ts(`export default { ${config("{ region: «['x', 'x'].join('')» }")} }`),
  ],
  [
    'a key of a computed object',
    ts(
      `const all = [['region', 'xx']]\nexport default { ${config('Object.fromEntries(all)', '«scaling»')} }`,
    ),
  ],
  [
    'a function that returns it',
    ts(
      `const make = () => ({ region: 'xx' })\nexport default { ${config('make()', '«scaling»')} }`,
    ),
  ],
  [
    'the whole config from a function',
    ts(`const make = () => ({ ${config("{ region: 'xx' }")} })\nexport default «make»()`),
  ],
  ['a constant', ts(`const region = «'xx'»\nexport default { ${config('{ region }')} }`)],
  [
    'a member of a constant',
    ts(
      `const at = { home: ['yy', «'xx'»] } as const\nexport default { ${config("{ region: at['home'][1] }")} }`,
    ),
  ],
  [
    'a variable that may change',
    ts(`let region = 'xx'\nexport default { ${config('{ region: «region» }')} }`),
  ],
  [
    'a spread',
    ts(
      `const common = { region: «'xx'» }\nexport default { ${config("{ size: 's-1vcpu-1gb', ...common }")} }`,
    ),
  ],
  [
    'a spread that is overruled',
    ts(
      `const common = { region: 'ams3' }\nexport default { ${config("{ ...common, region: «'xx'» }")} }`,
    ),
  ],
  [
    'a key that stands twice',
    ts(`export default { ${config("{ region: 'ams3', region: «'xx'» }")} }`),
  ],
  [
    'satisfies and as const',
    ts(`export default ({ ${config("{ region: «'xx'» as const }")} } as const) satisfies object`),
  ],
  [
    'a constant that is exported',
    ts(`const system: object = { ${config()} }\nexport default system`),
  ],
  [
    'a constant that is exported below',
    ts(`const system = { ${config()} }\nexport { system as default }`),
  ],
  [
    'defineSystem under another name',
    ts(`import { defineSystem as define } from 'immuc'\nexport default define({ ${config()} })`),
  ],
  [
    'defineSystem of a namespace',
    ts(
      `import * as immuc from 'immuc'\nexport default immuc.defineSystem(Object.freeze({ ${config()} }))`,
    ),
  ],
  [
    'an import',
    {
      ...ts(`import { there } from './sizes'\nexport default { ${config('{ region: there }')} }`),
      ...sizes,
    },
  ],
  [
    'an import of an import',
    {
      ...ts(`import { here } from './again.js'\nexport default { ${config('{ region: here }')} }`),
      ...sizes,
      ...again,
    },
  ],
  [
    'a default import of an import',
    {
      ...ts(`import { all } from './again'\nexport default { ${config('{ region: all.there }')} }`),
      ...sizes,
      ...again,
    },
  ],
  [
    'an import of JSON',
    {
      ...ts(
        `import sizes from './sizes.json'\nexport default { ${config('{ region: sizes.there }')} }`,
      ),
      'sizes.json': '{\n  "there": «"xx"»\n}\n',
    },
  ],
  [
    'JSON',
    {
      'system.config.json':
        '{\n  "app": { "name": "shop", "artifact": { "file": "./shop" } },\n  "version": "v1",\n  "scaling": { "region": «"xx"» }\n}',
    },
  ],
  ['tabs', ts(`export default {\n\t${config("{\tregion:\t«'xx'» }")} }`)],
  ['line ends of Windows', ts(`export default {\r\n${config()} }`)],
  [
    'line ends that only JavaScript knows',
    ts(`/* \u2028 \r \u2029 */ export default { ${config()} }`),
  ],
  ['what follows a byte order mark', ts(`\ufeffexport default { ${config()} }`)],
  ['emoji and letters of two columns', ts(`export default { /* 🦊 日本 é */ ${config()} }`)],
  [
    'a very long line',
    ts(`export default { ${'/* pad */ '.repeat(500)}${config()} ${'/* pad */ '.repeat(500)} }`),
  ],
  [
    'an item of an array',
    ts(
      `export default { ${config("{ region: 'ams3' }")}, access: { sshFrom: ['::/1', ...['::/2', «'xx'»], '::/3'] } }`,
    ),
  ],
  ['a key that is missing', ts(`export default { ${config('{\n }', '«scaling»')} }`)],
  [
    'a key that is missing at the top',
    ts(
      "export default «{»\n app: { name: 'shop', artifact: { file: './shop' } }, scaling: { region: 'ams3' } }",
    ),
  ],
  [
    'a key that is there, where the other one has its default',
    ts(
      "export default { app: { name: 'shop', artifact: { file: './shop' }, health: { intervalSeconds: «3» } }, version: 'v1', scaling: { region: 'ams3' } }",
    ),
  ],
]

/** Without its marks, and where they were. */
function unmarked(files: Files): { files: Files; place: string; marked: string } {
  const [file = '', text = ''] = Object.entries(files).find(([, one]) => one.includes('«')) ?? []
  const before = text
    .replace(/^\ufeff/, '')
    .split('«', 1)
    .join('')
    .split(/\r\n|[\n\r\u2028\u2029]/)
  const plain = (one: string) => one.replace(/[«»]/g, '')
  return {
    files: Object.fromEntries(Object.entries(files).map(([name, one]) => [name, plain(one)])),
    place: `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`,
    marked: text.match(/«(.*)»/)?.[1] ?? '',
  }
}

for (const [what, marks] of places) {
  test(`points at ${what}`, async () => {
    const { files, place, marked } = unmarked(marks)
    const { text, diagnostics } = await reported(files, Object.keys(files)[0])
    const [warned, ...blocks] = text.split(/\n(?=error\[)/)
    const first = firstBlock(blocks[0] ?? warned ?? '')
    assert.is(diagnostics.filter(({ severity }) => severity === 'error').length, 1, text)
    assert.is(first.place, place)
    assert.is(first.marked, marked)
  })
}

for (const [where, files, secrets] of leaks) {
  test(`hides a secret: ${where}`, async () => {
    const { text, json, diagnostics } = await reported(files, Object.keys(files)[0])
    assert.ok(diagnostics.length > 0)
    for (const secret of secrets) {
      assert.not.match(text, secret)
      assert.not.match(json, secret)
    }
  })
}

test('hides no more than it must', async () => {
  const env =
    "env: { LEVEL: 'info', API_KEY: 'hunter2', PUBLIC_KEY: 'abc', KEY_ID: 'x1', N: 'shop', A: 1 }"
  const { text } = await reported(
    ts(`export default {\n${app.slice(0, -1)},\n${env} },\nversion: 'v1' }`),
  )
  assert.match(text, `3 | ${env.replace("'hunter2'", '<secret>')} },\n`)
})

test('a value of the environment is hidden where a config throws it', () =>
  inFolder(ts('throw new Error(`no ${process.env.REGISTRY_TOKEN}`)'), (folder) => {
    const env = { REGISTRY_TOKEN: 'hunter2-zebra' }
    const { stderr } = runImmuc(['build'], { cwd: folder, env })
    assert.match(stderr, 'throws `Error: no <secret>`')
  }))

test('says what it can where a source has no syntax tree', async () => {
  const files = ts('export default { app: { name: 1 } }')
  const { diagnostics } = await reported(files)
  const sources = new Map([['/x.ts', { text: 'let = =', imports: new Map() }]])
  const text = report(
    diagnostics.map(({ span: _, ...rest }) => rest),
    { configPath: '/x.ts', sources, folder: '/', environment: {} },
  )
  assert.match(text, /^error\[wrong-type\].*\n --> x\.ts\n {2}= at: app\.name\n/m)
})

const nowhere = { sources: new Map(), folder: '/', environment: {} }

test('faults come in the order of the file, the config first', () => {
  const at = (file: string, line: number, column: number, message: string) =>
    error('wrong-type', [], message, { span: { file, line, column, length: 1 } })
  const context = { ...nowhere, configPath: '/system.config.ts' }
  const text = report(
    [
      at('/a.ts', 1, 1, 'd'),
      at('/system.config.ts', 12, 1, 'c'),
      at('/system.config.ts', 2, 30_000, 'b'),
      at('/system.config.ts', 2, 9, 'a'),
      error('config-unreadable', [], 'first'),
    ],
    context,
  )
  assert.equal(
    [...text.matchAll(/\]: (.*)/g)].map((match) => match[1]),
    ['first', 'a', 'b', 'c', 'd'],
  )
})

test('one fault at many files is a list', () => {
  const stale = (path: string) => error('stale-artifact', [], path, { help: 'run it' })
  assert.is(
    report([stale('a'), stale('b')], nowhere),
    'error[stale-artifact]: a\nerror[stale-artifact]: b\n  = help: run it\n  = more: immuc explain stale-artifact\n',
  )
})

test('writing that would move the cursor or turn round is made harmless', async () => {
  const { text } = await reported(
    ts("export default { '\\u001b[2Jkey\\u202e': 1, /* \u001b[31m \u202e */ }"),
  )
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  assert.not.match(text, /[\u001b\u202e]/)
})

test('is in colour only if it is asked to be', () => {
  const one = [error('wrong-type', [], 'no')]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  const escapes = /\u001b\[/
  assert.not.match(report(one, nowhere), escapes)
  assert.match(report(one, { ...nowhere, paint: colourPaint }), escapes)
})

test('counts errors and warnings', () => {
  const [fault, doubt] = [error('wrong-type', [], 'no'), warning('open-to-all', [], 'hm')]
  assert.is(tally([fault]), '1 error')
  assert.is(tally([doubt, doubt]), '2 warnings')
  assert.is(tally([fault, doubt, fault]), '2 errors, 1 warning')
})

test('data has everything that the text has', () => {
  const text = `export default { ${plainConfig()} }`
  return inFolder(ts(text), (folder) => {
    const { status, stdout, stderr } = runImmuc(['build', '--format', 'json'], { cwd: folder })
    assert.is(status, 1)
    assert.is(stderr, '')
    const [first] = JSON.parse(stdout).diagnostics
    assert.match(first.help, 'ams3')
    assert.equal(first, {
      severity: 'error',
      code: 'unknown-region',
      message: 'region `xx` does not exist',
      path: 'scaling.region',
      file: 'system.config.ts',
      line: 1,
      column: text.indexOf("'xx'") + 1,
      length: 4,
      label: 'not a DigitalOcean region',
      help: first.help,
      more: 'immuc explain unknown-region',
    })
  })
})

test('the last line says what was not done', () =>
  inFolder(ts(`export default { ${plainConfig("{ region: 'ams4' }")} }`), (folder) => {
    const build = runImmuc(['build'], { cwd: folder })
    assert.is(build.status, 0)
    assert.match(build.stderr, /\n1 warning\.\n$/)
    assert.match(runImmuc(['check'], { cwd: folder }).stderr, /\n1 warning\.\n$/)
    const stale = runImmuc(['check', '--out', 'other'], { cwd: folder }).stderr
    assert.match(stale, /errors, 1 warning\. `other` is not up to date\.\n$/)
  }))

test.run()
