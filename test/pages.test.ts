// Every code has a page, and every page says the truth: its bad example gives that code and no other,
// its good one gives nothing.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { codesByStep, diagnosticCodes } from '../compiler/model/diagnostic-code.ts'
import { codesAbout } from '../explain/codes-about.ts'
import { keyReferences } from '../explain/key-reference.ts'
import { invalidCases } from './support/invalid.ts'
import { pages } from './support/pages.ts'
import { type Files, type Reported, reported } from './support/reported.ts'
import { root } from './support/root.ts'

const test = suite('pages')

/** No config shows these: they need a folder, a disk, a second run or a file's own form. What makes
 * them is in test/invalid/, or in the test that is named. */
const shownByNoConfig: Readonly<Record<string, string>> = {
  'config-not-found': 'test/invalid/config-not-found',
  'config-ambiguous': 'test/invalid/config-ambiguous',
  'config-unreadable': 'test/invalid/config-unreadable',
  'config-extension': 'test/invalid/config-extension',
  'out-not-a-folder': 'test/invalid/out-not-a-folder',
  'out-undecided': 'test/invalid/out-undecided',
  'symlink-in-the-way': 'test/invalid/symlink-in-the-way',
  'foreign-file': 'test/invalid/foreign-file',
  'edited-artifact': 'test/invalid/edited-artifact',
  'lock-unreadable': 'test/invalid/lock-unreadable',
  'lock-newer': 'test/invalid/lock-newer',
  'stale-artifact': 'test/invalid/stale-artifact',
  'write-busy': 'test/write-together.test.ts',
  'write-failed': 'test/write-limits.test.ts',
  'write-unfinished': 'test/interrupted-undo.test.ts',
}

test('no code lacks a page, and no page lacks a code', () => {
  assert.equal(
    pages.map(({ code }) => code),
    [...diagnosticCodes].sort(),
  )
})

/** Nobody waits ten seconds for a config that has no end. */
async function shown(code: string, files: Files): Promise<Reported> {
  if (code === 'config-timeout') process.env.IMMUC_CONFIG_SECONDS = '0.5'
  try {
    return await reported(files)
  } finally {
    delete process.env.IMMUC_CONFIG_SECONDS
  }
}

test('the page of a rule names the keys that it is about', () => {
  const about = new Set(keyReferences().flatMap(({ key }) => codesAbout(key)))
  assert.equal(
    codesByStep.check.filter((code) => !about.has(code)),
    [],
  )
})

for (const { code, text, bad, good } of pages) {
  test(`${code} has the form of a page`, () => {
    assert.match(text, new RegExp(`^# ${code}\n\n[A-Z\`].*[.:]\n`))
    assert.ok(text.endsWith('```\n') && !text.endsWith('\n\n'))
    const prose = text.replace(/^```.*?^```$/gms, '')
    assert.ok(prose.split('\n').length <= 25, 'a tired reader has had enough')
    const elsewhere = shownByNoConfig[code]
    if (elsewhere === undefined) return assert.ok(bad && good, 'both examples')
    assert.match(text, '## How it comes about')
    assert.is(bad, undefined)
    const where = join(root, elsewhere)
    assert.ok(existsSync(where))
    if (elsewhere.endsWith('.ts')) assert.match(readFileSync(where, 'utf8'), code)
    else assert.ok(invalidCases().some((one) => one.code === code))
  })

  if (bad && good) {
    test(`${code}: the bad example gives it, the good one nothing`, async () => {
      const faults = (await shown(code, bad)).diagnostics
      assert.ok(faults.length > 0)
      assert.equal([...new Set(faults.map((one) => one.code))], [code])
      assert.equal((await reported(good)).text, '')
    })
  }
}

test.run()
