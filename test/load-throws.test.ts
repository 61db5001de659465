// A config that throws or ends the process: what was thrown, in a line, and where.
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { config, npmPackage, ts } from './support/config-text.ts'
import { runImmuc } from './support/immuc.ts'
import { type Refused, testRefused } from './support/refused.ts'
import { inFolder } from './support/reported.ts'
import { runFreely } from './support/traced.ts'

const test = suite('load: throws')

const rows: Refused[] = [
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
]

testRefused(test, rows)

// Node ended with a segmentation fault in one of eighty such runs on a busy machine, where the debugger
// of another thread than its own looked for the throw.
test('finds what has no stack, in each of a hundred runs side by side', () =>
  inFolder(ts("throw 'x'"), async (folder) => {
    const paths = ['--config', join(folder, 'system.config.ts'), '--out', join(folder, 'infra')]
    for (let batch = 0; batch < 20; batch++) {
      const runs = await Promise.all(
        Array.from({ length: 5 }, () => runFreely(['check', ...paths])),
      )
      for (const { stderr, signal } of runs) {
        assert.is(signal, null, stderr)
        assert.match(stderr, 'system.config.ts:1:1\n')
      }
    }
  }))

test('says what a config prints once, also where it is read again to find the throw', () =>
  inFolder(ts("console.log('hello')\nthrow 'x'"), (folder) => {
    const { stderr } = runImmuc(['check'], { cwd: folder })
    assert.is(stderr.split('hello\n').length - 1, 1, stderr)
  }))

test.run()
