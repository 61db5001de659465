// `--format github`: workflow commands that a runner reads as they are meant, whatever is in them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { annotation } from '../cli/annotation.ts'
import { error, warning } from '../compiler/model/diagnostic.ts'
import { runImmuc } from './support/immuc.ts'
import { inFolder } from './support/reported.ts'

const test = suite('annotation')

/** As the runner reads a line: the command, its properties, and the message. */
function parsed(line: string) {
  const [, command, properties = '', message = ''] = line.match(/^::(\w+) (.*?)::(.*)$/s) ?? []
  const undo = (text: string) =>
    text
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%')
  const pairs = properties.split(',').map((pair) => pair.split(/=(.*)/s))
  return {
    command,
    properties: Object.fromEntries(pairs.map(([name, value = '']) => [name, undo(value)])),
    message: undo(message),
  }
}

test('names the place and the code, and says the way out', () => {
  const span = { file: '/repo/ops/system.config.ts', line: 9, column: 36, length: 12 }
  const one = error('unknown-size', ['scaling', 'size'], 'no', { span, help: 'did you mean?' })
  assert.equal(parsed(annotation(one, span.file, '/repo')), {
    command: 'error',
    properties: {
      file: 'ops/system.config.ts',
      line: '9',
      col: '36',
      endColumn: '48',
      title: 'unknown-size',
    },
    message: 'no\ndid you mean?\nimmuc explain unknown-size',
  })
})

test('names the config where only the key is known, and nothing where no file is to blame', () => {
  const keyed = annotation(warning('open-to-all', ['access'], 'w'), '/repo/c.ts', '/repo')
  assert.equal(parsed(keyed).properties, { file: 'c.ts', title: 'open-to-all' })
  assert.is(parsed(keyed).command, 'warning')
  const stale = annotation(error('stale-artifact', [], 'a'), '/repo/c.ts', '/repo')
  assert.equal(parsed(stale).properties, { title: 'stale-artifact' })
})

const hostile = '100% :: a,b\r\n::error file=x::y, line=1'

test('what is in a message or in a name of a file stays in it', () => {
  const span = { file: `/repo/${hostile}.ts`, line: 1, column: 1, length: 1 }
  const line = annotation(error('wrong-type', [], hostile, { span }), undefined, '/repo')
  assert.is(line.split(/[\r\n]/).length, 1)
  const { properties, message } = parsed(line)
  assert.is(properties.file, `${hostile}.ts`)
  assert.is(properties.line, '1')
  assert.ok(message.startsWith('100% :: a,b'))
  assert.match(message, '\n::error file=x::y, line=1\n')
})

test('build and check print them on stdout, the report on stderr, and name files as the repository does', () => {
  const files = {
    'ops/system.config.ts': "export default { app: 1, version: 'v1', scaling: { region: 'ams3' } }",
  }
  return inFolder(files, (folder) => {
    for (const command of ['build', 'check']) {
      const run = runImmuc([command, '--format', 'github'], {
        cwd: join(folder, 'ops'),
        env: { GITHUB_WORKSPACE: folder },
      })
      assert.is(run.status, 1)
      assert.is(run.stdout.split('\n').length, 2, run.stdout)
      assert.match(run.stdout, /^::error file=ops\/system\.config\.ts,line=1,col=23,endColumn=24,/)
      assert.match(run.stderr, 'error[wrong-type]')
    }
  })
})

test('says nothing where nothing is wrong', () => {
  const out = mkdtempSync(join(tmpdir(), 'immuc-annotation-'))
  try {
    const words = ['--config', 'examples/01-hello/system.config.ts', '--out', out]
    assert.equal(runImmuc(['build', '--format', 'github', ...words]).stdout, '')
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})

test.run()
