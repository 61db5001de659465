// What a person is told: the right place, the right line under it, nothing secret.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { error, warning } from '../compiler/model/diagnostic.ts'
import { colourPaint } from '../compiler/report/paint.ts'
import { report, tally } from '../compiler/report/report.ts'
import { ts } from './support/config-text.ts'
import { runImmuc } from './support/immuc.ts'
import { leaks } from './support/leaks.ts'
import { inFolder, reported } from './support/reported.ts'

const test = suite('report')

const app = "app: { name: 'shop', artifact: { file: './shop' } }"

const config = (scaling = "{ region: 'xx' }"): string =>
  `${app}, version: 'v1', scaling: ${scaling}`

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
  const text = `export default { ${config()} }`
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
  inFolder(ts(`export default { ${config("{ region: 'ams4' }")} }`), (folder) => {
    const build = runImmuc(['build'], { cwd: folder })
    assert.is(build.status, 0)
    assert.match(build.stderr, /\n1 warning\.\n$/)
    assert.match(runImmuc(['check'], { cwd: folder }).stderr, /\n1 warning\.\n$/)
    const stale = runImmuc(['check', '--out', 'other'], { cwd: folder }).stderr
    assert.match(stale, /\n1 error, 1 warning\. `other` is not up to date\.\n$/)
  }))

test.run()
