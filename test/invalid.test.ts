// Every diagnostic has a bad config, or a bad folder, that shows it, and each gives exactly the
// report beside it. IMMUC_UPDATE=1 rewrites the reports: look at the diff before you commit it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { diagnosticCodes } from '../compiler/model/diagnostic-code.ts'
import { type InvalidCase, type InvalidRun, invalidCases, runInvalid } from './support/invalid.ts'
import { root } from './support/root.ts'

const test = suite('invalid configs')
const cases = invalidCases()
const isUpdate = process.env.IMMUC_UPDATE === '1'

// They need a second writer, a full disk or a run that is killed, or show where a loop happened to be.
const shownElsewhere: Readonly<Record<string, string>> = {
  'config-timeout': 'load-process.test.ts',
  'write-busy': 'write-together.test.ts',
  'write-failed': 'write-limits.test.ts',
  'write-unfinished': 'interrupted-undo.test.ts',
}

test('every code has a case, and every folder is a code', () => {
  const shown = [...new Set(cases.map(({ code }) => code)), ...Object.keys(shownElsewhere)]
  assert.equal(shown.sort(), [...diagnosticCodes].sort())
  for (const [code, file] of Object.entries(shownElsewhere)) {
    assert.match(readFileSync(join(root, 'test', file), 'utf8'), code)
  }
})

test('reports are rewritten by hand alone', () => {
  assert.not(isUpdate && process.env.CI, 'CI compares reports; it never writes them')
})

const runs = await runAll(cases)

for (const one of cases) {
  test(one.name, () => {
    const run = runs.get(one.name)
    assert.ok(run)
    if (isUpdate && !process.env.CI) writeFileSync(one.report, run.stderr)
    assert.ok(existsSync(one.report), `${one.name} has no report.txt`)
    assert.fixture(run.stderr, readFileSync(one.report, 'utf8'))
    assert.match(run.stderr, `[${one.code}]`)
    assert.is(run.stdout, '')
    const hasErrors = /^error\[/m.test(run.stderr)
    assert.is(run.status, hasErrors ? 1 : 0)
    if (!existsSync(`${one.folder}/run.sh`)) assert.is(run.wroteInfra, !hasErrors)
  })
}

test('no report shows a secret, an absolute path or a stack', () => {
  for (const [name, { stderr }] of runs) {
    for (const secret of [
      'hunter2',
      'hunter3',
      'hun',
      'correct',
      '4eC39Hq',
      'MC4CAQ',
      '12345678',
    ]) {
      assert.not.match(stderr, secret, `${name} shows ${secret}`)
    }
    assert.not.match(stderr, /\/immuc-invalid-|^ +at /m, name)
  }
})

async function runAll(all: readonly InvalidCase[]): Promise<Map<string, InvalidRun>> {
  const results = new Map<string, InvalidRun>()
  const queue = [...all]
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      results.set(one.name, await runInvalid(one))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker))
  return results
}

test.run()
