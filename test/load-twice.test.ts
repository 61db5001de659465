// A config that differs between two readings: they are taken on different days, with other chance.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { config, ts } from './support/config-text.ts'
import { type Refused, testRefused } from './support/refused.ts'
import { reported } from './support/reported.ts'

const test = suite('load: twice')

const rows: Refused[] = [
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
]

testRefused(test, rows)

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

test.run()
